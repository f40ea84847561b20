package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.network.SocketSession;

/** Errors that are sent and that come in, echoes, and the sockets for them. */
class IcmpTest {
    private static final String ME = "10.1.0.2";
    private static final String PEER = "10.1.0.1";
    private Rig rig;

    @BeforeEach
    void open() {
        rig = Rig.loopback("open atm0 0.100 encap=vc address=10.1.0.2/24");
        rig.atm.taken();
    }

    private void give(byte[] packet) {
        rig.atm.inject(100, packet, 0);
        assertEquals(0, rig.counter("defects"), rig.log::toString);
    }

    @Test
    void unknownProtocolsAreUnreachable() {
        byte[] packet = IpPackets.ip(PEER, ME, 99, 1, 0, new byte[1000]);
        give(packet);
        String taken = rig.atm.taken();
        byte[] error = Rig.hex(taken.substring(4));
        assertEquals(576, error.length);
        assertEquals("0302", Rig.hex(error).substring(40, 44));
        assertEquals(0, IpPackets.checksum(error, 20, 556));
        assertArrayEquals(Arrays.copyOf(packet, 548), Arrays.copyOfRange(error, 28, 576));
        // what is short is quoted whole
        give(IpPackets.ip(PEER, ME, 99, 1, 0, new byte[3]));
        assertEquals(20 + 8 + 23, Rig.hex(rig.atm.taken().substring(4)).length);
        assertEquals(2, rig.counter("ip_in_unknown_protocol"));
        assertEquals(0, rig.memory.bytesCopied());
    }

    /** RFC 1122 3.2.2: not about errors, later pieces, what was for many, or what came from no host. */
    @Test
    void errorsThatMustNotBeSent() {
        give(IpPackets.ip(PEER, "10.1.0.255", 99, 1, 0, new byte[9]));
        give(IpPackets.ip(PEER, "255.255.255.255", 99, 1, 0, new byte[9]));
        give(IpPackets.ip(PEER, "224.0.0.1", 99, 1, 0, new byte[9]));
        give(IpPackets.ip("10.1.0.255", ME, 99, 1, 0, new byte[9]));
        give(IpPackets.ip("0.0.0.0", ME, 99, 1, 0, new byte[9]));
        give(IpPackets.ip("224.0.0.1", ME, 99, 1, 0, new byte[9]));
        give(IpPackets.ip("127.0.0.1", ME, 99, 1, 0, new byte[9]));
        give(IpPackets.ip(PEER, "127.0.0.1", 99, 1, 0, new byte[9]));
        give(IpPackets.ip(PEER, "10.1.0.3", 99, 1, 0, new byte[9]));
        // an error of which a piece stays away
        give(IpPackets.ip(PEER, ME, 1, 1, 0x2000, IpPackets.icmp(3, 1, 0, new byte[40])));
        rig.world.run(31 * Rig.SECOND);
        assertEquals("", rig.atm.taken());
        assertEquals(0, rig.counter("icmp_out_errors"));
        assertEquals(5, rig.counter("ip_in_martian"));
        assertEquals(2, rig.counter("ip_in_not_for_us"));
    }

    /** 50 at once, then 100 a second. */
    @Test
    void errorsAreLimited() {
        for (int i = 0; i < 80; i++) {
            give(IpPackets.ip(PEER, ME, 99, i, 0, new byte[9]));
        }
        assertEquals(50, rig.atm.taken().lines().count());
        assertEquals(30, rig.counter("icmp_out_rate_limited"));
        for (int i = 0; i < 40; i++) {
            rig.world.now += Rig.SECOND / 50;
            give(IpPackets.ip(PEER, ME, 99, i, 0, new byte[9]));
        }
        assertEquals(40, rig.atm.taken().lines().count());
    }

    @Test
    void headersThatAreWrong() {
        byte[] good = IpPackets.ip(PEER, ME, 99, 1, 0, new byte[9]);
        int[][] changes = {{0, 0x65}, {0, 0x44}, {0, 0x4f}, {3, 30}, {3, 19}, {8, 63}};
        for (int[] c : changes) {
            byte[] wrong = good.clone();
            wrong[c[0]] = (byte) c[1];
            give(wrong);
        }
        give(Arrays.copyOf(good, 19));
        assertEquals("", rig.atm.taken());
        assertEquals(1, rig.counter("ip_in_bad_version"));
        assertEquals(2, rig.counter("ip_in_bad_header_length"));
        assertEquals(2, rig.counter("ip_in_bad_total_length"));
        assertEquals(1, rig.counter("ip_in_bad_checksum"));
        assertEquals(1, rig.counter("ip_in_bad_too_short"));
    }

