package org.sluice.kernel.planted;

/** Does what the rule of its name forbids. */
final class Breaks_noHostLock_lock {
    private Breaks_noHostLock_lock() {
    }

    static Object lock() {
        return new java.util.concurrent.locks.ReentrantLock();
    }
}
