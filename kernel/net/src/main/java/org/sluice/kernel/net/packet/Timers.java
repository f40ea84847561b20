package org.sluice.kernel.net.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
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

    /** Something to be done again and again, which is in the queue once at most, for the earliest time that was asked for. */
    public final class Alarm {
        private final Runnable action;
        /** Null unless it is in the queue. */
        private Timer timer;

        private Alarm(Runnable action) {
            this.action = action;
        }

        /** Has it done at a time, monotonic, if it would not be done earlier anyway. */
        public void by(long at) {
            lock.acquire();
            try {
                if (timer != null) {
                    if (timer.at <= at) {
                        return;
                    }
                    queue.remove(timer);
                }
                timer = add(at, this::fire);
            } finally {
                lock.release();
            }
        }

        /** Forgets it, unless it has begun; it can be asked for again. */
        public void cancel() {
            lock.acquire();
            try {
                if (timer != null) {
                    queue.remove(timer);
                    timer = null;
                }
            } finally {
                lock.release();
            }
        }

        private void fire() {
            lock.acquire();
            if (timer != null && !queue.contains(timer)) {
                timer = null;
            }
            lock.release();
            // what is asked for from now on is done again: the action may have looked already
            action.run();
        }
    }

    private final WaitLock lock;
    private final LongSupplier clock;
    private final Consumer<Throwable> failed;
    private final TreeSet<Timer> queue = new TreeSet<>();
    private long made;

    /**
     * No timers yet.
     *
     * @param clock  monotonic nanoseconds
     * @param failed is told of what an action threw
     */
    public Timers(WaitLock lock, LongSupplier clock, Consumer<Throwable> failed) {
        this.lock = lock;
        this.clock = clock;
        this.failed = failed;
    }

    /** Monotonic nanoseconds. */
    public long now() {
        return clock.getAsLong();
    }

    /** Tells of something that was thrown. */
    public void failed(Throwable thrown) {
        failed.accept(thrown);
    }

    /** Has something done after a while. */
    public Timer after(long nanos, Runnable action) {
        long at = now() + nanos;
        lock.acquire();
        try {
            return add(at, action);
        } finally {
            lock.release();
        }
    }

    /** Lock held. */
    private Timer add(long at, Runnable action) {
        Timer timer = new Timer(at, made++, action);
        queue.add(timer);
        if (queue.first() == timer) {
            lock.wakeAll();
        }
        return timer;
    }

    /** Something to be done at times that are told later. */
    public Alarm alarm(Runnable action) {
        return new Alarm(action);
    }

    /** Timers that are not due yet. */
    public int pending() {
        lock.acquire();
        try {
            return queue.size();
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

    /** Does something now, as what is due is done: what it throws is told of, and goes no further. */
    public void attempt(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            // errors too: the thread that goes through here is everybody's
            failed.accept(e);
        }
    }

    /** Does what is due. Returns when the next is due, or {@link WaitLock#FOREVER}. */
    public long runDue() {
        while (true) {
            List<Timer> due = new ArrayList<>();
            long now = now();
            lock.acquire();
            try {
                while (!queue.isEmpty() && queue.first().at <= now) {
                    due.add(queue.pollFirst());
                }
                if (due.isEmpty()) {
                    return queue.isEmpty() ? WaitLock.FOREVER : queue.first().at;
                }
            } finally {
                lock.release();
            }
            for (Timer timer : due) {
                attempt(timer.action);
            }
        }
    }

    /** Does what is due, for ever. */
    public void run() {
        while (true) {
            runDue();
            lock.acquire();
            try {
                if (queue.isEmpty() || queue.first().at > now()) {
                    lock.await("network timer", queue.isEmpty() ? WaitLock.FOREVER : queue.first().at);
                }
            } finally {
                lock.release();
            }
        }
    }
}
