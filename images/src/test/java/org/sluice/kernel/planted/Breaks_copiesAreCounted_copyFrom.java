package org.sluice.kernel.planted;

import java.lang.foreign.MemorySegment;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_copyFrom {
    private Breaks_copiesAreCounted_copyFrom() {
    }

    static void copy(MemorySegment from, MemorySegment to) {
        to.copyFrom(from);
    }
}
