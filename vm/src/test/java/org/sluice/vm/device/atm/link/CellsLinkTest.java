package org.sluice.vm.device.atm.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.vm.time.RealClock;

/** Cells over TCP, against plain sockets. */
@Timeout(120)
class CellsLinkTest {
    private static final byte[] ONE = TestCells.cell(0, 100, 0, 0, 1);
    private static final byte[] TWO = TestCells.cell(3, 1000, 1, 1, 2);
    private static final byte[] IDLE = TestCells.cell(0, 0, 0, 1, 0x6a);
    private static final byte[] UNASSIGNED = TestCells.cell(0, 0, 0, 0, 0);

    private final RealClock clock = new RealClock();
    private final Recorder recorder = new Recorder();
    private CellsLink link;

    @AfterEach
    void close() {
        if (link != null) {
            link.close();
        }
        clock.close();
    }

    private int listen() throws IOException {
        link = CellsLink.listening("127.0.0.1", 0, clock);
        link.connect(recorder);
        return link.port();
    }

    @Test
    void cellsPassBothWaysAndPartsOfCellsWaitForTheRest() throws IOException {
        try (ServerSocket server = TcpPeer.server()) {
            link = CellsLink.connecting("cells", "127.0.0.1", server.getLocalPort(), clock);
            assertEquals("cells:127.0.0.1:" + server.getLocalPort(), link.describe());
            link.connect(recorder);
            try (TcpPeer peer = TcpPeer.accept(server)) {
                recorder.expect("up");
                assertTrue(link.up());
                TestCells.send(link, List.of(ONE, TWO, ONE));
                peer.expect(TestCells.joined(List.of(ONE, TWO, ONE)));
                peer.send(Arrays.copyOf(TWO, 20));
                peer.send(Arrays.copyOfRange(TWO, 20, 53), ONE);
                recorder.expect(Recorder.text(TWO));
                recorder.expect(Recorder.text(ONE));
            }
        }
    }

    @Test
    void idleAndUnassignedCellsAreDroppedWhereverTheyAre() throws IOException {
        try (TcpPeer peer = TcpPeer.connect(listen())) {
            recorder.expect("up");
            peer.send(TestCells.joined(List.of(IDLE, ONE, TWO, IDLE, UNASSIGNED, ONE, IDLE, TWO)));
            for (byte[] cell : List.of(ONE, TWO, ONE, TWO)) {
                recorder.expect(Recorder.text(cell));
            }
            assertEquals(4, Recorder.counter(link, "idle cells dropped"));
        }
    }

    @Test
    void brokenConnectionIsToldAndMadeAgain() throws IOException {
        try (ServerSocket server = TcpPeer.server()) {
            link = CellsLink.connecting("cells", "127.0.0.1", server.getLocalPort(), clock);
            link.connect(recorder);
            try (TcpPeer peer = TcpPeer.accept(server)) {
                recorder.expect("up");
                peer.send(ONE, Arrays.copyOf(TWO, 52));
                recorder.expect(Recorder.text(ONE));
            }
            recorder.expect("down");
            assertEquals(1, Recorder.counter(link, "cells cut by the end of a connection"));
            try (TcpPeer peer = TcpPeer.accept(server)) {
                recorder.expect("up");
                peer.send(TWO); // the cut cell does not come before it
                recorder.expect(Recorder.text(TWO));
            }
            assertEquals(2, Recorder.counter(link, "connections made"));
        }
    }

    @Test
    void whatIsSentWithoutAPeerIsLost() throws IOException {
        int port = listen();
        TestCells.send(link, List.of(ONE, ONE));
        assertEquals(2, Recorder.counter(link, "cells lost with the line down"));
        try (TcpPeer peer = TcpPeer.connect(port)) {
            recorder.expect("up");
            TestCells.send(link, List.of(TWO));
            peer.expect(TWO);
        }
    }

    @Test
    void listenerServesOnePeerAfterTheOther() throws IOException {
        int port = listen();
        try (TcpPeer first = TcpPeer.connect(port); TcpPeer second = TcpPeer.connect(port)) {
            recorder.expect("up");
            second.send(TWO);
            first.send(ONE);
            recorder.expect(Recorder.text(ONE));
            assertEquals(List.of(), recorder.take());
            first.close();
            recorder.expect("down");
            recorder.expect("up");
            recorder.expect(Recorder.text(TWO));
        }
    }

