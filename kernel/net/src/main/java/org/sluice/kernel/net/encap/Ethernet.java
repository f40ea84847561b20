package org.sluice.kernel.net.encap;

import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;

/**
 * The header of an Ethernet frame.
 *
 * @param destination 48 bits
 * @param source      48 bits
 * @param type        EtherType; below 1536 a length (IEEE 802.3)
 */
public record Ethernet(long destination, long source, int type) {
    public static final int BYTES = 14;
    public static final long BROADCAST = 0xffffffffffffL;
    /** EtherTypes. */
    public static final int IP = 0x0800;
    public static final int ARP = 0x0806;

    /** Reads a header of which all 14 bytes are there. */
    public static Ethernet parse(Packet packet, int at) {
        return new Ethernet(packet.u48(at), packet.u48(at + 6), packet.u16(at + 12));
    }

    /** Puts the header in front. */
    public FramePart push(Memory memory, FramePart payload) {
        FramePart front = Parts.push(payload, BYTES);
        put48(memory, front.address(), destination);
        put48(memory, front.address() + 6, source);
        memory.put16(front.address() + 12, type);
        return front;
    }

    static void put48(Memory memory, long at, long value) {
        memory.put16(at, (int) (value >> 32));
        memory.put32(at + 2, (int) value);
    }

    /** Whether it is for more than one station. */
    public boolean toGroup() {
        return (destination & 1L << 40) != 0;
    }

    /** Six pairs of hexadecimal digits with colons between. */
    public static String format(long mac) {
        StringBuilder text = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(shift == 40 ? "" : ":").append(Character.forDigit((int) (mac >> shift + 4) & 15, 16))
                .append(Character.forDigit((int) (mac >> shift) & 15, 16));
        }
        return text.toString();
    }

    /** The other way round; -1 for anything else, and for an address of a group or 0. */
    public static long parse(String text) {
        if (!text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")) {
            return -1;
        }
        long mac = Long.parseLong(text.replace(":", ""), 16);
        return mac == 0 || (mac & 1L << 40) != 0 ? -1 : mac;
    }
}
