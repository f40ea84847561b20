package guest.rt;

import org.sluice.abi.SystemCalls;

/** The machine's clocks, in nanoseconds. */
public final class Clock {
    private Clock() {
    }

    /** Since the machine started. */
    public static long monotonic() {
        return Kernel.CALLS.clock(SystemCalls.CLOCK_MONOTONIC);
    }

    /** Since 1970-01-01T00:00Z. */
    public static long realTime() {
        return Kernel.CALLS.clock(SystemCalls.CLOCK_REALTIME);
    }
}
