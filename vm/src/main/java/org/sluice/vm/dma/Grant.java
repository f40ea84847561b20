package org.sluice.vm.dma;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A run of memory a device may reach. The state counts open windows; its sign bit is set once the grant is revoked, after
 * which the count only falls.
 */
final class Grant {
    private static final int REVOKED = Integer.MIN_VALUE;

    final long busAddress;
    final long physicalAddress;
    final long bytes;
    final boolean writable;
    private final AtomicInteger state = new AtomicInteger();

    Grant(long busAddress, long physicalAddress, long bytes, boolean writable) {
        this.busAddress = busAddress;
        this.physicalAddress = physicalAddress;
        this.bytes = bytes;
        this.writable = writable;
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
