package org.sluice.vm.device.atm.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sluice.vm.time.RealClock;

/** Whatever a peer sends, the link serves the next one as if nothing had been. */
@Timeout(300)
class HostilePeerTest {
    private static final int CONNECTIONS = 300;
    private static final byte[] MARK = TestCells.cell(9, 9999, 1, 0, 0x5a);

    private final RealClock clock = new RealClock();
    private final SplittableRandom random = new SplittableRandom(20260101);
    private final Recorder recorder = new Recorder();

    @Test
    void cellsTakesAnyBytes() throws IOException {
        try (CellsLink link = CellsLink.listening("127.0.0.1", 0, clock)) {
            link.connect(recorder);
            long sent = 0;
            for (int i = 0; i < CONNECTIONS; i++) {
                byte[] noise = noise();
                try (TcpPeer peer = TcpPeer.connect(link.port())) {
                    peer.send(noise);
                }
                sent += noise.length / 53;
            }
            try (TcpPeer peer = TcpPeer.connect(link.port())) {
                peer.send(MARK);
                long got = awaitMark(Recorder.text(MARK), "cell ");
                assertEquals(sent, got + Recorder.counter(link, "idle cells dropped"), "every whole cell arrived or was counted");
                assertEquals(CONNECTIONS + 1, Recorder.counter(link, "connections made"));
            }
        } finally {
            clock.close();
        }
    }

    @Test
    void atmtcpTakesAnyBytes() throws IOException {
        try (AtmTcpLink link = AtmTcpLink.listening("127.0.0.1", 0, clock)) {
            link.connect(recorder);
            for (int i = 0; i < CONNECTIONS; i++) {
                try (TcpPeer peer = TcpPeer.connect(link.port())) {
                    peer.sendAnyway(i % 2 == 0 ? noise() : likelyMessages());
                }
            }
            try (TcpPeer peer = TcpPeer.connect(link.port())) {
                peer.send(new byte[] {0, 1, 0, 33, 0, 0, 0, 1, 99});
                awaitMark(Recorder.text(1, 33, new byte[] {99}), "pdu ");
                assertTrue(Recorder.counter(link, "connections ended for a wrong message") > CONNECTIONS / 4);
                assertEquals(CONNECTIONS + 1, Recorder.counter(link, "connections made"));
            }
        } finally {
            clock.close();
        }
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(20_000)];
        random.nextBytes(noise);
        return noise;
    }

    /** Messages that are nearly right: lengths at the edges, control messages, an end anywhere. */
    private byte[] likelyMessages() {
        ByteBuffer all = ByteBuffer.allocate(200_000);
        int[] lengths = {0, 1, 47, 48, 1024, 1025, 9188, 65535, 65536, -1};
        while (all.remaining() > 70_000) {
            int length = lengths[random.nextInt(lengths.length)];
            all.putShort((short) random.nextInt(3)).putShort((short) random.nextInt(3)).putInt(length);
            byte[] body = new byte[Math.clamp(length, 0, 65535)];
            Arrays.fill(body, (byte) (random.nextBoolean() ? 'O' : ' '));
            all.put(body);
        }
        return Arrays.copyOf(all.array(), random.nextInt(all.position()));
    }

    /** Takes events up to a mark; returns how many of a kind came before it. */
    private long awaitMark(String mark, String kind) {
        long count = 0;
        while (true) {
            try {
                String event = recorder.events.poll(60, java.util.concurrent.TimeUnit.SECONDS);
                if (event == null) {
                    throw new AssertionError("the mark did not arrive");
                }
                if (event.equals(mark)) {
                    return count;
                }
                count += event.startsWith(kind) ? 1 : 0;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