    /** What an SDU has behind the packet is not the packet's. */
    @Test
    void paddingBehindAPacketIsCut() {
        give(Arrays.copyOf(Rig.hex(IpPackets.echo(PEER, ME, 1, "a0a1")), 60));
        assertEquals(30, Rig.hex(rig.atm.taken().substring(4)).length);
    }

    @Test
    void anAnswerSharesTheRequestsMemory() {
        FramePart part = rig.part(Rig.hex(IpPackets.echo(PEER, ME, 1, "a0a1a2a3")));
        long[] address = {0};
        part.frames().hold();
        rig.atm.onSend = () -> address[0] = part.frames().holders();
        rig.atm.give(100, part);
        // this test's and the answer's: the request's was handed on
        assertEquals(2, address[0]);
        assertEquals(1, part.frames().holders());
        assertEquals(0, rig.memory.bytesCopied());
        part.frames().drop();
    }

    @Test
    void wrongChecksumsAreNotAnswered() {
        byte[] packet = Rig.hex(IpPackets.echo(PEER, ME, 1, "a0a1a2a3"));
        packet[30] ^= 1;
        give(packet);
        assertEquals("", rig.atm.taken());
        assertEquals(1, rig.counter("icmp_in_bad_checksum"));
    }

    private static byte[] error(int type, int code, int rest, byte[] quoted) {
        return IpPackets.ip("10.1.0.7", ME, 1, 9, 0, IpPackets.icmp(type, code, rest, quoted));
    }

    /** Errors that came in are the next call's, with who said so, and only of the socket they are about. */
    @Test
    void errorsReachTheSocket() {
        int[][] cases = {{3, 0, Errno.ENETUNREACH}, {3, 1, Errno.EHOSTUNREACH}, {3, 2, Errno.ENOPROTOOPT}, {3, 3, Errno.ECONNREFUSED},
            {3, 4, Errno.EMSGSIZE}, {3, 13, Errno.EHOSTUNREACH}, {11, 0, Errno.EHOSTUNREACH}, {12, 0, Errno.EIO}};
        SocketSession socket = rig.ping();
        socket.connect(Rig.ip(PEER));
        SocketSession other = rig.ping();
        other.connect(Rig.ip(PEER));
        Rig.set(other, Sockets.RECEIVE_TIMEOUT, 1);
        for (int[] c : cases) {
            byte[] message = Rig.request(1, new byte[100]);
            socket.write(message, 0, 108);
            byte[] sent = rig.atm.sent.getFirst().bytes();
            rig.atm.sent.clear();
            give(error(c[0], c[1], 0, Arrays.copyOf(sent, 28)));
            long[] about = new long[Sockets.MESSAGE_LENGTH];
            Rig.fails(c[2], () -> socket.receive(message, 0, 108, 0, about));
            assertEquals(0x0a010007, about[Sockets.LOW]);
            Rig.fails(Errno.EAGAIN, () -> other.read(message, 0, 108));
            // what this machine has not sent is no business of its
            byte[] forged = Arrays.copyOf(sent, 28);
            forged[15] = 9;
            give(error(c[0], c[1], 0, forged));
            Rig.fails(Errno.EAGAIN, () -> socket.receive(message, 0, 108, Sockets.DONT_WAIT, null));
        }
        socket.close();
        other.close();
    }

    @Test
    void socketsGetWhatIsTheirs() {
        SocketSession any = rig.ping();
        any.bind(new long[] {Sockets.INET, 500, 0, 0});
        Rig.fails(Errno.EADDRINUSE, () -> rig.ping().bind(new long[] {Sockets.INET, 500, 0, 0}));
        SocketSession peer = rig.ping();
        peer.bind(new long[] {Sockets.INET, 501, 0, 0x0a010002});
        peer.connect(Rig.ip(PEER));
        byte[] buffer = new byte[100];
        give(IpPackets.ip("10.1.0.9", ME, 1, 1, 0, IpPackets.icmp(0, 0, 501 << 16 | 1, new byte[4])));
        give(IpPackets.ip(PEER, ME, 1, 1, 0, IpPackets.icmp(0, 0, 501 << 16 | 2, new byte[4])));
        give(IpPackets.ip("10.1.0.9", ME, 1, 1, 0, IpPackets.icmp(0, 0, 500 << 16 | 3, new byte[4])));
        give(IpPackets.ip("10.1.0.9", ME, 1, 1, 0, IpPackets.icmp(0, 0, 502 << 16 | 4, new byte[4])));
        long[] about = new long[Sockets.MESSAGE_LENGTH];
        assertEquals(12, peer.receive(buffer, 0, 100, Sockets.DONT_WAIT, about));
        assertEquals(2, buffer[7]);
        assertArrayEquals(new long[] {Sockets.INET, 501, 0, 0x0a010001, 12, rig.world.now + 5, 64, 2, 0}, about);
        Rig.fails(Errno.EAGAIN, () -> peer.receive(buffer, 0, 100, Sockets.DONT_WAIT, null));
        assertEquals(12, any.receive(buffer, 0, 100, Sockets.DONT_WAIT, null));
        assertEquals(3, buffer[7]);
        assertEquals(2, rig.counter("icmp_in_unwanted_replies"));
        assertTrue(rig.file("sockets").contains("family=inet type=icmp local=10.1.0.2:501 peer=10.1.0.1 queued=0 dropped=0\n"), rig.file("sockets"));
        any.close();
        peer.close();
        rig.ping().bind(new long[] {Sockets.INET, 500, 0, 0});
    }

