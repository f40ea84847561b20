package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.network.SocketSession;

/** Segments of somebody who means harm, or of chance: memory stays bounded, and what goes on goes on. */
class TcpHostileTest {
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;

    private final Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24");
    private final int used = rig.used();

    @AfterEach
    void nothingIsLeft() {
        rig.world.run(400 * Rig.SECOND);
        rig.assertNothingKept(used);
        assertEquals(0, rig.net.tcp().flows(), rig.file("sockets"));
        assertEquals(0, rig.counter("defects"), rig.log::toString);
    }

    /** A segment from 10.1.0.1 as the link brings it, with right sums. @param options hex, a multiple of four bytes */
    static byte[] segment(int from, int to, int seq, int ack, int flags, int window, String options, byte[] data) {
        byte[] o = Rig.hex(options);
        int tcp = 20 + o.length + data.length;
        ByteBuffer b = ByteBuffer.allocate(8 + 20 + tcp);
        b.put(Rig.hex("aaaa030000000800"));
        b.putShort((short) 0x4500).putShort((short) (20 + tcp)).putInt(0).putShort((short) (64 << 8 | 6)).putShort((short) 0);
        b.putInt((int) Ip.parse("10.1.0.1")).putInt((int) Ip.parse("10.1.0.2"));
        b.putShort((short) from).putShort((short) to).putInt(seq).putInt(ack).putShort((short) (20 + o.length << 10 | flags))
            .putShort((short) window).putInt(0).put(o).put(data);
        b.putShort(18, (short) sum(b, 8, 20, 0));
        b.putShort(8 + 36, (short) sum(b, 28, tcp, sumWords(b, 20, 8) + 6 + tcp));
        return b.array();
    }

    private static long sumWords(ByteBuffer b, int from, int length) {
        long sum = 0;
        for (int i = 0; i < length; i += 2) {
            sum += (b.get(from + i) & 0xff) << 8 | (i + 1 < length ? b.get(from + i + 1) & 0xff : 0);
        }
        return sum;
    }

    private static int sum(ByteBuffer b, int from, int length, long more) {
        long sum = sumWords(b, from, length) + more;
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }

    private void inject(int from, int to, int seq, int ack, int flags, int window, String options, byte[] data) {
        rig.atm.inject(100, segment(from, to, seq, ack, flags, window, options, data), 0);
    }

    /** What was sent since, from the TCP header on. */
    private List<ByteBuffer> sent() {
        List<ByteBuffer> all = new ArrayList<>();
        rig.atm.sent.forEach(sdu -> {
            if (sdu.bytes()[8] == 0x45 && sdu.bytes()[17] == 6) {
                all.add(ByteBuffer.wrap(sdu.bytes(), 28, sdu.bytes().length - 28).slice());
            }
        });
        rig.atm.sent.clear();
        return all;
    }

    private static final byte[] NOTHING = {};
    private int theirs = 1000;
    private int ours;

    /** A connection from a peer that the test plays; ours is what it acknowledges then. */
    private SocketSession open(String options) {
        rig.control("arp add 10.1.0.1 clip0 0.100");
        SocketSession listener = TcpRig.listen(rig, 80);
        theirs = 1000;
        inject(5000, 80, theirs++, 0, SYN, 60_000, options, NOTHING);
        ours = sent().get(0).getInt(4) + 1;
        inject(5000, 80, theirs, ours, ACK, 60_000, "", NOTHING);
        SocketSession s = listener.accept(0, null);
        listener.close();
        sent();
        return s;
    }

    @Test
    void wrongChecksumsAreCountedAndDropped() {
        SocketSession s = open("");
        byte[] wrong = segment(5000, 80, theirs, ours, ACK, 60_000, "", new byte[] {1});
        wrong[wrong.length - 1]++;
        rig.atm.inject(100, wrong, 0);
        assertEquals(0, s.available());
        assertEquals(1, rig.counter("TcpInCsumErrors"));
        assertEquals(List.of(), sent());
        inject(5000, 80, theirs, ours, ACK, 60_000, "", new byte[] {1});
        assertEquals(1, s.available());
        inject(5000, 80, theirs + 1, ours, RST, 0, "", NOTHING);
        s.close();
    }

