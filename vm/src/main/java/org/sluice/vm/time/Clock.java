package org.sluice.vm.time;

/**
 * The machine's clock and its timers. Two kinds: {@link RealClock} follows the host, {@link VirtualClock} jumps to the next
 * timer when every processor is idle, so that a run depends on nothing but its inputs.
 */
public interface Clock extends AutoCloseable {
    /** Nanoseconds since the machine started. Never goes back. */
    long monotonicNanos();

    /** Nanoseconds since 1970-01-01T00:00Z. */
    long realtimeNanos();

    /**
     * Runs an action once at or after a time, on the clock's own thread (real) or on the processor that went idle (virtual).
     * The action must be short and must not block.
     *
     * @param deadline in {@link #monotonicNanos} time; a past one fires as soon as possible
     * @return a timer to cancel
     */
    Timer at(long deadline, Runnable action);

    /**
     * Called by a processor that found nothing to run, with all others idle too.
     *
     * @return true when time moved and something may have become ready; false when the processor should wait for the host
     */
    boolean idle();

    /** Starts a periodic tick, on the clock's own thread. A virtual clock has none. */
    void tick(long periodNanos, Runnable action);

    @Override
    void close();

    /** A pending timer. */
    interface Timer {
        /** Takes the timer back; a no-op when it has fired. */
        void cancel();
    }
}
