package org.sluice.kernel.net.tcp.recovery;

/** Whether a reduction was called for (Eifel, RFC 3522 and 4015; D-SACK, RFC 3708), and what was before. */
final class Undo {
    private static final long NONE = -1;

    /** What was acknowledged when the recovery began; {@link #NONE} if there is nothing to undo. */
    private long marker = NONE;
    /** Segments sent again of which no D-SACK has said that they were in vain; -1 while nothing was sent again. */
    private int repeats;
    /** When this recovery first sent something again; {@link Recovery#NEVER} if it has not. */
    long since = Recovery.NEVER;
    /** Threshold before, 0 if it must not come back; window before. */
    int threshold;
    int window;

    void begin(long acknowledged, int underWayAgain) {
        marker = acknowledged;
        repeats = underWayAgain > 0 ? underWayAgain : -1;
    }

    void end() {
        marker = NONE;
    }

    boolean possible() {
        return marker != NONE;
    }

    void sentAgain(int segments, long now) {
        if (since == Recovery.NEVER) {
            since = now;
        }
        repeats = Math.max(repeats, 0) + segments;
    }

    /** So many segments that end there arrived twice. */
    void arrivedTwice(int segments, long end) {
        if (possible() && repeats > 0 && end > marker) {
            repeats = Math.max(0, repeats - segments);
        }
    }

    /** Everything sent again had arrived already. */
    boolean allInVain() {
        return possible() && repeats == 0;
    }

    /**
     * What has arrived was only late: the answer is to what was sent before anything was sent again, or nothing was sent again at all.
     *
     * @param open the connection has no SACK and has acknowledged everything of this recovery, so nothing can be told
     */
    boolean late(Progress progress, boolean open) {
        return since == Recovery.NEVER ? !open : progress.answersBefore(since);
    }

    boolean justified(Progress progress, boolean open) {
        return possible() && (repeats == 0 || late(progress, open));
    }
}
