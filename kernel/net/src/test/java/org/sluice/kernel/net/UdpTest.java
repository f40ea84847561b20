package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Counters;
import org.sluice.kernel.net.udp.Udp;
import org.sluice.kernel.network.SocketSession;
import org.sluice.kernel.network.WaitLock;

/** Datagrams of UDP: ports, addresses, checksums, errors, and the way through areas. */
class UdpTest {
    private static final String ME = "10.1.0.2";
    private static final String PEER = "10.1.0.1";
    private Rig rig;

    @BeforeEach
    void open() {
        rig = Rig.loopback("open atm0 0.100 encap=vc address=10.1.0.2/24");
        rig.atm.taken();
    }

    private SocketSession udp() {
        return rig.socket(Sockets.INET, Sockets.DGRAM, Sockets.UDP);
    }

    private SocketSession bound(String ip, int port) {
        SocketSession socket = udp();
        socket.bind(at(ip, port));
        return socket;
    }

    static long[] at(String ip, int port) {
        long[] address = Rig.ip(ip);
        address[Sockets.PORT] = port;
        return address;
    }

    private static void send(SocketSession socket, String text, long[] to) {
        byte[] bytes = text.getBytes();
        assertEquals(bytes.length, socket.send(bytes, 0, bytes.length, 0, to));
    }

    private static String receive(SocketSession socket) {
        return new String(Rig.receive(socket));
    }

    private static void nothing(SocketSession socket) {
        Rig.fails(Errno.EAGAIN, () -> socket.receive(new byte[1], 0, 1, Sockets.DONT_WAIT, null));
    }

    /** A datagram with its checksum, or 0 for none. */
    static byte[] udp(String from, String to, int sourcePort, int port, boolean checksum, byte[] data) {
        byte[] udp = new byte[8 + data.length];
        udp[0] = (byte) (sourcePort >> 8);
        udp[1] = (byte) sourcePort;
        udp[2] = (byte) (port >> 8);
        udp[3] = (byte) port;
        udp[4] = (byte) (udp.length >> 8);
        udp[5] = (byte) udp.length;
        System.arraycopy(data, 0, udp, 8, data.length);
        if (checksum) {
            byte[] pseudo = new byte[12 + udp.length];
            put(pseudo, 0, (int) Rig.ip(from)[Sockets.LOW]);
            put(pseudo, 4, (int) Rig.ip(to)[Sockets.LOW]);
            pseudo[9] = 17;
            pseudo[10] = udp[4];
            pseudo[11] = udp[5];
            System.arraycopy(udp, 0, pseudo, 12, udp.length);
            int sum = IpPackets.checksum(pseudo, 0, pseudo.length);
            udp[6] = (byte) (sum >> 8);
            udp[7] = (byte) sum;
        }
        return IpPackets.ip(from, to, 17, 1, 0, udp);
    }

    private static void put(byte[] to, int at, int value) {
        for (int i = 0; i < 4; i++) {
            to[at + i] = (byte) (value >> 24 - 8 * i);
        }
    }

    private void give(byte[] packet) {
        rig.atm.inject(100, packet, 0);
        assertEquals(0, rig.counter("defects"), rig.log::toString);
    }

    @Test
    void aQuestionAndItsAnswer() {
        int before = rig.used();
        SocketSession server = bound("0.0.0.0", 53);
        SocketSession client = udp();
        client.connect(at("127.0.0.1", 53));
        send(client, "what?", null);
        byte[] buffer = new byte[100];
        long[] message = new long[Sockets.MESSAGE_LENGTH];
        assertEquals(5, server.receive(buffer, 0, 100, 0, message));
        assertEquals(rig.ip("127.0.0.1")[Sockets.LOW], message[Sockets.LOW]);
        long[] own = new long[4];
        client.name(false, own);
        assertEquals(own[Sockets.PORT], message[Sockets.PORT]);
        assertTrue(own[Sockets.PORT] >= 32768 && own[Sockets.PORT] < 61000, () -> "port " + own[Sockets.PORT]);
        long[] back = Arrays.copyOf(message, 4);
        send(server, "that", back);
        assertEquals("that", receive(client));
        // the end of what does not fit is lost
        send(client, "0123456789", null);
        assertEquals(4, server.receive(buffer, 0, 4, 0, message));
        assertEquals(10, message[Sockets.MESSAGE_BYTES]);
        nothing(server);
        // nothing is something
        send(client, "", null);
        assertEquals(0, server.receive(buffer, 0, 4, 0, message));
        nothing(server);
        client.close();
        server.close();
        rig.assertNothingKept(before);
    }

