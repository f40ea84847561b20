package org.sluice.vm.dma;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Memory a device may reach: one run or several, one behind the other for the device. The state counts open windows; its sign bit is set once the grant is revoked, after
 * which the count only falls.
 */
final class Grant {
    private static final int REVOKED = Integer.MIN_VALUE;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Grant.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final long busAddress;
    final boolean writable;
    private final long bytes;
    /** Physical address of the first run. */
    private final long first;
    /** Physical addresses of the runs, null if there is but one. */
    private final long[] runs;
    /** Where each run ends, in bytes from the first one's start. */
    private final long[] ends;
    @SuppressWarnings("unused") // by its handle
    private volatile int state;

    Grant(long busAddress, long address, long bytes, boolean writable) {
        this.busAddress = busAddress;
        this.first = address;
        this.bytes = bytes;
        this.writable = writable;
        runs = null;
        ends = null;
    }

    Grant(long busAddress, long[] runs, long[] ends, boolean writable) {
        this.busAddress = busAddress;
        this.runs = runs;
        this.ends = ends;
        this.writable = writable;
        first = runs[0];
        bytes = ends[ends.length - 1];
    }

    long bytes() {
        return bytes;
    }

    /** Bytes from an offset on, up to a number, that lie together in memory. */
    long contiguous(long offset, long length) {
        return Math.min(length, (runs == null ? bytes : ends[run(offset)]) - offset);
    }

    /** The physical address of an offset inside the grant. */
    long address(long offset) {
        if (runs == null) {
            return first + offset;
        }
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
        int s = state;
        while (s >= 0) {
            if (STATE.compareAndSet(this, s, s + 1)) {
                return true;
            }
            s = state;
        }
        return false;
    }

    void leave() {
        STATE.getAndAdd(this, -1);
    }

    void revoke() {
        STATE.getAndBitwiseOr(this, REVOKED);
    }

    /** Whether a revoked grant has no window left. */
    boolean idle() {
        return state == REVOKED;
    }
}
