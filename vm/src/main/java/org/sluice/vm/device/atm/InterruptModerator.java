package org.sluice.vm.device.atm;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.vm.time.Clock;

/**
 * When the interface raises its interrupt: when an event comes that is let through by the mask and none such was pending, at once or
 * after a delay or a number of further events. What is still pending {@link #AGAIN_NANOS} later is raised again, so that an interrupt
 * that was lost costs time and nothing else.
 */
final class InterruptModerator {
    static final long AGAIN_NANOS = 10_000_000;
    private static final long MAX_DELAY = 1_000_000_000;

    private final Clock clock;
    private final NicCounters counters;
    private final AtomicLong events = new AtomicLong();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final AtomicBoolean delayed = new AtomicBoolean();
    /** Events since an interrupt was put off. */
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile long mask;
    private volatile long moderation;
    private volatile Runnable interrupt = () -> { };

    InterruptModerator(Clock clock, NicCounters counters) {
        this.clock = clock;
        this.counters = counters;
    }

    void connect(Runnable line) {
        interrupt = line;
    }

    long events() {
        return events.get();
    }

    long mask() {
        return mask;
    }

    long moderation() {
        return moderation;
    }

    void clear(long bits) {
        events.getAndUpdate(e -> e & ~bits);
    }

    void setMask(long bits) {
        mask = bits & NicRegisters.ALL_EVENTS;
        if ((events.get() & mask) != 0) {
            raise();
        }
    }

    void setModeration(long value) {
        moderation = value;
    }

    /** All as it was at the start, but that the end of the reset is an event that is let through. */
    void reset() {
        moderation = 0;
        events.set(NicRegisters.COMMAND_DONE);
        setMask(NicRegisters.COMMAND_DONE);
    }

    /** Notes events. */
    void signal(long bits) {
        long before = events.getAndUpdate(e -> e | bits);
        if ((bits & mask) == 0) {
            return;
        }
        long delay = Math.min(moderation & 0xffffffffL, MAX_DELAY);
        if (delay == 0) {
            if ((before & mask) == 0) {
                raise();
            }
        } else if (waiting.incrementAndGet() >= (moderation >>> 32 & 0xffff) && (moderation >>> 32 & 0xffff) != 0) {
            raise();
        } else if (!delayed.getAndSet(true)) {
            set(delayed, delay, this::delayIsOver);
        }
    }

    /** Notes events whose driver is about to look by itself. */
    void signalQuietly(long bits) {
        events.getAndUpdate(e -> e | bits);
        watch();
    }

    /** Raises the interrupt now. */
    void raise() {
        waiting.set(0);
        counters.add(NicCounters.INTERRUPTS, 1);
        try {
            watch();
        } finally {
            interrupt.run();
        }
    }

    private void delayIsOver() {
        delayed.set(false);
        if ((events.get() & mask) != 0 && waiting.get() > 0) {
            raise();
        }
    }

    private void watch() {
        if (!watching.get() && !watching.getAndSet(true)) {
            set(watching, AGAIN_NANOS, this::lookAgain);
        }
    }

    /** Sets a timer of which a flag says that it is set. */
    private void set(AtomicBoolean flag, long nanos, Runnable action) {
        boolean timed = false;
        try {
            clock.at(clock.monotonicNanos() + nanos, action);
            timed = true;
        } finally {
            if (!timed) {
                flag.set(false); // the next one tries again
            }
        }
    }

    private void lookAgain() {
        watching.set(false);
        if ((events.get() & mask) != 0) {
            counters.add(NicCounters.INTERRUPTS_AGAIN, 1);
            raise();
        }
    }
}