    @Test
    void whoGetsWhat() {
        SocketSession all = bound("0.0.0.0", 7);
        SocketSession mine = udp();
        Rig.fails(Errno.EADDRINUSE, () -> mine.bind(at(ME, 7)));
        Rig.fails(Errno.EADDRNOTAVAIL, () -> mine.bind(at("10.1.0.9", 7)));
        mine.bind(at(ME, 8));
        Rig.fails(Errno.EINVAL, () -> mine.bind(at(ME, 9)));
        SocketSession other = bound("127.0.0.1", 8);
        give(udp(PEER, ME, 5, 7, true, new byte[1]));
        give(udp(PEER, ME, 5, 8, true, new byte[2]));
        assertEquals(1, Rig.receive(all).length);
        assertEquals(2, Rig.receive(mine).length);
        nothing(other);
        // a connected socket hears its peer only
        mine.connect(at(PEER, 6));
        give(udp(PEER, ME, 5, 8, true, new byte[3]));
        nothing(mine);
        give(udp(PEER, ME, 6, 8, true, new byte[4]));
        assertEquals(4, Rig.receive(mine).length);
        // two that want to share a port: the better fit, then the later
        SocketSession first = udp();
        SocketSession second = udp();
        Rig.set(first, Sockets.REUSE_ADDRESS, 1);
        first.bind(at("0.0.0.0", 99));
        Rig.fails(Errno.EADDRINUSE, () -> second.bind(at("0.0.0.0", 99)));
        Rig.set(second, Sockets.REUSE_ADDRESS, 1);
        second.bind(at(ME, 99));
        give(udp(PEER, ME, 6, 99, true, new byte[5]));
        assertEquals(5, Rig.receive(second).length);
        second.close();
        give(udp(PEER, ME, 6, 99, true, new byte[6]));
        assertEquals(6, Rig.receive(first).length);
    }

    @Test
    void checksums() {
        SocketSession socket = bound("0.0.0.0", 9);
        byte[] good = udp(PEER, ME, 5, 9, true, "data of odd length.".getBytes());
        give(good);
        assertEquals("data of odd length.", receive(socket));
        byte[] bad = good.clone();
        bad[30] ^= 1;
        give(bad);
        nothing(socket);
        assertEquals(1, rig.counter("udp_in_bad_checksum"));
        give(udp(PEER, ME, 5, 9, false, "none".getBytes()));
        assertEquals("none", receive(socket));
        // what is sent has a right one, also when it comes out as zero
        for (int i = 0; i < 3; i++) {
            byte[] data = Rig.random(i, 1001);
            socket.send(data, 0, data.length, 0, at(PEER, 5));
            byte[] sent = Rig.hex(rig.atm.taken().substring(4));
            assertArrayEquals(Arrays.copyOfRange(udp(ME, PEER, 9, 5, true, data), 20, 1029), Arrays.copyOfRange(sent, 20, 1029));
        }
        int found = 0;
        for (int i = 0; i < 65536; i++) {
            byte[] data = {(byte) (i >> 8), (byte) i};
            socket.send(data, 0, 2, 0, at(PEER, 5));
            String sent = rig.atm.taken();
            assertNotEquals("0000", sent.substring(4 + 52, 4 + 56));
            found += sent.startsWith("ffff", 4 + 52) ? 1 : 0;
        }
        assertTrue(found > 0, "no datagram had the checksum that is written in another form");
        Rig.set(socket, Sockets.NO_CHECKSUM, 1);
        socket.send(new byte[2], 0, 2, 0, at(PEER, 5));
        assertEquals("0000", rig.atm.taken().substring(4 + 52, 4 + 56));
    }