    @Test
    void nobodyThereIsCountedAndTriedAgain() throws IOException {
        int port;
        try (ServerSocket server = TcpPeer.server()) {
            port = server.getLocalPort();
        }
        link = CellsLink.connecting("cells", "127.0.0.1", port, clock);
        link.connect(recorder);
        while (Recorder.counter(link, "connections that failed") == 0) {
            Thread.onSpinWait();
        }
        try (ServerSocket server = new ServerSocket(port, 1, java.net.InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(60_000);
            try (TcpPeer peer = TcpPeer.accept(server)) {
                recorder.expect("up");
                peer.send(ONE);
                recorder.expect(Recorder.text(ONE));
            }
        }
    }

    @Test
    void portInUseIsALinkFailureThatNamesIt() throws IOException {
        try (ServerSocket server = TcpPeer.server()) {
            int port = server.getLocalPort();
            LinkFailure failure = assertThrows(LinkFailure.class, () -> CellsLink.listening("127.0.0.1", port, clock));
            assertTrue(failure.getMessage().startsWith("listen:cells:127.0.0.1:" + port + ": "), failure.getMessage());
        }
    }

    @Test
    void slowPeerLosesCellsByWholeRunsAndTheLinkSaysThatItIsBusy() throws IOException {
        try (TcpPeer peer = TcpPeer.connect(listen())) {
            recorder.expect("up");
            byte[] run = TestCells.joined(java.util.Collections.nCopies(500, ONE));
            int sent = 0;
            while (Recorder.counter(link, "cells lost to a slow peer") == 0) {
                link.send(run, 0, 500);
                sent += 500;
            }
            long now = clock.monotonicNanos();
            assertTrue(link.freeAt() > now, "a link with a full backlog is not free");
            long lost = Recorder.counter(link, "cells lost to a slow peer");
            assertEquals(500, lost);
            for (int i = 0; i < (sent - lost) / 500; i++) {
                peer.expect(run); // whole cells, and not one is missing
            }
            link.send(TWO, 0, 1);
            peer.expect(TWO);
            assertTrue(link.freeAt() <= clock.monotonicNanos());
        }
    }

    @Test
    void peerThatTakesNothingForTooLongIsDisconnected() throws IOException {
        try (TcpLine line = new TcpLine("impatient", "127.0.0.1", 0, true, clock, 200)) {
            line.start(new TcpLine.Protocol() {
                @Override
                public void received(ByteBuffer bytes) {
                    bytes.position(bytes.limit());
                }

                @Override
                public void state(boolean up) {
                    recorder.state(up);
                }

                @Override
                public void leftOver(int bytes) {
                    recorder.events.add("left " + bytes);
                }
            });
            try (TcpPeer peer = TcpPeer.connect(line.port())) {
                recorder.expect("up");
                byte[] much = new byte[100_000];
                TcpLine.Outcome outcome;
                do {
                    outcome = line.send(ByteBuffer.wrap(much));
                } while (outcome == TcpLine.Outcome.SENT);
                while (line.up()) {
                    peer.sendAnyway(new byte[1]); // to speak is not to listen
                }
                recorder.expect("down");
                assertEquals(1, Recorder.counter(line.counters(List.of()), "connections ended for taking nothing"));
                assertTrue(Recorder.counter(line.counters(List.of()), "bytes lost that a connection had not taken at its end") > 0);
                assertEquals(TcpLine.Outcome.DOWN, line.send(ByteBuffer.wrap(much)));
                peer.expectEnd();
            }
        }
    }

    @Test
    void interfaceThatFailsCostsTheConnectionOnly() throws IOException {
        link = CellsLink.listening("127.0.0.1", 0, clock);
        link.connect(new AtmLink.Arrivals() {
            @Override
            public void cells(byte[] cells, int offset, int count) {
                if (cells[offset + 52] == 1) {
                    throw new DeliberateFailure();
                }
                recorder.cells(cells, offset, count);
            }

            @Override
            public void pdu(Pdu pdu) {
                throw new AssertionError();
            }

            @Override
            public void state(boolean up) {
                recorder.state(up);
            }
        });
        try (TcpPeer peer = TcpPeer.connect(link.port())) {
            recorder.expect("up");
            peer.send(ONE);
            recorder.expect("down");
            peer.expectEnd();
        }
        try (TcpPeer peer = TcpPeer.connect(link.port())) {
            recorder.expect("up");
            peer.send(TWO);
            recorder.expect(Recorder.text(TWO));
        }
        assertEquals(1, Recorder.counter(link, "failures of the interface on arrival"));
    }

    private static final class DeliberateFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DeliberateFailure() {
            super("an interface that fails on purpose", null, false, false);
        }
    }
}
