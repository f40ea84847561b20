package org.sluice.kernel.planted;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_toArray {
    private Breaks_copiesAreCounted_toArray() {
    }

    static void copy(MemorySegment from, byte[][] to) {
        to[0] = from.toArray(ValueLayout.JAVA_BYTE);
    }
}
