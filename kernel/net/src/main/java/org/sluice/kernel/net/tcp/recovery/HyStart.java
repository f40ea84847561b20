package org.sluice.kernel.net.tcp.recovery;

/**
 * HyStart++ (RFC 9406): the first slow start ends when the round trips grow longer, after up to five rounds of slower growth that show whether they
 * stay so. Nothing limits what one acknowledgement adds (L of section 4.2): acknowledgements are counted by segments, which stretched ones need.
 */
final class HyStart {
    private static final long LEAST_THRESHOLD = 4_000_000;
    private static final long MOST_THRESHOLD = 16_000_000;
    private static final int SAMPLES = 8;
    private static final int DIVISOR = 4;
    private static final int ROUNDS = 5;

    private long roundEnd;
    private long last = Recovery.NEVER;
    private long current = Recovery.NEVER;
    private int samples;
    /** Rounds of conservative slow start, 0 in the usual one. */
    private int conservative;
    private long baseline;
    private int rest;

    /** An acknowledgement brought a round-trip time; up to where is acknowledged, what is sent next. */
    void sample(long roundTrip, long acknowledged, long next) {
        if (acknowledged >= roundEnd) {
            if (conservative > 0) {
                conservative++;
            }
            last = current;
            current = Recovery.NEVER;
            samples = 0;
            roundEnd = next;
        }
        current = Math.min(current, roundTrip);
        samples++;
        if (samples < SAMPLES) {
            return;
        }
        if (conservative > 0) {
            if (current < baseline) {
                conservative = 0;
            }
        } else if (last != Recovery.NEVER) {
            long threshold = Math.max(LEAST_THRESHOLD, Math.min(last / 8, MOST_THRESHOLD));
            if (current >= last + threshold) {
                baseline = current;
                conservative = 1;
            }
        }
    }

    /** Segments that the window may grow by, so many having been acknowledged. */
    int growth(int acknowledged) {
        if (conservative == 0) {
            return acknowledged;
        }
        rest += acknowledged;
        int growth = rest / DIVISOR;
        rest %= DIVISOR;
        return growth;
    }

    /** Whether slow start is over. */
    boolean over() {
        return conservative > ROUNDS;
    }

    boolean conservative() {
        return conservative > 0;
    }
}
