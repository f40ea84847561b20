package org.sluice.kernel.planted;

import java.nio.ByteBuffer;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_bufferPut {
    private Breaks_copiesAreCounted_bufferPut() {
    }

    static void copy(ByteBuffer to, byte[] from) {
        to.put(0, from, 0, from.length);
    }
}
