package org.sluice.kernel.planted;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_loop {
    private Breaks_copiesAreCounted_loop() {
    }

    static void copy(byte[] from, byte[] to) {
        for (int i = 0; i < from.length; i++) {
            to[i] = from[i];
        }
    }
}
