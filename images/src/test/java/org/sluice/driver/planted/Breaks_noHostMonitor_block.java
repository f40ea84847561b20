package org.sluice.driver.planted;

/** Does what the rule of its name forbids. */
final class Breaks_noHostMonitor_block {
    private Breaks_noHostMonitor_block() {
    }

    static void locked(Object lock) {
        synchronized (lock) {
            lock.hashCode();
        }
    }
}
