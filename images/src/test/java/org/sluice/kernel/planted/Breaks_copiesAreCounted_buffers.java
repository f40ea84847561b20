package org.sluice.kernel.planted;

import java.nio.ByteBuffer;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_buffers {
    private Breaks_copiesAreCounted_buffers() {
    }

    static void copy(ByteBuffer from, byte[] to) {
        int at = 0;
        do {
            int masked = from.get() & 0xff;
            to[at++] = (byte) masked;
        } while (from.hasRemaining());
    }
}
