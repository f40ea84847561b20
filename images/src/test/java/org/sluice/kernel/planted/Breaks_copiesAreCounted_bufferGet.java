package org.sluice.kernel.planted;

import java.nio.ByteBuffer;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_bufferGet {
    private Breaks_copiesAreCounted_bufferGet() {
    }

    static void copy(ByteBuffer from, byte[] to) {
        from.get(to);
    }
}