    /** A flood of SYNs: as many handshakes are kept as the backlog has, cookies are sent for the rest, and one that comes back is a connection. */
    @Test
    void aFloodOfSynsKeepsNothing() {
        rig.control("arp add 10.1.0.1 clip0 0.100");
        SocketSession listener = TcpRig.listen(rig, 80);
        for (int i = 0; i < 5000; i++) {
            inject(1024 + i, 80, i, 0, SYN, 60_000, "020405b4", NOTHING);
        }
        assertTrue(rig.net.tcp().flows() <= 17, "" + rig.net.tcp().flows());
        assertTrue(rig.counter("TcpExtSyncookiesSent") >= 4900);
        List<ByteBuffer> answers = sent();
        ByteBuffer last = answers.get(answers.size() - 1);
        int port = last.getShort(2) & 0xffff;
        inject(port, 80, last.getInt(8), last.getInt(4) + 1, ACK, 60_000, "", new byte[] {7});
        assertEquals(1, rig.counter("TcpExtSyncookiesRecv"));
        SocketSession s = listener.accept(0, null);
        assertArrayEquals(new byte[] {7}, TcpRig.read(s, 1));
        // a guess is no cookie
        inject(port + 1, 80, 5, 77, ACK, 60_000, "", NOTHING);
        assertEquals(1, rig.counter("TcpExtSyncookiesFailed"));
        listener.close();
        inject(port, 80, last.getInt(8) + 1, last.getInt(4) + 1, RST, 0, "", NOTHING);
        s.close();
    }

