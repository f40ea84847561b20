package org.sluice.kernel.planted;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_systemArraycopy {
    private Breaks_copiesAreCounted_systemArraycopy() {
    }

    static void copy(byte[] from, byte[] to) {
        System.arraycopy(from, 0, to, 0, from.length);
    }
}
