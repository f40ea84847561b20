package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** TCP with a real Linux over its own ATM stack, both as client and as server, on every encapsulation. Skipped without one; {@code .ci/run} brings it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the guest's modem, once there, is better not taken away: PDUs come first
class AtmRigTcpIT {
    private static final List<String> ENCAPSULATIONS = List.of("llc", "vc", "llc-bridged", "llc-routed", "vc-bridged", "vc-routed");
    private static final List<String> BY_PDUS = List.of("10.1", "10.2", "10.3", "10.4", "10.13", "10.14");
    private static final List<String> BY_CELLS = List.of("10.5", "10.6", "10.7", "10.9", "10.10", "10.8");
    private static final long CHARGEN = 8 << 20;

    private static AtmRig rig;
    private List<Long> before;

    @BeforeAll
    static void bootLinux() {
        String missing = AtmRig.missing();
        if (missing != null) {
            System.err.println("AtmRigTcpIT: skipped, " + missing);
        }
        assumeTrue(missing == null, missing);
        Sluice.boot("true"); // builds the image
        rig = AtmRig.boot();
    }

    @AfterAll
    static void stopLinux() {
        if (rig != null) {
            rig.close();
        }
    }

    @BeforeEach
    void count() {
        before = complaints();
    }

    /** Whatever is lost on the way, Linux has never found a segment of ours damaged or out of form. */
    @AfterEach
    void linuxDoesNotComplain() {
        assertEquals(before, complaints(), "errors Linux has counted");
    }

    private static List<Long> complaints() {
        return List.of(counter("snmp", "Tcp", "InErrs"), counter("snmp", "Tcp", "InCsumErrors"));
    }

    /** One of Linux' counters. */
    private static long counter(String file, String group, String name) {
        List<String> lines = rig.run("grep ^" + group + ": /proc/net/" + file).lines().filter(l -> l.startsWith(group + ":")).toList();
        List<String> names = Arrays.asList(lines.get(0).split(" "));
        return Long.parseLong(lines.get(1).split(" ")[names.indexOf(name)].trim());
    }

    private static HostConversation boot(String link, List<String> networks, String script) {
        List<String> arguments = new ArrayList<>(List.of("--memory", "512M", "--atm", link));
        for (int i = 0; i < networks.size(); i++) {
            arguments.add("--pvc");
            arguments.add("0." + (100 + i) + " encap=" + ENCAPSULATIONS.get(i) + " address=" + networks.get(i) + ".0.2/24");
        }
        arguments.addAll(List.of("-c", "i=0; until ping -q -c 1 -W 1 " + networks.getFirst()
            + ".0.1 >/dev/null || [ $i = 60 ]; do i=$((i+1)); done\n" + script));
        return HostConversation.boot(arguments.toArray(String[]::new));
    }

    /** Linux' page, echo, discard and 8 MiB of zeros from here; our page from there. */
    private static void bothWays(String link, List<String> networks) {
        String all = String.join(" ", networks);
        try (HostConversation sluice = boot(link, networks, "for n in " + all + "; do\n"
            + "curl -sf -m 60 http://$n.0.1/ > /tmp/page && [ -s /tmp/page ] || echo FAILED $n page\n"
            + "seq 1 20000 > /tmp/sent; nc -N -w 60 $n.0.1 7 < /tmp/sent > /tmp/back; cmp /tmp/sent /tmp/back || echo FAILED $n echo\n"
            + "x=$(head -c 300000 /dev/zero | nc -N -w 60 $n.0.1 9); [ \"$x\" = 300000 ] || echo FAILED $n discard $x\n"
            + "x=$(nc -d -w 60 $n.0.1 19 | wc -c); [ $x = " + CHARGEN + " ] || echo FAILED $n chargen $x\n"
            + "done\nseq 1 50000 > /tmp/served; httpd -p 80 /tmp & sha256sum < /tmp/served; echo SERVING; read go\n")) {
            sluice.await("SERVING");
            assertTrue(!sluice.heard().contains("FAILED"), sluice::heard);
            String hash = sluice.heard().lines().filter(l -> l.length() >= 64 && l.substring(0, 64).matches("[0-9a-f]{64}")).findFirst().orElseThrow()
                .substring(0, 64);
            String there = rig.run(networks.stream().map(n -> "wget -q -O - http://" + n + ".0.2/served | sha256sum").collect(Collectors.joining("; ")));
            assertEquals(networks.size(), there.split(hash, -1).length - 1, there);
            sluice.enter("");
            sluice.end();
        }
    }

    @Test
    @Order(1)
    void clientAndServerOnAllEncapsulationsByPdus() {
        bothWays(rig.atmtcp(), BY_PDUS);
    }

    /** Many bytes each way, with their hashes: what Linux sends is made there, and what it gets is hashed there. */
    private static void bulk(String faults, long bytes) {
        String network = BY_PDUS.getFirst();
        try (HostConversation sluice = boot(rig.atmtcp() + faults, BY_PDUS.subList(0, 1), "echo READY\nread go\nnettest --source " + bytes + " -z -c "
            + network + ".0.1 -p 5001\necho SENT\nread go\nnettest --sink -z -1 -p 5002\necho DONE\n")) {
            sluice.await("READY");
            CompletableFuture<String> hash = CompletableFuture.supplyAsync(() -> rig.run("nc -l -p 5001 | sha256sum"));
            rig.run("while ! netstat -ltn | grep -q :5001; do sleep 0.2; done; echo there");
            sluice.enter("");
            sluice.await("SENT");
            String theirs = hash.join();
            assertTrue(sluice.heard().contains(theirs.strip().split("\\s+")[0]), () -> theirs + sluice.heard());
            sluice.enter("");
            // until somebody listens here
            String made = rig.run("head -c " + bytes + " /dev/urandom > /tmp/made; sha256sum /tmp/made; until nc -w 120 " + network
                + ".0.2 5002 < /tmp/made; do sleep 1; done; rm /tmp/made").strip();
            sluice.await("DONE");
            String ours = made.split("\\s+")[0];
            assertEquals(64, ours.length(), made);
            assertTrue(sluice.heard().contains(ours), () -> made + sluice.heard());
            sluice.end();
        }
    }

    @Test
    @Order(2)
    void manyBytesWithLoss() {
        long sacks = counter("netstat", "TcpExt", "TCPSACKReorder") + counter("netstat", "TcpExt", "TCPSackRecovery");
        bulk(",per=pdu,loss=0.01,duplicate=0.005,reorder=0.01,seed=5", 20_000_000);
        assertTrue(counter("netstat", "TcpExt", "TCPSACKReorder") + counter("netstat", "TcpExt", "TCPSackRecovery") > sacks, "Linux has used SACK");
    }

    @Test
    @Order(3)
    void clientAndServerOnAllEncapsulationsByCells() {
        bothWays(rig.cells(), BY_CELLS);
    }
}
