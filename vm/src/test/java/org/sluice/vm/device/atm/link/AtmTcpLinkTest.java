package org.sluice.vm.device.atm.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.vm.time.RealClock;

/** PDUs over TCP as Linux' atmtcp speaks, against plain sockets and bytes seen from Linux. */
@Timeout(120)
class AtmTcpLinkTest {
    private final RealClock clock = new RealClock();
    private final Recorder recorder = new Recorder();
    private AtmTcpLink link;

    @AfterEach
    void close() {
        link.close();
        clock.close();
    }

    private int listen() throws IOException {
        link = AtmTcpLink.listening("127.0.0.1", 0, clock);
        link.connect(recorder);
        return link.port();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static byte[] control(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        return hex("00000000 " + String.format("%08x", ascii.length) + HexFormat.of().formatHex(ascii));
    }

    @Test
    void pdusHaveEightBytesBeforeThem() throws IOException {
        try (ServerSocket server = TcpPeer.server()) {
            link = AtmTcpLink.connecting("127.0.0.1", server.getLocalPort(), clock);
            link.connect(recorder);
            try (TcpPeer peer = TcpPeer.accept(server)) {
                recorder.expect("up");
                link.send(new BytesPdu(2, 1000, MemorySegment.ofArray(hex("aaaa03 000000 0800 45")), true, true, 9, 9, 0));
                peer.expect(hex("0002 03e8 00000009 aaaa03 000000 0800 45"));
                // what Linux sent for ping -s 8 on VCI 101 begins so
                byte[] header = hex("0000 0065 00000024");
                byte[] body = TestCells.sdu(0x24);
                peer.send(Arrays.copyOf(header, 3));
                peer.send(Arrays.copyOfRange(header, 3, 8), Arrays.copyOf(body, 1));
                peer.send(Arrays.copyOfRange(body, 1, 0x24), hex("0000 0064 00000001 ff"));
                recorder.expect(Recorder.text(0, 101, body));
                recorder.expect(Recorder.text(0, 100, hex("ff")));
            }
        }
    }

    @Test
    void longestSduPasses() throws IOException {
        try (TcpPeer peer = TcpPeer.connect(listen())) {
            recorder.expect("up");
            byte[] sdu = TestCells.sdu(65535);
            peer.send(hex("00ff ffff 0000ffff"), sdu);
            recorder.expect(Recorder.text(255, 65535, sdu));
            link.send(BytesPdu.plain(255, 65535, MemorySegment.ofArray(sdu)));
            peer.expect(hex("00ff ffff 0000ffff"));
            peer.expect(sdu);
        }
    }

    @Test
    void controlMessagesAreReadAndDoNothing() throws IOException {
        try (TcpPeer peer = TcpPeer.connect(listen())) {
            recorder.expect("up");
            peer.send(control("O 0.120 0.0.120 ubr,aal5:max_sdu=9188"), control("C 3.77"), hex("0000 0064 00000001 01"));
            recorder.expect(Recorder.text(0, 100, hex("01")));
            assertEquals(2, Recorder.counter(link, "control messages"));
        }
    }

    @Test
    void whatCannotBeAPduIsDroppedAndCounted() throws IOException {
        try (TcpPeer peer = TcpPeer.connect(listen())) {
            recorder.expect("up");
            peer.send(hex("0100 0064 00000001 01"), hex("0000 0064 00000000"), hex("0000 0064 00000001 02"));
            recorder.expect(Recorder.text(0, 100, hex("02")));
            assertEquals(1, Recorder.counter(link, "PDUs for a VPI above 255 dropped"));
            assertEquals(1, Recorder.counter(link, "PDUs without a byte dropped"));
            link.send(TestCells.cell(0, 100, 5, 0, 1), 0, 1);
            assertEquals(1, Recorder.counter(link, "cells dropped, which this link cannot carry"));
        }
    }

    @Test
    void nonsenseEndsTheConnection() throws IOException {
        int port = listen();
        for (String nonsense : new String[] {"0000 0064 00010000", "0000 0064 ffffffff", "00000000 00000401", "00000000 00000000",
            "00000000 00000003 583031"}) {
            try (TcpPeer peer = TcpPeer.connect(port)) {
                recorder.expect("up");
                peer.send(hex("0000 0064 00000001 01"), hex(nonsense));
                recorder.expect(Recorder.text(0, 100, hex("01")));
                peer.expectEnd();
                recorder.expect("down");
            }
        }
        assertEquals(5, Recorder.counter(link, "connections ended for a wrong message"));
        assertEquals(0, Recorder.counter(link, "messages cut by the end of a connection"));
    }

    @Test
    void whatIsSentWithoutAPeerOrFromMemoryOutOfReachIsCounted() throws IOException {
        int port = listen();
        link.send(BytesPdu.plain(0, 100, MemorySegment.ofArray(new byte[5])));
        assertEquals(1, Recorder.counter(link, "PDUs lost with the line down"));
        try (TcpPeer peer = TcpPeer.connect(port)) {
            recorder.expect("up");
            link.send(new UnreadablePdu());
            link.send(BytesPdu.plain(0, 100, MemorySegment.ofArray(hex("07"))));
            peer.expect(hex("0000 0064 00000001 07"));
            assertEquals(1, Recorder.counter(link, "PDUs whose memory was out of reach"));
            peer.send(hex("0000 0064 00000005 0102"));
        }
        recorder.expect("down");
        assertEquals(1, Recorder.counter(link, "messages cut by the end of a connection"));
    }
}
