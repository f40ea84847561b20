package org.sluice.vm.dma;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory a device may reach: one run or several, one behind the other for the device. The state counts open windows; its sign bit is set once the grant is revoked, after
 * which the count only falls.
 */
final class Grant {
    private static final int REVOKED = Integer.MIN_VALUE;

    final long busAddress;
    /** Physical addresses of the runs. */
    private final long[] runs;
    /** Where each run ends, in bytes from the first one's start. */
    private final long[] ends;
    final boolean writable;
    private final AtomicInteger state = new AtomicInteger();

    Grant(long busAddress, long[] runs, long[] ends, boolean writable) {
        this.busAddress = busAddress;
        this.runs = runs;
        this.ends = ends;
        this.writable = writable;
    }

    long bytes() {
        return ends[ends.length - 1];
    }

    /** Bytes from an offset on, up to a number, that lie together in memory. */
    long contiguous(long offset, long length) {
        return Math.min(length, ends[run(offset)] - offset);
    }

    /** The physical address of an offset inside the grant. */
    long address(long offset) {
        int run = run(offset);
        return runs[run] + offset - (run == 0 ? 0 : ends[run - 1]);
    }

    private int run(long offset) {
        int run = 0;
        while (ends[run] <= offset && run < ends.length - 1) {
            run++;
        }
        return run;
    }

    /** Opens a window unless the grant is revoked. */
    boolean enter() {
        int s = state.get();
        while (s >= 0) {
            if (state.compareAndSet(s, s + 1)) {
                return true;
            }
            s = state.get();
        }
        return false;
    }

    void leave() {
        state.decrementAndGet();
    }

    void revoke() {
        state.getAndUpdate(s -> s | REVOKED);
    }

    /** Whether a revoked grant has no window left. */
    boolean idle() {
        return state.get() == REVOKED;
    }
}
