package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.network.SocketSession;

/** Datagrams in pieces: never a wrong byte, never more memory than allowed, whatever comes. */
class FragmentationTest {
    private static final int MORE = 0x2000;
    private Rig rig;
    private SocketSession socket;
    private int used;

    @BeforeEach
    void open() {
        rig = Rig.loopback("open atm0 0.100 encap=vc address=10.1.0.2/24");
        rig.atm.taken();
        socket = rig.ping();
        socket.bind(new long[] {Sockets.INET, 0x77, 0, 0});
        Rig.set(socket, Sockets.RECEIVE_TIMEOUT, 1);
        Rig.set(socket, Sockets.RECEIVE_BUFFER, 32 << 20);
        used = rig.used();
    }

    /** An echo reply for the socket. */
    private static byte[] reply(long seed, int length) {
        return IpPackets.icmp(0, 0, 0x770000 | (int) seed & 0xffff, Rig.random(seed, length));
    }

    private void give(int id, int at, boolean more, byte[] datagram, int length) {
        rig.atm.inject(100, IpPackets.ip("10.1.0.1", "10.1.0.2", 1, id, at / 8 | (more ? MORE : 0),
            Arrays.copyOfRange(datagram, at, at + length)), 0);
    }

    private byte[] get() {
        return Rig.receive(socket);
    }

    private void nothing() {
        Rig.fails(Errno.EAGAIN, this::get);
    }

    private void assertNothingKept() {
        rig.world.run(31 * Rig.SECOND);
        rig.atm.taken();
        rig.assertNothingKept(used);
    }

    /** A piece, as it was cut. */
    private record Piece(int datagram, int id, int at, int length, boolean more) {
    }

    /**
     * Datagrams cut at any places, their pieces mixed, lost, doubled, and with pieces of other cuts among them: what comes out is one of those that went in, and
     * each that had all its pieces once, without others, does.
     */
    @Test
    void anyOrderLossAndDuplicationGivesTheDatagramOrNothing() {
        Random random = new Random(11);
        for (int round = 0; round < 60; round++) {
            List<byte[]> datagrams = new ArrayList<>();
            List<Piece> pieces = new ArrayList<>();
            int[] sure = new int[4];
            for (int d = 0; d < 4; d++) {
                byte[] datagram = reply(round * 10L + d, random.nextInt(3) == 0 ? random.nextInt(50_000) : random.nextInt(3000));
                datagrams.add(datagram);
                int kind = random.nextInt(4);
                List<Piece> own = cut(random, d, round * 8 + d, datagram.length);
                if (kind == 1) {
                    own.remove(random.nextInt(own.size()));
                } else if (kind == 2) {
                    own.add(own.get(random.nextInt(own.size())));
                } else if (kind == 3) {
                    own.addAll(cut(random, d, round * 8 + d, datagram.length).subList(0, 1));
                }
                sure[d] = kind == 0 && own.size() > 1 ? 1 : 0;
                pieces.addAll(own);
            }
            Collections.shuffle(pieces, random);
            for (Piece p : pieces) {
                give(p.id, p.at, p.more, datagrams.get(p.datagram), p.length);
            }
            Map<Integer, Integer> got = new HashMap<>();
            while (socket.available() > 0) {
                byte[] message = get();
                int which = -1;
                for (int d = 0; d < 4; d++) {
                    which = Arrays.equals(message, datagrams.get(d)) ? d : which;
                }
                assertTrue(which >= 0, "a datagram nobody sent");
                got.merge(which, 1, Integer::sum);
            }
            for (int d = 0; d < 4; d++) {
                assertTrue(sure[d] == 0 || got.getOrDefault(d, 0) == 1, "round " + round + " datagram " + d);
            }
        }
        assertNothingKept();
        assertEquals(0, rig.counter("defects"), rig.log::toString);
    }

