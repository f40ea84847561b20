package org.sluice.kernel.net.tcp.recovery;

/**
 * Round-trip time and retransmission timeout: RFC 6298 with the refinements that RFC 7323 appendix G allows for many samples a round trip. Times are
 * nanoseconds.
 *
 * <p>Two things differ from the bare formula, as in Linux. The lower bound is put on four times the variation, so a timeout is never below SRTT + 200 ms. And
 * what enters it is the largest variation of a round trip, which decays once a round trip; a sample below the average counts an eighth when it would
 * raise the variation: a path that became faster is no reason to wait longer.
 */
final class Rtt {
    /** Nanoseconds that a smallest round-trip time is believed. */
    private static final long WINDOW = 300_000_000_000L;
    /** RFC 6298 5.7: what the timeout becomes if the SYN gave no sample. */
    private static final long FALLBACK = 3_000_000_000L;

    private final long lowest;
    private final long highest;
    private final long initial;
    /** Eight times SRTT; 0 before the first sample. */
    private long smoothed;
    /** Four times the mean deviation. */
    private long deviation;
    /** Largest of this round trip, and what is in force: at least the lower bound. */
    private long roundDeviation;
    private long variation;
    /** The round trip ends when this is acknowledged. */
    private long roundEnd;
    private long timeout;
    private int backoffs;
    /** Smallest sample, since when; and the smallest of the window's second half, which takes its place. */
    private long minimum = Recovery.NEVER;
    private long minimumSince;
    private long nextMinimum = Recovery.NEVER;

    Rtt(Recovery.Settings settings) {
        lowest = settings.minimumTimeout;
        highest = settings.maximumTimeout;
        initial = settings.initialTimeout;
        timeout = initial;
    }

    /** A sample (RFC 6298 2.2, 2.3); up to where is acknowledged, and what will be sent next. It takes the back-off away (section 5, Karn). */
    void sample(long time, long acknowledged, long next) {
        if (smoothed == 0) {
            smoothed = Math.max(8, 8 * time);
            deviation = 2 * time;
            variation = Math.max(deviation, lowest);
            roundDeviation = variation;
            roundEnd = next;
        } else {
            long error = time - smoothed / 8;
            smoothed = Math.max(8, smoothed + error);
            long change = Math.abs(error) - deviation / 4;
            deviation += error < 0 && change > 0 ? change / 8 : change;
            if (deviation > roundDeviation) {
                roundDeviation = deviation;
                variation = Math.max(variation, deviation);
            }
            if (acknowledged > roundEnd) {
                if (roundDeviation < variation) {
                    variation -= (variation - roundDeviation) / 4;
                }
                roundEnd = next;
                roundDeviation = lowest;
            }
        }
        timeout = base();
        backoffs = 0;
    }

    /** A sample for the smallest; one that may hold the receiver's delay counts only if it is smaller. */
    void smallest(long time, boolean delayed, long now) {
        if (delayed && time > minimum) {
            return;
        }
        if (time <= minimum || now - minimumSince > WINDOW) {
            minimum = now - minimumSince > WINDOW ? Math.min(time, nextMinimum) : time;
            minimumSince = now;
            nextMinimum = Recovery.NEVER;
        } else if (now - minimumSince > WINDOW / 2) {
            nextMinimum = Math.min(nextMinimum, time);
        }
    }

    /** The timer has run out (RFC 6298 5.5). */
    void backOff() {
        backoffs++;
        timeout = Math.min(2 * timeout, highest);
    }

    /** One back-off less (RFC 6069 4). */
    void backOn() {
        if (backoffs > 0) {
            backoffs--;
            timeout = Math.min(base() << Math.min(backoffs, 20), highest);
        }
    }

    /** The handshake is over; without a sample, since the SYN was sent again, the timeout is 3 s (RFC 6298 5.7). */
    void handshakeOver() {
        if (smoothed == 0) {
            timeout = FALLBACK;
            backoffs = 0;
        }
    }

    private long base() {
        return smoothed == 0 ? initial : Math.min(smoothed / 8 + variation, highest);
    }

    /** Whether there has been a sample. */
    boolean known() {
        return smoothed != 0;
    }

    /** SRTT; 0 before the first sample. */
    long smoothed() {
        return smoothed / 8;
    }

    /** RTTVAR. */
    long variation() {
        return deviation / 4;
    }

    /** Smallest of five minutes; {@link Recovery#NEVER} before the first. */
    long minimum() {
        return minimum;
    }

    /** RTO, back-off included. */
    long timeout() {
        return timeout;
    }

    int backoffs() {
        return backoffs;
    }

    /** The timeout's lower bound, which is also what a receiver's delayed acknowledgement is taken for. */
    long lowest() {
        return lowest;
    }
}