    @Test
    void whatIsOutOfForm() {
        SocketSession socket = bound("0.0.0.0", 9);
        byte[] good = udp(PEER, ME, 5, 9, false, new byte[20]);
        for (int length : new int[] {0, 7, 29, 65535}) {
            byte[] wrong = good.clone();
            wrong[24] = (byte) (length >> 8);
            wrong[25] = (byte) length;
            give(wrong);
        }
        give(IpPackets.ip(PEER, ME, 17, 1, 0, new byte[7]));
        assertEquals(5, rig.counter("udp_in_malformed"));
        nothing(socket);
        // what the length leaves out is not data
        byte[] padded = good.clone();
        padded[25] = 10;
        give(padded);
        assertEquals(2, Rig.receive(socket).length);
        assertEquals("", rig.atm.taken());
    }

    @Test
    void nobodyListens() {
        give(udp(PEER, ME, 5, 9, true, new byte[3]));
        byte[] error = Rig.hex(rig.atm.taken().substring(4));
        assertEquals("0303", Rig.hex(error).substring(40, 44));
        // and who asked is told, once, if connected
        SocketSession client = udp();
        client.connect(at("127.0.0.1", 9));
        send(client, "x", null);
        assertEquals(Poll.OUT | Poll.IN | Poll.ERROR, client.ready());
        Rig.fails(Errno.ECONNREFUSED, () -> client.receive(new byte[1], 0, 1, 0, null));
        nothing(client);
        send(client, "x", null);
        assertEquals(Errno.ECONNREFUSED, Rig.get(client, Sockets.ERROR));
        assertEquals(0, Rig.get(client, Sockets.ERROR));
        SocketSession any = udp();
        send(any, "x", at("127.0.0.1", 9));
        nothing(any);
        Rig.set(any, Sockets.ALL_ERRORS, 1);
        send(any, "x", at("127.0.0.1", 9));
        Rig.fails(Errno.ECONNREFUSED, () -> any.receive(new byte[1], 0, 1, 0, null));
    }

    /** Time exceeded does not end a connected socket's hopes, and is told to who asks for all errors, with who said so. */
    @Test
    void errorsOfRouters() {
        SocketSession client = udp();
        rig.control("route add default via 10.1.0.1");
        client.connect(at("192.0.2.1", 33434));
        Rig.set(client, Sockets.TTL, 1);
        send(client, "probe", null);
        byte[] sent = Rig.hex(rig.atm.taken().substring(4));
        assertEquals(1, sent[8]);
        give(IpPackets.ip("10.1.0.1", ME, 1, 1, 0, IpPackets.icmp(11, 0, 0, Arrays.copyOf(sent, 28))));
        nothing(client);
        Rig.set(client, Sockets.ALL_ERRORS, 1);
        give(IpPackets.ip("10.1.0.1", ME, 1, 1, 0, IpPackets.icmp(11, 0, 0, Arrays.copyOf(sent, 28))));
        long[] who = new long[Sockets.MESSAGE_LENGTH];
        Rig.fails(Errno.EHOSTUNREACH, () -> client.receive(new byte[1], 0, 1, 0, who));
        assertEquals(Rig.ip("10.1.0.1")[Sockets.LOW], who[Sockets.LOW]);
        // about a datagram that was not sent
        byte[] forged = sent.clone();
        forged[21] ^= 1;
        give(IpPackets.ip("10.1.0.1", ME, 1, 1, 0, IpPackets.icmp(11, 0, 0, Arrays.copyOf(forged, 28))));
        nothing(client);
    }

