package org.sluice.kernel.planted;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_segmentCopy {
    private Breaks_copiesAreCounted_segmentCopy() {
    }

    static void copy(MemorySegment from, byte[] to) {
        MemorySegment.copy(from, ValueLayout.JAVA_BYTE, 0, to, 0, to.length);
    }
}
