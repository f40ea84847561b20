package org.sluice.kernel.thread;

import org.sluice.kernel.driver.KernelLock;

/** A lock that may be held while blocking, for state behind slow devices. Not reentrant; waiters are served in turn. */
public final class Mutex implements KernelLock {
    private final SpinLock guard = new SpinLock(LockRank.THREAD);
    private final WaitQueue free = new WaitQueue();
    private final WaitQueue condition = new WaitQueue();
    private boolean held;

    @Override
    public void acquire() {
        guard.acquire();
        try {
            take();
        } finally {
            guard.release();
        }
    }

    @Override
    public void release() {
        guard.acquire();
        held = false;
        free.wakeOne();
        guard.release();
    }

    @Override
    public void await() {
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
    public void signalAll() {
        guard.acquire();
        condition.wakeAll();
        guard.release();
    }

    private void take() {
        while (held) {
            free.sleep(guard, "lock", WaitQueue.Mode.UNINTERRUPTIBLE, WaitQueue.FOREVER);
        }
        held = true;
    }
}
