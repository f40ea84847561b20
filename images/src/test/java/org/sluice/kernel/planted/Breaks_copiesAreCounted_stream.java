package org.sluice.kernel.planted;

import java.io.ByteArrayOutputStream;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_stream {
    private Breaks_copiesAreCounted_stream() {
    }

    static void copy(ByteArrayOutputStream to, byte[] from) {
        to.writeBytes(from);
    }
}
