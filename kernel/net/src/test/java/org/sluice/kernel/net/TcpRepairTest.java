package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.ProcessKilled;
import org.sluice.abi.Sockets;
import org.sluice.abi.TcpInfo;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.net.packet.Budget;
import org.sluice.kernel.network.SocketSession;

/** Corners of connections where data, memory or a program's patience could get lost. */
class TcpRepairTest {
    private final Rig rig = Rig.loopback("open atm0 0.100 address=10.1.0.2/24", "open atm0 0.101 address=10.2.0.2/24");
    private final TcpPeer peer = new TcpPeer(rig);
    private final int used = rig.used();

    @AfterEach
    void nothingIsLeft() {
        rig.world.run(400 * Rig.SECOND);
        rig.assertNothingKept(used);
        assertEquals(0, rig.net.tcp().flows(), rig.file("sockets"));
        assertEquals(0, rig.counter("defects"), rig.log::toString);
    }

    private SocketSession open() {
        return peer.open("020405b4", "");
    }

    private void reset(SocketSession... sockets) {
        peer.send(0, 0, TcpPeer.RST, 0, TcpPeer.NOTHING);
        for (SocketSession s : sockets) {
            s.close();
        }
    }

    private static long fill(SocketSession s) {
        long written = 0;
        try {
            while (true) {
                written += s.write(new byte[10_000], 0, 10_000);
            }
        } catch (CallFailed e) {
            assertEquals(Errno.EAGAIN, e.errno());
        }
        return written;
    }

    /** The first data of a connection made from a cookie go again as they were. */
    @Test
    void dataAfterCookieAreSentAgainAtTheirPlace() {
        rig.control("set tcp_syncookies 2");
        SocketSession s = open();
        s.write("ABCDEFGH".getBytes(), 0, 8);
        ByteBuffer first = peer.sent().get(0);
        rig.world.run(4 * Rig.SECOND);
        List<ByteBuffer> again = peer.sent();
        assertFalse(again.isEmpty());
        for (ByteBuffer one : again) {
            assertEquals(0, peer.at(one));
            assertEquals(TcpPeer.text(first), TcpPeer.text(one));
        }
        reset(s);
    }

    /** What is acknowledged can be read, though memory ran out while it was copied together. */
    @Test
    void nothingIsAcknowledgedThatIsNotKept() {
        SocketSession s = open();
        Rig.set(s, Sockets.RECEIVE_BUFFER, 32_768);
        byte[] all = Rig.random(3, 60_000);
        int acked = 0;
        while (rig.counter("TcpExtTCPRcvCollapsed") == 0) {
            peer.send(acked, 0, TcpPeer.ACK, 60_000, new byte[] {all[acked]});
            acked++;
        }
        peer.sent();
        Budget budget = TcpPeer.budget(rig);
        for (int i = 0; i < 8; i++) {
            long taken = budget.left() - 100;
            budget.take(taken);
            peer.send(acked, 0, TcpPeer.ACK, 60_000, Arrays.copyOfRange(all, acked, acked + 1400));
            budget.giveBack(taken);
            List<ByteBuffer> acks = peer.sent();
            acked = acks.isEmpty() ? acked : acks.getLast().getInt(8) - peer.theirs;
        }
        assertEquals(acked, s.available());
        assertTrue(acked > 0);
        assertEquals(-1, Arrays.mismatch(Arrays.copyOf(all, acked), TcpRig.read(s, acked)));
        reset(s);
    }

    /** A process that ends while it lingers leaves an orphan, which goes as any does. */
    @Test
    void whoEndsWhileLingeringLeavesAnOrphan() {
        SocketSession s = open();
        s.write(new byte[100], 0, 100);
        Rig.set(s, Sockets.LINGER, 5 * Rig.SECOND);
        rig.killed = true;
        assertThrows(ProcessKilled.class, s::close);
        peer.ack(101, 60_000);
        assertEquals(1, rig.net.tcp().flows());
        rig.world.run(100 * Rig.SECOND);
        assertEquals(0, rig.net.tcp().flows());
    }

