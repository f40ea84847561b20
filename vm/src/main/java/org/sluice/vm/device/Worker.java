package org.sluice.vm.device;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.sluice.vm.time.Clock;

/**
 * What does a device's work, so that no processor waits for the host. Waking is wait-free. On a machine with real time the
 * work is done by a platform thread of the device; with virtual time, by a timer, so that the order of completions depends on
 * virtual time alone.
 */
public interface Worker extends AutoCloseable {
    /** Has the work done soon, after this call. Several calls may lead to one run. */
    void wake();

    /** Ends the worker; a run under way may still finish. */
    @Override
    void close();

    /** Hands a failure of a device's work to the calling thread's handler of uncaught ones: it is seen, and the work goes on. */
    static void report(Throwable failure) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }

    /** Makes the workers of one machine's devices. */
    interface Factory {
        /**
         * Makes a worker.
         *
         * @param name of the device
         * @param work does all there is to do, then returns; never run twice at the same time. What it throws is reported, and it is run
         *     again when it is woken again
         */
        Worker start(String name, Runnable work);
    }

    /** Workers that are daemon platform threads. */
    static Factory threads() {
        return ThreadWorker::new;
    }

    /**
     * Workers that run in the machine's timers.
     *
     * @param latencyNanos from the wake to the work, in the clock's time
     */
    static Factory timers(Clock clock, long latencyNanos) {
        return (name, work) -> new TimerWorker(clock, latencyNanos, work);
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error failure) {
            report(failure);
        }
    }

    /** A platform thread that parks while there is no work. */
    final class ThreadWorker implements Worker {
        private final Runnable work;
        private final Thread thread;
        private volatile boolean closed;
        private final AtomicBoolean wanted = new AtomicBoolean();

        private ThreadWorker(String name, Runnable work) {
            this.work = work;
            thread = Thread.ofPlatform().name("sluice-" + name).daemon().unstarted(this::run);
            thread.start();
        }

        @Override
        public void wake() {
            if (!wanted.getAndSet(true)) {
                LockSupport.unpark(thread);
            }
        }

        @Override
        public void close() {
            closed = true;
            LockSupport.unpark(thread);
        }

        private void run() {
            while (!closed) {
                if (wanted.getAndSet(false)) {
                    attempt(work);
                } else {
                    LockSupport.park(this);
                }
            }
        }
    }

    /** A timer that is set while there is work. */
    final class TimerWorker implements Worker {
        private final Clock clock;
        private final long latency;
        private final Runnable work;
        private final AtomicBoolean set = new AtomicBoolean();
        private volatile boolean closed;

        private TimerWorker(Clock clock, long latency, Runnable work) {
            this.clock = clock;
            this.latency = latency;
            this.work = work;
        }

        @Override
        public void wake() {
            if (!set.getAndSet(true)) {
                boolean timed = false;
                try {
                    clock.at(clock.monotonicNanos() + latency, this::run);
                    timed = true;
                } finally {
                    if (!timed) {
                        set.set(false);
                    }
                }
            }
        }

        @Override
        public void close() {
            closed = true;
        }

        private void run() {
            set.set(false);
            if (!closed) {
                attempt(work);
            }
        }
    }
}
