package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine between two networks: RFC 1812. */
class ForwardingTest {
    private static final String LEFT = "10.1.0.1";
    private static final String RIGHT = "10.2.0.1";
    private Rig rig;

    @BeforeEach
    void open() {
        rig = Rig.loopback("open atm0 0.100 encap=vc address=10.1.0.2/24", "open atm0 0.101 encap=vc address=10.2.0.2/24 mtu=1500",
            "forward on");
        rig.atm.taken();
    }

    private List<byte[]> give(byte[] packet) {
        rig.atm.inject(100, packet, 0);
        assertEquals(0, rig.counter("defects"), rig.log::toString);
        return rig.atm.taken().lines().map(line -> {
            assertTrue(line.startsWith("101 ") || line.startsWith("100 "), line);
            return Rig.hex(line.substring(4));
        }).toList();
    }

    @Test
    void aPacketGoesOn() {
        byte[] packet = IpPackets.ip(LEFT, RIGHT, 99, 7, 0, Rig.random(1, 1000));
        long copied = rig.memory.bytesCopied();
        int before = rig.used();
        rig.atm.inject(100, packet, 0);
        String taken = rig.atm.taken();
        assertTrue(taken.startsWith("101 "), taken);
        byte[] on = Rig.hex(taken.substring(4));
        assertEquals(packet[8] - 1, on[8]);
        assertEquals(0, IpPackets.checksum(on, 0, 20));
        assertArrayEquals(Arrays.copyOfRange(packet, 20, packet.length), Arrays.copyOfRange(on, 20, on.length));
        assertArrayEquals(Arrays.copyOf(packet, 8), Arrays.copyOf(on, 8));
        assertEquals(copied, rig.memory.bytesCopied());
        rig.assertNothingKept(before);
        assertEquals(1, rig.counter("ip_forwarded"));
    }

    /** Options stay as they are. */
    @Test
    void optionsGoOn() {
        byte[] plain = IpPackets.ip(LEFT, RIGHT, 99, 7, 0, new byte[10]);
        byte[] packet = new byte[plain.length + 8];
        System.arraycopy(plain, 0, packet, 0, 20);
        System.arraycopy(plain, 20, packet, 28, 10);
        packet[0] = 0x47;
        packet[3] = (byte) packet.length;
        byte[] options = {(byte) 148, 4, 0, 0, 1, 1, 1, 0};
        System.arraycopy(options, 0, packet, 20, 8);
        packet[10] = 0;
        packet[11] = 0;
        int sum = IpPackets.checksum(packet, 0, 28);
        packet[10] = (byte) (sum >> 8);
        packet[11] = (byte) sum;
        byte[] on = give(packet).get(0);
        assertEquals(0, IpPackets.checksum(on, 0, 28));
        assertArrayEquals(Arrays.copyOfRange(packet, 20, packet.length), Arrays.copyOfRange(on, 20, on.length));
    }

    @Test
    void itsTimeIsUp() {
        byte[] packet = IpPackets.ip(LEFT, RIGHT, 99, 7, 0, new byte[10]);
        packet[8] = 1;
        packet[10] = 0;
        packet[11] = 0;
        int sum = IpPackets.checksum(packet, 0, 20);
        packet[10] = (byte) (sum >> 8);
        packet[11] = (byte) sum;
        byte[] error = give(packet).get(0);
        assertEquals("0b00", Rig.hex(error).substring(40, 44));
        assertEquals("0a010002" + "0a010001", Rig.hex(error).substring(24, 40), "from the interface it came through, to its sender");
        assertEquals(0, IpPackets.checksum(error, 20, error.length - 20));
        assertEquals(1, rig.counter("ip_forward_ttl_expired"));
    }

    @Test
    void noWay() {
        byte[] error = give(IpPackets.ip(LEFT, "192.0.2.1", 99, 7, 0, new byte[10])).get(0);
        assertEquals("0300", Rig.hex(error).substring(40, 44));
    }

    @Test
    void tooLongForTheNextLink() {
        byte[] packet = IpPackets.ip(LEFT, RIGHT, 99, 7, 0x4000, Rig.random(1, 4000));
        byte[] error = give(packet).get(0);
        assertEquals("0304", Rig.hex(error).substring(40, 44));
        assertEquals(1500, (error[26] & 255) << 8 | error[27] & 255, "the next hop's MTU (RFC 1191)");
        assertEquals(0, IpPackets.checksum(error, 20, error.length - 20));
        // without DF it is cut, and a piece is cut into pieces of it
        byte[] piece = IpPackets.ip(LEFT, RIGHT, 99, 8, 0x2000 | 100, Rig.random(2, 4000));
        List<byte[]> pieces = give(piece);
        assertEquals(3, pieces.size());
        byte[] together = new byte[4000];
        int at = 0;
        for (byte[] p : pieces) {
            assertTrue(p.length <= 1500);
            assertEquals(0, IpPackets.checksum(p, 0, 20));
            int field = (p[6] & 255) << 8 | p[7] & 255;
            assertEquals(0x2000, field & 0xe000, "more are to come, as after the piece itself");
            assertEquals(100 + at / 8, field & 0x1fff);
            System.arraycopy(p, 20, together, at, p.length - 20);
            at += p.length - 20;
        }
        assertArrayEquals(Arrays.copyOfRange(piece, 20, 4020), together);
        // the last piece of a datagram ends it
        List<byte[]> last = give(IpPackets.ip(LEFT, RIGHT, 99, 8, 600, new byte[3000]));
        assertEquals(0, last.get(last.size() - 1)[6] & 0x20);
    }

    @Test
    void whatIsNotSentOn() {
        assertEquals(List.of(), give(IpPackets.ip(LEFT, "10.2.0.255", 99, 7, 0, new byte[10])));
        assertEquals(List.of(), give(IpPackets.ip(LEFT, "224.0.0.9", 99, 7, 0, new byte[10])));
        assertEquals(List.of(), give(IpPackets.ip(LEFT, "127.0.0.1", 99, 7, 0, new byte[10])));
        assertEquals(List.of(), give(IpPackets.ip(LEFT, "255.255.255.255", 99, 7, 0, new byte[10])));
        rig.control("forward off");
        assertEquals(List.of(), give(IpPackets.ip(LEFT, RIGHT, 99, 7, 0, new byte[10])));
        rig.refused(org.sluice.abi.Errno.EINVAL, "forward maybe");
        rig.refused(org.sluice.abi.Errno.EINVAL, "large clip0 on");
    }
}