    /** Plays a peer that answers a SYN, sends 3000 bytes and a reset. */
    private void answerSendAndReset() {
        ByteBuffer syn = peer.sent().get(0);
        int port = syn.getShort(0) & 0xffff;
        int next = syn.getInt(4) + 1;
        peer.inject(99, port, 7000, next, TcpPeer.SYN | TcpPeer.ACK, 60_000, "", TcpPeer.NOTHING);
        peer.inject(99, port, 7001, next, TcpPeer.ACK, 60_000, "", new byte[3000]);
        peer.inject(99, port, 10_001, next, TcpPeer.RST, 0, "", TcpPeer.NOTHING);
        peer.sent();
    }

    /** A socket that is known to have been connected gets no second connection; what came can be read. */
    @Test
    void whoWasConnectedConnectsNoMore() {
        SocketSession s = TcpRig.tcp(rig);
        TcpRig.nonBlocking(s);
        long[] to = TcpRig.at("10.1.0.1", 99);
        Rig.fails(Errno.EINPROGRESS, () -> s.connect(to));
        ByteBuffer syn = peer.sent().get(0);
        int port = syn.getShort(0) & 0xffff;
        int next = syn.getInt(4) + 1;
        peer.inject(99, port, 7000, next, TcpPeer.SYN | TcpPeer.ACK, 60_000, "", TcpPeer.NOTHING);
        s.connect(to);
        peer.inject(99, port, 7001, next, TcpPeer.ACK, 60_000, "", new byte[3000]);
        peer.inject(99, port, 10_001, next, TcpPeer.RST, 0, "", TcpPeer.NOTHING);
        Rig.fails(Errno.EISCONN, () -> s.connect(to));
        Rig.fails(Errno.EISCONN, () -> s.connect(to));
        assertEquals(3000, TcpRig.read(s, 3000).length);
        Rig.fails(Errno.ECONNRESET, () -> s.read(new byte[1], 0, 1));
        s.close();
    }

    /** An attempt that was over before anybody asked may be followed by another; what had come goes with it. */
    @Test
    void attemptsThatAreOverKeepNothing() {
        SocketSession s = TcpRig.tcp(rig);
        TcpRig.nonBlocking(s);
        long[] to = TcpRig.at("10.1.0.1", 99);
        long left = TcpPeer.budget(rig).left();
        for (int i = 0; i < 10; i++) {
            Rig.fails(Errno.EINPROGRESS, () -> s.connect(to));
            answerSendAndReset();
            assertEquals(3000, s.available());
            Rig.fails(Errno.ECONNRESET, () -> s.connect(to));
            assertEquals(0, s.available());
            assertEquals(left, TcpPeer.budget(rig).left());
        }
        s.close();
    }

    /** An attempt that failed may be followed by another, and keeps nothing. */
    @Test
    void whoWasRefusedMayConnectAgain() {
        SocketSession s = TcpRig.tcp(rig);
        TcpRig.nonBlocking(s);
        long[] to = TcpRig.at("10.1.0.1", 99);
        for (int i = 0; i < 3; i++) {
            peer.sent();
            Rig.fails(Errno.EINPROGRESS, () -> s.connect(to));
            ByteBuffer syn = peer.sent().get(0);
            peer.inject(99, syn.getShort(0) & 0xffff, 0, syn.getInt(4) + 1, TcpPeer.RST | TcpPeer.ACK, 0, "", TcpPeer.NOTHING);
            Rig.fails(Errno.ECONNREFUSED, () -> s.connect(to));
        }
        s.close();
    }

    /** Two that connect a socket at a time, and an end of it between any two steps: an errno comes of it, nothing else. */
    @Test
    void connectingTwiceAtATimeFailsInOrder() {
        for (int step = 0; step < 24; step++) {
            SocketSession s = TcpRig.tcp(rig);
            TcpRig.nonBlocking(s);
            long[] to = TcpRig.at("10.1.0.1", 99);
            peer.sent();
            Rig.fails(Errno.EINPROGRESS, () -> s.connect(to));
            ByteBuffer syn = peer.sent().get(0);
            Rig.set(s, Sockets.NON_BLOCKING, 0);
            rig.releases = step;
            rig.meanwhile = () -> {
                peer.inject(99, syn.getShort(0) & 0xffff, 0, syn.getInt(4) + 1, TcpPeer.RST | TcpPeer.ACK, 0, "", TcpPeer.NOTHING);
                assertThrows(CallFailed.class, () -> s.connect(to));
            };
            Rig.set(s, Sockets.SEND_TIMEOUT, Rig.SECOND);
            assertThrows(CallFailed.class, () -> s.connect(to));
            rig.meanwhile = null;
            s.close();
        }
    }

