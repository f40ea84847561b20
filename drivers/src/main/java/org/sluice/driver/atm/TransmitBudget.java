package org.sluice.driver.atm;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many parts of SDUs the device may have been granted at once, over all rings: fewer than its IOMMU grants, so that buffers and rings
 * always get theirs, whatever is sent.
 */
final class TransmitBudget {
    static final int MOST = 48 << 10;

    private final AtomicInteger left = new AtomicInteger(MOST);
    /** Rings that hold an SDU for which nothing was left. */
    private final AtomicInteger waiting = new AtomicInteger();

    /** @return false if there are not so many left; then nothing was taken */
    boolean take(int parts) {
        int now = left.get();
        while (now >= parts) {
            int seen = left.compareAndExchange(now, now - parts);
            if (seen == now) {
                return true;
            }
            now = seen;
        }
        return false;
    }

    void give(int parts) {
        left.getAndAdd(parts);
    }

    void waits() {
        waiting.incrementAndGet();
    }

    void waitsNoMore() {
        waiting.decrementAndGet();
    }

    /** Whether a ring waits for some to be given back. */
    boolean missed() {
        return waiting.get() > 0;
    }
}
