package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two machines of one host: plugged into each other by cells and by PDUs, and joined by a switch. */
class TwoMachinesIT {
    private static final List<String> ENCAPSULATIONS = List.of("llc", "vc", "llc-bridged", "llc-routed", "vc-bridged", "vc-routed");
    private static final Path FOLDER = Sluice.workFolder().resolve("two");

    @BeforeAll
    static void buildImage() throws IOException {
        Files.createDirectories(FOLDER);
        Sluice.boot("true");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A machine with a connection of each encapsulation. @param end 1 or 2, the last number of its addresses */
    private static HostConversation boot(String link, int end, int firstVci, String script, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--smp", "1", "--atm", link));
        for (int i = 0; i < ENCAPSULATIONS.size(); i++) {
            arguments.add("--pvc");
            arguments.add("0." + (firstVci + i) + " encap=" + ENCAPSULATIONS.get(i) + " address=10." + (21 + i) + ".0." + end + "/24");
        }
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-c", script));
        return HostConversation.boot(arguments.toArray(String[]::new));
    }

    /** Pings all addresses of the other machine, once it is there. */
    private static String pings() {
        return "i=0; until ping -q -c 1 -W 1 10.21.0.1 >/dev/null || [ $i = 60 ]; do i=$((i+1)); done\n"
            + "for n in 21 22 23 24 25 26; do for s in 0 1400; do "
            + "ping -q -c 2 -i 0.1 -W 5 -s $s 10.$n.0.1 >/tmp/p || { echo FAILED $n $s; cat /tmp/p; }; done; done\n"
            + "ping -q -c 2 -i 0.1 -W 5 -M do -s 9152 10.21.0.1 >/tmp/p || echo FAILED large\necho PINGED\n";
    }

    private static void pingOver(HostConversation first, String secondLink, int firstVci, String... options) {
        first.await("UP");
        try (HostConversation second = boot(secondLink, 2, firstVci, pings(), options)) {
            second.await("PINGED");
            assertEquals(0, second.end(), second::heard);
            assertFalse(second.heard().contains("FAILED"), second::heard);
        }
        first.enter("");
        assertEquals(0, first.end(), first::heard);
    }

    private void direct(String kind) throws IOException {
        int port = freePort();
        Path capture = FOLDER.resolve(kind + ".pcap");
        try (HostConversation first = boot("listen:" + kind + ":" + port, 1, 100, "echo UP; read go")) {
            pingOver(first, kind + ":127.0.0.1:" + port, 100, "--pcap", capture.toString());
        }
        List<Capture.Pdu> pdus = Capture.read(capture);
        for (int vci = 100; vci < 100 + ENCAPSULATIONS.size(); vci++) {
            int wanted = vci;
            assertTrue(pdus.stream().filter(p -> p.vci() == wanted && p.sent()).count() >= 4, "requests on " + vci);
            assertTrue(pdus.stream().filter(p -> p.vci() == wanted && !p.sent()).count() >= 4, "answers on " + vci);
        }
        if (Tshark.available("TwoMachinesIT")) {
            List<String> protocols = Tshark.protocols(capture);
            for (String wanted : List.of("atm:llc:ip:icmp:data", "atm:ip:icmp:data", "atm:llc:eth:ethertype:ip:icmp:data",
                "atm:eth:ethertype:ip:icmp:data", "atm:eth:ethertype:arp", "atm:llc:eth:ethertype:arp")) {
                assertTrue(protocols.contains(wanted), () -> wanted + " is not among " + protocols);
            }
        }
    }

    @Test
    void byCells() throws IOException {
        direct("cells");
    }

    @Test
    void byPdus() throws IOException {
        direct("atmtcp");
    }

    @Test
    void throughASwitch() throws IOException {
        int one = freePort();
        int two = freePort();
        List<String> command = new ArrayList<>(List.of("switch", "--listen", one + ",rate=stm1", "--listen", "127.0.0.1:" + two));
        for (int i = 0; i < ENCAPSULATIONS.size(); i++) {
            command.addAll(List.of("--connect", "1:0." + (100 + i) + "=2:0." + (200 + i)));
        }
        try (HostConversation joined = new HostConversation(Sluice.command(command.toArray(String[]::new)), Map.of())) {
            joined.await("READY port 1: listen:cells:127.0.0.1:" + one);
            joined.await("READY port 2: listen:cells:127.0.0.1:" + two);
            try (HostConversation first = boot("switch:127.0.0.1:" + one, 1, 100, "echo UP; read go")) {
                pingOver(first, "switch:127.0.0.1:" + two, 200);
            }
            joined.interrupt();
            joined.end();
            assertTrue(joined.heard().contains("port 1: cells received "), joined::heard);
            assertTrue(joined.heard().contains("port 2: cells sent "), joined::heard);
            assertFalse(joined.heard().contains("cells dropped, queue full"), joined::heard);
        }
    }
}
