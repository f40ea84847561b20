package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paged memory from outside: more of it than there is memory, programs that take all of it, and a machine that dies. */
class PagingIT {
    private static final Path PROGRAMS = Sluice.root().resolve("images/target/classes");
    private static final String HOG = "java -cp /mnt/bench org.sluice.images.bench.guest.PagedHog ";
    private static final int KILLS = 3;

    /** Their quota is what swap area and pager have together; who asks for more is told, and nobody else notices. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void twoHogsAreRefusedMemoryAndKeepWhatTheyHave(int processors) {
        Outcome outcome = Sluice.boot(HOG + "a 1 & " + HOG + "b 1 & for i in 1 2 3 4 5; do echo shell $i; sleep 1; done; wait; vmstat -s",
            "--smp", Integer.toString(processors), "--memory", "64M", "--swap", "192M", "--share", PROGRAMS + "=/mnt/bench");
        assertEquals(0, outcome.status(), outcome::toString);
        List<String> lines = outcome.output().lines().toList();
        for (String hog : List.of("a", "b")) {
            assertTrue(lines.stream().anyMatch(l -> l.startsWith("hog " + hog + " refused: ")), outcome::toString);
            assertTrue(lines.contains("hog " + hog + " wrong 0"), outcome::toString);
        }
        for (int i = 1; i <= 5; i++) {
            assertTrue(lines.contains("shell " + i), outcome::toString);
        }
        assertTrue(lines.contains("pages_committed 0") && lines.contains("pages_resident 0"), outcome::toString);
        assertEquals(number(lines, "swap_total"), number(lines, "swap_free"));
        assertEquals(0, number(lines, "transfer_errors"));
    }

    private static long number(List<String> lines, String name) {
        return lines.stream().filter(l -> l.startsWith(name + " ")).map(l -> l.substring(name.length() + 1)).mapToLong(Long::parseLong)
            .findFirst().orElseThrow();
    }

    /** What {@code force} has acknowledged is in the host's file whenever the machine's host process is killed. */
    @Test
    void whatForceAcknowledgedSurvivesTheMachine() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sluice-force");
        GuestCompiler.compile(folder, List.of(), List.of(), GuestCompiler.Source.resource("guest/Forcer.java"));
        for (int round = 0; round < KILLS; round++) {
            Path file = folder.resolve("log" + round);
            ProcessBuilder builder = new ProcessBuilder(Sluice.command("boot", "--share", folder + "=/mnt/force:rw", "-c",
                "java -cp /mnt/force Forcer /mnt/force/log" + round));
            builder.environment().putAll(Sluice.environment());
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
            Process machine = builder.start();
            long acknowledged = -1;
            try (BufferedReader out = machine.inputReader(StandardCharsets.UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    acknowledged = Long.parseLong(line);
                    if (acknowledged == 20 + 37L * round) {
                        machine.descendants().forEach(ProcessHandle::destroyForcibly);
                        machine.toHandle().destroyForcibly(); // what it has written is still read
                    }
                }
            }
            assertTrue(machine.waitFor(60, TimeUnit.SECONDS));
            assertTrue(acknowledged >= 20 + 37L * round, "acknowledged " + acknowledged);
            byte[] bytes = Files.readAllBytes(file);
            for (long record = 0; record <= acknowledged; record++) {
                int at = (int) (record * 4096 + record % 4000);
                assertEquals((byte) (record * 11 + 1), bytes[at], "record " + record + " of " + acknowledged);
            }
        }
    }
}
