package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;
import org.sluice.abi.TcpInfo;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.network.SocketSession;

/** Whose memory it is: areas that are written, read and taken back; and what options of streams do. */
class TcpAreasTest {
    private final Rig rig = Rig.loopback();
    private final int used = rig.used();
    private SocketSession a;
    private SocketSession b;

    @BeforeEach
    void open() {
        SocketSession[] s = TcpRig.pair(rig, rig, "127.0.0.1", 80);
        TcpRig.nonBlocking(s);
        a = s[0];
        b = s[1];
    }

    @AfterEach
    void nothingIsLeft() {
        a.close();
        b.close();
        rig.world.run(200 * Rig.SECOND);
        rig.assertNothingKept(used);
        assertEquals(0, rig.net.tcp().flows());
        assertEquals(0, rig.counter("defects"), rig.log::toString);
    }

    private void give(FramePart... parts) {
        long bytes = 0;
        for (FramePart part : parts) {
            bytes += part.length();
        }
        assertEquals(bytes, a.write(new Rig.Gift(true, parts), rig.transfer(0)));
    }

    /** What is given arrives in the same frames, and nothing was copied. */
    @Test
    void areasAreNotCopied() {
        rig.control("mtu lo 9180");
        long copied = rig.memory.bytesCopied();
        byte[] data = Rig.random(1, 200_000);
        FramePart part = rig.part(data);
        give(part);
        Rig.Hand hand = new Rig.Hand();
        long got = 0;
        while (got < data.length) {
            got += b.readAreas(1 << 20, rig.transfer(0), hand);
        }
        assertArrayEquals(data, rig.bytes(hand.got.toArray(new FramePart[0])));
        for (FramePart one : hand.got) {
            assertSame(part.frames(), one.frames());
            one.drop();
        }
        assertEquals(copied, rig.memory.bytesCopied());
    }

    /** A reader with room for few bytes, or few parts, gets the rest later; one that cannot take them loses nothing. */
    @Test
    void partsAreSplitAndKept() {
        byte[] data = Rig.random(2, 10_000);
        give(rig.part(data));
        Rig.Hand hand = new Rig.Hand();
        hand.refuse = 1;
        Rig.fails(Errno.ENOMEM, () -> b.readAreas(100, rig.transfer(0), hand));
        assertEquals(10_000, b.available());
        assertEquals(100, b.readAreas(100, rig.transfer(0), hand));
        byte[] rest = TcpRig.read(b, 400);
        assertArrayEquals(java.util.Arrays.copyOfRange(data, 100, 500), rest);
        hand.most = 1;
        assertEquals(9500, b.readAreas(1 << 20, rig.transfer(0), hand));
        assertArrayEquals(java.util.Arrays.copyOfRange(data, 500, 10_000), rig.bytes(hand.got.get(1)));
        hand.got.forEach(FramePart::drop);
    }

    /** Areas come back whole and in order, once they are acknowledged. */
    @Test
    void areasComeBack() {
        Rig.set(a, Sockets.RETURN_AREAS, 1);
        Rig.set(a, Sockets.CORK, 1);
        Rig.Hand back = new Rig.Hand();
        assertEquals(0, a.reclaim(rig.transfer(0), back));
        FramePart first = rig.part(new byte[5000]);
        FramePart second = rig.part(new byte[3000]);
        give(first, second);
        Rig.fails(Errno.EAGAIN, () -> a.reclaim(rig.transfer(0), back));
        Rig.set(a, Sockets.CORK, 0);
        long got = 0;
        for (long n = 1; n > 0; got += n) {
            n = a.reclaim(rig.transfer(0), back);
        }
        assertEquals(8000, got);
        assertEquals(first, back.got.get(0));
        assertEquals(second, back.got.get(1));
        TcpRig.read(b, 8000);
        assertEquals(1, first.frames().holders());
        back.got.forEach(FramePart::drop);
    }