    @Test
    void optionsGoIntoThePacket() {
        SocketSession socket = rig.ping();
        Rig.set(socket, Sockets.TTL, 9);
        Rig.set(socket, Sockets.TOS, 0x10);
        Rig.set(socket, Sockets.DONT_FRAGMENT, 1);
        byte[] message = Rig.request(3, new byte[1]);
        socket.send(message, 0, 9, 0, Rig.ip(PEER));
        String sent = rig.atm.taken();
        assertTrue(sent.matches("100 4510001d....40000901....0a0100020a0100010800........000300"), sent);
        assertEquals(9, Rig.get(socket, Sockets.TTL));
        assertEquals(0x10, Rig.get(socket, Sockets.TOS));
        assertEquals(1, Rig.get(socket, Sockets.DONT_FRAGMENT));
        for (int[] wrong : new int[][] {{Sockets.TTL, 0}, {Sockets.TTL, 256}, {Sockets.TOS, 256}, {Sockets.DONT_FRAGMENT, 2},
            {Sockets.BIND_INTERFACE, -1}}) {
            Rig.fails(Errno.EINVAL, () -> Rig.set(socket, wrong[0], wrong[1]));
        }
        Rig.fails(Errno.ENODEV, () -> Rig.set(socket, Sockets.BIND_INTERFACE, 77));
        Rig.fails(Errno.ENOPROTOOPT, () -> Rig.set(socket, Sockets.TRAFFIC, 1));
        Rig.fails(Errno.EDESTADDRREQ, () -> socket.write(message, 0, 9));
        Rig.fails(Errno.EINVAL, () -> socket.send(message, 0, 7, 0, Rig.ip(PEER)));
        Rig.fails(Errno.EMSGSIZE, () -> socket.send(new byte[65_516], 0, 65_516, 0, Rig.ip(PEER)));
        Rig.fails(Errno.EAFNOSUPPORT, () -> socket.send(message, 0, 9, 0, Rig.vc(5)));
        Rig.fails(Errno.ENETUNREACH, () -> socket.send(message, 0, 9, 0, Rig.ip("10.9.0.1")));
        Rig.fails(Errno.ENETUNREACH, () -> socket.connect(Rig.ip("10.9.0.1")));
        Rig.fails(Errno.ENETUNREACH, () -> socket.send(message, 0, 9, 0, Rig.ip("255.255.255.255")));
        Rig.fails(Errno.EADDRNOTAVAIL, () -> rig.ping().bind(Rig.ip("10.9.0.1")));
        message[0] = 13;
        Rig.fails(Errno.EINVAL, () -> socket.send(message, 0, 9, 0, Rig.ip(PEER)));
        socket.close();
    }

    /** Data that is given is sent from where it is, behind headers of its own. */
    @Test
    void givenDataIsNotCopied() {
        rig.atm.loop = true;
        SocketSession socket = rig.ping();
        Rig.set(socket, Sockets.BIND_INTERFACE, 2);
        socket.connect(Rig.ip(ME));
        FramePart part = rig.part(Rig.request(1, Rig.random(1, 9000)));
        long data = part.address() + 8;
        assertEquals(9008, socket.write(new Rig.Gift(true, part), rig.transfer(org.sluice.abi.Transfers.ZERO_COPY)));
        Rig.Hand hand = new Rig.Hand();
        assertEquals(9008, socket.readAreas(20_000, rig.transfer(org.sluice.abi.Transfers.ZERO_COPY), hand));
        assertEquals(data, hand.got.getLast().address());
        assertArrayEquals(Rig.random(1, 9000), rig.bytes(hand.got.getLast()));
        assertEquals(0, rig.memory.bytesCopied());
        hand.got.forEach(FramePart::drop);
        socket.close();
    }
}
