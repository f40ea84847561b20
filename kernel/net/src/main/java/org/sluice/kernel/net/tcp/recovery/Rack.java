package org.sluice.kernel.net.tcp.recovery;

/**
 * RACK (RFC 8985 section 6): a segment is lost if one sent after it has arrived and longer than a round trip and the reordering window has gone by.
 */
final class Rack {
    private static final int MOST_STEPS = 255;
    /** Recoveries that a widened window lasts without a D-SACK (RFC 8985 6.2 step 4). */
    static final int PERSIST = 16;

    /** When the newest segment that has arrived was sent, its end, and the time it took (RACK.xmit_ts, end_seq, rtt). */
    private long sent = Long.MIN_VALUE;
    private long end;
    private long roundTrip;
    /** Whether there is something new to judge from. */
    boolean advanced;
    /** RACK.reo_wnd_mult. */
    private int steps = 1;
    private int persist;
    private boolean duplicateSeen;
    private long duplicateRound;

    /** A segment was sent; whether it was after the one that ends there, of what was sent at the same time the later in the stream. */
    private static boolean after(long sentA, long endA, long sentB, long endB) {
        return sentA > sentB || sentA == sentB && endA > endB;
    }

    /** A segment has arrived (6.2 steps 1 and 2); what took less than a round trip can take, sent again, has arrived the first time. */
    void arrived(long sentAt, long endsAt, boolean repeated, long smallest, long now) {
        if (repeated && now - sentAt < smallest && smallest != Recovery.NEVER) {
            return;
        }
        advanced = true;
        roundTrip = now - sentAt;
        if (after(sentAt, endsAt, sent, end)) {
            sent = sentAt;
            end = endsAt;
        }
    }

    /**
     * Marks what is lost (6.2 step 5).
     *
     * @return nanoseconds until the next segment may have to be taken for lost; 0 if there is none to watch
     */
    long detect(Scoreboard board, long window, long now) {
        advanced = false;
        long wait = 0;
        for (int i = 0; i < board.size(); i++) {
            if (!after(sent, end, board.first(i), board.from(i))) {
                break;
            }
            if (board.is(i, Scoreboard.SACKED) || board.is(i, Scoreboard.LOST) && !board.is(i, Scoreboard.AGAIN)
                || !after(sent, end, board.sent(i), board.to(i))) {
                continue;
            }
            long left = remaining(board.sent(i), window, now);
            if (left <= 0) {
                board.lose(i);
            } else {
                wait = Math.max(wait, left);
            }
        }
        return wait;
    }

    /** How long a segment still has. */
    long remaining(long sentAt, long window, long now) {
        return sentAt + roundTrip + window - now;
    }

    /** The reordering window (6.2 step 4) in nanoseconds: {@code eager} if losses are evident and nothing was seen out of order yet. */
    long window(boolean eager, long smallest, long smoothed) {
        if (eager || smallest == Recovery.NEVER) {
            return 0;
        }
        return Math.min(smallest / 4 * steps, smoothed);
    }

    void duplicateSeen() {
        duplicateSeen = true;
    }

    /** Widens the window at most once a round trip; narrows it when nothing was sent in vain for long. */
    void adapt(long priorDelivered, long delivered) {
        if (priorDelivered == 0) {
            return;
        }
        if (priorDelivered < duplicateRound) {
            duplicateSeen = false;
        }
        if (duplicateSeen) {
            steps = Math.min(MOST_STEPS, steps + 1);
            duplicateSeen = false;
            duplicateRound = delivered;
            persist = PERSIST;
        } else if (persist == 0) {
            steps = 1;
        }
    }

    void recovered() {
        if (persist > 0) {
            persist--;
        }
    }

    void undone() {
        persist = Math.min(PERSIST, persist + 1);
    }

    int steps() {
        return steps;
    }
}