    private static List<Piece> cut(Random random, int datagram, int id, int length) {
        List<Piece> pieces = new ArrayList<>();
        int step = Math.max(8, length / (1 + random.nextInt(20)) + 7 & ~7);
        for (int at = 0; at < length;) {
            int n = Math.min(length - at, Math.max(8, random.nextInt(step) + 8 & ~7));
            pieces.add(new Piece(datagram, id, at, n, at + n < length));
            at += n;
        }
        return pieces;
    }

    @Test
    void sentPiecesFitTheMtuAndAreWhole() {
        Random random = new Random(3);
        for (int mtu : new int[] {68, 69, 75, 576, 1500, 9180}) {
            rig.control("mtu clip0 " + mtu);
            for (int i = 0; i < 5; i++) {
                int length = i == 0 ? 65_507 / (mtu < 500 ? 8 : 1) : random.nextInt(9000);
                byte[] message = Rig.request(1, Rig.random(i, length));
                SocketSession sender = rig.ping();
                sender.send(message, 0, message.length, 0, Rig.ip("10.1.0.1"));
                sender.close();
                byte[] all = new byte[8 + length];
                int covered = 0;
                int id = -1;
                for (FakeAtm.Sdu sdu : rig.atm.sent) {
                    byte[] b = sdu.bytes();
                    assertTrue(b.length <= mtu);
                    assertEquals(0, IpPackets.checksum(b, 0, 20));
                    int field = (b[6] & 255) << 8 | b[7] & 255;
                    int at = (field & 0x1fff) * 8;
                    assertEquals(at + b.length - 20 < all.length, (field & MORE) != 0);
                    assertTrue(id == -1 || id == ((b[4] & 255) << 8 | b[5] & 255));
                    id = (b[4] & 255) << 8 | b[5] & 255;
                    System.arraycopy(b, 20, all, at, b.length - 20);
                    covered += b.length - 20;
                }
                rig.atm.sent.clear();
                assertEquals(all.length, covered);
                assertEquals(0, IpPackets.checksum(all, 0, all.length));
                assertArrayEquals(Arrays.copyOfRange(message, 8, message.length), Arrays.copyOfRange(all, 8, all.length));
            }
        }
        assertNothingKept();
    }

    /** Pieces that lie over each other condemn the datagram, whichever comes first, and what comes later of it. */
    @Test
    void overlapsCondemnTheDatagram() {
        byte[] d = reply(1, 92);
        int[][] orders = {{0, 48, 40, 60}, {40, 60, 0, 48}, {0, 48, 8, 8}, {48, 48, 88, 12}};
        int id = 1;
        for (int[] o : orders) {
            give(id, o[0], true, d, o[1] & ~7);
            give(id, o[2], o[2] + o[3] < 100, d, o[3]);
            give(id, 0, true, d, 48);
            give(id, 48, false, d, 52);
            nothing();
            id++;
        }
        assertTrue(rig.counter("ip_reassembly_overlaps") >= 4);
        assertNothingKept();
    }

    @Test
    void contradictionsAboutTheEndCondemnTheDatagram() {
        byte[] d = reply(1, 92);
        give(1, 48, false, d, 52);
        give(1, 8, false, d, 40);
        give(1, 0, true, d, 48);
        nothing();
        give(2, 0, true, d, 48);
        give(2, 48, true, d, 48);
        give(2, 8, false, d, 8);
        nothing();
        give(3, 0, false, d, 100);
        assertArrayEquals(d, get());
        assertNothingKept();
    }

    @Test
    void malformedPiecesAreCounted() {
        byte[] d = reply(1, 92);
        give(1, 0, true, d, 47);
        give(1, 0, true, d, 0);
        // the end would be at 65,536 with the header
        rig.atm.inject(100, IpPackets.ip("10.1.0.1", "10.1.0.2", 1, 1, 65_512 / 8, new byte[5]), 0);
        assertEquals(3, rig.counter("ip_reassembly_malformed"));
        assertNothingKept();
    }

