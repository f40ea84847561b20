package org.sluice.vm.time;

import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The host's time. One daemon platform thread fires timers and the tick; setting and cancelling a timer is wait-free for the
 * caller, which may be a kernel thread: it goes through a queue that the clock's thread empties.
 */
public final class RealClock implements Clock {
    /** The clock's thread is woken after so many entries, even if none is urgent, so that cancelled ones do not pile up. */
    private static final int INBOX_LIMIT = 1024;

    private final long start = System.nanoTime();
    private final long realtimeStart;
    private final ConcurrentLinkedQueue<Entry> inbox = new ConcurrentLinkedQueue<>();
    /** Entries ever put into the inbox. */
    private final AtomicInteger sent = new AtomicInteger();
    /** Touched by the clock's thread only. */
    private final PriorityQueue<Entry> timers = new PriorityQueue<>();
    /** When the clock's thread will look again, in monotonic time. */
    private volatile long wakeTime;
    private volatile Tick tick;
    private volatile boolean closed;
    private final Thread thread;

    /** Starts the clock at monotonic time 0. */
    public RealClock() {
        Instant now = Instant.now();
        realtimeStart = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        thread = Thread.ofPlatform().name("sluice-clock").daemon().unstarted(this::run);
        thread.start();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime() - start;
    }

    /** {@inheritDoc} Read once at the start and advanced by monotonic time, so that it never goes back either. */
    @Override
    public long realtimeNanos() {
        return realtimeStart + monotonicNanos();
    }

    @Override
    public Timer at(long deadline, Runnable action) {
        Entry entry = new Entry(deadline, action);
        send(entry, deadline);
        return entry;
    }

    private void send(Entry entry, long urgency) {
        inbox.add(entry);
        if (urgency < wakeTime || sent.incrementAndGet() % INBOX_LIMIT == 0) {
            LockSupport.unpark(thread);
        }
    }

    /** {@inheritDoc} Real time moves by itself: always false. */
    @Override
    public boolean idle() {
        return false;
    }

    /** {@inheritDoc} Replaces a former tick; a period of 0 stops it. */
    @Override
    public void tick(long periodNanos, Runnable action) {
        tick = periodNanos == 0 ? null : new Tick(periodNanos, action, monotonicNanos() + periodNanos);
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            takeInbox();
            long now = monotonicNanos();
            fireDue(now);
            long next = timers.isEmpty() ? Long.MAX_VALUE : timers.peek().deadline;
            Tick t = tick;
            if (t != null) {
                if (t.next <= now) {
                    fire(t.action);
                    // missed periods are skipped: a late tick is one tick
                    t.next = now + t.period - (now - t.next) % t.period;
                }
                next = Math.min(next, t.next);
            }
            wakeTime = next;
            // an entry added before wakeTime was published did not see it: look again before sleeping
            if (inbox.isEmpty() && tick == t && !closed) {
                sleepUntil(next);
            }
            wakeTime = Long.MIN_VALUE;
        }
    }

    private void takeInbox() {
        Entry entry;
        while ((entry = inbox.poll()) != null) {
            if (entry.cancelled) {
                timers.remove(entry);
            } else {
                timers.add(entry);
            }
        }
    }

    private void fireDue(long now) {
        while (!timers.isEmpty() && timers.peek().deadline <= now) {
            Entry entry = timers.poll();
            entry.done = true;
            if (!entry.cancelled) {
                fire(entry.action);
            }
        }
    }

    private void sleepUntil(long next) {
        if (next == Long.MAX_VALUE) {
            LockSupport.park(this);
        } else {
            long nanos = next - monotonicNanos();
            if (nanos > 0) {
                LockSupport.parkNanos(this, nanos);
            }
        }
    }

    /** One failing action must not stop the machine's time. */
    private void fire(Runnable action) {
        try {
            action.run();
        } catch (Throwable failure) {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
    }

    private static final class Tick {
        final long period;
        final Runnable action;
        /** Touched by the clock's thread only. */
        long next;

        Tick(long period, Runnable action, long next) {
            this.period = period;
            this.action = action;
            this.next = next;
        }
    }

    private final class Entry implements Timer, Comparable<Entry> {
        final long deadline;
        final Runnable action;
        volatile boolean cancelled;
        volatile boolean done;

        Entry(long deadline, Runnable action) {
            this.deadline = deadline;
            this.action = action;
        }

        @Override
        public void cancel() {
            if (!cancelled && !done) {
                cancelled = true;
                // the clock's thread takes it out of the heap, the next time it has a reason to run
                send(this, Long.MAX_VALUE);
            }
        }

        @Override
        public int compareTo(Entry other) {
            return Long.compare(deadline, other.deadline);
        }
    }
}
