package org.sluice.vm.device.atm.link;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.vm.time.Clock;

/** Keeps what is under way until it is due, in order. What is due is released one at a time, in the clock's timers. */
final class DelayLine {
    /** Cells that may be under way at once, some 14 ms of STM-16 by 53 bytes each. */
    static final int MOST = 80_000;
    private static final long BUSY_NANOS = 100_000;

    private record Item(long due, int cells, Runnable release) {
    }

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private long last;
    private volatile int cells;

    DelayLine(Clock clock) {
        this.clock = clock;
    }

    /**
     * Puts something on its way.
     *
     * @param nanos   how long it takes; longer if what went before takes longer
     * @param weight  cells it counts for
     * @param release what then happens
     * @return false if there is no room
     */
    boolean add(long nanos, int weight, Runnable release) {
        long deadline;
        lock.lock();
        try {
            if (cells > 0 && cells + weight > MOST) {
                return false;
            }
            last = Math.max(last, clock.monotonicNanos() + nanos);
            items.add(new Item(last, weight, release));
            cells += weight;
            if (items.size() > 1) {
                return true;
            }
            deadline = last;
        } finally {
            lock.unlock();
        }
        set(deadline);
        return true;
    }

    /** When there is room again, as {@link AtmLink#freeAt}. */
    long freeAt() {
        return cells < MOST / 2 ? 0 : clock.monotonicNanos() + BUSY_NANOS;
    }

    private void set(long deadline) {
        clock.at(deadline, () -> release(deadline));
    }

    /** The first stays in the queue until it has been released, so that one timer is set at a time. */
    private void release(long deadline) {
        Item item = head();
        while (item != null && item.due <= Math.max(deadline, clock.monotonicNanos())) {
            try {
                item.release.run();
            } catch (RuntimeException | Error e) {
                // what is behind it comes nevertheless
                Item after = next();
                if (after != null) {
                    set(after.due);
                }
                throw e;
            }
            item = next();
        }
        if (item != null) {
            set(item.due);
        }
    }

    private Item head() {
        lock.lock();
        try {
            return items.peek();
        } finally {
            lock.unlock();
        }
    }

    private Item next() {
        lock.lock();
        try {
            cells -= items.remove().cells;
            return items.peek();
        } finally {
            lock.unlock();
        }
    }
}
