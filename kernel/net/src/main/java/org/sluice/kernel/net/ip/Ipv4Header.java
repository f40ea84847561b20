package org.sluice.kernel.net.ip;

import org.sluice.kernel.net.packet.Checksum;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;

/**
 * A header of IPv4 (RFC 791) that was found to be right, or is to be written.
 *
 * @param headerLength bytes with options, 20 to 60
 * @param totalLength  bytes with the header
 * @param fragment     flags and offset, as in the header
 */
public record Ipv4Header(int headerLength, int tos, int totalLength, int id, int fragment, int ttl, int protocol, int source,
                         int destination) {
    /** Bytes of a header without options. */
    public static final int BYTES = 20;
    /** Bits of {@link #fragment}. */
    public static final int DONT_FRAGMENT = 0x4000;
    public static final int MORE_FRAGMENTS = 0x2000;
    private static final int OFFSET = 0x1fff;

    /** Why there is no header. */
    public enum Fault { TOO_SHORT, VERSION, HEADER_LENGTH, TOTAL_LENGTH, CHECKSUM }

    /** What is wrong with the header at the beginning of a packet; null if nothing is. */
    static Fault fault(Packet packet) {
        int length = packet.length();
        if (length < BYTES) {
            return Fault.TOO_SHORT;
        }
        int first = packet.u8(0);
        if (first >> 4 != 4) {
            return Fault.VERSION;
        }
        int header = (first & 15) * 4;
        if (header < BYTES || header > length) {
            return Fault.HEADER_LENGTH;
        }
        int total = packet.u16(2);
        if (total < header || total > length) {
            return Fault.TOTAL_LENGTH;
        }
        return packet.sum(0, header) == 0xffff ? null : Fault.CHECKSUM;
    }

    /** Reads a header of which at least its length was found to fit. */
    public static Ipv4Header parse(Packet packet, int at) {
        return new Ipv4Header((packet.u8(at) & 15) * 4, packet.u8(at + 1), packet.u16(at + 2), packet.u16(at + 4), packet.u16(at + 6),
            packet.u8(at + 8), packet.u8(at + 9), packet.u32(at + 12), packet.u32(at + 16));
    }

    /** Writes the header, without options, with its checksum. */
    public void put(Memory memory, long at) {
        memory.put16(at, 0x4500 | tos);
        memory.put16(at + 2, totalLength);
        memory.put16(at + 4, id);
        memory.put16(at + 6, fragment);
        memory.put16(at + 8, ttl << 8 | protocol);
        memory.put16(at + 10, 0);
        memory.put32(at + 12, source);
        memory.put32(at + 16, destination);
        memory.put16(at + 10, Checksum.of(memory.sum(at, BYTES)));
    }

    /** First byte of the datagram's payload that this has, in bytes. */
    public int offset() {
        return (fragment & OFFSET) * 8;
    }

    public boolean more() {
        return (fragment & MORE_FRAGMENTS) != 0;
    }

    /** Whether it is not the whole datagram. */
    public boolean isFragment() {
        return (fragment & (MORE_FRAGMENTS | OFFSET)) != 0;
    }

    /** Bytes behind the header. */
    public int payload() {
        return totalLength - headerLength;
    }

    Ipv4Header whole(int total) {
        return new Ipv4Header(headerLength, tos, total, id, fragment & DONT_FRAGMENT, ttl, protocol, source, destination);
    }
}
