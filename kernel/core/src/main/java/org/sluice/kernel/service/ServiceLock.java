package org.sluice.kernel.service;

import org.sluice.kernel.Watcher;
import org.sluice.kernel.network.WaitLock;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;

/** A service's lock with a condition, over a spin lock and a queue of waiters. */
public final class ServiceLock implements WaitLock {
    private final SpinLock lock = new SpinLock(LockRank.NETWORK);
    private final WaitQueue waiters = new WaitQueue();

    @Override
    public void acquire() {
        lock.acquire();
    }

    @Override
    public void release() {
        lock.release();
    }

    @Override
    public Wake await(String reason, long deadline) {
        return switch (waiters.sleep(lock, reason, WaitQueue.Mode.SIGNALLED, deadline)) {
            case WOKEN -> Wake.WOKEN;
            case TIMED_OUT -> Wake.TIMED_OUT;
            case INTERRUPTED -> Wake.INTERRUPTED;
        };
    }

    @Override
    public void wakeAll() {
        waiters.wakeAll();
    }

    @Override
    public void watch(Watcher watcher) {
        lock.acquire();
        waiters.watch(watcher);
        lock.release();
    }

    @Override
    public void unwatch(Watcher watcher) {
        lock.acquire();
        waiters.unwatch(watcher);
        lock.release();
    }
}
