package org.sluice.kernel.planted;

/** Does what the rule of its name forbids. */
final class Breaks_noHostWait_object {
    private Breaks_noHostWait_object() {
    }

    static void await(Object lock) throws InterruptedException {
        lock.wait();
    }
}
