package org.sluice.kernel.net.gateway;

import org.sluice.kernel.Watcher;
import org.sluice.kernel.network.WaitLock;

/** A lock that says when those who wait were woken, once it is no longer held: nobody waits here, something is to be done. */
final class HookLock implements WaitLock {
    private final WaitLock lock;
    private volatile Runnable hook = () -> { };
    /** Under the lock. */
    private boolean woken;

    HookLock(WaitLock lock) {
        this.lock = lock;
    }

    /** Says what is to be done. It does not block. */
    void onWake(Runnable action) {
        hook = action;
    }

    @Override
    public void acquire() {
        lock.acquire();
    }

    @Override
    public void release() {
        boolean tell = woken;
        woken = false;
        lock.release();
        if (tell) {
            hook.run();
        }
    }

    @Override
    public Wake await(String reason, long deadline) {
        return lock.await(reason, deadline);
    }

    @Override
    public void wakeAll() {
        woken = true;
        lock.wakeAll();
    }

    @Override
    public void watch(Watcher watcher) {
        lock.watch(watcher);
    }

    @Override
    public void unwatch(Watcher watcher) {
        lock.unwatch(watcher);
    }
}
