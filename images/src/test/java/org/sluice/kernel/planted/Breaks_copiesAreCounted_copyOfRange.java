package org.sluice.kernel.planted;

import java.util.Arrays;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_copyOfRange {
    private Breaks_copiesAreCounted_copyOfRange() {
    }

    static void copy(byte[] from, byte[][] to) {
        to[0] = Arrays.copyOfRange(from, 1, 2);
    }
}