    /** Whoever sends resets, ACKs and SYNs by guess gets few answers, and the connection lives. */
    @Test
    void aFloodOfGuessesIsAnsweredSeldom() {
        SocketSession s = open("");
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            int seq = random.nextInt();
            seq = seq == theirs ? seq + 1 : seq;
            int flags = List.of(RST, RST | ACK, SYN, ACK, SYN | ACK, FIN).get(i % 6);
            inject(5000, 80, seq, random.nextInt(), flags, 1, "", NOTHING);
        }
        assertTrue(sent().size() < 50);
        inject(5000, 80, theirs, ours, ACK, 60_000, "", new byte[] {1, 2});
        assertArrayEquals(new byte[] {1, 2}, TcpRig.read(s, 2));
        inject(5000, 80, theirs + 2, ours, RST, 0, "", NOTHING);
        Rig.fails(Errno.ECONNRESET, () -> s.read(new byte[1], 0, 1));
        s.close();
    }

    /** Data with holes, and data byte by byte, keep no more memory than the buffer's bound, and all of it comes in the end. */
    @Test
    void smallSegmentsAndHolesKeepLittleMemory() {
        SocketSession s = open("020405b401010402");
        Rig.set(s, Sockets.RECEIVE_BUFFER, 32_768);
        byte[] data = Rig.random(3, 30_000);
        for (int i = 1; i < data.length; i += 2) {
            inject(5000, 80, theirs + i, ours, ACK, 60_000, "", new byte[] {data[i]});
        }
        assertTrue(rig.used() - used < 64, rig.used() - used + " frames for holes");
        for (int i = 0; i < data.length; i++) {
            inject(5000, 80, theirs + i, ours, ACK, 60_000, "", new byte[] {data[i]});
        }
        assertTrue(rig.used() - used < 64, rig.used() - used + " frames for bytes");
        assertTrue(rig.counter("TcpExtTCPRcvCollapsed") > 0);
        assertArrayEquals(data, TcpRig.read(s, data.length));
        inject(5000, 80, theirs + data.length, ours, RST, 0, "", NOTHING);
        s.close();
    }

    /** What comes behind the window is not kept, and the window says how much may come. */
    @Test
    void theWindowIsKept() {
        SocketSession s = open("");
        int sent = 0;
        while (sent < 200_000) {
            inject(5000, 80, theirs + sent, ours, ACK, 60_000, "", new byte[5000]);
            sent += 5000;
        }
        int window = s.available();
        assertTrue(window <= Rig.get(s, Sockets.RECEIVE_BUFFER) && window > 60_000, "" + window);
        List<ByteBuffer> acks = sent();
        assertEquals(0, acks.get(acks.size() - 1).getShort(14));
        assertEquals(theirs + window, acks.get(acks.size() - 1).getInt(8));
        TcpRig.read(s, window);
        acks = sent();
        assertTrue((acks.get(acks.size() - 1).getShort(14) & 0xffff) > 10_000);
        inject(5000, 80, theirs + window, ours, RST, 0, "", NOTHING);
        s.close();
    }

    /** Segments and options of chance, near what is right, in all states: nothing breaks. */
    @Test
    void segmentsOfChance() {
        rig.control("arp add 10.1.0.1 clip0 0.100");
        rig.control("set tcp_invalid_ratelimit 0");
        Random random = new Random(11);
        SocketSession listener = TcpRig.listen(rig, 80);
        TcpRig.nonBlocking(listener);
        List<SocketSession> open = new ArrayList<>();
        int seq = 0;
        int ack = 0;
        int lastPort = 5000;
        for (int i = 0; i < 60_000; i++) {
            for (ByteBuffer b : sent()) {
                seq = b.getInt(8);
                ack = b.getInt(4) + 1;
                lastPort = b.getShort(2) & 0xffff;
            }
            byte[] options = new byte[4 * random.nextInt(11)];
            random.nextBytes(options);
            for (int k = 0; k < options.length; k += 2) {
                options[k] = (byte) List.of(0, 1, 2, 3, 4, 5, 8, 34, 10, 18).get(random.nextInt(10)).intValue();
            }
            byte[] bytes = segment(random.nextInt(4) == 0 ? 5000 + random.nextInt(50) : lastPort, 80, seq + random.nextInt(3) - 1, ack + random.nextInt(3) - 1,
                random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(3) == 0 ? SYN : ACK, random.nextInt(65_536), Rig.hex(options),
                new byte[random.nextInt(5) == 0 ? random.nextInt(3000) : 0]);
            if (random.nextInt(10) == 0) {
                bytes[8 + random.nextInt(bytes.length - 8)] ^= (byte) (1 << random.nextInt(8));
            }
            rig.atm.inject(100, bytes, 0);
            try {
                open.add(listener.accept(0, null));
            } catch (CallFailed e) {
                assertEquals(Errno.EAGAIN, e.errno());
            }
            if (!open.isEmpty()) {
                use(open.get(random.nextInt(open.size())), open, random);
            }
            if (random.nextInt(20) == 0) {
                rig.world.run(random.nextInt(3) * Rig.SECOND / 2);
            }
        }
        assertTrue(rig.counter("TcpPassiveOpens") > 20, "" + rig.counter("TcpPassiveOpens"));
        open.forEach(s -> {
            Rig.set(s, Sockets.LINGER, 0);
            s.close();
        });
        listener.close();
    }

    private static void use(SocketSession s, List<SocketSession> open, Random random) {
        TcpRig.nonBlocking(s);
        try {
            switch (random.nextInt(6)) {
                case 0 -> s.write(new byte[100], 0, 100);
                case 1 -> s.read(new byte[100], 0, 100);
                case 2 -> s.shutdown(Sockets.SHUT_SEND);
                case 3 -> {
                    if (random.nextInt(5) == 0) {
                        open.remove(s);
                        s.close();
                    }
                }
                default -> s.ready();
            }
        } catch (CallFailed e) {
            assertTrue(List.of(Errno.EAGAIN, Errno.EPIPE, Errno.ECONNRESET, Errno.ENOTCONN, Errno.ETIMEDOUT).contains(e.errno()), e::toString);
        }
    }
}
