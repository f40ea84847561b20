package org.sluice.kernel.driver;

/**
 * A kernel lock with a condition, safe on kernel threads: waiting gives the processor to another thread. Not reentrant.
 */
public interface KernelLock {
    void acquire();

    void release();

    /** Releases the lock, waits for {@link #signalAll}, and acquires it again. May wake for no reason. */
    void await();

    /** Wakes all that wait. Called with the lock held. */
    void signalAll();
}
