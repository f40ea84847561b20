package org.sluice.kernel.planted;

import java.util.Arrays;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_copyOf {
    private Breaks_copiesAreCounted_copyOf() {
    }

    static void copy(byte[] from, byte[][] to) {
        to[0] = Arrays.copyOf(from, 2 * from.length);
    }
}
