package org.sluice.kernel.net.tcp;

import org.sluice.kernel.net.ip.Ipv4Header;
import org.sluice.kernel.net.ip.Protocol;
import org.sluice.kernel.net.packet.Packet;

/**
 * A segment that has come: its header and options, read once. Options that are malformed are passed over with what is behind them, as Linux does;
 * unknown ones are skipped (RFC 9293 3.1, MUST-6).
 */
final class Segment {
    /** Where it came through. */
    final Protocol.Arrival arrival;
    final Ipv4Header ip;
    final int sourcePort;
    final int destinationPort;
    final int sequence;
    final int acknowledgement;
    final int flags;
    /** As in the header. */
    final int window;
    /** Bytes of the header with options. */
    final int headerLength;
    /** Bytes behind the header. */
    final int length;

    /** 0 without the option. */
    int mss;
    /** -1 without the option. */
    int scale = -1;
    boolean sackPermitted;
    boolean timestamps;
    int timestamp;
    int echo;
    /** Blocks of SACK. */
    int blocks;
    final int[] left;
    final int[] right;

    /** From the IP header on; owned by whoever has the segment. */
    final Packet packet;

    private static final int[] NO_BLOCKS = {};
    private static final int BARE_TIMESTAMPS = TcpOptions.NO_OPERATION << 24 | TcpOptions.NO_OPERATION << 16
        | TcpOptions.TIMESTAMPS << 8 | 10;

    private Segment(Protocol.Arrival arrival, Ipv4Header ip, Packet packet, int at, int headerLength) {
        this.arrival = arrival;
        this.ip = ip;
        this.packet = packet;
        this.headerLength = headerLength;
        length = ip.payload() - headerLength;
        int ports = packet.u32(at);
        sourcePort = ports >>> 16;
        destinationPort = ports & 0xffff;
        sequence = packet.u32(at + 4);
        acknowledgement = packet.u32(at + 8);
        int word = packet.u32(at + 12);
        flags = word >>> 16 & 0xff;
        window = word & 0xffff;
        if (headerLength == TcpHeader.BYTES + TcpOptions.TIMESTAMP_BYTES && packet.u32(at + TcpHeader.BYTES) == BARE_TIMESTAMPS) {
            timestamps = true;
            timestamp = packet.u32(at + TcpHeader.BYTES + 4);
            echo = packet.u32(at + TcpHeader.BYTES + 8);
            left = NO_BLOCKS;
            right = NO_BLOCKS;
        } else if (headerLength == TcpHeader.BYTES) {
            left = NO_BLOCKS;
            right = NO_BLOCKS;
        } else {
            left = new int[4];
            right = new int[4];
            options(at + TcpHeader.BYTES, at + headerLength);
        }
    }

    /** Reads the header behind an IP header; null if there is none. The packet stays the caller's. */
    static Segment parse(Protocol.Arrival arrival, Ipv4Header ip, Packet packet) {
        int at = ip.headerLength();
        if (ip.payload() < TcpHeader.BYTES) {
            return null;
        }
        int header = packet.u8(at + 12) >>> 4 << 2;
        if (header < TcpHeader.BYTES || header > ip.payload()) {
            return null;
        }
        return new Segment(arrival, ip, packet, at, header);
    }

    private void options(int from, int end) {
        for (int at = from; at < end;) {
            int kind = packet.u8(at);
            if (kind == TcpOptions.END) {
                return;
            }
            if (kind == TcpOptions.NO_OPERATION) {
                at++;
                continue;
            }
            int bytes = at + 1 < end ? packet.u8(at + 1) : 0;
            if (bytes < 2 || at + bytes > end) {
                return;
            }
            option(kind, at, bytes);
            at += bytes;
        }
    }

    private void option(int kind, int at, int bytes) {
        boolean syn = has(TcpHeader.SYN);
        switch (kind) {
            case TcpOptions.MSS -> {
                if (bytes == 4 && syn) {
                    mss = packet.u16(at + 2);
                }
            }
            case TcpOptions.WINDOW_SCALE -> {
                if (bytes == 3 && syn) {
                    scale = Math.min(packet.u8(at + 2), TcpOptions.MOST_SCALE);
                }
            }
            case TcpOptions.SACK_PERMITTED -> sackPermitted |= bytes == 2 && syn;
            case TcpOptions.TIMESTAMPS -> {
                if (bytes == 10) {
                    timestamps = true;
                    timestamp = packet.u32(at + 2);
                    echo = packet.u32(at + 6);
                }
            }
            case TcpOptions.SACK -> {
                if (!syn && bytes >= 10 && (bytes - 2 & 7) == 0) {
                    blocks = Math.min(4, bytes - 2 >> 3);
                    for (int i = 0; i < blocks; i++) {
                        left[i] = packet.u32(at + 2 + 8 * i);
                        right[i] = packet.u32(at + 6 + 8 * i);
                    }
                }
            }
            default -> { }
        }
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Sequence numbers it takes. */
    int span() {
        return length + (has(TcpHeader.SYN) ? 1 : 0) + (has(TcpHeader.FIN) ? 1 : 0);
    }

    /** Whether a router has marked it (RFC 3168). */
    boolean congestionExperienced() {
        return (ip.tos() & 3) == 3;
    }

    /** Whether it is of a transport that heeds ECN. */
    boolean ecnCapable() {
        return (ip.tos() & 3) != 0;
    }

    /** Forgets all but the data, from a byte on. */
    void clip(int from, int bytes) {
        packet.clip(ip.headerLength() + headerLength + from, bytes);
    }

    void drop() {
        packet.drop();
    }
}
