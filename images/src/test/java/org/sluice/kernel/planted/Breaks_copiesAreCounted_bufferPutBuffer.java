package org.sluice.kernel.planted;

import java.nio.ByteBuffer;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_bufferPutBuffer {
    private Breaks_copiesAreCounted_bufferPutBuffer() {
    }

    static void copy(ByteBuffer to, ByteBuffer from) {
        to.put(from);
    }
}
