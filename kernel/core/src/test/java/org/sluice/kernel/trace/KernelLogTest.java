package org.sluice.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.vm.time.VirtualClock;

/** Does the log keep the last lines whole? */
class KernelLogTest {
    private static List<String> lines(KernelLog log) {
        return new String(log.text(), StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void logKeepsTheLastLinesInOrder() {
        KernelLog log = new KernelLog(new VirtualClock());
        assertEquals(List.of(), lines(log));
        for (int i = 0; i < 3000; i++) {
            log.line("test", "line " + i);
            if (i == 1022) {
                assertEquals(1023, lines(log).size());
            }
        }
        List<String> lines = lines(log);
        assertEquals(1024, lines.size());
        for (int i = 0; i < 1024; i++) {
            assertTrue(lines.get(i).endsWith("] test: line " + (3000 - 1024 + i)), lines.get(i));
        }
    }

    @Test
    void logLineIsOneLineOfBoundedLengthWithItsTime() {
        VirtualClock clock = new VirtualClock();
        KernelLog log = new KernelLog(clock);
        clock.advance(12_345_678_000L);
        log.line("test", "two\nlines");
        log.line("test", "x".repeat(10_000));
        assertEquals("[   12.345678] test: two lines", lines(log).get(0));
        assertEquals(512, lines(log).get(1).length());
    }
}
