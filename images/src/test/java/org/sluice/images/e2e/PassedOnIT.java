package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Does {@code cat FILE | wc} copy nothing of the file, from the page cache to the last counter, and count right? */
class PassedOnIT {
    private static final String FILES = "/lib/apps.jar /lib/jline-terminal.jar";
    /** From the file to cat, from cat to the pipe, from the pipe to wc. */
    private static final int HANDS = 3;

    /** Says a counter before and after a pipeline that prints nothing, which was run before, so that its classes are loaded. */
    private static String measured(String pipeline) {
        return pipeline + "; " + pipeline + "; cat /proc/kernel > /tmp/before; " + pipeline + "; cat /proc/kernel > /tmp/after; "
            + "grep -E '^(bytes_copied|area_bytes_moved) ' /tmp/before; grep -E '^(bytes_copied|area_bytes_moved) ' /tmp/after; ";
    }

    private static long[] grown(List<String> lines, int run) {
        long[] grown = new long[2];
        for (int i = 0; i < 2; i++) {
            String[] before = lines.get(4 * run + i).split(" ");
            String[] after = lines.get(4 * run + 2 + i).split(" ");
            assertEquals(before[0], after[0]);
            grown[i] = Long.parseLong(after[1]) - Long.parseLong(before[1]);
        }
        return grown;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void catAndWcCopyNothing(int processors) {
        Outcome outcome = Sluice.boot("echo -n > /tmp/none; "
            + measured("cat /tmp/none | wc -c > /dev/null") + measured("cat " + FILES + " | wc -c > /dev/null")
            + measured("cat " + FILES + " | wc -l > /dev/null") + measured("cat " + FILES + " | head -c 100000000 > /dev/null")
            + "cat " + FILES + " | wc; ls -l " + FILES, "--smp", Integer.toString(processors));
        assertEquals(0, outcome.status(), outcome::toString);
        List<String> lines = outcome.output().lines().toList();
        long size = 0;
        for (String file : FILES.split(" ")) {
            String entry = lines.stream().filter(line -> line.endsWith(file)).findFirst().orElseThrow();
            size += Long.parseLong(entry.trim().split(" +")[4]);
        }
        assertTrue(size > 500_000, outcome::toString);
        long[] control = grown(lines, 0);
        assertEquals(0, control[1], outcome::toString);
        for (int run = 1; run <= 2; run++) {
            long[] passed = grown(lines, run);
            assertEquals(control[0], passed[0], outcome::toString);
            assertEquals(HANDS * size, passed[1], outcome::toString);
        }
        long[] copying = grown(lines, 3);
        assertTrue(copying[0] >= control[0] + size, () -> "head reads by copying, which the counter must show: " + outcome);
        String[] counts = lines.get(16).trim().split(" +");
        assertEquals(size, Long.parseLong(counts[2]), outcome::toString);
    }
}