    /** A number that acknowledges what was never sent does not bring its timestamp in either (RFC 5961 5). */
    @Test
    void timestampsOfUnacceptableAcksAreNotKept() {
        SocketSession s = peer.open("020405b40101080a0000100000000000", "0101080a0000100000000000");
        peer.inject(5000, 80, peer.theirs, peer.ours + 1_000_000, TcpPeer.ACK, 60_000, "0101080a4000000000000000", TcpPeer.NOTHING);
        peer.inject(5000, 80, peer.theirs, peer.ours, TcpPeer.ACK, 60_000, "0101080a0000100100000000", new byte[] {1, 2});
        assertEquals(2, s.available());
        peer.send(2, 0, TcpPeer.RST, 0, TcpPeer.NOTHING);
        s.close();
    }

    /** A connection without a program does not stay because its peer keeps the window closed and answers. */
    @Test
    void orphansDoNotWaitForAWindowForEver() {
        SocketSession s = open();
        TcpRig.nonBlocking(s);
        fill(s);
        peer.ack(14_380, 0);
        s.close();
        int seconds = 0;
        while (rig.net.tcp().flows() > 0 && seconds < 3600) {
            rig.world.run(Rig.SECOND);
            seconds++;
            for (ByteBuffer one : peer.sent()) {
                peer.ack(14_380, 0);
            }
        }
        assertTrue(seconds > 60 && seconds < 600, "went after " + seconds + " s");
    }

    /** With a program the connection stays (RFC 9293 3.8.6.1), when the window was closed over what was under way too (RFC 1122 4.2.2.16). */
    @Test
    void aWindowThatShrankToNothingEndsNothing() {
        SocketSession s = open();
        TcpRig.nonBlocking(s);
        fill(s);
        peer.sent();
        int most = 0;
        for (int i = 0; i < 3600; i++) {
            rig.world.run(Rig.SECOND);
            List<ByteBuffer> sent = peer.sent();
            for (ByteBuffer one : sent) {
                if (i > 0) {
                    assertTrue(peer.at(one) + TcpPeer.length(one) <= 1460, "beyond the window by more than a segment");
                }
                peer.ack(0, 0);
            }
            most = Math.max(most, sent.size());
            if (i == 0) {
                peer.ack(0, 0);
            }
        }
        assertEquals(1, rig.net.tcp().flows());
        assertEquals(0, Rig.get(s, Sockets.ERROR));
        peer.ack(0, 60_000);
        rig.world.run(130 * Rig.SECOND);
        ByteBuffer again = peer.sent().get(0);
        assertEquals(0, peer.at(again));
        peer.ack(TcpPeer.length(again), 60_000);
        assertFalse(peer.sent().isEmpty());
        reset(s);
    }

    /** One that does not even answer ends. */
    @Test
    void aShrunkWindowAndSilenceEnd() {
        SocketSession s = open();
        TcpRig.nonBlocking(s);
        fill(s);
        peer.ack(0, 0);
        rig.world.run(3600 * Rig.SECOND);
        assertEquals(Errno.ETIMEDOUT, Rig.get(s, Sockets.ERROR));
        s.close();
    }

    /** Whenever a write would succeed that would not before, whoever waits for that is told. */
    @Test
    void writersAreWokenWheneverThereIsRoom() {
        SocketSession s = open();
        TcpRig.nonBlocking(s);
        int[] told = new int[1];
        s.watch(() -> told[0]++);
        fill(s);
        long acked = 0;
        long highest = 0;
        int crossings = 0;
        for (int step = 0; step < 3000 && acked < 4_000_000; step++) {
            rig.world.run(20_000_000);
            for (ByteBuffer one : peer.sent()) {
                highest = Math.max(highest, peer.at(one) + TcpPeer.length(one));
            }
            acked = Math.min(highest, acked + 2920);
            int before = told[0];
            boolean out = (s.ready() & Poll.OUT) != 0;
            peer.ack((int) acked, 60_000);
            if (!out && (s.ready() & Poll.OUT) != 0) {
                crossings++;
                assertTrue(told[0] > before, "not told at " + acked);
                fill(s);
            }
        }
        assertTrue(crossings > 3);
        reset(s);
        rig.world.run(Rig.SECOND);
    }

