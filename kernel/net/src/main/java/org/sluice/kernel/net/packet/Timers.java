package org.sluice.kernel.net.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.sluice.kernel.network.WaitLock;

/** Things to be done later. They are done by one thread, with nothing locked, and must not block. */
public final class Timers {
    /** Something to be done at a time. */
    public static final class Timer implements Comparable<Timer> {
        private final long at;
        private final long order;
        private final Runnable action;

        private Timer(long at, long order, Runnable action) {
            this.at = at;
            this.order = order;
            this.action = action;
        }

        @Override
        public int compareTo(Timer other) {
            int c = Long.compare(at, other.at);
            return c != 0 ? c : Long.compare(order, other.order);
        }
    }

    private final WaitLock lock;
    private final LongSupplier clock;
    private final Consumer<RuntimeException> failed;
    private final PriorityQueue<Timer> queue = new PriorityQueue<>();
    private long made;

    /**
     * No timers yet.
     *
     * @param clock  monotonic nanoseconds
     * @param failed is told of what an action threw
     */
    public Timers(WaitLock lock, LongSupplier clock, Consumer<RuntimeException> failed) {
        this.lock = lock;
        this.clock = clock;
        this.failed = failed;
    }

    /** Monotonic nanoseconds. */
    public long now() {
        return clock.getAsLong();
    }

    /** Has something done after a while. */
    public Timer after(long nanos, Runnable action) {
        long at = now() + nanos;
        lock.acquire();
        try {
            Timer timer = new Timer(at, made++, action);
            queue.add(timer);
            if (queue.peek() == timer) {
                lock.wakeAll();
            }
            return timer;
        } finally {
            lock.release();
        }
    }

    /** Forgets it, unless it has begun. */
    public void cancel(Timer timer) {
        lock.acquire();
        try {
            queue.remove(timer);
        } finally {
            lock.release();
        }
    }

    /** Does what is due. Returns when the next is due, or {@link WaitLock#FOREVER}. */
    public long runDue() {
        while (true) {
            List<Timer> due = new ArrayList<>();
            long now = now();
            lock.acquire();
            try {
                while (!queue.isEmpty() && queue.peek().at <= now) {
                    due.add(queue.poll());
                }
                if (due.isEmpty()) {
                    return queue.isEmpty() ? WaitLock.FOREVER : queue.peek().at;
                }
            } finally {
                lock.release();
            }
            for (Timer timer : due) {
                try {
                    timer.action.run();
                } catch (RuntimeException e) {
                    failed.accept(e);
                }
            }
        }
    }

    /** Does what is due, for ever. */
    public void run() {
        while (true) {
            runDue();
            lock.acquire();
            try {
                if (queue.isEmpty() || queue.peek().at > now()) {
                    lock.await("network timer", queue.isEmpty() ? WaitLock.FOREVER : queue.peek().at);
                }
            } finally {
                lock.release();
            }
        }
    }
}
