package org.sluice.kernel.planted;

import java.nio.ByteBuffer;
import java.util.List;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_reference {
    private Breaks_copiesAreCounted_reference() {
    }

    static void copy(ByteBuffer to, List<ByteBuffer> from) {
        from.forEach(to::put);
    }
}
