package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.network.SocketSession;

/** Numbers nobody is to guess: initial sequence numbers (RFC 6528) and ports (RFC 6056). */
class TcpNumbersTest {
    private static final int FIRST = 32768;
    private static final int LAST = 60999;

    private static Rig rig(long seed) {
        Rig rig = new Rig(new Rig.World(), seed, "open atm0 0.100 encap=vc address=10.1.0.2/24", "set tcp_timestamps 0");
        rig.atm.taken();
        return rig;
    }

    /** Own port and sequence number of the SYN of a connection. */
    private record Syn(int port, int sequence) {
    }

    private static Syn connect(Rig rig, String peer, int port, int own) {
        SocketSession socket = rig.socket(Sockets.INET, Sockets.STREAM, Sockets.TCP);
        Rig.set(socket, Sockets.NON_BLOCKING, 1);
        if (own != 0) {
            socket.bind(UdpTest.at("10.1.0.2", own));
        }
        Rig.fails(Errno.EINPROGRESS, () -> socket.connect(UdpTest.at(peer, port)));
        byte[] syn = Rig.hex(rig.atm.taken().substring(4));
        assertEquals(2, syn[33] & 0x3f, "a SYN");
        Syn seen = new Syn((syn[20] & 255) << 8 | syn[21] & 255, (syn[24] & 255) << 24 | (syn[25] & 255) << 16 | (syn[26] & 255) << 8 | syn[27] & 255);
        socket.close();
        return seen;
    }

    /** For the same ends the number follows a clock of 4 µs, so that it is ahead of the last connection's. */
    @Test
    void sequenceNumbersOfTheSameEndsFollowAClock() {
        Rig rig = rig(1);
        Syn first = connect(rig, "10.1.0.1", 80, 40_000);
        rig.world.now += Rig.SECOND;
        Syn second = connect(rig, "10.1.0.1", 80, 40_000);
        assertEquals(250_000, second.sequence - first.sequence);
    }

    /** For other ends, and on another machine, it tells nothing. */
    @Test
    void sequenceNumbersOfOthersTellNothing() {
        Set<Integer> differences = new HashSet<>();
        Rig rig = rig(1);
        int last = 0;
        for (int i = 0; i < 200; i++) {
            Syn syn = connect(rig, "10.1.0." + (1 + i % 2 * 8), 80 + i / 2, 40_000);
            differences.add(syn.sequence - last);
            last = syn.sequence;
        }
        assertEquals(200, differences.size());
        assertNotEquals(connect(rig(2), "10.1.0.1", 80, 40_000).sequence, connect(rig(3), "10.1.0.1", 80, 40_000).sequence);
    }

    /** RFC 6056 3.3.3: in the range, one after the other for one peer, elsewhere for another. */
    @Test
    void portsNobodyAskedFor() {
        Rig rig = rig(1);
        Set<Integer> offsets = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Syn syn = connect(rig, "10.1.0." + (1 + i % 2 * 8), 1000 + i, 0);
            assertTrue(syn.port >= FIRST && syn.port <= LAST, () -> "port " + syn.port);
            offsets.add(syn.port - i);
        }
        assertTrue(offsets.size() > 90, "different peers begin at different places: " + offsets.size());
        rig.control("set ip_local_port_range 50000 50001");
        Syn one = connect(rig, "10.1.0.1", 80, 0);
        Syn other = connect(rig, "10.1.0.1", 80, 0);
        assertTrue(one.port == 50_000 || one.port == 50_001);
        assertEquals(50_000 + 50_001, one.port + other.port);
    }

    /** Two that connect to the same peer at once, one between any two steps of the other, get two ports. */
    @Test
    void twoWhoChooseAtOnce() {
        boolean between = true;
        int step = 0;
        for (; between; step++) {
            Rig rig = rig(1);
            // the next port that is looked at is taken, so that both go on to the one behind it
            int taken = connect(rig, "10.1.0.1", 80, 0).port + 1;
            SocketSession there = opening(rig, taken);
            SocketSession[] other = new SocketSession[1];
            rig.releases = step;
            rig.meanwhile = () -> other[0] = opening(rig, 0);
            SocketSession one = opening(rig, 0);
            between = rig.meanwhile == null;
            if (between) {
                assertNotEquals(port(one), port(other[0]));
                other[0].close();
            }
            rig.meanwhile = null;
            one.close();
            there.close();
        }
        assertTrue(step > 5, "few steps: " + step);
    }

    private static SocketSession opening(Rig rig, int own) {
        SocketSession socket = rig.socket(Sockets.INET, Sockets.STREAM, Sockets.TCP);
        Rig.set(socket, Sockets.NON_BLOCKING, 1);
        if (own != 0) {
            socket.bind(UdpTest.at("10.1.0.2", own));
        }
        Rig.fails(Errno.EINPROGRESS, () -> socket.connect(UdpTest.at("10.1.0.1", 80)));
        return socket;
    }

    private static long port(SocketSession socket) {
        long[] address = new long[Sockets.ADDRESS_LENGTH];
        socket.name(false, address);
        return address[Sockets.PORT];
    }
}