    @Test
    void longDatagramsAndThePathsMtu() {
        SocketSession client = udp();
        client.connect(at(PEER, 9));
        assertEquals(9180, Rig.get(client, Sockets.MTU));
        byte[] data = Rig.random(1, 9000);
        client.send(data, 0, 9000, 0, null);
        String sent = rig.atm.taken();
        byte[] packet = Rig.hex(sent.substring(4));
        assertEquals(0x40, packet[6] & 0xe0, "DF while it fits");
        // a router has a link of 1500
        give(IpPackets.ip("10.1.0.7", ME, 1, 1, 0, IpPackets.icmp(3, 4, 1500, Arrays.copyOf(packet, 28))));
        assertEquals(1500, Rig.get(client, Sockets.MTU));
        nothing(client);
        client.send(data, 0, 9000, 0, null);
        assertEquals(7, rig.atm.taken().lines().count(), "pieces");
        Rig.set(client, Sockets.MTU_DISCOVER, 2);
        Rig.fails(Errno.EMSGSIZE, () -> client.send(data, 0, 1473, 0, null));
        client.send(data, 0, 1472, 0, null);
        assertEquals(1, rig.atm.taken().lines().count());
        Rig.set(client, Sockets.MTU_DISCOVER, 3);
        client.send(new byte[9152], 0, 9152, 0, null);
        assertEquals(1, rig.atm.taken().lines().count());
        Rig.fails(Errno.EMSGSIZE, () -> client.send(new byte[9153], 0, 9153, 0, null));
        // less than 552 is not believed; what a router does not tell is guessed
        give(IpPackets.ip("10.1.0.7", ME, 1, 1, 0, IpPackets.icmp(3, 4, 68, Arrays.copyOf(packet, 28))));
        assertEquals(552, Rig.get(client, Sockets.MTU));
        // and after ten minutes all is forgotten
        rig.world.now += 601 * Rig.SECOND;
        assertEquals(9180, Rig.get(client, Sockets.MTU));
        give(IpPackets.ip("10.1.0.7", ME, 1, 1, 0, IpPackets.icmp(3, 4, 0, Arrays.copyOf(packet, 28))));
        assertEquals(8166, Rig.get(client, Sockets.MTU));
        Rig.fails(Errno.EMSGSIZE, () -> client.send(new byte[65508], 0, 65508, 0, null));
    }

    /** A forged "too big" about what was never sent changes nothing. */
    @Test
    void forgedMtu() {
        SocketSession client = udp();
        client.connect(at(PEER, 9));
        byte[] never = udp(ME, PEER, 1, 9, true, new byte[20]);
        give(IpPackets.ip("10.1.0.7", ME, 1, 1, 0, IpPackets.icmp(3, 4, 600, Arrays.copyOf(never, 28))));
        assertEquals(9180, Rig.get(client, Sockets.MTU));
    }

    /** Whoever knows a port could have all that is sent anywhere cut in crumbs: it has to name where something was sent to. */
    @Test
    void anUnconnectedSocketIsToldTheMtuOfWhereItHasSent() {
        SocketSession server = bound("0.0.0.0", 53);
        SocketSession other = udp();
        other.connect(at(PEER, 9));
        send(server, "x", at("10.1.0.3", 7));
        rig.atm.taken();
        for (byte[] never : new byte[][] {udp(ME, PEER, 53, 9, true, new byte[20]), udp(ME, "10.1.0.3", 53, 8, true, new byte[20])}) {
            give(IpPackets.ip("10.1.0.7", ME, 1, 1, 0, IpPackets.icmp(3, 4, 600, Arrays.copyOf(never, 28))));
        }
        assertEquals(9180, Rig.get(other, Sockets.MTU), "nothing was sent there");
        other.connect(at("10.1.0.3", 9));
        assertEquals(9180, Rig.get(other, Sockets.MTU), "nor to that port");
        byte[] sent = udp(ME, "10.1.0.3", 53, 7, true, new byte[20]);
        give(IpPackets.ip("10.1.0.7", ME, 1, 1, 0, IpPackets.icmp(3, 4, 600, Arrays.copyOf(sent, 28))));
        assertEquals(600, Rig.get(other, Sockets.MTU));
        // sixteen others later it is forgotten
        for (int i = 0; i < 16; i++) {
            send(server, "x", at("10.1.0.4", 100 + i));
        }
        rig.atm.taken();
        give(IpPackets.ip("10.1.0.7", ME, 1, 1, 0, IpPackets.icmp(3, 4, 560, Arrays.copyOf(sent, 28))));
        assertEquals(600, Rig.get(other, Sockets.MTU));
    }

