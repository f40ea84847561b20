package org.sluice.kernel.planted;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_clone {
    private Breaks_copiesAreCounted_clone() {
    }

    static void copy(byte[] from, byte[][] to) {
        to[0] = from.clone();
    }
}
