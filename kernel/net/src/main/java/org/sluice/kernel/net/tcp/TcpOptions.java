package org.sluice.kernel.net.tcp;

import org.sluice.kernel.net.packet.Memory;

/** Options of segments (RFC 9293 3.1, 7323, 2018): their numbers, and how they are written, padded to words as Linux pads them. */
final class TcpOptions {
    static final int END = 0;
    static final int NO_OPERATION = 1;
    static final int MSS = 2;
    static final int WINDOW_SCALE = 3;
    static final int SACK_PERMITTED = 4;
    static final int SACK = 5;
    static final int TIMESTAMPS = 8;

    /** Bytes that timestamps take in every segment. */
    static final int TIMESTAMP_BYTES = 12;
    /** Largest shift of a window (RFC 7323 2.3). */
    static final int MOST_SCALE = 14;

    private TcpOptions() {
    }

    /** Bytes that the options of a segment take. */
    static int length(Out out) {
        int bytes = 0;
        if (out.mss > 0) {
            bytes += 4 + (out.scale >= 0 ? 4 : 0);
            if (out.sackPermitted && !out.timestamps) {
                bytes += 4;
            }
        }
        bytes += out.timestamps ? TIMESTAMP_BYTES : 0;
        return bytes + (out.blocks > 0 ? 4 + 8 * out.blocks : 0);
    }

    /** Writes them. */
    static void put(Memory memory, long where, Out out) {
        long at = where;
        if (out.mss > 0) {
            memory.put32(at, MSS << 24 | 4 << 16 | out.mss);
            at += 4;
            if (out.sackPermitted && !out.timestamps) {
                memory.put32(at, NO_OPERATION << 24 | NO_OPERATION << 16 | SACK_PERMITTED << 8 | 2);
                at += 4;
            }
        }
        if (out.timestamps) {
            int lead = out.mss > 0 && out.sackPermitted ? SACK_PERMITTED << 24 | 2 << 16 : NO_OPERATION << 24 | NO_OPERATION << 16;
            memory.put32(at, lead | TIMESTAMPS << 8 | 10);
            memory.put32(at + 4, out.timestamp);
            memory.put32(at + 8, out.echo);
            at += TIMESTAMP_BYTES;
        }
        if (out.mss > 0 && out.scale >= 0) {
            memory.put32(at, NO_OPERATION << 24 | WINDOW_SCALE << 16 | 3 << 8 | out.scale);
            at += 4;
        }
        if (out.blocks > 0) {
            memory.put32(at, NO_OPERATION << 24 | NO_OPERATION << 16 | SACK << 8 | 2 + 8 * out.blocks);
            at += 4;
            for (int i = 0; i < out.blocks; i++) {
                memory.put32(at, out.left[i]);
                memory.put32(at + 4, out.right[i]);
                at += 8;
            }
        }
    }
}
