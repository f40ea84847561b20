package org.sluice.driver.planted;

/** Does what the rule of its name forbids. */
final class Breaks_noHostWait_park {
    private Breaks_noHostWait_park() {
    }

    static void pause() {
        java.util.concurrent.locks.LockSupport.parkNanos(1);
    }
}
