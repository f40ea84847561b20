package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.encap.Encapsulation;
import org.sluice.kernel.net.encap.Ethernet;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;

/** What SDUs hold, also those that are not as they should be, and wherever the borders of their parts are. */
class EncapsulationTest {
    private final Rig rig = Rig.loopback();
    private final Memory memory = new Memory(rig.memory);

    private String content(Encapsulation encapsulation, String hex) {
        Packet packet = new Packet(memory, rig.received(Rig.hex(hex)));
        Encapsulation.Content c = encapsulation.content(packet);
        packet.drop();
        return c.kind() + " " + c.from() + " " + c.bytes();
    }

    @Test
    void llc() {
        String ip = "4500";
        assertEquals("IP 8 2", content(Encapsulation.LLC, "aaaa030000000800" + ip));
        assertEquals("ATMARP 8 2", content(Encapsulation.LLC, "aaaa030000000806" + ip));
        assertEquals("OTHER 8 2", content(Encapsulation.LLC_ROUTED, "aaaa030000000806" + ip));
        assertEquals("OTHER 8 2", content(Encapsulation.LLC, "aaaa0300000086dd" + ip));
        assertEquals("OTHER 8 2", content(Encapsulation.LLC, "aaaa030080c20007" + ip));
        assertEquals("IP 0 10", content(Encapsulation.LLC, "45000000000000000000"));
        assertEquals("OTHER 0 10", content(Encapsulation.LLC, "60000000000000000000"));
        assertEquals("OTHER 0 8", content(Encapsulation.LLC, "fefe030000000800"));
        assertEquals("IP 8 0", content(Encapsulation.LLC, "aaaa030000000800"));
        for (int i = 1; i < 8; i++) {
            assertEquals("MALFORMED 0 " + i, content(Encapsulation.LLC, "aaaa030000000800".substring(0, 2 * i)));
        }
    }

    @Test
    void bridged() {
        String frame = "00".repeat(14);
        assertEquals("ETHERNET 10 14", content(Encapsulation.LLC_BRIDGED, "aaaa030080c200070000" + frame));
        assertEquals("ETHERNET 10 14", content(Encapsulation.LLC_BRIDGED, "aaaa030080c200010000" + frame + "00000000"));
        assertEquals("MALFORMED 0 24", content(Encapsulation.LLC_BRIDGED, "aaaa030080c200010000" + frame));
        assertEquals("MALFORMED 0 23", content(Encapsulation.LLC_BRIDGED, "aaaa030080c200070000" + frame.substring(2)));
        assertEquals("OTHER 8 16", content(Encapsulation.LLC_BRIDGED, "aaaa030080c200020000" + frame));
        assertEquals("IP 8 16", content(Encapsulation.LLC_BRIDGED, "aaaa0300000008000000" + frame));
        assertEquals("ETHERNET 2 14", content(Encapsulation.VC_BRIDGED, "0000" + frame));
        assertEquals("MALFORMED 0 16", content(Encapsulation.VC_BRIDGED, "0100" + frame));
        assertEquals("MALFORMED 0 15", content(Encapsulation.VC_BRIDGED, "0000" + frame.substring(2)));
        assertEquals("MALFORMED 0 1", content(Encapsulation.VC_BRIDGED, "00"));
    }

    /** A program may send an SDU whose header lies in parts of one byte each. */
    @Test
    void bordersOfPartsMakeNoDifference() {
        Random random = new Random(5);
        byte[] bytes = Rig.random(6, 300);
        Packet whole = new Packet(memory, rig.received(bytes));
        for (int round = 0; round < 200; round++) {
            Packet cut = new Packet(memory, cut(bytes, random));
            for (int at = 0; at < 292; at++) {
                assertEquals(whole.u8(at), cut.u8(at));
                assertEquals(whole.u16(at), cut.u16(at));
                assertEquals(whole.u32(at), cut.u32(at));
                assertEquals(whole.u48(at), cut.u48(at));
                assertEquals(whole.u64(at), cut.u64(at));
            }
            int from = random.nextInt(300);
            int length = random.nextInt(301 - from);
            assertEquals(~IpPackets.checksum(bytes, from, length) & 0xffff, cut.sum(from, length) == 0 ? 0 : cut.sum(from, length));
            cut.clip(from, length);
            assertEquals(length, cut.length());
            assertEquals(Rig.hex(java.util.Arrays.copyOfRange(bytes, from, from + length)), Rig.hex(rig.bytes(cut.parts())));
            cut.drop();
        }
        whole.drop();
        assertEquals(1, rig.used());
    }

    private FramePart[] cut(byte[] bytes, Random random) {
        java.util.List<FramePart> parts = new java.util.ArrayList<>();
        int step = 1 + random.nextInt(40);
        for (int at = 0; at < bytes.length;) {
            int n = Math.min(bytes.length - at, 1 + random.nextInt(step));
            parts.add(rig.part(java.util.Arrays.copyOfRange(bytes, at, at + n)));
            at += n;
        }
        return parts.toArray(new FramePart[0]);
    }

    @Test
    void ethernetAddresses() {
        assertEquals("02:00:00:00:00:6f", Ethernet.format(0x02000000006fL));
        assertEquals(0x02000000006fL, Ethernet.parse("02:00:00:00:00:6F"));
        for (String wrong : new String[] {"", "02:00:00:00:00", "02:00:00:00:00:6g", "01:00:00:00:00:00", "00:00:00:00:00:00", "2:0:0:0:0:0"}) {
            assertEquals(-1, Ethernet.parse(wrong), wrong);
        }
    }
}