    /** The same where little may be unsent, and where the program makes its buffer larger. */
    @Test
    void writersAreWokenByOptions() {
        SocketSession s = open();
        TcpRig.nonBlocking(s);
        Rig.set(s, Sockets.SEND_BUFFER, 20_000);
        fill(s);
        assertEquals(0, s.ready() & Poll.OUT);
        int[] told = new int[1];
        s.watch(() -> told[0]++);
        Rig.set(s, Sockets.SEND_BUFFER, 200_000);
        assertEquals(Poll.OUT, s.ready() & Poll.OUT);
        assertTrue(told[0] > 0);
        int before = told[0];
        Rig.set(s, Sockets.NOT_SENT_LOW_WATER, 1);
        assertEquals(0, s.ready() & Poll.OUT);
        Rig.set(s, Sockets.NOT_SENT_LOW_WATER, 1 << 30);
        assertEquals(Poll.OUT, s.ready() & Poll.OUT);
        assertTrue(told[0] > before);
        reset(s);
    }

    /** What waits for the window alone leaves without anything being acknowledged: whoever waits for less unsent is told. */
    @Test
    void writersAreWokenWhenNothingIsUnsent() {
        SocketSession s = open();
        TcpRig.nonBlocking(s);
        Rig.set(s, Sockets.NOT_SENT_LOW_WATER, 1);
        peer.send(0, 0, TcpPeer.ACK, 60_000, new byte[1]);
        peer.theirs++;
        peer.ack(0, 1460);
        s.write(new byte[2920], 0, 2920);
        assertEquals(0, s.ready() & Poll.OUT);
        int[] told = new int[1];
        s.watch(() -> told[0]++);
        peer.ack(0, 60_000);
        assertEquals(Poll.OUT, s.ready() & Poll.OUT);
        assertTrue(told[0] > 0);
        reset(s);
    }

    /** Of a segment of which only a part finds room the reader is told too. */
    @Test
    void readersAreToldOfPartsOfSegments() {
        SocketSession s = open();
        int[] told = new int[1];
        s.watch(() -> told[0]++);
        Budget budget = TcpPeer.budget(rig);
        long taken = budget.left() - 17_000;
        budget.take(taken);
        peer.send(0, 0, TcpPeer.ACK, 60_000, new byte[20_000]);
        budget.giveBack(taken);
        int there = s.available();
        assertTrue(there > 0 && there < 20_000, "" + there);
        assertTrue(told[0] > 0);
        peer.send(there, 0, TcpPeer.RST, 0, TcpPeer.NOTHING);
        s.close();
    }

    /** One segment over many holes keeps its memory once, and never more than there may be. */
    @Test
    void aSegmentOverManyHolesCostsOnce() {
        SocketSession s = open();
        Budget budget = TcpPeer.budget(rig);
        long before = budget.left();
        for (int i = 1; i < 80; i += 2) {
            peer.send(i, 0, TcpPeer.ACK, 60_000, new byte[] {(byte) i});
        }
        long holes = before - budget.left();
        byte[] all = new byte[100];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        peer.send(2, 0, TcpPeer.ACK, 60_000, Arrays.copyOfRange(all, 2, 100));
        long cost = before - budget.left() - holes;
        assertTrue(cost <= 4096 + 41 * 128, "one frame costs " + cost);
        peer.send(0, 0, TcpPeer.ACK, 60_000, new byte[1]);
        assertEquals(100, s.available());
        assertEquals(-1, Arrays.mismatch(all, TcpRig.read(s, 100)));
        assertEquals(before, budget.left());
        // where there is no more to be had, none is taken
        long taken = budget.left() - 60_000;
        budget.take(taken);
        for (int i = 101; i < 300; i += 2) {
            peer.send(i, 0, TcpPeer.ACK, 60_000, new byte[] {1});
            peer.send(101, 0, TcpPeer.ACK, 60_000, new byte[200]);
            assertTrue(budget.left() >= 0, "" + budget.left());
        }
        budget.giveBack(taken);
        peer.send(100, 0, TcpPeer.RST, 0, TcpPeer.NOTHING);
        s.close();
        rig.world.run(Rig.SECOND);
        assertEquals(before, budget.left());
    }

