package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Talks to a real Linux over its own ATM stack, by PDUs and by cells. Skipped without one; {@code .ci/run} brings it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class) // the guest's modem, once there, is better not taken away: PDUs come first
class AtmRigIT {
    /** Encapsulations of VCI 100 to 105 on the guest, as the network service calls them. */
    private static final List<String> ENCAPSULATIONS = List.of("llc", "vc", "llc-bridged", "llc-routed", "vc-bridged", "vc-routed");
    /** The first two bytes of their networks; the guest is .0.1 in each, this end .0.2. */
    private static final List<String> BY_PDUS = List.of("10.1", "10.2", "10.3", "10.4", "10.13", "10.14");
    private static final List<String> BY_CELLS = List.of("10.5", "10.6", "10.7", "10.9", "10.10", "10.8");
    private static final Path FOLDER = Sluice.workFolder().resolve("rig");
    private static final int INARP_REQUEST = 8;
    private static final int INARP_REPLY = 9;

    private static AtmRig rig;

    @BeforeAll
    static void bootLinux() throws IOException {
        String missing = AtmRig.missing();
        if (missing != null) {
            System.err.println("AtmRigIT: skipped, " + missing);
        }
        assumeTrue(missing == null, missing);
        Files.createDirectories(FOLDER);
        Sluice.boot("true"); // builds the image
        rig = AtmRig.boot();
    }

    @AfterAll
    static void stopLinux() {
        if (rig != null) {
            rig.close();
        }
    }

    private static HostConversation boot(String link, List<String> networks, String script, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--atm", link));
        for (int i = 0; i < networks.size(); i++) {
            arguments.add("--pvc");
            arguments.add("0." + (100 + i) + " encap=" + ENCAPSULATIONS.get(i) + " address=" + networks.get(i) + ".0.2/24");
        }
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-c", script));
        return HostConversation.boot(arguments.toArray(String[]::new));
    }

    /** A script that waits for the link, then sends pings of a few sizes to all networks of the guest. */
    private static String pings(List<String> networks) {
        return "i=0; until ping -q -c 1 -W 1 " + networks.getFirst() + ".0.1 >/dev/null || [ $i = 60 ]; do i=$((i+1)); done\n"
            + "for n in " + String.join(" ", networks) + "; do for s in 0 56 1400; do "
            + "ping -q -c 3 -i 0.2 -W 5 -s $s $n.0.1 >/tmp/p || { echo \"FAILED $n $s\"; cat /tmp/p; }; done; done\necho PINGED\n";
    }

    /** Has Linux ping this end in all networks at once. */
    private static void pingFromLinux(List<String> networks) {
        String all = rig.run(networks.stream().map(n -> "ping -c 3 -W 5 -s 700 " + n + ".0.2 &").collect(Collectors.joining(" ")) + " wait");
        for (String network : networks) {
            assertTrue(all.contains(network + ".0.2 ping statistics"), all);
        }
        assertEquals(networks.size(), all.split("3 packets received, 0% packet loss", -1).length - 1, all);
    }

    /** Both ways on all encapsulations, the largest packet whole and one byte more in pieces. */
    private static void pingBothWays(String link, List<String> networks, Path capture) {
        String linux = networks.getFirst() + ".0.1";
        try (HostConversation sluice = boot(link, networks, pings(networks)
            + "ping -q -c 2 -i 0.2 -W 5 -M do -s 9152 " + linux + " || echo FAILED whole\n"
            + "! ping -q -c 1 -W 1 -M do -s 9153 " + linux + " || echo FAILED unfragmented\n"
            + "ping -q -c 2 -i 0.2 -W 5 -s 9153 " + linux + " || echo FAILED fragments\n"
            + "echo LARGE\nread go\natm -s\n", "--pcap", capture.toString())) {
            sluice.await("PINGED");
            sluice.await("LARGE");
            pingFromLinux(networks);
            String big = rig.run("ping -c 2 -W 5 -s 9152 " + networks.getFirst() + ".0.2; ping -c 2 -W 5 -s 9153 " + networks.getFirst() + ".0.2");
            assertEquals(2, big.split("2 packets received, 0% packet loss", -1).length - 1, big);
            sluice.enter("");
            assertEquals(0, sluice.end(), sluice::heard);
            assertTrue(!sluice.heard().contains("FAILED"), sluice::heard);
        }
        List<Capture.Pdu> pdus = Capture.read(capture);
        for (boolean sent : new boolean[] {true, false}) {
            List<Integer> lengths = pdus.stream().filter(p -> p.sent() == sent && p.vci() == 100).map(Capture.Pdu::icmpLength).toList();
            // 2 requests and 2 answers each way
            assertEquals(4, lengths.stream().filter(l -> l == 9180).count(), lengths::toString);
            assertEquals(0, lengths.stream().filter(l -> l > 9180).count(), lengths::toString);
            assertEquals(8, lengths.stream().filter(l -> l < 0).count(), "4 packets of 2 fragments: " + lengths);
        }
    }

