package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.sluice.kernel.network.SocketSession;

/** SDUs as Linux' ATM stack makes and takes them, byte by byte; written down from what it sent, not computed. */
class WireFormatTest {
    /** An echo request of 8 bytes of data from 10.1.0.1 to 10.1.0.2, id 0x1234, seq 1. */
    private static String request() {
        return IpPackets.echo("10.1.0.1", "10.1.0.2", 1, "a0a1a2a3a4a5a6a7");
    }

    /** The answer to {@link #request}: an IP header without options, a TTL of 64, an identification of no meaning. */
    private static void answered(Rig rig, String front) {
        String taken = rig.atm.taken();
        String expected = front + "45000024....0000" + "4001....0a0100020a010001" + "0000....12340001a0a1a2a3a4a5a6a7";
        assertTrue(taken.matches(expected), taken);
        byte[] ip = Rig.hex(taken.substring(front.length()));
        assertEquals(0, IpPackets.checksum(ip, 0, 20));
        assertEquals(0, IpPackets.checksum(ip, 20, 16));
    }

    private static Rig rig(String open) {
        Rig rig = Rig.loopback("open atm0 0." + open + " address=10.1.0.2/24");
        rig.atm.taken();
        return rig;
    }

    @Test
    void checksumsOfTestPacketsAreThoseOfOtherTools() {
        // the header that RFC 1071's errata and textbooks have: 45 00 00 73 ... b8 61
        byte[] header = Rig.hex("450000730000400040110000c0a80001c0a800c7");
        assertEquals(0xb861, IpPackets.checksum(header, 0, 20));
        assertEquals("4500002400010000400166d40a0100010a010002", request().substring(0, 40));
    }

    @Test
    void llcSnapRouted() {
        Rig rig = rig("100 encap=llc");
        rig.atm.inject(100, "aaaa03 000000 0800" + request());
        answered(rig, "100 aaaa030000000800");
    }

    /** Linux takes what has no LLC header on such a connection for an IP packet. */
    @Test
    void bareIpPacketOnAnLlcConnection() {
        Rig rig = rig("100 encap=llc");
        rig.atm.inject(100, request());
        answered(rig, "100 aaaa030000000800");
    }

    @Test
    void vcMultiplexedRouted() {
        Rig rig = rig("101 encap=vc");
        rig.atm.inject(101, request());
        answered(rig, "101 ");
        Rig routed = rig("105 encap=vc-routed");
        routed.atm.inject(105, request());
        answered(routed, "105 ");
    }

    @Test
    void llcRoutedWithoutAtmarp() {
        Rig rig = rig("103 encap=llc-routed");
        rig.atm.inject(103, "aaaa030000000800" + request());
        answered(rig, "103 aaaa030000000800");
        rig.atm.inject(103, "aaaa030000000806" + "0013080000000008040000000a010001");
        assertEquals("", rig.atm.taken());
        assertTrue(rig.file("links").contains("nas0 index=2 state=up mtu=1500 "), rig.file("links"));
    }

    /** Frames are not padded to 60 bytes: an ARP request is an SDU of 52. */
    @Test
    void llcBridged() {
        Rig rig = rig("102 encap=llc-bridged mac=02:00:00:00:00:66");
        String llc = "aaaa030080c200070000";
        rig.atm.inject(102, llc + "ffffffffffff 000001000000 0806" + "0001080006040001 000001000000 0a010001 000000000000 0a010002");
        assertEquals("102 " + llc + "000001000000" + "020000000066" + "0806" + "0001080006040002" + "020000000066" + "0a010002"
            + "000001000000" + "0a010001", rig.atm.taken());
        rig.atm.inject(102, llc + "020000000066 000001000000 0800" + request());
        answered(rig, "102 " + llc + "0000010000000200000000660800");
    }