    /** Two threads send first: both find that there is no port yet, and one has it given. */
    @Test
    void twoFirstSendsAtOnceShareThePort() {
        Udp.Endpoint endpoint = new Udp.Endpoint();
        Udp[] udp = new Udp[1];
        boolean[] between = new boolean[1];
        udp[0] = new Udp(null, null, null, null, new WaitLock() {
            @Override
            public void acquire() {
                if (!between[0]) {
                    between[0] = true;
                    udp[0].ensure(endpoint);
                }
            }

            @Override
            public void release() {
                // one thread
            }

            @Override
            public Wake await(String reason, long deadline) {
                throw new AssertionError(reason);
            }

            @Override
            public void wakeAll() {
                // nobody waits
            }

            @Override
            public void watch(org.sluice.kernel.Watcher watcher) {
                throw new AssertionError();
            }

            @Override
            public void unwatch(org.sluice.kernel.Watcher watcher) {
                throw new AssertionError();
            }
        }, 1, new Counters());
        udp[0].ensure(endpoint);
        assertTrue(endpoint.port() >= 32768);
    }

    @Test
    void areasGoThroughUncopied() {
        SocketSession server = bound("0.0.0.0", 53);
        SocketSession client = udp();
        client.connect(at("127.0.0.1", 53));
        byte[] data = Rig.random(3, 60_000);
        FramePart part = rig.part(data);
        long copied = rig.memory.bytesCopied();
        Rig.Gift gift = new Rig.Gift(true, part);
        assertEquals(60_000, client.write(gift, rig.transfer(0)));
        assertTrue(gift.taken[0]);
        Rig.Hand hand = new Rig.Hand();
        assertEquals(60_000, server.readAreas(65536, rig.transfer(0), hand));
        assertEquals(part.frames().whole(), hand.got.get(0).frames().whole());
        assertArrayEquals(data, rig.bytes(hand.got.toArray(new FramePart[0])));
        assertEquals(copied, rig.memory.bytesCopied());
        hand.got.forEach(FramePart::drop);
    }

    @Test
    void whatCannotBeSent() {
        SocketSession socket = udp();
        Rig.fails(Errno.EDESTADDRREQ, () -> socket.send(new byte[1], 0, 1, 0, null));
        Rig.fails(Errno.EINVAL, () -> socket.send(new byte[1], 0, 1, 0, at(PEER, 0)));
        Rig.fails(Errno.ENETUNREACH, () -> socket.send(new byte[1], 0, 1, 0, at("192.0.2.1", 1)));
        Rig.fails(Errno.ENETUNREACH, () -> socket.connect(at("192.0.2.1", 1)));
        Rig.fails(Errno.EACCES, () -> socket.send(new byte[1], 0, 1, 0, at("255.255.255.255", 1)));
        Rig.fails(Errno.ENOTCONN, () -> socket.shutdown(Sockets.SHUT_BOTH));
        Rig.fails(Errno.ENOTCONN, () -> socket.name(true, new long[4]));
        Rig.fails(Errno.ENOTSUP, () -> socket.listen(1));
        Rig.fails(Errno.EINVAL, () -> Rig.set(socket, Sockets.TTL, 256));
        Rig.fails(Errno.ENOPROTOOPT, () -> Rig.set(socket, Sockets.NO_DELAY, 1));
        socket.connect(at(PEER, 1));
        socket.shutdown(Sockets.SHUT_SEND);
        Rig.fails(Errno.EPIPE, () -> socket.send(new byte[1], 0, 1, 0, null));
        socket.shutdown(Sockets.SHUT_RECEIVE);
        assertEquals(0, socket.receive(new byte[1], 0, 1, 0, null));
    }

