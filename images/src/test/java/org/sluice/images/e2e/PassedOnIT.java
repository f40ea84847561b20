package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does {@code cat FILE | wc} copy nothing of the file, from the page cache to the last counter, and count right? */
class PassedOnIT {
    private static final String FILES = "/lib/apps.jar /lib/jline-terminal.jar";
    /** From the file to cat, from cat to the pipe, from the pipe to wc. */
    private static final int HANDS = 3;
    /** Between what the test reads. */
    private static final String BREAK = "=\n";

    /** Shows the counters before and after a pipeline that prints nothing, which was run before, so that its classes are loaded. */
    private static String measured(String pipeline) {
        return pipeline + "; " + pipeline + "; cat /proc/kernel > /tmp/before; " + pipeline + "; cat /proc/kernel > /tmp/after; "
            + "cat /tmp/before; echo =; cat /tmp/after; echo =; ";
    }

    private static long counter(String text, String name) {
        return Long.parseLong(text.lines().filter(line -> line.startsWith(name + " ")).findFirst().orElseThrow().split(" ")[1]);
    }

    /** What the pipeline of a run has added to a counter; keeping the first text is part of it, and copies that twice. */
    private static long grown(String[] parts, int run, String name) {
        String before = parts[2 * run];
        long grown = counter(parts[2 * run + 1], name) - counter(before, name);
        return name.equals("bytes_copied") ? grown - 2L * before.length() : grown;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void catAndWcCopyNothing(int processors) {
        Outcome outcome = Sluice.boot("echo -n > /tmp/none; "
            + measured("cat /tmp/none | wc -c > /dev/null") + measured("cat " + FILES + " | wc -c > /dev/null")
            + measured("cat " + FILES + " | wc -l > /dev/null") + measured("cat " + FILES + " | head -c 100000000 > /dev/null")
            + "cat " + FILES + " | wc; ls -l " + FILES, "--smp", Integer.toString(processors));
        assertEquals(0, outcome.status(), outcome::toString);
        String[] parts = outcome.output().split(BREAK);
        List<String> lines = parts[8].lines().toList();
        long size = 0;
        for (String file : FILES.split(" ")) {
            String entry = lines.stream().filter(line -> line.endsWith(file)).findFirst().orElseThrow();
            size += Long.parseLong(entry.trim().split(" +")[4]);
        }
        assertTrue(size > 500_000, outcome::toString);
        long control = grown(parts, 0, "bytes_copied");
        assertEquals(0, grown(parts, 0, "area_bytes_moved"), outcome::toString);
        for (int run = 1; run <= 2; run++) {
            assertEquals(control, grown(parts, run, "bytes_copied"), outcome::toString);
            assertEquals(HANDS * size, grown(parts, run, "area_bytes_moved"), outcome::toString);
        }
        assertTrue(grown(parts, 3, "bytes_copied") >= control + size, () -> "head reads by copying, which must show: " + outcome);
        assertEquals(size, Long.parseLong(lines.getFirst().trim().split(" +")[2]), outcome::toString);
    }

    /** Reading the counters and asking the device; a page would show. */
    private static final long MOST_SAID = 2000;

    @Test
    void filesOfTheHostMoveByTheirDevice(@TempDir Path folder) throws IOException {
        byte[] content = new byte[3_333_333];
        new Random(1).nextBytes(content);
        Files.write(folder.resolve("in"), content);
        Outcome outcome = Sluice.boot(measured("cat /mnt/x/in | wc -c > /dev/null") + measured("cat /mnt/x/in > /mnt/x/out")
            + measured("cat /lib/apps.jar > /mnt/x/jar") + "cat /mnt/x/in | wc -c; wc -c < /lib/apps.jar; cmp /lib/apps.jar /mnt/x/jar",
            "--share", folder + "=/mnt/x:rw");
        assertEquals(0, outcome.status(), outcome::toString);
        String[] parts = outcome.output().split(BREAK);
        for (int run = 0; run < 3; run++) {
            assertTrue(grown(parts, run, "bytes_copied") < MOST_SAID, outcome::toString);
        }
        List<String> lines = parts[6].lines().toList();
        assertEquals(content.length, Long.parseLong(lines.get(0)), outcome::toString);
        assertArrayEquals(content, Files.readAllBytes(folder.resolve("out")));
        assertEquals(Files.size(folder.resolve("jar")), Long.parseLong(lines.get(1)), outcome::toString);
    }
}