    /** How long FIN-WAIT-2 may last is bounded, as Linux does. */
    @Test
    void linger2IsBounded() {
        SocketSession s = TcpRig.tcp(rig);
        Rig.set(s, Sockets.LINGER2, 3600 * Rig.SECOND);
        assertEquals(120 * Rig.SECOND, Rig.get(s, Sockets.LINGER2));
        Rig.set(s, Sockets.LINGER2, 3 * Rig.SECOND);
        assertEquals(3 * Rig.SECOND, Rig.get(s, Sockets.LINGER2));
        s.close();
    }

    /** Keep-alive probes are a second apart at least. */
    @Test
    void keepAliveTimesAreBounded() {
        SocketSession s = TcpRig.tcp(rig);
        for (int option : new int[] {Sockets.KEEP_IDLE, Sockets.KEEP_INTERVAL}) {
            Rig.fails(Errno.EINVAL, () -> Rig.set(s, option, Rig.SECOND - 1));
            Rig.set(s, option, Rig.SECOND);
        }
        s.close();
    }

    /** A router that says that a packet was too big and not how big one may be (RFC 1191 5): the next plateau is tried, by new connections too. */
    @Test
    void routersThatTellNoMtuAreHeeded() {
        SocketSession s = open();
        Rig.set(s, Sockets.NO_DELAY, 1);
        s.write(new byte[1460], 0, 1460);
        peer.sent();
        byte[] quoted = new byte[28];
        peer.packets.get(0).get(0, quoted);
        byte[] packet = IpPackets.ip("10.1.0.1", "10.1.0.2", 1, 0, 0, IpPackets.icmp(3, 4, 0, quoted));
        ByteBuffer icmp = ByteBuffer.allocate(8 + packet.length).put(Rig.hex("aaaa030000000800")).put(packet);
        rig.atm.inject(100, icmp.array(), 0);
        List<ByteBuffer> again = peer.sent();
        assertEquals(1492 - 40, TcpPeer.length(again.get(0)));
        // of another packet of that length, sent before: no further step
        rig.atm.inject(100, icmp.array(), 0);
        assertEquals(1492, Rig.get(s, Sockets.MTU));
        reset(s);
    }

    /** A SYN-ACK that got lost goes again as one after the program has closed (RFC 9293 3.10.4). */
    @Test
    void whoClosesInASimultaneousOpenSaysSynAgain() {
        SocketSession s = TcpRig.tcp(rig);
        TcpRig.nonBlocking(s);
        Rig.fails(Errno.EINPROGRESS, () -> s.connect(TcpRig.at("10.1.0.1", 99)));
        ByteBuffer syn = peer.sent().get(0);
        int port = syn.getShort(0) & 0xffff;
        int iss = syn.getInt(4);
        peer.inject(99, port, 7000, 0, TcpPeer.SYN, 60_000, "", TcpPeer.NOTHING);
        peer.sent();
        s.shutdown(Sockets.SHUT_SEND);
        Rig.fails(Errno.EPIPE, () -> s.write(new byte[1], 0, 1));
        rig.world.run(4 * Rig.SECOND);
        List<ByteBuffer> again = peer.sent();
        assertFalse(again.isEmpty());
        for (ByteBuffer one : again) {
            assertEquals(iss, one.getInt(4));
            assertEquals(TcpPeer.SYN | TcpPeer.ACK, TcpPeer.flags(one) & ~8);
        }
        peer.inject(99, port, 7001, iss + 1, TcpPeer.ACK, 60_000, "", TcpPeer.NOTHING);
        ByteBuffer fin = peer.sent().getLast();
        assertEquals(iss + 1, fin.getInt(4));
        assertEquals(TcpPeer.FIN | TcpPeer.ACK, TcpPeer.flags(fin) & ~8);
        peer.inject(99, port, 7001, iss + 2, TcpPeer.ACK | TcpPeer.FIN, 60_000, "", TcpPeer.NOTHING);
        s.close();
    }

    /** SYN-ACKs are two minutes apart at most and not less later on, however many there may be. */
    @Test
    void manySynAcksAreFarApart() {
        rig.control("set tcp_synack_retries 100");
        SocketSession listener = TcpRig.listen(rig, 80);
        peer.inject(5000, 80, 1, 0, TcpPeer.SYN, 60_000, "", TcpPeer.NOTHING);
        peer.sent();
        int most = 0;
        for (int i = 0; i < 200; i++) {
            rig.world.run(60 * Rig.SECOND);
            int sent = peer.sent().size();
            most = i == 0 ? 0 : Math.max(most, sent);
        }
        assertEquals(1, most);
        listener.close();
    }