    /** Small writes fill frames up: they do not take one each. */
    @Test
    void smallWritesShareFrames() {
        Rig.set(a, Sockets.CORK, 1);
        int before = rig.used();
        byte[] one = new byte[10];
        for (int i = 0; i < 1000; i++) {
            one[0] = (byte) i;
            assertEquals(10, a.write(one, 0, 10));
        }
        assertTrue(rig.used() - before <= 6, rig.used() - before + " frames");
        Rig.set(a, Sockets.CORK, 0);
        byte[] all = TcpRig.read(b, 10_000);
        for (int i = 0; i < 1000; i++) {
            assertEquals((byte) i, all[10 * i]);
        }
    }

    @Test
    void lookingAheadAndWaitingForAll() {
        a.write(new byte[] {1, 2, 3}, 0, 3);
        byte[] buffer = new byte[10];
        assertEquals(3, b.receive(buffer, 0, 10, Sockets.PEEK, null));
        assertEquals(3, b.available());
        Rig.set(b, Sockets.NON_BLOCKING, 0);
        Rig.set(b, Sockets.RECEIVE_TIMEOUT, Rig.SECOND);
        assertEquals(3, b.receive(buffer, 0, 10, Sockets.WAIT_ALL, null));
        assertEquals(3, buffer[2]);
        Rig.fails(Errno.EAGAIN, () -> b.read(buffer, 0, 1));
        Rig.set(b, Sockets.RECEIVE_LOW_WATER, 5);
        a.write(new byte[4], 0, 4);
        assertEquals(Poll.OUT, b.ready());
        a.write(new byte[4], 0, 4);
        assertEquals(Poll.OUT | Poll.IN, b.ready());
    }

    /** With POSTED the peer may send what the receiver is ready for, and no more. */
    @Test
    void theWindowIsWhatWasPosted() {
        Rig.set(b, Sockets.POSTED, 300_000);
        byte[] data = new byte[1 << 20];
        Rig.set(a, Sockets.SEND_BUFFER, 4 << 20);
        assertEquals(data.length, a.write(data, 0, data.length));
        rig.world.run(Rig.SECOND);
        long there = b.available();
        assertTrue(there <= 300_000 && there >= 200_000, "" + there);
        assertEquals(300_000 - there, Rig.get(b, Sockets.POSTED));
        TcpRig.read(b, (int) there);
        rig.world.run(Rig.SECOND);
        assertTrue(b.available() <= 300_000 - there);
        Rig.set(b, Sockets.POSTED, 2 << 20);
        long got = there;
        while (got < data.length) {
            got += TcpRig.read(b, 1).length;
            int n = b.available();
            got += n == 0 ? 0 : TcpRig.read(b, n).length;
            if (got < data.length && b.available() == 0) {
                rig.world.run(Rig.SECOND);
            }
        }
    }

    /** What was written before close arrives, although nobody has the socket any more. */
    @Test
    void closedSocketsSendWhatTheyHave() {
        byte[] data = Rig.random(7, 60_000);
        give(rig.part(data));
        a.close();
        assertArrayEquals(data, TcpRig.read(b, data.length));
        assertEquals(0, b.read(new byte[1], 0, 1));
    }

    /** Without room the writer is told so, and that there is some again. */
    @Test
    void writersWaitForRoom() {
        Rig.set(a, Sockets.SEND_BUFFER, 100_000);
        Rig.set(b, Sockets.RECEIVE_BUFFER, 50_000);
        byte[] data = new byte[10_000_000];
        int sent = a.write(data, 0, data.length);
        assertTrue(sent < 1_000_000);
        Rig.fails(Errno.EAGAIN, () -> a.write(data, 0, 1));
        assertEquals(0, a.ready() & Poll.OUT);
        int[] told = {0};
        org.sluice.kernel.Watcher watcher = () -> told[0]++;
        a.watch(watcher);
        TcpRig.nonBlocking(b);
        int read = 0;
        while (read < sent) {
            int n = b.available();
            if (n == 0) {
                rig.world.run(Rig.SECOND);
                continue;
            }
            read += TcpRig.read(b, n).length;
        }
        a.unwatch(watcher);
        assertTrue(told[0] > 0);
        assertTrue((a.ready() & Poll.OUT) != 0);
        assertEquals(TcpInfo.ESTABLISHED, TcpRig.info(a, TcpInfo.STATE));
    }
}