    @Test
    void peekingWaitingAndPolling() {
        SocketSession socket = bound("0.0.0.0", 9);
        int[] told = {0};
        org.sluice.kernel.Watcher watcher = () -> told[0]++;
        socket.watch(watcher);
        assertEquals(Poll.OUT, socket.ready());
        give(udp(PEER, ME, 5, 9, true, new byte[3]));
        assertEquals(1, told[0]);
        assertEquals(Poll.OUT | Poll.IN, socket.ready());
        for (int i = 0; i < 2; i++) {
            assertEquals(3, socket.receive(new byte[9], 0, 9, Sockets.PEEK, null));
        }
        assertEquals(3, socket.receive(new byte[9], 0, 9, 0, null));
        assertEquals(Poll.OUT, socket.ready());
        socket.unwatch(watcher);
        Rig.set(socket, Sockets.NON_BLOCKING, 1);
        Rig.fails(Errno.EAGAIN, () -> socket.read(new byte[1], 0, 1));
        give(udp(PEER, ME, 5, 9, true, new byte[3]));
        assertEquals(1, told[0]);
        int before = rig.used();
        socket.close();
        assertTrue(rig.used() < before);
    }

    /** RFC 6056: ports are not given in an order that can be told from outside. */
    @Test
    void portsThatNobodyAskedFor() {
        Set<Long> ports = new HashSet<>();
        Random order = new Random(1);
        long last = 0;
        int neighbours = 0;
        for (int i = 0; i < 300; i++) {
            SocketSession socket = udp();
            socket.connect(at(PEER, 1 + order.nextInt(1000)));
            long[] own = new long[4];
            socket.name(false, own);
            assertTrue(ports.add(own[Sockets.PORT]));
            neighbours += Math.abs(own[Sockets.PORT] - last) < 16 ? 1 : 0;
            last = own[Sockets.PORT];
        }
        assertTrue(neighbours < 10, "ports beside each other: " + neighbours);
    }

    /** Packets somebody makes: what the header leaves open is filled in, the rest is as it was. */
    @Test
    void wholePackets() {
        int before = rig.used();
        SocketSession raw = rig.socket(Sockets.INET, Sockets.RAW, Sockets.RAW_IP);
        byte[] packet = udp("0.0.0.0", PEER, 5, 6, false, Rig.random(1, 100));
        java.util.Arrays.fill(packet, 2, 6, (byte) 0);
        packet[10] = 99;
        raw.send(packet, 0, packet.length, 0, null);
        byte[] sent = Rig.hex(rig.atm.taken().substring(4));
        assertEquals(0, IpPackets.checksum(sent, 0, 20));
        assertEquals(packet.length, (sent[2] & 255) << 8 | sent[3] & 255);
        assertEquals("0a010002", Rig.hex(sent).substring(24, 32));
        assertArrayEquals(Arrays.copyOfRange(packet, 20, packet.length), Arrays.copyOfRange(sent, 20, sent.length));
        // somebody else's address, to this machine itself
        SocketSession server = bound("0.0.0.0", 53);
        byte[] spoofed = udp("192.0.2.77", "127.0.0.1", 5, 53, false, new byte[3]);
        raw.send(spoofed, 0, spoofed.length, 0, null);
        long[] message = new long[Sockets.MESSAGE_LENGTH];
        assertEquals(3, server.receive(new byte[9], 0, 9, 0, message));
        assertEquals(Rig.ip("192.0.2.77")[Sockets.LOW], message[Sockets.LOW]);
        byte[] bad = packet.clone();
        bad[0] = 0x44;
        Rig.fails(Errno.EINVAL, () -> raw.send(bad, 0, bad.length, 0, null));
        bad[0] = 0x65;
        Rig.fails(Errno.EINVAL, () -> raw.send(bad, 0, bad.length, 0, null));
        Rig.fails(Errno.EINVAL, () -> raw.send(packet, 0, 19, 0, null));
        byte[] large = udp("0.0.0.0", PEER, 5, 6, false, new byte[9160]);
        Rig.fails(Errno.EMSGSIZE, () -> raw.send(large, 0, large.length, 0, null));
        byte[] nowhere = udp("0.0.0.0", "192.0.2.1", 5, 6, false, new byte[1]);
        Rig.fails(Errno.ENETUNREACH, () -> raw.send(nowhere, 0, nowhere.length, 0, null));
        Rig.fails(Errno.ENOTCONN, () -> raw.read(new byte[1], 0, 1));
        raw.close();
        server.close();
        rig.assertNothingKept(before);
    }
}
