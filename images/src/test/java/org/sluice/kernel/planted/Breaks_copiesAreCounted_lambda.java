package org.sluice.kernel.planted;

import java.util.stream.IntStream;

/** Does what the rule of its name forbids. */
final class Breaks_copiesAreCounted_lambda {
    private Breaks_copiesAreCounted_lambda() {
    }

    static void copy(byte[] from, byte[] to) {
        IntStream.range(0, from.length).forEach(i -> to[i] = from[i]);
    }
}