    /** The largest datagram there is, by pieces of 8 bytes less than all: too many pieces. */
    @Test
    void piecesOfADatagramAreBounded() {
        byte[] d = reply(1, 4092);
        for (int at = 0; at < d.length; at += 8) {
            give(1, at, at + 8 < d.length, d, Math.min(8, d.length - at));
        }
        nothing();
        assertTrue(rig.used() - used < 10, "what is kept of a condemned datagram");
        assertNothingKept();
    }

    @Test
    void memoryIsBoundedAndTheOldestGo() {
        byte[] d = reply(1, 30_000);
        for (int id = 1; id <= 2000; id++) {
            give(id, 0, true, d, 8192);
            assertTrue((rig.used() - used) * 4096L <= (4 << 20) + (32 << 10), "frames kept");
        }
        assertTrue(rig.counter("ip_reassembly_evicted") > 1000);
        // the newest is still there
        give(2000, 8192, true, d, 16_384);
        give(2000, 24_576, false, d, d.length - 24_576);
        assertArrayEquals(d, get());
        assertNothingKept();
    }

    /** The sender is told after 30 s, if the first piece is there; else nobody is. */
    @Test
    void piecesThatStayAwayAreReported() {
        byte[] d = reply(1, 92);
        give(1, 0, true, d, 48);
        give(2, 48, false, d, 52);
        rig.world.run(29 * Rig.SECOND);
        assertEquals("", rig.atm.taken());
        rig.world.run(2 * Rig.SECOND);
        String taken = rig.atm.taken();
        String quoted = Rig.hex(IpPackets.ip("10.1.0.1", "10.1.0.2", 1, 1, MORE, Arrays.copyOf(d, 48)));
        assertTrue(taken.matches("100 45000060....00004001....0a0100020a0100010b01....00000000" + quoted), taken);
        assertEquals(0, IpPackets.checksum(Rig.hex(taken.substring(4)), 20, 76));
        assertEquals(2, rig.counter("ip_reassembly_timeouts"));
        assertNothingKept();
    }

    @Test
    void mayNotBeCut() {
        SocketSession sender = rig.ping();
        Rig.set(sender, Sockets.DONT_FRAGMENT, 1);
        byte[] message = Rig.request(1, new byte[9153]);
        int before = rig.used();
        Rig.fails(Errno.EMSGSIZE, () -> sender.send(message, 0, message.length, 0, Rig.ip("10.1.0.1")));
        rig.assertNothingKept(before);
        sender.send(message, 0, message.length - 1, 0, Rig.ip("10.1.0.1"));
        assertEquals(0x40, rig.atm.sent.getFirst().bytes()[6]);
        sender.close();
    }

    /** 64 KiB over a wire that loses, doubles and reorders: each answer is right, and some come. */
    @Test
    void overABadWire() {
        Rig[] rigs = EchoTest.pair("llc");
        for (Rig r : rigs) {
            r.atm.chance = new Random(5);
            r.atm.loss = 0.03;
            r.atm.duplication = 0.1;
            r.atm.reordering = 0.3;
        }
        int answers = 0;
        for (int i = 0; i < 60; i++) {
            SocketSession s = rigs[0].ping();
            Rig.set(s, Sockets.RECEIVE_TIMEOUT, Rig.SECOND);
            byte[] data = Rig.random(i, 1 + i * 1000);
            byte[] message = Rig.request(i, data);
            s.send(message, 0, message.length, 0, Rig.ip("10.1.0.2"));
            try {
                byte[] reply = Rig.receive(s);
                assertArrayEquals(data, Arrays.copyOfRange(reply, 8, reply.length));
                answers++;
            } catch (org.sluice.kernel.CallFailed e) {
                assertEquals(Errno.EAGAIN, e.errno());
            }
            s.close();
        }
        assertTrue(answers > 30, answers + " answers");
        assertEquals(0, rigs[0].counter("defects") + rigs[1].counter("defects"));
    }
}
