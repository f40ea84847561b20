package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;
import org.sluice.kernel.driver.HostNetDevice;
import org.sluice.kernel.network.HostNetwork;
import org.sluice.kernel.network.SocketSession;

/** The machine's programs and the host's sockets, with the gateway between; in virtual time. */
class GatewayTest {
    private static final String SOMEWHERE = "198.51.100.7";

    private final Rig.World world = new Rig.World();
    private final FakeHost host = new FakeHost(new HostNetwork.Forward(false, 80), new HostNetwork.Forward(true, 53));
    private final Rig rig;
    private final int used;

    GatewayTest() {
        rig = new Rig(world, Optional.of(host), true, 1);
        host.rig = rig;
        used = rig.used();
        settle();
    }

    private void settle() {
        world.run(Rig.SECOND / 10);
    }

    @AfterEach
    void nothingIsLeft() {
        // the longest that anything lives
        world.run(400 * Rig.SECOND);
        rig.assertNothingKept(used);
        assertEquals(0, rig.counter("defects"), rig.log::toString);
        assertEquals(0, rig.net.gateway().tcp().flows());
    }

    private SocketSession begin(String ip, int port) {
        SocketSession s = TcpRig.tcp(rig);
        TcpRig.nonBlocking(s);
        Rig.fails(Errno.EINPROGRESS, () -> s.connect(TcpRig.at(ip, port)));
        settle();
        return s;
    }

    /** A connection to somewhere, and the host's end of it. */
    private SocketSession open() {
        SocketSession s = begin(SOMEWHERE, 80);
        host.last().open(HostNetDevice.DONE);
        settle();
        assertEquals(0, Rig.get(s, Sockets.ERROR));
        assertTrue((s.ready() & Poll.OUT) != 0);
        return s;
    }

