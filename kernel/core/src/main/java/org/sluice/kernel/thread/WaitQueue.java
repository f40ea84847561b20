package org.sluice.kernel.thread;

import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.ProcessKilled;
import org.sluice.kernel.Watcher;

/**
 * Threads waiting for a condition that a {@link SpinLock} guards. All methods are called with that lock held; {@link #sleep}
 * gives it up while it waits. A woken thread checks its condition again.
 */
public final class WaitQueue {
    /** Deadline of a wait without limit. */
    public static final long FOREVER = Long.MAX_VALUE;

    /** Why a wait ended. */
    public enum Wake { WOKEN, TIMED_OUT, INTERRUPTED }

    /** What besides a wake-up and the deadline ends a wait. */
    public enum Mode {
        /** Nothing, not even the process' end: for waits on a device that is writing into the caller's frames. */
        UNINTERRUPTIBLE,
        /** The process' end. */
        KILLABLE,
        /** The process' end and {@code threadInterrupt}. */
        INTERRUPTIBLE,
        /** Those and a caught signal. */
        SIGNALLED
    }

    private static final class Waiter {
        final KernelThread thread;
        volatile boolean woken;
        Waiter next;
        Waiter previous;

        Waiter(KernelThread thread) {
            this.thread = thread;
        }
    }

    private Waiter first;
    private Waiter last;
    private final List<Watcher> watchers = new ArrayList<>(0);

    public boolean isEmpty() {
        return first == null;
    }

    /**
     * Waits.
     *
     * @param lock     held by the caller; released while waiting, held again on return, also when this throws
     * @param reason   shown by {@code ps}
     * @param deadline monotonic nanoseconds, or {@link #FOREVER}
     * @throws ProcessKilled if the process is ending and the mode allows it
     */
    public Wake sleep(SpinLock lock, String reason, Mode mode, long deadline) {
        KernelThread thread = KernelThread.current();
        Waiter waiter = new Waiter(thread);
        append(waiter);
        if (mode == Mode.SIGNALLED) {
            thread.expectSignals(true);
        }
        lock.release();
        Wake result = null;
        boolean killed = false;
        while (true) {
            if (waiter.woken) {
                result = Wake.WOKEN;
                break;
            }
            if (mode != Mode.UNINTERRUPTIBLE && thread.owner().ending()) {
                killed = true;
                break;
            }
            if (mode.compareTo(Mode.INTERRUPTIBLE) >= 0 && thread.interruptPending()
                || mode == Mode.SIGNALLED && thread.signalPending()) {
                result = Wake.INTERRUPTED;
                break;
            }
            if (deadline != FOREVER && thread.kernel().clock().monotonicNanos() >= deadline) {
                result = Wake.TIMED_OUT;
                break;
            }
            thread.block(reason, deadline);
        }
        lock.acquire();
        boolean woken = waiter.woken;
        if (!woken) {
            remove(waiter);
        }
        boolean signalled = mode == Mode.SIGNALLED && thread.signalPending();
        if (mode == Mode.SIGNALLED) {
            thread.expectSignals(false);
        }
        if (killed) {
            if (woken) {
                // Whoever woke this thread counts on one that acts.
                wakeOne();
            }
            throw ProcessKilled.INSTANCE;
        }
        if (woken) {
            result = Wake.WOKEN;
        } else if (result == Wake.INTERRUPTED && !signalled) {
            // Only now: a wait that was woken leaves the interrupt to the next one.
            thread.takeInterrupt();
        }
        return result;
    }

    /** Wakes the thread that has waited longest. */
    public void wakeOne() {
        Waiter waiter = first;
        if (waiter != null) {
            remove(waiter);
            waiter.woken = true;
            waiter.thread.unblock();
        }
    }

    /** Has somebody told whenever all are woken. */
    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /** Ends what {@link #watch} began. */
    public void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** Wakes all, and tells those that watch. */
    public void wakeAll() {
        for (int i = 0; i < watchers.size(); i++) {
            watchers.get(i).changed();
        }
        while (first != null) {
            wakeOne();
        }
    }

    private void append(Waiter waiter) {
        waiter.previous = last;
        if (last == null) {
            first = waiter;
        } else {
            last.next = waiter;
        }
        last = waiter;
    }

    private void remove(Waiter waiter) {
        if (waiter.previous == null) {
            first = waiter.next;
        } else {
            waiter.previous.next = waiter.next;
        }
        if (waiter.next == null) {
            last = waiter.previous;
        } else {
            waiter.next.previous = waiter.previous;
        }
    }
}
