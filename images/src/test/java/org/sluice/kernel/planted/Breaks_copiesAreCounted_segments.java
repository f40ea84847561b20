package org.sluice.kernel.planted;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_segments {
    private Breaks_copiesAreCounted_segments() {
    }

    static void copy(MemorySegment from, MemorySegment to) {
        long i = 0;
        while (i < from.byteSize()) {
            to.set(ValueLayout.JAVA_LONG_UNALIGNED, i, from.get(ValueLayout.JAVA_LONG_UNALIGNED, i));
            i += Long.BYTES;
        }
    }
}