    /** A segment that comes on the heels of the handshake's last, handled by another thread between any two of its steps, finds a connection. */
    @Test
    void segmentsOnTheHeelsOfTheHandshakeFindAConnection() {
        boolean between = true;
        for (int step = 0; between; step++) {
            SocketSession listener = TcpRig.listen(rig, 80);
            peer.theirs = 1000;
            peer.inject(5000, 80, peer.theirs++, 0, TcpPeer.SYN, 60_000, "", TcpPeer.NOTHING);
            peer.ours = peer.sent().get(0).getInt(4) + 1;
            rig.releases = step;
            // by another interface: what comes by one is handled one by one
            byte[] data = TcpHostileTest.segment(5000, 80, peer.theirs, peer.ours, TcpPeer.ACK, 60_000, "", new byte[] {1, 2, 3});
            rig.meanwhile = () -> rig.atm.inject(101, data, 0);
            peer.ack(0, 60_000);
            between = rig.meanwhile == null;
            if (!between) {
                Runnable late = rig.meanwhile;
                rig.meanwhile = null;
                late.run();
            }
            for (ByteBuffer one : peer.sent()) {
                assertEquals(0, TcpPeer.flags(one) & TcpPeer.RST, "step " + step);
            }
            assertTrue(between || step > 6, "few steps: " + step);
            SocketSession s = listener.accept(Sockets.DONT_WAIT, null);
            listener.close();
            if (s.available() == 0) {
                // dropped where the request was being handled; it comes again
                peer.send(0, 0, TcpPeer.ACK, 60_000, new byte[] {1, 2, 3});
            }
            assertEquals(3, s.available());
            peer.send(3, 0, TcpPeer.RST, 0, TcpPeer.NOTHING);
            s.close();
            rig.world.run(Rig.SECOND);
        }
    }

    /** To read no bytes takes none. */
    @Test
    void noAreasForNoBytes() {
        SocketSession s = open();
        peer.send(0, 0, TcpPeer.ACK, 60_000, new byte[] {1, 2, 3});
        Rig.Hand hand = new Rig.Hand();
        assertEquals(0, s.readAreas(0, rig.transfer(0), hand));
        assertEquals(3, s.available());
        TcpRig.read(s, 3);
        assertEquals(0, s.readAreas(0, rig.transfer(0), hand));
        peer.send(3, 0, TcpPeer.RST, 0, TcpPeer.NOTHING);
        s.close();
    }

    private static void assertHeldUp(SocketSession s, long busy, long window, long buffer) {
        assertEquals(List.of(busy, window, buffer), List.of(TcpRig.info(s, TcpInfo.BUSY_TIME) / 1000,
            TcpRig.info(s, TcpInfo.RWND_LIMITED) / 1000, TcpRig.info(s, TcpInfo.SNDBUF_LIMITED) / 1000));
    }

    /** What holds up what is to be sent is told in microseconds: the network, the peer's window, the own buffer. */
    @Test
    void whatHoldsUpIsTold() {
        SocketSession s = open();
        TcpRig.nonBlocking(s);
        Rig.set(s, Sockets.SEND_BUFFER, 2000);
        rig.world.run(Rig.SECOND);
        assertHeldUp(s, 0, 0, 0);
        s.write(new byte[1000], 0, 1000);
        rig.world.run(Rig.SECOND / 10);
        assertHeldUp(s, 100, 0, 0);
        fill(s);
        rig.world.run(Rig.SECOND / 10);
        assertHeldUp(s, 200, 0, 100);
        peer.ack(2000, 0);
        rig.world.run(Rig.SECOND);
        assertHeldUp(s, 200, 0, 100);
        s.write(new byte[500], 0, 500);
        rig.world.run(3 * Rig.SECOND);
        assertHeldUp(s, 3200, 3000, 100);
        peer.ack(2000, 60_000);
        rig.world.run(Rig.SECOND / 10);
        assertHeldUp(s, 3300, 3000, 100);
        peer.ack(2500, 60_000);
        rig.world.run(Rig.SECOND);
        assertHeldUp(s, 3300, 3000, 100);
        peer.send(0, 2500, TcpPeer.RST, 0, TcpPeer.NOTHING);
        s.close();
    }
}
