package org.sluice.kernel.network;

import org.sluice.kernel.Watcher;

/**
 * A short lock with a condition. Its holder does not block but in {@link #await}, nor takes another; not reentrant.
 */
public interface WaitLock {
    /** Why a wait ended. */
    enum Wake { WOKEN, TIMED_OUT, INTERRUPTED }

    /** Deadline of a wait without limit. */
    long FOREVER = Long.MAX_VALUE;

    void acquire();

    void release();

    /**
     * Gives the lock up, waits, and takes it again, also when this throws. May wake for no reason.
     *
     * @param reason   shown by {@code ps}
     * @param deadline monotonic nanoseconds, or {@link #FOREVER}
     * @return INTERRUPTED when the thread was interrupted or a caught signal came
     * @throws org.sluice.abi.ProcessKilled if the thread's process ends
     */
    Wake await(String reason, long deadline);

    /** Wakes all that wait, and tells the watchers. Called with the lock held, from any thread. */
    void wakeAll();

    /** Has somebody told whenever those that wait are woken. Called with the lock not held. */
    void watch(Watcher watcher);

    /** Ends what {@link #watch} began, once. Called with the lock not held. */
    void unwatch(Watcher watcher);
}
