package org.sluice.kernel.net.tcp;

import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Parts;

/** A segment that is to be sent: what its header says, and what comes behind it. Reused by whoever sends. */
final class Out {
    int sequence;
    int acknowledgement;
    int flags;
    /** As in the header. */
    int window;
    /** Options: the MSS if positive, with scale unless negative, and SACK-permitted. */
    int mss;
    int scale;
    boolean sackPermitted;
    boolean timestamps;
    int timestamp;
    int echo;
    int blocks;
    final int[] left = new int[4];
    final int[] right = new int[4];
    /** Whether it is marked as of a transport that heeds ECN (RFC 3168): data sent for the first time. */
    boolean ecn;
    /** The holds are whoever's that sends it. */
    FramePart[] parts;
    int bytes;

    void clear() {
        sequence = 0;
        acknowledgement = 0;
        flags = 0;
        window = 0;
        mss = 0;
        scale = -1;
        sackPermitted = false;
        timestamps = false;
        blocks = 0;
        ecn = false;
        parts = Parts.NONE;
        bytes = 0;
    }
}
