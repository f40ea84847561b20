package org.sluice.kernel.planted;

/** Does what the rule of its name forbids, one byte a call. */
final class Breaks_copiesAreCounted_helpers {
    private Breaks_copiesAreCounted_helpers() {
    }

    static void copy(byte[] from, byte[] to) {
        for (int i = 0; i < from.length; i++) {
            store(to, i, load(from, i));
        }
    }

    private static int load(byte[] from, int index) {
        return from[index] & 0xff;
    }

    private static void store(byte[] to, int index, int value) {
        to[index] = (byte) value;
    }
}
