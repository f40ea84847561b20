package org.sluice.kernel.thread;

import org.sluice.kernel.driver.KernelLock;

/** A lock that may be held while blocking, for state behind slow devices. Not reentrant; who comes while it is free may overtake a waiter. */
public class Mutex implements KernelLock {
    private final SpinLock guard = new SpinLock(LockRank.THREAD);
    private final WaitQueue free = new WaitQueue();
    private final WaitQueue condition = new WaitQueue();
    private boolean held;

    @Override
    public final void acquire() {
        guard.acquire();
        try {
            take();
        } finally {
            guard.release();
        }
    }

    @Override
    public final void release() {
        guard.acquire();
        held = false;
        free.wakeOne();
        guard.release();
    }

    @Override
    public final void await() {
        guard.acquire();
        try {
            held = false;
            free.wakeOne();
            condition.sleep(guard, "device", WaitQueue.Mode.UNINTERRUPTIBLE, WaitQueue.FOREVER);
            take();
        } finally {
            guard.release();
        }
    }

    @Override
    public final void signalAll() {
        guard.acquire();
        condition.wakeAll();
        guard.release();
    }

    private void take() {
        check();
        while (held) {
            free.sleep(guard, "lock", WaitQueue.Mode.UNINTERRUPTIBLE, WaitQueue.FOREVER);
            check();
        }
        held = true;
    }

    /** Whether the lock can be had at all: called before it is taken and after each wait; what it throws, the waiter gets. */
    protected void check() {
    }

    /** Makes all that wait for the lock or its condition check again. */
    protected final void wakeAll() {
        guard.acquire();
        free.wakeAll();
        condition.wakeAll();
        guard.release();
    }
}