    @Test
    @Order(1)
    void pingsOnAllEncapsulationsByPdus() {
        Path capture = FOLDER.resolve("pdus.pcap");
        pingBothWays(rig.atmtcp(), BY_PDUS, capture);
        assertReadable(capture);
    }

    @Test
    @Order(2)
    void inverseArpIsAskedAndAnswered() {
        Path capture = FOLDER.resolve("inarp.pcap");
        try (HostConversation sluice = boot(rig.atmtcp(), BY_PDUS.subList(0, 1), pings(BY_PDUS.subList(0, 1)) + "read go\narp -a\necho WAKE\n"
            + "atm close 0.100; atm open 0.100 encap=llc address=10.1.0.2/24\nread go\n", "--pvc",
            "0.120 encap=llc address=10.1.0.20/32", "--pcap", capture.toString())) {
            sluice.await("PINGED");
            // a temporary entry is asked for again when it is old; Linux' timers follow its clock, a message wakes them
            String made = rig.run("atmarp -s 10.1.0.20 0.0.120 temp; sleep 1; ping -c 2 -W 5 10.1.0.20; date -s @$(( $(date +%s) + 700 ))");
            assertTrue(made.contains("2 packets received, 0% packet loss"), made);
            sluice.enter("");
            sluice.await("WAKE");
            String after = rig.run("sleep 1; atmarp -a; ping -c 2 -W 5 10.1.0.20; atmarp -d 10.1.0.20");
            assertTrue(after.contains("2 packets received, 0% packet loss"), after);
            sluice.enter("");
            assertEquals(0, sluice.end(), sluice::heard);
            assertTrue(sluice.heard().contains("10.1.0.1"), sluice::heard);
        }
        List<Capture.Pdu> pdus = Capture.read(capture);
        assertTrue(arp(pdus, true, 100, INARP_REQUEST) > 0, "Sluice asks");
        assertTrue(arp(pdus, false, 100, INARP_REPLY) > 0, "Linux answers");
        assertTrue(arp(pdus, false, 120, INARP_REQUEST) > 0, "Linux asks");
        assertTrue(arp(pdus, true, 120, INARP_REPLY) > 0, "Sluice answers");
        assertReadable(capture);
    }

    private static long arp(List<Capture.Pdu> pdus, boolean sent, int vci, int operation) {
        return pdus.stream().filter(p -> p.sent() == sent && p.vci() == vci && p.arpOperation() == operation).count();
    }

    @Test
    @Order(3)
    void pingsOnAllEncapsulationsByCells() {
        Path capture = FOLDER.resolve("cells.pcap");
        pingBothWays(rig.cells(), BY_CELLS, capture);
        assertReadable(capture);
    }

    @Test
    @Order(4)
    void flippedBitsAndLostCellsAreCountedAndDropped() {
        String before = errorsOfLinux();
        try (HostConversation sluice = boot(rig.cells() + ",biterrors=1e-5,loss=0.002,seed=3", BY_CELLS.subList(0, 1),
            "ping -q -c 500 -i 0.02 -W 3 -s 1400 10.5.0.1\natm -a\n")) {
            String summary = sluice.await("500 packets transmitted, ");
            int received = Integer.parseInt(summary.split("[ ,]+")[3]);
            assertEquals(0, sluice.end(), sluice::heard);
            assertTrue(received < 500 && received > 200, summary);
            assertTrue(counter(sluice, "drop_crc") > 0, sluice::heard);
            // a lost last cell joins two PDUs, whose length or CRC is wrong; a flipped bit of a header is put right, or its cell is lost
            assertTrue(counter(sluice, "hec_corrected") > 0, sluice::heard);
            assertTrue(!summary.contains("errors"), "what arrives is undamaged: " + summary);
        }
        assertNotEquals(before, errorsOfLinux(), "Linux dropped some too");
    }

    /** What an interface has counted, by {@code atm -a}; interfaces come before connections. */
    private static long counter(HostConversation sluice, String name) {
        String[] words = sluice.heard().split("\\s+");
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].equals(name)) {
                return Long.parseLong(words[i + 1]);
            }
        }
        throw new AssertionError("no counter " + name + "\n" + sluice.heard());
    }

    private static String errorsOfLinux() {
        return rig.run("grep xusbatm /proc/net/atm/devices").lines().filter(l -> l.contains("xusbatm")).findFirst().orElseThrow();
    }

    private static void assertReadable(Path capture) {
        if (Tshark.available("AtmRigIT")) {
            List<String> protocols = Tshark.protocols(capture);
            assertTrue(protocols.stream().anyMatch(p -> p.contains("icmp")), protocols::toString);
        }
    }
}
