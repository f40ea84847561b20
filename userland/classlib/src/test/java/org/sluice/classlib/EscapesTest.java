package org.sluice.classlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapesTest {
    @ParameterizedTest
    @ValueSource(strings = {"program.Escapes", "program.Breakouts"})
    void noAttemptReachesTheHost(String program, @TempDir Path root) {
        System.setProperty("sluice.test.marker", "seen");
        System.setProperty("sluice.test.number", "5");
        System.setProperty("sluice.test.flag", "true");
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
        try {
            GuestProcess process = Programs.guest(root, "");
            assertEquals(0, process.run(program), process.output());
            List<String> lines = process.output().lines().toList();
            assertTrue(lines.size() > 40, process.output());
            assertEquals(List.of(), lines.stream().filter(l -> !l.matches("\\w+: held( by \\w+)?")).toList());
        } finally {
            TimeZone.setDefault(before);
        }
    }
}
