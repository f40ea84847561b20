package org.sluice.vm.time;

import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Time that depends on nothing but what the machine does: it moves to the next timer when every processor is idle, by what
 * {@link #advance} is told, and by {@link #NANOS_PER_READ} whenever it is read, so that a program that polls the clock gets on.
 * Real time begins at {@link #EPOCH_NANOS}.
 *
 * <p>Timers fire in the order of their deadlines and, among equal ones, in the order they were set.
 */
public final class VirtualClock implements Clock {
    /** 2026-01-01T00:00Z, in nanoseconds since 1970. */
    public static final long EPOCH_NANOS = 1_767_225_600_000_000_000L;
    /** What one reading of the clock costs. */
    public static final long NANOS_PER_READ = 100;

    private final AtomicBoolean lock = new AtomicBoolean();
    private final PriorityQueue<Entry> timers = new PriorityQueue<>();
    private long now;
    private long sequence;

    @Override
    public long monotonicNanos() {
        acquire();
        try {
            now += NANOS_PER_READ;
            return now;
        } finally {
            lock.set(false);
        }
    }

    @Override
    public long realtimeNanos() {
        return EPOCH_NANOS + monotonicNanos();
    }

    @Override
    public Timer at(long deadline, Runnable action) {
        acquire();
        try {
            Entry entry = new Entry(deadline, sequence++, action);
            timers.add(entry);
            return entry;
        } finally {
            lock.set(false);
        }
    }

    /** {@inheritDoc} Moves to the earliest timer and fires all that are due then. */
    @Override
    public boolean idle() {
        acquire();
        try {
            if (timers.isEmpty()) {
                return false;
            }
            now = Math.max(now, timers.peek().deadline);
        } finally {
            lock.set(false);
        }
        fireDue();
        return true;
    }

    /**
     * Lets time pass while processors are busy, as the kernel counts it, and fires the timers that are due.
     *
     * @param nanos not negative
     */
    public void advance(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("time cannot go back by " + -nanos + " ns");
        }
        acquire();
        now += nanos;
        lock.set(false);
        fireDue();
    }

    /** {@inheritDoc} There is none: with virtual time the kernel preempts after a number of polls. */
    @Override
    public void tick(long periodNanos, Runnable action) {
        // nothing happens between two instructions here
    }

    @Override
    public void close() {
        acquire();
        timers.clear();
        lock.set(false);
    }

    /** An action may set timers, so it runs without the lock. */
    private void fireDue() {
        Entry due = pollDue();
        while (due != null) {
            due.action.run();
            due = pollDue();
        }
    }

    private Entry pollDue() {
        acquire();
        try {
            return !timers.isEmpty() && timers.peek().deadline <= now ? timers.poll() : null;
        } finally {
            lock.set(false);
        }
    }

    private void acquire() {
        while (!lock.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
    }

    private final class Entry implements Timer, Comparable<Entry> {
        final long deadline;
        final long order;
        final Runnable action;

        Entry(long deadline, long order, Runnable action) {
            this.deadline = deadline;
            this.order = order;
            this.action = action;
        }

        @Override
        public void cancel() {
            acquire();
            timers.remove(this);
            lock.set(false);
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(deadline, other.deadline);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
