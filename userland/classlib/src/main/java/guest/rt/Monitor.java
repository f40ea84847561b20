package guest.rt;

import jdk.internal.misc.Unsafe;

/**
 * The lock and wait set of one object, built on park and unpark. The queues are guarded by a spin lock held for a few
 * instructions; whoever finds it taken yields, which is a place where an ending process' thread leaves.
 *
 * <p>A thread that lets go of the lock wakes the first one that waits for it, but does not reserve the lock for it.
 */
final class Monitor {
    private static final Unsafe U = Unsafe.getUnsafe();
    private static final long GUARD = U.objectFieldOffset(Monitor.class, "guard");

    /** A thread in one of the queues. */
    private static final class Waiter {
        final int thread = Kernel.CALLS.threadSelf();
        Waiter next;
        /** Woken from the wait set by notify. */
        volatile boolean notified;
    }

    private volatile int guard;
    private volatile Thread owner;
    private int count;
    private Waiter firstEntering;
    private Waiter lastEntering;
    private Waiter firstWaiting;

    Monitor() {
    }

    /** A monitor taken over from a thin lock. */
    Monitor(Thread owner, int count) {
        this.owner = owner;
        this.count = count;
    }

    private void guard() {
        while (!U.compareAndSetInt(this, GUARD, 0, 1)) {
            Kernel.CALLS.threadYield();
        }
    }

    private void unguard() {
        guard = 0;
    }

    boolean isOwner(Thread thread) {
        return owner == thread;
    }

    void enter(Thread me) {
        if (owner == me) {
            count++;
            return;
        }
        enterAs(me, 1);
    }

    private void enterAs(Thread me, int times) {
        guard();
        if (owner == null) {
            owner = me;
            count = times;
            unguard();
            return;
        }
        unguard();
        Waiter waiter = new Waiter();
        boolean queued = false;
        boolean interrupt = false;
        while (true) {
            guard();
            if (owner == null) {
                owner = me;
                count = times;
                if (queued) {
                    removeEntering(waiter);
                }
                unguard();
                if (interrupt) {
                    Threads.interruptSelf();
                }
                return;
            }
            if (!queued) {
                addEntering(waiter);
                queued = true;
            }
            unguard();
            // With an interrupt pending a park does not wait: it is put aside until the lock is there.
            interrupt |= Kernel.CALLS.threadClearInterrupt() > 0;
            Kernel.CALLS.park(-1);
        }
    }

    void exit(Thread me) {
        if (owner != me) {
            throw new IllegalMonitorStateException("current thread is not owner");
        }
        if (--count == 0) {
            release();
        }
    }

    private void release() {
        guard();
        owner = null;
        Waiter next = firstEntering;
        unguard();
        if (next != null) {
            Kernel.CALLS.unpark(next.thread);
        }
    }

    /**
     * Waits to be notified.
     *
     * @param nanos longest wait; 0 without limit
     * @return whether the wait ended because the thread was interrupted; the caller asks the thread
     */
    boolean await(Thread me, long nanos, Interruption interruption) {
        if (owner != me) {
            throw new IllegalMonitorStateException("current thread is not owner");
        }
        Waiter waiter = new Waiter();
        int times = count;
        long deadline = nanos == 0 ? 0 : Clock.monotonic() + nanos;
        guard();
        addWaiting(waiter);
        unguard();
        count = 0;
        release();
        boolean interrupted = false;
        while (!waiter.notified) {
            interrupted = interruption.isPending();
            long left = nanos == 0 ? -1 : deadline - Clock.monotonic();
            if (interrupted || nanos != 0 && left <= 0) {
                break;
            }
            Kernel.CALLS.park(left);
            if (!waiter.notified && Kernel.CALLS.threadClearInterrupt() > 0 && interruption.isPending()) {
                Threads.interruptSelf();
            }
        }
        guard();
        boolean notified = waiter.notified;
        if (!notified) {
            removeWaiting(waiter);
        }
        unguard();
        enterAs(me, times);
        return interrupted && !notified;
    }

    void wake(Thread me, boolean all) {
        if (owner != me) {
            throw new IllegalMonitorStateException("current thread is not owner");
        }
        guard();
        Waiter chosen = firstWaiting;
        if (chosen != null) {
            firstWaiting = all ? null : chosen.next;
            if (!all) {
                chosen.next = null;
            }
            for (Waiter w = chosen; w != null; w = w.next) {
                w.notified = true;
            }
        }
        unguard();
        for (Waiter w = chosen; w != null; w = w.next) {
            Kernel.CALLS.unpark(w.thread);
        }
    }

    private void addEntering(Waiter waiter) {
        if (lastEntering == null) {
            firstEntering = waiter;
        } else {
            lastEntering.next = waiter;
        }
        lastEntering = waiter;
    }

    private void removeEntering(Waiter waiter) {
        Waiter before = null;
        for (Waiter w = firstEntering; w != waiter; w = w.next) {
            before = w;
        }
        if (before == null) {
            firstEntering = waiter.next;
        } else {
            before.next = waiter.next;
        }
        if (lastEntering == waiter) {
            lastEntering = before;
        }
    }

    private void addWaiting(Waiter waiter) {
        if (firstWaiting == null) {
            firstWaiting = waiter;
            return;
        }
        Waiter last = firstWaiting;
        while (last.next != null) {
            last = last.next;
        }
        last.next = waiter;
    }

    private void removeWaiting(Waiter waiter) {
        if (firstWaiting == waiter) {
            firstWaiting = waiter.next;
            return;
        }
        for (Waiter w = firstWaiting; w != null; w = w.next) {
            if (w.next == waiter) {
                w.next = waiter.next;
                return;
            }
        }
    }

    /** Whether the waiting thread has been interrupted. */
    interface Interruption {
        boolean isPending();
    }
}
