package org.sluice.kernel.net.packet;

import org.sluice.kernel.memory.FramePart;

/** The Internet checksum (RFC 1071, RFC 1624). */
public final class Checksum {
    private Checksum() {
    }

    /** A sum brought into 16 bits. */
    public static int fold(long sum) {
        long s = sum;
        while (s >>> 16 != 0) {
            s = (s & 0xffff) + (s >>> 16);
        }
        return (int) s;
    }

    /** What goes into the header for a sum over everything else. */
    public static int of(long sum) {
        return ~fold(sum) & 0xffff;
    }

    /** The sum of bytes that lie in parts, any of which may have an odd length. */
    public static int sum(Memory memory, FramePart[] parts) {
        long sum = 0;
        boolean odd = false;
        for (FramePart part : parts) {
            int s = fold(memory.sum(part.address(), part.length()));
            sum += odd ? swap(s) : s;
            odd ^= (part.length() & 1) != 0;
        }
        return fold(sum);
    }

    /** A header's checksum after one of its 16-bit words has changed. */
    public static int changed(int checksum, int before, int now) {
        return of((~checksum & 0xffff) + (~before & 0xffff) + (now & 0xffff));
    }

    private static int swap(int s) {
        return (s & 0xff) << 8 | s >>> 8;
    }
}
