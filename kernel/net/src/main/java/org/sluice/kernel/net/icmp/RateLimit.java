package org.sluice.kernel.net.icmp;

import java.util.function.LongSupplier;
import org.sluice.kernel.network.WaitLock;

/** A token bucket. */
final class RateLimit {
    private final WaitLock lock;
    private final LongSupplier clock;
    private final long nanosPerToken;
    private final long most;
    /** When the bucket would have been empty. */
    private long empty;

    /** A full bucket. @param burst tokens it holds */
    RateLimit(WaitLock lock, LongSupplier clock, int perSecond, int burst) {
        this.lock = lock;
        this.clock = clock;
        nanosPerToken = 1_000_000_000L / perSecond;
        most = burst * nanosPerToken;
        empty = clock.getAsLong() - most;
    }

    /** Takes a token if there is one. */
    boolean take() {
        lock.acquire();
        try {
            long now = clock.getAsLong();
            empty = Math.max(empty, now - most);
            if (now - empty < nanosPerToken) {
                return false;
            }
            empty += nanosPerToken;
            return true;
        } finally {
            lock.release();
        }
    }
}
