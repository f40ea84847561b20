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

    // ---- TCP

    /** Few where everything is tested at once; {@code .ci/run} asks for 200. */
    private static final int MEGABYTES = Integer.getInteger("sluice.tun.megabytes", 20);
    private static Path folder;
    private static String hash;

    /** Random bytes, and their hash. */
    private static void makeFile() throws Exception {
        if (folder != null) {
            return;
        }
        Path made = Sluice.workFolder().resolve("tun");
        java.nio.file.Files.createDirectories(made);
        var digest = java.security.MessageDigest.getInstance("SHA-256");
        var random = new java.util.Random(11);
        try (var out = java.nio.file.Files.newOutputStream(made.resolve("data"))) {
            byte[] bytes = new byte[1_000_000];
            for (int i = 0; i < MEGABYTES; i++) {
                random.nextBytes(bytes);
                digest.update(bytes);
                out.write(bytes);
            }
        }
        hash = java.util.HexFormat.of().formatHex(digest.digest());
        folder = made;
    }

    /** What Linux has seen of the machine's TCP that it must not see. */
    private static void assertClean(TunNamespace linux) {
        java.util.Map<String, Long> counters = linux.nstat();
        for (String name : List.of("TcpInCsumErrors", "IpInHdrErrors", "IpInAddrErrors", "TcpInErrs")) {
            assertEquals(0, counters.getOrDefault(name, 0L), () -> name + " among " + counters);
        }
    }

    /** All of them from the machine and to it. */
    private static void transfer(String around) throws Exception {
        TunNamespace.need("socat", "socat");
        makeFile();
        try (TunNamespace linux = TunNamespace.open(1500);
             HostConversation machine = linux.boot(around, "--share", folder + "=/mnt", "-c", "echo UP; while read line; do eval \"$line\"; done")) {
            machine.await("UP");
            linux.awaitGuest();
            try (HostConversation sink = linux.start("sh", "-c", "socat -u TCP-LISTEN:5001,reuseaddr,rcvbuf=4000000 STDOUT | sha256sum")) {
                awaitListener(linux, 5001);
                machine.enter("nc -N " + TunNamespace.HOST + " 5001 < /mnt/data; echo SENT");
                assertTrue(sink.await("").startsWith(hash), sink::heard);
                machine.await("SENT");
                sink.end();
            }
            machine.enter("nc -d -l 5002 | sha256sum; echo RECEIVED");
            linux.done("sh", "-c", "i=0; until socat -u OPEN:" + folder + "/data TCP:" + TunNamespace.GUEST + ":5002; do i=$((i+1)); "
                + "[ $i -lt 100 ] || exit 1; sleep 0.1; done");
            assertTrue(machine.await(hash.substring(0, 8)).startsWith(hash), machine::heard);
            machine.await("RECEIVED");
            assertClean(linux);
            machine.end();
        }
    }

    private static void awaitListener(TunNamespace linux, int port) {
        for (int i = 0; i < 600; i++) {
            if (!linux.done("ss", "-tlnH", "sport", "=", ":" + port).isBlank()) {
                return;
            }
        }
        throw new AssertionError("nobody listens at " + port);
    }

    @Test
    void manyMegabytesBothWays() throws Exception {
        transfer("");
    }

    @Test
    void manyMegabytesBothWaysWithOneLossInAThousandReorderingAndDuplication() throws Exception {
        transfer("loss=0.001,reorder=0.01,duplicate=0.005,seed=21");
    }

    @Test
    void manyMegabytesBothWaysWithOnePercentLossReorderingAndDuplication() throws Exception {
        transfer("loss=0.01,reorder=0.01,duplicate=0.01,seed=22");
    }

    @Test
    void manyMegabytesBothWaysWithFivePercentLossReorderingAndDuplication() throws Exception {
        transfer("loss=0.05,reorder=0.02,duplicate=0.01,seed=23");
    }

    @Test
    void linuxSeesTheOptionsInUse() throws Exception {
        makeFile();
        TunNamespace.need("curl", "curl");
        try (TunNamespace linux = TunNamespace.open(1500);
             HostConversation machine = linux.boot("delay=5ms", "--share", folder + "=/mnt", "-c", "httpd /mnt & echo UP; read go")) {
            machine.await("UP");
            linux.awaitGuest();
            try (HostConversation client = linux.start("sh", "-c", "curl -s --retry 20 --retry-connrefused --retry-delay 1 http://" + TunNamespace.GUEST
                + "/data | sha256sum")) {
                String seen = "";
                for (int i = 0; i < 2000 && !(seen.contains("sack") && seen.contains("ts") && seen.contains("wscale")); i++) {
                    seen = String.join("\n", linux.ss("dport", "=", ":80"));
                }
                String shown = seen;
                assertTrue(shown.contains(" ts ") && shown.contains(" sack ") && shown.contains(" wscale:"), () -> "ss: " + shown);
                assertTrue(client.await("").startsWith(hash), client::heard);
                client.end();
            }
            assertClean(linux);
            machine.enter("");
            machine.end();
        }
    }

    @Test
    void oneDirectionEndsBeforeTheOtherAndResetsAreTold() throws Exception {
        TunNamespace.need("socat", "socat");
        makeFile();
        try (TunNamespace linux = TunNamespace.open(9180);
             HostConversation machine = linux.boot("", "--share", folder + "=/mnt", "-c", "echo UP; while read line; do eval \"$line\"; done")) {
            machine.await("UP");
            linux.awaitGuest();
            // the hash comes back after the machine has ended its direction, and the other way round
            try (HostConversation server = linux.start("socat", "TCP-LISTEN:5003,reuseaddr", "SYSTEM:sha256sum")) {
                awaitListener(linux, 5003);
                machine.enter("nc -N " + TunNamespace.HOST + " 5003 < /mnt/data");
                assertTrue(machine.await(hash.substring(0, 8)).startsWith(hash), machine::heard);
                server.end();
            }
            machine.enter("echo hello from the guest | nc -l 5005 > /tmp/got; echo GOT $(wc -c < /tmp/got)");
            String sent = linux.done("sh", "-c", "i=0; until printf abc | socat -t 30 - TCP:" + TunNamespace.GUEST + ":5005; do i=$((i+1)); "
                + "[ $i -lt 100 ] || exit 1; sleep 0.1; done");
            assertEquals("hello from the guest\n", sent);
            machine.await("GOT 3");
            // what nobody takes any more is reset
            machine.enter("nc -d -l 5004 | head -c 10 | wc -c; echo HEAD");
            Outcome zeros = linux.run("sh", "-c", "i=0; while :; do socat -u OPEN:/dev/zero TCP:" + TunNamespace.GUEST + ":5004 2>&1 | tee /dev/stderr | "
                + "grep -q -e 'reset by peer' -e 'roken pipe' && exit 0; i=$((i+1)); [ $i -lt 100 ] || exit 1; sleep 0.1; done");
            assertEquals(0, zeros.status(), zeros::toString);
            machine.await("HEAD");
            // nobody listens, at either end
            machine.enter("nc " + TunNamespace.HOST + " 5999; echo STATUS $?");
            machine.await("STATUS 1");
            Outcome refused = linux.run("socat", "-u", "/dev/null", "TCP:" + TunNamespace.GUEST + ":5999");
            assertTrue(refused.errors().contains("refused"), refused::toString);
            assertClean(linux);
            machine.end();
        }
    }

    @Test
    void aThousandConnectionsAtOnce() throws Exception {
        TunNamespace.need("ab", "apache2-utils");
        Path small = Sluice.workFolder().resolve("tun-small");
        java.nio.file.Files.createDirectories(small);
        java.nio.file.Files.writeString(small.resolve("page"), "x".repeat(4000));
        try (TunNamespace linux = TunNamespace.open(1500);
             HostConversation machine = linux.boot("", "--share", small + "=/mnt", "-c", "httpd /mnt & echo UP; read go")) {
            machine.await("UP");
            linux.awaitGuest();
            linux.done("curl", "-s", "--retry", "20", "--retry-connrefused", "--retry-delay", "1", "http://" + TunNamespace.GUEST + "/page");
            String report = linux.done("sh", "-c", "ulimit -n 4096; ab -q -r -k -s 60 -c 1000 -n 5000 http://" + TunNamespace.GUEST + "/page");
            assertTrue(report.contains("Complete requests:      5000"), report);
            assertTrue(report.contains("Failed requests:        0"), report);
            assertClean(linux);
            machine.enter("");
            machine.end();
        }
    }
}
