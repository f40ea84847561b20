package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Linux at the other end of a TUN device, in a network namespace of its own. Skipped without root. */
class TunIT {
    @BeforeAll
    static void buildImage() {
        Sluice.boot("true");
    }

    @Test
    void linuxAndTheMachinePingEachOther() {
        try (TunNamespace linux = TunNamespace.open(9180);
             HostConversation machine = linux.boot("", "-c", "echo UP; read go; ping -q -c 3 -i 0.1 -M do -s 9152 " + TunNamespace.HOST
                 + "; ping -q -c 1 -s 20000 " + TunNamespace.HOST + "; cat /proc/net/interfaces; echo DONE")) {
            machine.await("UP");
            linux.awaitGuest();
            for (String size : List.of("0", "56", "9152", "30000")) {
                String answers = linux.done("ping", "-q", "-c", "3", "-i", "0.1", "-W", "5", "-s", size, TunNamespace.GUEST);
                assertTrue(answers.contains(" 0% packet loss"), answers);
            }
            machine.enter("");
            machine.await("DONE");
            assertTrue(machine.heard().contains("3 packets transmitted, 3 received, 0% packet loss"), machine::heard);
            assertTrue(machine.heard().contains("1 packets transmitted, 1 received, 0% packet loss"), machine::heard);
            assertTrue(machine.heard().contains("atm0 state=up link=tun:sluice0"), machine::heard);
            assertEquals(0, machine.end(), machine::heard);
        }
    }

    @Test
    void packetsAreLostDuplicatedAndOvertakenAsAskedFor() throws java.io.IOException {
        Path counters = Sluice.workFolder().resolve("tun-counters");
        try (TunNamespace linux = TunNamespace.open(1500);
             HostConversation machine = linux.boot("loss=0.1,duplicate=0.1,reorder=0.1,seed=4,counters=" + counters, "-c", "echo UP; read go")) {
            machine.await("UP");
            linux.awaitGuest();
            Outcome pings = linux.run("ping", "-q", "-c", "300", "-i", "0.002", "-W", "2", "-s", "1000", TunNamespace.GUEST);
            machine.enter("");
            assertEquals(0, machine.end(), machine::heard);
            List<String> lines = java.nio.file.Files.readAllLines(counters);
            for (String name : List.of("PDUs lost", "PDUs duplicated", "PDUs overtaken")) {
                long count = lines.stream().filter(line -> line.startsWith(name + ": ")).mapToLong(line -> Long.parseLong(
                    line.substring(name.length() + 2))).findFirst().orElseThrow(() -> new AssertionError(lines));
                assertTrue(count > 20 && count < 150, () -> name + " " + count);
            }
            assertTrue(pings.output().contains("duplicates"), pings::output);
        }
    }

    @Test
    void aDeviceThatCannotBeUsedIsOneLine() {
        try (TunNamespace linux = TunNamespace.open(1500)) {
            String command = Sluice.root().resolve("sluice").toString();
            Outcome missing = linux.run(command, "boot", "--atm", "tun:nonesuch", "-c", "true");
            assertEquals(List.of("sluice: tun:nonesuch: there is no such device; 'ip tuntap add dev nonesuch mode tun' makes it"),
                missing.errorLines(), missing::toString);
            assertEquals(1, missing.status());
            Outcome seeded = linux.run(command, "boot", "--seed", "1", "--atm", "tun:sluice0", "-c", "true");
            assertEquals("sluice: --atm tun:sluice0: depends on others; with --seed there are loopback links only", seeded.errorLines().getFirst());
            assertEquals(2, seeded.status());
            try (HostConversation machine = linux.boot("", "-c", "echo UP; read go")) {
                machine.await("UP");
                Outcome busy = linux.run(command, "boot", "--atm", "tun:sluice0", "-c", "true");
                assertEquals(List.of("sluice: tun:sluice0: in use"), busy.errorLines(), busy::toString);
            }
        }
    }
}
