package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;
import org.sluice.abi.TcpInfo;
import org.sluice.kernel.network.SocketSession;

/** Connections over {@code lo}: opening, data both ways, ending. */
class TcpTest {
    private final Rig rig = Rig.loopback();
    private final int used = rig.used();

    @AfterEach
    void nothingIsLeft() {
        rig.world.run(200 * Rig.SECOND);
        rig.assertNothingKept(used);
        assertEquals(0, rig.net.tcp().flows());
        assertEquals(0, rig.counter("defects"), rig.log::toString);
    }

    @Test
    void bytesGoBothWays() {
        SocketSession[] s = TcpRig.pair(rig, rig, "127.0.0.1", 80);
        byte[] data = Rig.random(1, 10_000);
        assertEquals(10_000, s[0].write(data, 0, 10_000));
        assertArrayEquals(data, TcpRig.read(s[1], 10_000));
        assertEquals(10_000, s[1].write(data, 0, 10_000));
        assertArrayEquals(data, TcpRig.read(s[0], 10_000));
        s[0].close();
        assertEquals(0, s[1].read(data, 0, 1));
        s[1].close();
        assertEquals(1, rig.net.tcp().timeWaits());
    }

    @Test
    void muchGoesThroughOneWhoReadsInBetween() {
        SocketSession[] s = TcpRig.pair(rig, rig, "127.0.0.1", 80);
        TcpRig.nonBlocking(s);
        byte[] data = Rig.random(2, 20 << 20);
        byte[] got = new byte[data.length];
        int sent = 0;
        int read = 0;
        while (read < data.length) {
            try {
                sent += s[0].write(data, sent, Math.min(100_000, data.length - sent));
            } catch (org.sluice.kernel.CallFailed e) {
                assertEquals(Errno.EAGAIN, e.errno());
            }
            try {
                read += s[1].read(got, read, Math.min(70_000, got.length - read));
            } catch (org.sluice.kernel.CallFailed e) {
                assertEquals(Errno.EAGAIN, e.errno());
                rig.world.step(Rig.SECOND + rig.world.now);
            }
        }
        assertTrue(Arrays.equals(data, got));
        assertEquals(0, rig.counter("TcpRetransSegs"));
        assertEquals(TcpInfo.ESTABLISHED, TcpRig.info(s[0], TcpInfo.STATE));
        s[1].close();
        s[0].close();
    }

    @Test
    void nobodyListens() {
        SocketSession s = TcpRig.tcp(rig);
        Rig.fails(Errno.ECONNREFUSED, () -> s.connect(TcpRig.at("127.0.0.1", 9)));
        s.close();
    }

    /** A socket that was bound has its port until it is closed, whatever becomes of its connections. */
    @Test
    void aBoundSocketMayConnectAgain() {
        SocketSession s = TcpRig.tcp(rig);
        SocketSession other = TcpRig.tcp(rig);
        s.bind(TcpRig.at("127.0.0.1", 4000));
        for (int i = 0; i < 2; i++) {
            Rig.fails(Errno.ECONNREFUSED, () -> s.connect(TcpRig.at("127.0.0.1", 9)));
            assertEquals(4000, name(s)[Sockets.PORT]);
            Rig.fails(Errno.EADDRINUSE, () -> other.bind(TcpRig.at("127.0.0.1", 4000)));
        }
        byte[] one = {1};
        Rig.fails(Errno.ENOTCONN, () -> s.read(one, 0, 1));
        SocketSession listener = TcpRig.listen(rig, 80);
        s.connect(TcpRig.at("127.0.0.1", 80));
        long[] peer = new long[Sockets.ADDRESS_LENGTH];
        SocketSession t = listener.accept(0, peer);
        assertEquals(4000, peer[Sockets.PORT]);
        s.write(one, 0, 1);
        t.close();
        // reset, and connected once: it is not for another connection, as on Linux
        Rig.fails(Errno.EISCONN, () -> s.connect(TcpRig.at("127.0.0.1", 80)));
        s.close();
        listener.close();
        // a reset leaves nothing
        other.bind(TcpRig.at("127.0.0.1", 4000));
        other.close();
    }

    private static long[] name(SocketSession s) {
        long[] address = new long[Sockets.ADDRESS_LENGTH];
        s.name(false, address);
        return address;
    }

    @Test
    void connectWithoutWaiting() {
        SocketSession listener = TcpRig.listen(rig, 80);
        TcpRig.nonBlocking(listener);
        Rig.fails(Errno.EAGAIN, () -> listener.accept(0, null));
        assertEquals(0, listener.ready());
        SocketSession s = TcpRig.tcp(rig);
        assertEquals(Poll.OUT | Poll.HANG_UP, s.ready());
        TcpRig.nonBlocking(s);
        // over lo it is done before the call returns
        s.connect(TcpRig.at("127.0.0.1", 80));
        assertEquals(Poll.IN, listener.ready());
        assertEquals(Poll.OUT, s.ready());
        SocketSession t = listener.accept(0, null);
        byte[] one = {1};
        Rig.fails(Errno.EAGAIN, () -> s.read(one, 0, 1));
        t.write(one, 0, 1);
        assertEquals(Poll.OUT | Poll.IN, s.ready());
        t.shutdown(Sockets.SHUT_SEND);
        assertEquals(Poll.OUT | Poll.IN | Poll.PEER_CLOSED, s.ready());
        assertEquals(1, s.read(one, 0, 1));
        assertEquals(0, s.read(one, 0, 1));
        s.write(one, 0, 1);
        assertEquals(1, t.read(one, 0, 1));
        s.shutdown(Sockets.SHUT_BOTH);
        assertEquals(Poll.OUT | Poll.IN | Poll.PEER_CLOSED | Poll.HANG_UP, s.ready());
        listener.close();
        s.close();
        t.close();
    }

    @Test
    void unreadDataAreSaidToBeLost() {
        SocketSession[] s = TcpRig.pair(rig, rig, "127.0.0.1", 80);
        s[0].write(new byte[10], 0, 10);
        s[1].close();
        byte[] one = {1};
        Rig.fails(Errno.ECONNRESET, () -> s[0].read(one, 0, 1));
        assertEquals(0, s[0].read(one, 0, 1));
        Rig.fails(Errno.EPIPE, () -> s[0].write(one, 0, 1));
        s[0].close();
        assertEquals(0, rig.net.tcp().flows());
    }
}
