package org.sluice.vm.irq;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * The machine's interrupt lines, numbered from 0. A line is edge-triggered with one pending bit: raising it several times
 * before its handler runs delivers it once.
 *
 * <p>A line is delivered on the thread that raises or unmasks it, so a handler must be wait-free: it records the interrupt,
 * wakes whoever serves it, and never throws. Two threads that raise one line may run its handler at the same time.
 *
 * <p>States of a line: idle, pending, masked, masked and pending. Raising sets pending; a pending line that is neither masked
 * nor without handler is delivered at once and becomes idle.
 */
public final class InterruptController {
    private static final int PENDING = 1;
    private static final int MASKED = 2;

    private final Line[] lines;

    /** A controller whose lines are unmasked and have no handler. */
    public InterruptController(int lines) {
        this.lines = new Line[lines];
        for (int i = 0; i < lines; i++) {
            this.lines[i] = new Line();
        }
    }

    /** Number of lines. */
    public int lines() {
        return lines.length;
    }

    /** Installs a line's handler in place of any former one; a pending interrupt is delivered to it at once. */
    public void connect(int line, Runnable handler) {
        lines[line].handler = Objects.requireNonNull(handler);
        lines[line].deliver();
    }

    /** Takes a line's handler away; later interrupts stay pending. A run of the handler may still be under way on another thread. */
    public void disconnect(int line) {
        lines[line].handler = null;
    }

    /** Holds a line's interrupts back. A run of the handler may still be under way on another thread. */
    public void mask(int line) {
        lines[line].state.getAndUpdate(s -> s | MASKED);
    }

    /** Lets a line's interrupts through again and delivers the one that was held back, if any. */
    public void unmask(int line) {
        lines[line].state.getAndUpdate(s -> s & ~MASKED);
        lines[line].deliver();
    }

    /** Raises a line; from any thread, never blocks. */
    public void raise(int line) {
        Line l = lines[line];
        l.raised.increment();
        l.state.getAndUpdate(s -> s | PENDING);
        l.deliver();
    }

    /** Whether an interrupt of the line waits to be delivered. */
    public boolean pending(int line) {
        return (lines[line].state.get() & PENDING) != 0;
    }

    /** How often the line was raised. */
    public long raised(int line) {
        return lines[line].raised.sum();
    }

    /** How often the line's handler was run; at most {@link #raised}. */
    public long delivered(int line) {
        return lines[line].delivered.sum();
    }

    private static final class Line {
        final AtomicInteger state = new AtomicInteger();
        final LongAdder raised = new LongAdder();
        final LongAdder delivered = new LongAdder();
        volatile Runnable handler;

        void deliver() {
            Runnable h = handler;
            while (h != null && state.get() == PENDING) {
                if (state.compareAndSet(PENDING, 0)) {
                    delivered.increment();
                    h.run();
                }
            }
        }
    }
}
