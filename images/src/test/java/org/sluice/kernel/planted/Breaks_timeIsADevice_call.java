package org.sluice.kernel.planted;

/** Does what the rule of its name forbids. */
final class Breaks_timeIsADevice_call {
    private Breaks_timeIsADevice_call() {
    }

    static long now() {
        return System.nanoTime();
    }
}
