package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@code --pcap} writes: the same for the same seed, whole whatever becomes of the machine, and fit for another program. */
class AtmCaptureIT {
    private static final Path FOLDER = Sluice.workFolder().resolve("capture");
    private static final String PINGS = "ping -q -c 20 -i 0.01 -s 1000 -W 1 -I clip0 10.1.0.2; ping -q -c 5 -i 0.01 -W 1 -I clip1 10.2.0.2; true";

    @BeforeAll
    static void makeFolder() throws IOException {
        Files.createDirectories(FOLDER);
    }

    private static void boot(Path capture, String link, String seed) {
        Outcome outcome = Sluice.boot(PINGS, "--seed", seed, "--atm", link, "--pcap", capture.toString(), "--address", "10.1.0.2/24", "--pvc",
            "0.101 encap=vc address=10.2.0.2/24");
        assertEquals(0, outcome.status(), outcome::toString);
        assertEquals(2, outcome.output().split(" packets transmitted", -1).length - 1, outcome::toString);
    }

    @Test
    void sameSeedSameCapture() throws IOException {
        String link = "loopback,loss=0.01,biterrors=1e-6,jitter=1ms,seed=4,rate=stm1";
        boot(FOLDER.resolve("one.pcap"), link, "7");
        boot(FOLDER.resolve("two.pcap"), link, "7");
        byte[] one = Files.readAllBytes(FOLDER.resolve("one.pcap"));
        assertArrayEquals(one, Files.readAllBytes(FOLDER.resolve("two.pcap")));
        List<Capture.Pdu> pdus = Capture.read(FOLDER.resolve("one.pcap"));
        long sent = pdus.stream().filter(Capture.Pdu::sent).count();
        assertTrue(sent >= 25 && pdus.size() - sent < sent, "some were lost on their way: " + sent + " of " + pdus.size() + " were sent");
    }

    @Test
    void everyFrameIsDecodedByAnotherProgram() {
        boolean there = Tshark.available("AtmCaptureIT");
        assumeTrue(there, "tshark is not installed");
        for (String link : List.of("loopback", "loopback,cells")) {
            Path capture = FOLDER.resolve(link.replace(',', '-') + ".pcap");
            boot(capture, link, "3");
            List<String> protocols = Tshark.protocols(capture);
            // requests and answers, each sent and received
            assertEquals(4 * 20, protocols.stream().filter("atm:llc:ip:icmp:data"::equals).count(), protocols::toString);
            assertEquals(4 * 5, protocols.stream().filter("atm:ip:icmp:data"::equals).count(), protocols::toString);
            assertTrue(protocols.contains("atm:llc:arp:atmarp"), protocols::toString);
        }
    }

    @Test
    void fileOfAMachineThatWasKilledIsWhole() {
        Path capture = FOLDER.resolve("killed.pcap");
        try (HostConversation machine = HostConversation.boot("--address", "10.1.0.2/24", "--pcap", capture.toString(), "-c",
            "ping -i 0.01 -I clip0 10.1.0.2")) {
            machine.await("64 bytes from 10.1.0.2: icmp_seq=50 ");
        } // it is killed here
        assertTrue(Capture.read(capture).size() >= 200, "50 requests and answers, each sent and received");
    }
}
