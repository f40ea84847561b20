package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two processes exchange bytes by TCP: the same at both ends, nothing copied of areas, whatever becomes of the link. */
class TcpIT {
    private static final long MIB = 1 << 20;

    /** Runs the two programs, with orders for the one, and something else beside them. */
    private static Outcome run(String address, String orders, String beside, String... options) {
        List<String> all = new ArrayList<>(List.of("--address", "10.1.0.2/24", "--memory", "512M", "--share",
            Sluice.root().resolve("images/target/classes") + "=/mnt/bench"));
        all.addAll(List.of(options));
        Outcome outcome = Sluice.boot(beside + "printf '" + orders + "\\nexit\\n' | java -cp /mnt/bench org.sluice.images.bench.guest.TcpBench "
            + address, all.toArray(String[]::new));
        assertEquals(0, outcome.status(), outcome::toString);
        return outcome;
    }

    /** What the orders to verify have printed: each a line of words. */
    private static List<String[]> verified(Outcome outcome) {
        return outcome.output().lines().filter(line -> line.startsWith("verified ")).map(line -> line.split(" ")).toList();
    }

    @ParameterizedTest
    @CsvSource({"1,127.0.0.1,true", "2,127.0.0.1,true", "1,10.1.0.2,false", "2,10.1.0.2,false"})
    void theSameBytesAtBothEndsAndNoneCopiedOfAreas(int processors, String address, boolean local) {
        String route = local ? "" : "control route add 10.1.0.2/32 dev clip0\\n";
        Outcome outcome = run(address, route + "verify zero 65536 " + 32 * MIB + "\\nverify zero 1000 " + MIB + "\\nverify copy 65536 " + 16 * MIB
            + "\\nverify copy 777 " + MIB, "", "--smp", Integer.toString(processors));
        List<String[]> verified = verified(outcome);
        assertEquals(4, verified.size(), outcome::toString);
        assertEquals("0", verified.get(0)[3], outcome::toString);
        assertEquals("0", verified.get(1)[3], outcome::toString);
    }

    @Test
    void throughCells() {
        Outcome outcome = run("10.1.0.2", "control route add 10.1.0.2/32 dev clip0\\nverify zero 65536 " + 16 * MIB + "\\nverify copy 4096 " + 4 * MIB, "",
            "--atm", "loopback,cells");
        assertEquals(2, verified(outcome).size(), outcome::toString);
    }

    /** What was under way when a driver stops is lost, and sent again when it is back. */
    @Test
    void aTransferGoesOnWhenTheDriverIsRestarted() {
        Outcome outcome = run("10.1.0.2", "control route add 10.1.0.2/32 dev clip0\\nverify zero 65536 " + 64 * MIB + "\\nverify copy 65536 " + 32 * MIB,
            "(for i in 1 2 3 4 5 6 7 8; do sleep 1; echo restart atm0 > /proc/drivers; done) & ", "--atm", "loopback,cells", "--smp", "2");
        assertEquals(2, verified(outcome).size(), outcome::toString);
    }

    @Test
    void cellsThatAreLostAreSentAgain() {
        Outcome outcome = run("10.1.0.2", "control route add 10.1.0.2/32 dev clip0\\nverify zero 65536 " + 4 * MIB + "\\nverify copy 65536 " + 2 * MIB, "",
            "--fault", "loss=0.0001,biterrors=0.0000001,seed=5");
        assertEquals(2, verified(outcome).size(), outcome::toString);
    }

    /** A process that is killed in the middle: its connection is reset, nothing of it stays. */
    @Test
    void aProcessIsKilledInTheMiddle() {
        Path programs = Sluice.root().resolve("images/target/classes");
        Outcome outcome = Sluice.boot("used() { set -- $(grep -E 'frames_(total|free)' /proc/kernel | cut -d' ' -f2); echo $(($1-$2)); }\n"
            + "java -cp /mnt/bench org.sluice.images.bench.guest.TcpBench 127.0.0.1 < /dev/null > /dev/null; a=$(used)\n"
            + "echo 'verify zero 65536 40000000000' > /tmp/orders\n"
            + "for i in 1 2 3; do java -cp /mnt/bench org.sluice.images.bench.guest.TcpBench 127.0.0.1 < /tmp/orders & p=$!; sleep 4; "
            + "kill -9 $p; wait; done 2>/dev/null\n"
            + "sleep 1; b=$(used); echo grown $((b-a)); grep -c tcp /proc/net/sockets; true",
            "--memory", "512M", "--share", programs + "=/mnt/bench");
        assertEquals(0, outcome.status(), outcome::toString);
        String grown = outcome.output().lines().filter(line -> line.startsWith("grown ")).findFirst().orElse("");
        assertTrue(!grown.isEmpty() && Integer.parseInt(grown.substring(6)) < 512, outcome::toString);
        assertTrue(!outcome.output().contains("verified"), "killed too late: " + outcome);
    }
}
