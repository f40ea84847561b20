package org.sluice.classlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EscapesTest {
    @Test
    void noAttemptReachesTheHost(@TempDir Path root) {
        System.setProperty("sluice.test.marker", "seen");
        System.setProperty("sluice.test.number", "5");
        System.setProperty("sluice.test.flag", "true");
        GuestProcess process = Programs.guest(root, "");
        assertEquals(0, process.run("program.Escapes"));
        List<String> lines = process.output().lines().toList();
        assertTrue(lines.size() > 40, process.output());
        assertEquals(List.of(), lines.stream().filter(l -> !l.endsWith(": held")).toList());
    }
}
