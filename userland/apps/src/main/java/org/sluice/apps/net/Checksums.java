package org.sluice.apps.net;

/** The Internet checksum (RFC 1071) of bytes in an array. */
final class Checksums {
    private Checksums() {
    }

    /** The complement of the sum: 0 over data that contain a right checksum. */
    static int of(byte[] bytes, int from, int length, int start) {
        long sum = start;
        for (int i = 0; i < length; i++) {
            sum += (bytes[from + i] & 255) << ((i & 1) == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) ~sum & 0xffff;
    }

    /** The sum of the pseudo header of TCP and UDP. */
    static int pseudo(int source, int destination, int protocol, int length) {
        return (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff) + protocol + length;
    }
}
