package org.sluice.kernel.net.socket;

import org.sluice.abi.Sockets;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Parts;

/**
 * What waits for a receiver.
 *
 * @param parts   the holds are the queue's
 * @param bytes   it had before anything was cut off
 * @param a       the address' number behind the family, and so on
 * @param time    real time in nanoseconds
 */
record Message(FramePart[] parts, int bytes, int family, long a, long b, long c, long time, long flags, int index, int encapsulation) {
    /** Nothing, at the end. */
    static final Message NONE = new Message(Parts.NONE, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** The same message with further holds. */
    Message shared() {
        return new Message(Parts.share(parts, 0, Parts.bytes(parts)), bytes, family, a, b, c, time, flags, index, encapsulation);
    }

    /** Fills in what the receiver is told, as far as there is room for it. */
    void describe(long[] to) {
        if (to == null) {
            return;
        }
        put(to, Sockets.FAMILY, family);
        put(to, 1, a);
        put(to, 2, b);
        put(to, 3, c);
        put(to, Sockets.MESSAGE_BYTES, bytes);
        put(to, Sockets.MESSAGE_TIME, time);
        put(to, Sockets.MESSAGE_FLAGS, flags);
        put(to, Sockets.MESSAGE_INTERFACE, index);
        put(to, Sockets.MESSAGE_ENCAPSULATION, encapsulation);
    }

    private static void put(long[] to, int index, long value) {
        if (index < to.length) {
            to[index] = value;
        }
    }
}
