package org.sluice.classlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import program.Features;
import program.FileUse;
import program.MoreFeatures;
import program.SegmentUse;

class FeaturesTest {
    /** Features threw nothing and said the same in both worlds. */
    @Test
    void guestSeesTheSameLibraryAsTheHost(@TempDir Path root) throws Exception {
        Locale.setDefault(Locale.US);
        String expected = Programs.onHost(Features.class);
        GuestProcess process = Programs.guest(root, "");
        assertEquals(0, process.run("program.Features"));
        assertEquals(expected, process.output());
        assertTrue(expected.lines().count() > 100, "all checks ran");
    }

    /** What was not in the first list: locales, XML, SQL types, keys, publishers, gatherers and the like. */
    @Test
    void guestSeesTheRestOfTheLibraryAsTheHost(@TempDir Path root) throws Exception {
        Locale.setDefault(Locale.US);
        String expected = Programs.onHost(MoreFeatures.class);
        GuestProcess process = Programs.guest(root, "");
        assertEquals(0, process.run("program.MoreFeatures"));
        assertEquals(expected, process.output());
        assertTrue(expected.lines().count() > 130, "all checks ran");
    }

    @Test
    void filesBehaveAsOnTheHost(@TempDir Path root) throws Exception {
        Path forHost = Files.createDirectory(root.resolve("host"));
        Files.createDirectories(root.resolve("guest/work"));
        String expected = Programs.onHost(FileUse.class, forHost.toString());
        GuestProcess process = Programs.guest(root.resolve("guest"), "");
        assertEquals(0, process.run("program.FileUse", "/work"));
        assertEquals(expected, process.output());
    }

    @Test
    void segmentsOfArraysBehaveAsOnTheHost(@TempDir Path root) throws Exception {
        String expected = Programs.onHost(SegmentUse.class);
        GuestProcess process = Programs.guest(root, "");
        assertEquals(0, process.run("program.SegmentUse"), process.output());
        assertEquals(expected, process.output());
        assertTrue(expected.lines().count() >= 60, "all checks ran");
    }
}