    /** Found against Linux: a machine that has been started anew has another Ethernet address, and was not heard for a minute. */
    @Test
    void theAddressIsAnnounced() {
        Rig rig = Rig.loopback("open atm0 0.104 encap=vc-bridged mac=02:00:00:00:00:68 address=10.1.0.2/24");
        String announced = "104 0000" + "ffffffffffff" + "020000000068" + "0806" + "0001080006040001" + "020000000068" + "0a010002"
            + "000000000000" + "0a010002";
        assertEquals(announced, rig.atm.taken());
        rig.control("address nas0 none");
        assertEquals("", rig.atm.taken());
        rig.control("address nas0 10.1.0.2/24");
        assertEquals(announced, rig.atm.taken());
    }

    /** A frame with its FCS is known by its PID; the FCS is cut off unchecked. */
    @Test
    void llcBridgedWithFrameCheckSequence() {
        Rig rig = rig("102 encap=llc-bridged mac=02:00:00:00:00:66");
        rig.control("arp add 10.1.0.1 nas0 00:00:01:00:00:00");
        rig.atm.inject(102, "aaaa030080c200010000" + "020000000066 000001000000 0800" + request() + "deadbeef");
        answered(rig, "102 aaaa030080c200070000" + "0000010000000200000000660800");
    }

    @Test
    void vcMultiplexedBridged() {
        Rig rig = rig("104 encap=vc-bridged mac=02:00:00:00:00:68");
        SocketSession socket = rig.ping();
        byte[] message = Rig.request(1, new byte[0]);
        socket.send(message, 0, 8, 0, Rig.ip("10.1.0.1"));
        assertEquals("104 0000" + "ffffffffffff" + "020000000068" + "0806" + "0001080006040001" + "020000000068" + "0a010002"
            + "000000000000" + "0a010001", rig.atm.taken());
        rig.atm.inject(104, "0000" + "020000000068 000001000000 0806" + "0001080006040002 000001000000 0a010001 020000000068 0a010002");
        assertTrue(rig.atm.taken().startsWith("104 0000" + "000001000000" + "020000000068" + "0800" + "4500001c"));
        rig.atm.inject(104, "0000" + "020000000068 000001000000 0800" + request());
        answered(rig, "104 0000" + "0000010000000200000000680800");
        socket.close();
    }

    /** On a permanent connection ATM numbers are left out: 16 bytes, and 20 with the target's address. */
    @Test
    void inAtmArp() {
        Rig rig = Rig.loopback("open atm0 0.100 encap=llc address=10.1.0.2/24");
        String snap = "aaaa030000000806";
        assertEquals("100 " + snap + "0013 0800 00 00 0008 04 00 00 00 0a010002".replace(" ", ""), rig.atm.taken());
        rig.atm.inject(100, snap + "0013 0800 00 00 0008 04 00 00 00 0a010001");
        assertEquals("100 " + snap + "0013 0800 00 00 0009 04 00 00 04 0a010002 0a010001".replace(" ", ""), rig.atm.taken());
    }

    /** Linux' forms of the same: the target's address there and zero; a source with an NSAP number, which goes back with the answer. */
    @Test
    void inAtmArpInOtherForms() {
        Rig rig = rig("100 encap=llc");
        String snap = "aaaa030000000806";
        rig.atm.inject(100, snap + "0013 0800 00 00 0008 04 00 00 04 0a010001 00000000");
        assertEquals("100 " + snap + "0013080000000009040000040a0100020a010001", rig.atm.taken());
        String nsap = "47000580ffe1000000f21a2f1c0020ea000ee000";
        rig.atm.inject(100, snap + "0013 0800 14 00 0008 04 00 00 00" + nsap + "0a010001");
        assertEquals("100 " + snap + "001308000000000904140004" + "0a010002" + nsap + "0a010001", rig.atm.taken());
    }

    @Test
    void atmArpRequestReplyAndNak() {
        Rig rig = rig("100 encap=llc");
        String snap = "aaaa030000000806";
        rig.atm.inject(100, snap + "0013 0800 00 00 0001 04 00 00 04 0a010001 0a010002");
        assertEquals("100 " + snap + "0013080000000002040000040a0100020a010001", rig.atm.taken());
        rig.atm.inject(100, snap + "0013 0800 00 00 0001 04 00 00 04 0a010001 0a010063");
        assertEquals("100 " + snap + "001308000000000a040000040a0100010a010063", rig.atm.taken());
    }
}
