package org.sluice.images.bench.guest;

import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;

/** Prints when the machine started, in nanoseconds since 1970, so that a clock of the host can be compared with the guest's. */
public final class BootTimes {
    private BootTimes() {
    }

    public static void main(String[] args) {
        SystemCalls calls = Sys.calls();
        long realtime = calls.clock(SystemCalls.CLOCK_REALTIME);
        System.out.println("machine_started " + (realtime - calls.clock(SystemCalls.CLOCK_MONOTONIC)));
    }
}
