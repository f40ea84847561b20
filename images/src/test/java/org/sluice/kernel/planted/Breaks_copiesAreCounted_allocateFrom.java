package org.sluice.kernel.planted;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_allocateFrom {
    private Breaks_copiesAreCounted_allocateFrom() {
    }

    static void copy(Arena arena, byte[] from) {
        arena.allocateFrom(ValueLayout.JAVA_BYTE, from);
    }
}
