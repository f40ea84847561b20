package org.sluice.kernel.planted;

/** Does what the rule of its name forbids, one byte a call. */
final class Breaks_copiesAreCounted_oneByteMethod {
    private int at;

    void copy(byte[] from, byte[] to) {
        while (at < from.length) {
            one(from, to);
        }
    }

    private void one(byte[] from, byte[] to) {
        to[at] = from[at];
        at++;
    }
}
