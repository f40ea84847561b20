package org.sluice.kernel.net.arp;

import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;

/**
 * An ATM number or subaddress as ATMARP carries it.
 *
 * @param form   0x40 for E.164, else the ATM Forum's NSAP form
 * @param length bytes, 0 to 20; 0 on a permanent connection, where nobody needs one
 * @param a      the first eight bytes, filled up with zeros at the end
 * @param b      the next eight
 * @param c      the last four
 */
public record AtmNumber(int form, int length, long a, long b, int c) {
    public static final int MOST = 20;
    public static final AtmNumber NONE = new AtmNumber(0, 0, 0, 0, 0);
    private static final int E164 = 0x40;

    /** Reads the bytes of a number. @param typeLength as the message has it, with a length of at most 20 */
    static AtmNumber parse(Packet packet, int at, int typeLength) {
        int length = length(typeLength);
        long a = 0;
        long b = 0;
        int c = 0;
        for (int i = 0; i < length; i++) {
            long value = packet.u8(at + i);
            if (i < 8) {
                a |= value << 56 - 8 * i;
            } else if (i < 16) {
                b |= value << 56 - 8 * (i - 8);
            } else {
                c |= (int) value << 24 - 8 * (i - 16);
            }
        }
        return new AtmNumber(typeLength & E164, length, a, b, c);
    }

    static int length(int typeLength) {
        return typeLength & 0x3f;
    }

    int typeLength() {
        return form | length;
    }

    /** Writes its bytes, with zeros up to 20 behind. */
    void put(Memory memory, long at) {
        memory.put32(at, (int) (a >> 32));
        memory.put32(at + 4, (int) a);
        memory.put32(at + 8, (int) (b >> 32));
        memory.put32(at + 12, (int) b);
        memory.put32(at + 16, c);
    }

    /** Hexadecimal digits, or a minus for none. */
    @Override
    public String toString() {
        return length == 0 ? "-" : String.format("%016x%016x%08x", a, b, c).substring(0, 2 * length);
    }
}
