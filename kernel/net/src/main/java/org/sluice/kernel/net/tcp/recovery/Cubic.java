package org.sluice.kernel.net.tcp.recovery;

/**
 * CUBIC (RFC 9438). The window follows C * (t - K)^3 + W_max, t since congestion avoidance began, but never falls behind what Reno would have. It is
 * expressed as the number of acknowledged segments that one more segment of window costs, at least two (4.2: 1.5 times a round trip).
 */
final class Cubic implements Congestion {
    /** RFC 9438 4.1 and 4.6: multiplicative decrease, in 1024ths as Linux has it; and the constant C in segments per second cubed. */
    private static final int BETA = 717;
    private static final int SCALE = 1024;
    private static final double C = 0.4;
    /** RFC 9438 4.3: what Reno gains per round trip if it shrinks by beta. */
    private static final double ALPHA = 3.0 * (SCALE - BETA) / (SCALE + BETA);
    private static final double SECOND = 1e9;
    private static final long NONE = Long.MIN_VALUE;
    /** Before the first loss the window grows by at least 5 % a round trip. */
    private static final int FIRST_COST = 20;

    private double maximum;
    private double origin;
    private double k;
    private double reno;
    private double prior;
    private long epoch = NONE;
    /** Before the last reduction, for {@link #undo}. */
    private double oldMaximum;
    private double oldOrigin;
    private double oldK;
    private double oldReno;
    private double oldPrior;
    private long oldEpoch = NONE;

    @Override
    public int number() {
        return 1;
    }

    @Override
    public int reduced(Window window) {
        oldMaximum = maximum;
        oldOrigin = origin;
        oldK = k;
        oldReno = reno;
        oldPrior = prior;
        oldEpoch = epoch;
        // Fast convergence (4.7): a window that did not get as far as the last time leaves room for others.
        maximum = window.size < maximum ? window.size * (double) (SCALE + BETA) / (2 * SCALE) : window.size;
        prior = window.size;
        epoch = NONE;
        return Math.max(window.size * BETA / SCALE, 2);
    }

    @Override
    public void grow(Window window, int arrived, long roundTrip, long now) {
        if (epoch == NONE) {
            epoch = now;
            reno = window.size;
            if (maximum <= window.size) {
                k = 0;
                origin = window.size;
            } else {
                k = StrictMath.cbrt((maximum - window.size) / C);
                origin = maximum;
            }
        }
        double time = (now - epoch + roundTrip) / SECOND - k;
        // In whole segments as Linux reckons: how far from the middle of the curve, rounded towards it.
        long offset = (long) (C * StrictMath.abs(time * time * time));
        long target = (long) origin + (time < 0 ? -offset : offset);
        long cost = target > window.size ? window.size / (target - window.size) : 100L * window.size;
        if (maximum == 0) {
            cost = Math.min(cost, FIRST_COST);
        }
        reno += (reno >= prior ? 1 : ALPHA) * arrived / window.size;
        if (reno >= window.size + 1) {
            cost = Math.min(cost, window.size / ((long) reno - window.size));
        }
        window.additive((int) Math.max(2, Math.min(cost, Integer.MAX_VALUE >> 1)), arrived);
    }

    @Override
    public void undo() {
        maximum = oldMaximum;
        origin = oldOrigin;
        k = oldK;
        reno = oldReno;
        prior = oldPrior;
        epoch = oldEpoch;
    }

    /** RFC 9438 4.8: after a timeout the curve begins anew where congestion avoidance does. */
    @Override
    public void timedOut() {
        maximum = 0;
        epoch = NONE;
    }

    @Override
    public void idle(long time, long now) {
        if (epoch != NONE) {
            epoch = Math.min(epoch + time, now);
        }
    }

    double k() {
        return k;
    }

    double maximum() {
        return maximum;
    }
}
