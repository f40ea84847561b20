package org.sluice.drill.packet;

/** The Internet checksum (RFC 1071). */
final class Sums {
    private Sums() {
    }

    /** The sum of 16-bit words in one's complement, not inverted, added to another. */
    static int sum(byte[] bytes, int from, int to, int before) {
        long sum = before;
        for (int i = from; i < to; i += 2) {
            sum += (bytes[i] & 0xff) << 8 | (i + 1 < to ? bytes[i + 1] & 0xff : 0);
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }

    /** What goes into a header. */
    static int finish(int sum) {
        return ~sum & 0xffff;
    }

    /** The sum over the pseudo-header of TCP and UDP (RFC 9293 3.1). */
    static int pseudo(int source, int destination, int protocol, int length) {
        long sum = (source >>> 16) + (source & 0xffff) + (long) (destination >>> 16) + (destination & 0xffff) + protocol + length;
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }
}
