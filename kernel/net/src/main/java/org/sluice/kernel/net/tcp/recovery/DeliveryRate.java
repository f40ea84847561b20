package org.sluice.kernel.net.tcp.recovery;

/**
 * Rate of delivery: segments that arrived over the longer of the time in which they were sent and in which they were acknowledged. Shown by tcp_info, and its
 * count of delivered segments times what RACK learns.
 */
final class DeliveryRate {
    private static final int SECOND = 1_000_000_000;

    private long delivered;
    private long deliveredAt;
    private long flightFrom;
    /** Delivered when the last segment arrives that was sent while there was too little to send; 0 if none is under way. */
    private long limitedUntil;
    private long deliveredMarked;

    /** What the newest segment of this acknowledgement was sent with. */
    private long priorDelivered;
    private long priorAt;
    private long sentFor;
    private long newest;
    private long newestEnd;
    private boolean limited;

    /** The last good sample: segments in nanoseconds. */
    private long rateSegments;
    private long rateTime;
    private boolean rateLimited;

    long delivered() {
        return delivered;
    }

    long deliveredMarked() {
        return deliveredMarked;
    }

    long deliveredAt() {
        return deliveredAt;
    }

    long flightFrom() {
        return flightFrom;
    }

    /** The first segment of a flight is sent. */
    void flightBegins(long now) {
        flightFrom = now;
        deliveredAt = now;
    }

    void count(int segments, boolean marked) {
        delivered += segments;
        deliveredMarked += marked ? segments : 0;
    }

    void applicationLimited(int inFlight) {
        limitedUntil = Math.max(1, delivered + inFlight);
    }

    void begin() {
        priorDelivered = 0;
        priorAt = 0;
        newest = -1;
    }

    /** A range has arrived; the one sent last counts. */
    void arrived(Scoreboard board, int index, long now) {
        if (board.delivered(index) < 0) {
            return;
        }
        long sent = board.sent(index);
        if (newest < 0 || sent > newest || sent == newest && board.to(index) > newestEnd) {
            priorDelivered = board.delivered(index);
            priorAt = board.deliveredAt(index);
            limited = limitedUntil > 0 && limitedUntil > priorDelivered;
            newest = sent;
            newestEnd = board.to(index);
            sentFor = sent - board.flightFrom(index);
            flightFrom = sent;
        }
    }

    /** The acknowledgement is over; so many it brought. */
    void end(int count, long smallestRoundTrip, long now) {
        if (limitedUntil > 0 && delivered > limitedUntil) {
            limitedUntil = 0;
        }
        if (count > 0) {
            deliveredAt = now;
        }
        if (newest < 0) {
            return;
        }
        long time = Math.max(sentFor, now - priorAt);
        long segments = delivered - priorDelivered;
        if (time <= 0 || time < smallestRoundTrip && smallestRoundTrip != Recovery.NEVER) {
            return;
        }
        if (!limited || rateTime == 0 || (double) segments * rateTime >= (double) rateSegments * time) {
            rateSegments = segments;
            rateTime = time;
            rateLimited = limited;
        }
    }

    /** Segments delivered when the newest was sent that this acknowledgement brought; 0 if it brought none. */
    long priorDelivered() {
        return priorDelivered;
    }

    /** Bytes a second; 0 if unknown. */
    long rate(int mss) {
        return rateTime == 0 ? 0 : (long) ((double) rateSegments * mss * SECOND / rateTime);
    }

    boolean rateLimited() {
        return rateLimited;
    }
}
