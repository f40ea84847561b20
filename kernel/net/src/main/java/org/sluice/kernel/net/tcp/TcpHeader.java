package org.sluice.kernel.net.tcp;

import org.sluice.kernel.net.packet.Memory;

/** The header of RFC 9293 3.1: its flags, and how it is written. {@link Segment} reads it. */
final class TcpHeader {
    /** Bytes without options, and with as many as there may be. */
    static final int BYTES = 20;
    static final int MOST = 60;

    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int PSH = 8;
    static final int ACK = 16;
    static final int URG = 32;
    /** RFC 3168. */
    static final int ECE = 64;
    static final int CWR = 128;

    private TcpHeader() {
    }

    /** Writes a header whose options are written behind it, and whose checksum is 0. @param length bytes with options, a multiple of 4 */
    static void put(Memory memory, long at, int sourcePort, int destinationPort, int sequence, int acknowledgement, int length, int flags,
                    int window) {
        memory.put32(at, sourcePort << 16 | destinationPort);
        memory.put32(at + 4, sequence);
        memory.put32(at + 8, acknowledgement);
        memory.put32(at + 12, length << 26 | flags << 16 | window);
        memory.put32(at + 16, 0);
    }

    static void putChecksum(Memory memory, long at, int checksum) {
        memory.put16(at + 16, checksum);
    }

    /** The pseudo-header's sum. */
    static long pseudo(int source, int destination, int length) {
        return (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff) + Tcp.NUMBER + length;
    }
}