    private byte[] readAll(SocketSession s) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[10_000];
        while (true) {
            int n;
            try {
                n = s.read(buffer, 0, buffer.length);
            } catch (org.sluice.kernel.CallFailed e) {
                assertEquals(Errno.EAGAIN, e.errno());
                return all.toByteArray();
            }
            if (n == 0) {
                return all.toByteArray();
            }
            all.write(buffer, 0, n);
        }
    }

    @Test
    void aConnectionIsAnsweredWhenTheHostsIsOpen() {
        SocketSession s = begin(SOMEWHERE, 443);
        assertEquals(1, host.sockets.size());
        assertEquals(443, host.last().port);
        assertEquals(SOMEWHERE, org.sluice.kernel.net.ip.Ip.format(host.last().address));
        world.run(5 * Rig.SECOND);
        assertEquals(0, s.ready() & Poll.OUT, "not before");
        assertEquals(1, host.sockets.size(), "a SYN that comes again opens nothing again");
        host.last().open(HostNetDevice.DONE);
        world.run(2 * Rig.SECOND);
        assertTrue((s.ready() & Poll.OUT) != 0);
        s.close();
        settle();
        assertTrue(host.last().shut);
        host.last().end(HostNetDevice.END);
        settle();
        assertTrue(host.last().closed);
        assertFalse(host.last().reset);
    }

    @Test
    void bytesGoBothWaysWithoutACopyInBetween() {
        SocketSession s = open();
        FakeHost.Socket h = host.last();
        byte[] data = Rig.random(1, 300_000);
        long copied = rig.memory.bytesCopied();
        int done = 0;
        while (done < data.length) {
            done += s.write(data, done, data.length - done);
            settle();
        }
        assertArrayEquals(data, h.got.toByteArray());
        assertEquals(data.length, rig.memory.bytesCopied() - copied, "the program's write, and no more");
        copied = rig.memory.bytesCopied();
        byte[] got = new byte[data.length];
        int at = 0;
        for (int sent = 0; at < got.length;) {
            if (sent < data.length) {
                int n = Math.min(h.room, data.length - sent);
                if (n > 0 && h.give(Arrays.copyOfRange(data, sent, sent + n))) {
                    sent += n;
                }
            }
            settle();
            byte[] some = readAll(s);
            System.arraycopy(some, 0, got, at, some.length);
            at += some.length;
        }
        assertArrayEquals(data, got);
        assertEquals(data.length, rig.memory.bytesCopied() - copied, "the program's read, and no more");
        assertTrue(h.room > 4096, "more at once where there is much: " + h.room);
        h.end(HostNetDevice.BROKEN);
        settle();
        s.close();
    }

    @Test
    void oneDirectionEndsBeforeTheOther() {
        SocketSession s = open();
        FakeHost.Socket h = host.last();
        s.write(new byte[] {1}, 0, 1);
        s.shutdown(Sockets.SHUT_SEND);
        settle();
        assertTrue(h.shut);
        assertFalse(h.closed);
        assertTrue(h.give(new byte[] {2, 3}));
        settle();
        assertArrayEquals(new byte[] {2, 3}, TcpRig.read(s, 2));
        h.end(HostNetDevice.END);
        settle();
        assertEquals(0, s.read(new byte[1], 0, 1));
        assertTrue(h.closed);
        assertFalse(h.reset);
        s.close();
    }

    @Test
    void theOtherDirectionMayEndFirst() {
        SocketSession s = open();
        FakeHost.Socket h = host.last();
        assertTrue(h.give(new byte[] {2, 3}));
        settle();
        h.end(HostNetDevice.END);
        settle();
        assertArrayEquals(new byte[] {2, 3}, TcpRig.read(s, 2));
        assertEquals(0, s.read(new byte[1], 0, 1));
        assertFalse(h.shut);
        s.write(new byte[] {9}, 0, 1);
        settle();
        assertArrayEquals(new byte[] {9}, h.got.toByteArray());
        s.close();
        settle();
        assertTrue(h.shut);
        assertTrue(h.closed);
        assertFalse(h.reset);
    }

    @Test
    void aHostThatReadsNothingHoldsTheProgramUp() {
        SocketSession s = open();
        FakeHost.Socket h = host.last();
        h.reads = false;
        byte[] data = Rig.random(2, 64_000);
        long written = 0;
        int idle = 0;
        while (idle < 20) {
            try {
                written += s.write(data, 0, data.length);
                idle = 0;
            } catch (org.sluice.kernel.CallFailed e) {
                assertEquals(Errno.EAGAIN, e.errno());
                idle++;
            }
            settle();
        }
        assertTrue(written < 12 << 20, "bounded: " + written);
        assertEquals(HostNetDevice.MOST_SENDS, h.unread.size());
        h.reads = true;
        h.read();
        world.run(20 * Rig.SECOND);
        assertEquals(written, h.got.size());
        s.close();
        settle();
        h.end(HostNetDevice.END);
    }

    @Test
    void aProgramThatReadsNothingHoldsTheHostUp() {
        SocketSession s = open();
        FakeHost.Socket h = host.last();
        byte[] data = Rig.random(3, 65_536);
        long given = 0;
        while (h.room > 0) {
            int n = h.room;
            assertTrue(h.give(Arrays.copyOf(data, n)));
            given += n;
            world.run(Rig.SECOND);
            assertTrue(given < 16 << 20, "bounded");
        }
        long got = 0;
        for (int i = 0; i < 1000 && got < given; i++) {
            got += readAll(s).length;
            settle();
        }
        assertEquals(given, got);
        assertTrue(h.room > 0, "goes on");
        s.close();
        settle();
        h.end(HostNetDevice.END);
    }

    @Test
    void resetsArePassedOnBothWays() {
        SocketSession s = open();
        FakeHost.Socket h = host.last();
        h.end(HostNetDevice.BROKEN);
        settle();
        Rig.fails(Errno.ECONNRESET, () -> s.read(new byte[1], 0, 1));
        assertTrue(h.closed);
        s.close();
        SocketSession t = open();
        Rig.set(t, Sockets.LINGER, 0);
        t.close();
        settle();
        assertTrue(host.last().closed);
        assertTrue(host.last().reset);
    }

    @Test
    void whyThereIsNoConnectionIsToldAsUnixTellsIt() {
        int[][] cases = {{HostNetDevice.REFUSED, Errno.ECONNREFUSED}, {HostNetDevice.NET_UNREACHABLE, Errno.ENETUNREACH},
            {HostNetDevice.HOST_UNREACHABLE, Errno.EHOSTUNREACH}, {HostNetDevice.PROHIBITED, Errno.EHOSTUNREACH},
            {HostNetDevice.NO_ROOM, Errno.EHOSTUNREACH}};
        for (int[] c : cases) {
            SocketSession s = begin(SOMEWHERE, 80);
            host.last().open(c[0]);
            settle();
            assertEquals(c[1], Rig.get(s, Sockets.ERROR), "status " + c[0]);
            s.close();
            assertTrue(host.last().closed);
        }
        host.driver = false;
        SocketSession s = begin(SOMEWHERE, 80);
        assertEquals(Errno.EHOSTUNREACH, Rig.get(s, Sockets.ERROR));
        s.close();
    }

    @Test
    void aProgramThatGoesAwayWhileItConnectsLeavesNothing() {
        SocketSession s = begin(SOMEWHERE, 80);
        s.close();
        world.run(90 * Rig.SECOND);
        host.last().open(HostNetDevice.DONE);
        world.run(90 * Rig.SECOND);
        assertTrue(host.last().closed);
    }

    /** The host's socket does not wait for a handshake that is over. */
    @Test
    void aHandshakeTheMachineResetsEndsTheHostsSocketAtOnce() {
        SocketSession s = begin(SOMEWHERE, 80);
        s.close();
        settle();
        host.last().open(HostNetDevice.DONE);
        settle();
        assertTrue(host.last().closed);
        assertTrue(host.last().reset);
        assertEquals(8, rig.net.gateway().flows(), "those that wait for others");
    }

    /** A host takes two minutes to find that nobody is there; the machine's SYN is forgotten after one. */
    @Test
    void aSynThatIsForgottenEndsTheHostsSocket() {
        SocketSession s = begin(SOMEWHERE, 80);
        s.close();
        world.run(61 * Rig.SECOND);
        assertTrue(host.last().closed);
        assertEquals(8, rig.net.gateway().flows());
        host.last().open(HostNetDevice.DONE);
        settle();
        assertEquals(8, rig.net.gateway().flows());
    }

    /** Each would keep its connection for 75 s: what lasts for moments only may come by the thousand. */
    @Test
    void aConnectionThatIsOpenHasNoTimerOfItsHandshake() {
        int before = rig.net.timers();
        for (int i = 0; i < 20; i++) {
            SocketSession s = open();
            Rig.set(s, Sockets.LINGER, 0);
            s.close();
            settle();
            assertTrue(host.last().closed);
        }
        world.run(5 * Rig.SECOND);
        assertTrue(rig.net.timers() <= before + 2, () -> before + " timers, then " + rig.net.timers());
    }

    @Test
    void whoComesByAForwardIsConnectedToTheMachine() {
        SocketSession listener = TcpRig.listen(rig, 80);
        assertEquals(8, host.accepting.get(0).size());
        FakeHost.Socket h = host.next(0);
        h.come("203.0.113.5", 4321);
        settle();
        assertEquals(8, host.accepting.get(0).size(), "others may come");
        long[] peer = new long[4];
        SocketSession s = listener.accept(0, peer);
        assertArrayEquals(TcpRig.at("203.0.113.5", 4321), peer);
        s.write(new byte[] {5}, 0, 1);
        settle();
        assertArrayEquals(new byte[] {5}, h.got.toByteArray());
        assertTrue(h.give(new byte[] {6}));
        settle();
        assertArrayEquals(new byte[] {6}, TcpRig.read(s, 1));
        // the same again from the same port, as another forward may have it
        FakeHost.Socket again = host.next(0);
        again.come("203.0.113.5", 4321);
        settle();
        SocketSession t = listener.accept(0, peer);
        assertTrue(peer[Sockets.PORT] != 4321);
        for (SocketSession each : new SocketSession[] {s, t}) {
            each.close();
        }
        settle();
        h.end(HostNetDevice.END);
        again.end(HostNetDevice.END);
        listener.close();
    }

    @Test
    void aForwardToAPortWhereNobodyListensIsReset() {
        FakeHost.Socket h = host.next(0);
        h.come("10.0.2.2", 4321);
        settle();
        assertTrue(h.closed);
        assertTrue(h.reset);
        assertEquals(8, host.accepting.get(0).size());
    }

    @Test
    void aDriverThatIsStoppedBreaksConnectionsAndTheNextHasNewOnes() {
        SocketSession s = open();
        SocketSession opening = begin(SOMEWHERE, 81);
        s.write(new byte[100], 0, 100);
        host.restart();
        settle();
        Rig.fails(Errno.ECONNRESET, () -> s.read(new byte[1], 0, 1));
        assertEquals(Errno.ECONNREFUSED, Rig.get(opening, Sockets.ERROR));
        s.close();
        opening.close();
        assertEquals(8, host.accepting.get(0).size());
        SocketSession t = open();
        t.close();
        settle();
        host.last().end(HostNetDevice.END);
        SocketSession listener = TcpRig.listen(rig, 80);
        FakeHost.Socket came = host.next(0);
        came.come("10.0.2.2", 99);
        settle();
        listener.accept(0, null).close();
        settle();
        came.end(HostNetDevice.END);
        listener.close();
    }

    @Test
    void withoutMemoryReceivingIsTriedAgain() {
        host.noMemory = true;
        SocketSession s = open();
        assertEquals(0, host.last().room);
        host.noMemory = false;
        settle();
        assertTrue(host.last().give(new byte[] {1}));
        settle();
        assertEquals(1, TcpRig.read(s, 1)[0]);
        s.close();
        settle();
        host.last().end(HostNetDevice.END);
    }

    // ---- UDP

    private SocketSession udp() {
        SocketSession s = rig.socket(Sockets.INET, Sockets.DGRAM, 0);
        TcpRig.nonBlocking(s);
        return s;
    }

    @Test
    void datagramsAreAFlowForEachPeer() {
        SocketSession s = udp();
        byte[] first = {1, 2};
        byte[] large = Rig.random(4, 30_000);
        s.send(first, 0, 2, 0, TcpRig.at("10.0.2.3", 53));
        s.send(large, 0, large.length, 0, TcpRig.at("10.0.2.3", 53));
        s.send(new byte[0], 0, 0, 0, TcpRig.at(SOMEWHERE, 53));
        settle();
        assertEquals(2, host.sockets.size());
        FakeHost.Socket dns = host.sockets.get(0);
        FakeHost.Socket other = host.sockets.get(1);
        dns.open(HostNetDevice.DONE);
        other.open(HostNetDevice.DONE);
        settle();
        assertArrayEquals(first, dns.messages.get(0));
        assertArrayEquals(large, dns.messages.get(1));
        assertEquals(0, other.messages.get(0).length);
        assertFalse(dns.give(large), "it wants to know how much room that takes");
        settle();
        assertTrue(dns.give(large));
        settle();
        long[] from = new long[Sockets.MESSAGE_LENGTH];
        byte[] buffer = new byte[70_000];
        assertEquals(large.length, s.receive(buffer, 0, buffer.length, 0, from));
        assertArrayEquals(large, Arrays.copyOf(buffer, large.length));
        assertArrayEquals(TcpRig.at("10.0.2.3", 53), Arrays.copyOf(from, 4));
        assertTrue(other.give(new byte[0]));
        settle();
        assertEquals(0, s.receive(buffer, 0, buffer.length, 0, from));
        s.close();
        world.run(200 * Rig.SECOND);
        assertTrue(dns.closed && other.closed, "not used any more");
    }

    @Test
    void whoSendsToAForwardedUdpPortGetsAnswers() {
        SocketSession s = udp();
        s.bind(TcpRig.at("0.0.0.0", 53));
        FakeHost.Socket h = host.next(1);
        h.come("203.0.113.5", 999);
        settle();
        assertTrue(h.give(new byte[] {7}));
        settle();
        long[] from = new long[Sockets.MESSAGE_LENGTH];
        byte[] buffer = new byte[10];
        assertEquals(1, s.receive(buffer, 0, 10, 0, from));
        assertArrayEquals(TcpRig.at("203.0.113.5", 999), Arrays.copyOf(from, 4));
        s.send(new byte[] {8, 9}, 0, 2, 0, TcpRig.at("203.0.113.5", 999));
        settle();
        assertArrayEquals(new byte[] {8, 9}, h.messages.get(0));
        assertEquals(0, host.sockets.size(), "no flow of its own");
        s.close();
    }

    @Test
    void datagramsThatCannotGoAreTold() {
        int[][] cases = {{HostNetDevice.PROHIBITED, Errno.EHOSTUNREACH}, {HostNetDevice.NET_UNREACHABLE, Errno.ENETUNREACH}};
        for (int[] c : cases) {
            SocketSession s = udp();
            s.connect(TcpRig.at(SOMEWHERE, 53));
            Rig.set(s, Sockets.ALL_ERRORS, 1);
            s.write(new byte[1], 0, 1);
            settle();
            host.last().open(c[0]);
            settle();
            Rig.fails(c[1], () -> s.receive(new byte[1], 0, 1, 0, null));
            s.close();
        }
        SocketSession s = udp();
        s.connect(TcpRig.at(SOMEWHERE, 53));
        s.write(new byte[1], 0, 1);
        settle();
        host.last().open(HostNetDevice.DONE);
        settle();
        host.last().end(HostNetDevice.REFUSED);
        settle();
        Rig.fails(Errno.ECONNREFUSED, () -> s.receive(new byte[1], 0, 1, 0, null));
        assertTrue(host.last().room > 0, "it is there nevertheless");
        s.close();
    }

    @Test
    void flowsAreBounded() {
        SocketSession s = udp();
        for (int i = 0; i < 400; i++) {
            s.send(new byte[1], 0, 1, 0, TcpRig.at(SOMEWHERE, 1000 + i));
            if (i % 50 == 0) {
                settle();
            }
        }
        settle();
        assertEquals(400, host.sockets.size());
        assertEquals(256, host.sockets.stream().filter(h -> !h.closed).count());
        assertTrue(host.sockets.get(0).closed, "the one used least lately");
        s.close();
    }

    /** Connections may have all sockets of the host: the flow used least lately gives its to the next that comes. */
    @Test
    void aFlowMakesRoomWhereThereIsNoneLeft() {
        SocketSession s = udp();
        for (int port : new int[] {1, 2, 1}) {
            s.send(new byte[1], 0, 1, 0, TcpRig.at(SOMEWHERE, port));
            settle();
        }
        host.full = true;
        s.send(new byte[1], 0, 1, 0, TcpRig.at(SOMEWHERE, 3));
        settle();
        assertTrue(host.sockets.get(1).closed, "the one used least lately");
        assertFalse(host.sockets.get(0).closed);
        host.full = false;
        s.send(new byte[1], 0, 1, 0, TcpRig.at(SOMEWHERE, 3));
        settle();
        assertEquals(3, host.sockets.size());
        s.close();
    }

    @Test
    void aForwardedUdpPortWaitsForASocketThatIsFree() {
        FakeHost.Socket first = host.next(1);
        int left = host.accepting.get(1).size();
        host.full = true;
        first.come("203.0.113.5", 999);
        settle();
        assertEquals(left, host.accepting.get(1).size());
        host.full = false;
        world.run(2 * Rig.SECOND);
        assertEquals(left + 1, host.accepting.get(1).size());
    }

    // ---- ICMP

    @Test
    void theGatewayAnswersEchoesForItselfOnly() {
        assertArrayEquals(new byte[] {1, 2, 3}, rig.echo("10.0.2.2", new byte[] {1, 2, 3}, 0));
        SocketSession s = rig.ping();
        TcpRig.nonBlocking(s);
        byte[] request = Rig.request(1, new byte[10]);
        s.send(request, 0, request.length, 0, Rig.ip(SOMEWHERE));
        settle();
        Rig.fails(Errno.EHOSTUNREACH, () -> s.receive(new byte[100], 0, 100, 0, null));
        s.close();
    }

    @Test
    void theMachineHasAnInterfaceARouteAndAFile() {
        assertTrue(rig.file("links").contains("host0 index=2 state=up mtu=65535 address=10.0.2.15/24"), rig.file("links"));
        assertTrue(rig.file("route").contains("0.0.0.0/0 via=10.0.2.2 dev=host0 kind=connected"), rig.file("route"));
        rig.control("open atm0 0.100 encap=vc address=10.1.0.1/24");
        rig.control("route add default via 10.1.0.9");
        assertTrue(rig.file("route").indexOf("0.0.0.0/0 via=10.1.0.9") < rig.file("route").indexOf("0.0.0.0/0 via=10.0.2.2"), "that was asked for");
        assertTrue(rig.file("outside").startsWith("host0 connections=8 flows=0 forwards=2\n opened 0\n"), rig.file("outside"));
        assertFalse(Rig.loopback().file("links").contains("host0"));
    }
}
