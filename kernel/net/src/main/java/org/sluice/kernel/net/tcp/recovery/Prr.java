package org.sluice.kernel.net.tcp.recovery;

/** Proportional rate reduction (RFC 6937): what may be sent while the window shrinks. In segments. */
final class Prr {
    private int priorWindow;
    private int delivered;
    private int out;

    void begin(int window) {
        priorWindow = window;
        delivered = 0;
        out = 0;
    }

    void sent(int segments) {
        out += segments;
    }

    /**
     * What may be under way from now on (RFC 6937 section 3), so many having been delivered: above the threshold in proportion to what arrives; below it
     * as in slow start, by one more than arrives if the acknowledgement moved on and told of no further loss, else conservatively (PRR-CRB).
     */
    int window(int threshold, int inFlight, int arrived, boolean good) {
        delivered += arrived;
        int room = threshold - inFlight;
        long may;
        if (room < 0) {
            may = ((long) threshold * delivered + priorWindow - 1) / priorWindow - out;
        } else {
            may = Math.min(room, Math.max(delivered - out, arrived) + (good ? 1 : 0));
        }
        return inFlight + (int) Math.max(may, out == 0 ? 1 : 0);
    }
}
