package org.sluice.kernel.net.tcp.recovery;

import org.sluice.abi.TcpInfo;

/** Reads from acknowledgements what has arrived: cumulatively, by SACK (RFC 2018), by D-SACK (RFC 2883), without SACK by duplicates (RFC 6582). */
final class Arrivals {
    private static final int BLOCKS = 5;

    private final Flow flow;
    private final Scoreboard board;
    private final Progress progress;
    private final long[] from = new long[BLOCKS];
    private final long[] to = new long[BLOCKS];
    private final boolean[] duplicate = new boolean[BLOCKS];
    private int blocks;

    Arrivals(Flow flow) {
        this.flow = flow;
        this.board = flow.board;
        this.progress = flow.progress;
    }

    // ---- SACK

    /** The blocks of one segment, in the order of the stream whatever order they came in; what is not under way is ignored. */
    void blocks(Recovery.Ack ack, long priorAcknowledged, long now) {
        blocks = 0;
        if (ack.duplicate && duplicate(ack.duplicateFrom, ack.duplicateTo, priorAcknowledged)) {
            add(ack.duplicateFrom, ack.duplicateTo, true);
        }
        for (int i = 0; i < Math.min(ack.blocks, ack.from.length); i++) {
            if (ack.from[i] >= flow.acknowledged) {
                add(ack.from[i], ack.to[i], false);
            }
        }
        for (int i = 0; i < blocks; i++) {
            block(from[i], to[i], duplicate[i], now);
        }
        if (progress.reorderedSacked != Recovery.NEVER && (flow.state != TcpInfo.LOSS || flow.undo.possible())) {
            flow.reordered(progress.reorderedSacked);
        }
    }

    private void add(long start, long end, boolean twice) {
        if (start >= end || end > flow.next || end <= flow.acknowledged || blocks == BLOCKS) {
            return;
        }
        int place = blocks++;
        while (place > 0 && from[place - 1] > start) {
            from[place] = from[place - 1];
            to[place] = to[place - 1];
            duplicate[place] = duplicate[place - 1];
            place--;
        }
        from[place] = start;
        to[place] = end;
        duplicate[place] = twice;
    }

    /** A D-SACK; whether it is believed: not if more arrives twice than was sent twice. */
    private boolean duplicate(long start, long end, long priorAcknowledged) {
        if (start < 0 || start >= end || end > flow.next) {
            return false;
        }
        int segments = (int) Math.min((end - start + flow.mss - 1) / flow.mss, Integer.MAX_VALUE >> 1);
        boolean probe = segments == 1 && flow.probeEnd != 0 && flow.probeEnd == end;
        flow.duplicates = (int) Math.min((long) flow.duplicates + segments, Integer.MAX_VALUE);
        if (flow.duplicates > flow.totalRepeats) {
            return false;
        }
        if (flow.reorderings > 0 && !probe) {
            flow.rack.duplicateSeen();
        }
        progress.duplicate = true;
        progress.duplicateProbe = probe;
        flow.rate.count(segments, progress.congestion);
        if (end <= priorAcknowledged) {
            flow.undo.arrivedTwice(segments, end);
        }
        return true;
    }

    private void block(long start, long end, boolean twice, long now) {
        if (board.size() == 0) {
            return;
        }
        int i = board.find(Math.max(start, board.from(0)));
        for (; i >= 0 && i < board.size() && board.from(i) < end; i++) {
            if (board.is(i, Scoreboard.SACKED) && !twice) {
                continue;
            }
            long low = start > board.from(i) ? board.endAtOrAfter(i, start) : board.from(i);
            long high = board.endAtOrBefore(i, end);
            if (low >= high) {
                continue;
            }
            if ((low > board.from(i) || high < board.to(i)) && board.full()) {
                continue;
            }
            if (low > board.from(i)) {
                board.split(i++, low);
            }
            if (high < board.to(i)) {
                board.split(i, high);
            }
            i = arrived(i, twice, now);
        }
    }

    /** A range that a block covers; returns its index afterwards. */
    private int arrived(int i, boolean twice, long now) {
        int segments = board.segments(i);
        boolean repeated = board.is(i, Scoreboard.EVER);
        boolean known = board.is(i, Scoreboard.SACKED);
        if (twice && repeated) {
            flow.undo.arrivedTwice(segments, board.to(i));
            if (known) {
                progress.reorderedSacked = Math.min(progress.reorderedSacked, board.from(i));
            }
        }
        if (!known) {
            timed(i, now);
            if (!repeated) {
                if (board.from(i) < board.highestSacked(flow.acknowledged)) {
                    progress.reorderedSacked = Math.min(progress.reorderedSacked, board.from(i));
                }
                progress.originalArrived |= board.to(i) <= flow.high;
                if (progress.firstSacked == Recovery.NEVER) {
                    progress.firstSacked = board.sent(i);
                }
                progress.lastSacked = board.sent(i);
            }
            board.sack(i);
            progress.sacked = true;
            flow.rate.count(segments, progress.congestion);
        }
        if (twice) {
            board.arrivedTwice(i);
        }
        return board.tidy(i);
    }

    /** RACK and the rate learn from what arrives; a timestamp older than the last time it was sent tells that it arrived the first time. */
    private void timed(int i, long now) {
        boolean repeated = board.is(i, Scoreboard.EVER);
        if (!repeated || !progress.answersBefore(board.sent(i))) {
            flow.rack.arrived(board.sent(i), board.to(i), repeated, flow.rtt.minimum(), now);
        }
        flow.rate.arrived(board, i, now);
        board.forgetDelivered(i);
    }

    // ---- cumulative

    /** Takes off what is acknowledged, by whole segments; half a segment counts when it is complete. */
    void cumulative(long priorHighest, long now) {
        while (board.size() > 0) {
            if (board.to(0) > flow.acknowledged) {
                long end = board.endAtOrBefore(0, flow.acknowledged);
                if (end <= board.from(0)) {
                    break;
                }
                board.split(0, end);
            }
            first(now);
        }
        progress.reneged = board.size() > 0 && board.is(0, Scoreboard.SACKED);
        if (!flow.selective) {
            if (progress.count > 0) {
                duplicatesAnswered(progress.count);
                progress.originalArrived &= !progress.repeatedAcked;
            }
        } else if (progress.count > 0 && progress.reorderedAcked < priorHighest) {
            flow.reordered(progress.reorderedAcked);
        }
    }

    private void first(long now) {
        int segments = board.segments(0);
        boolean repeated = board.is(0, Scoreboard.EVER);
        boolean known = board.is(0, Scoreboard.SACKED);
        if (repeated) {
            progress.repeatedAcked = true;
        } else if (!known) {
            progress.lastAcked = board.sent(0);
            if (progress.firstAcked == Recovery.NEVER) {
                progress.firstAcked = progress.lastAcked;
            }
            progress.reorderedAcked = Math.min(progress.reorderedAcked, board.from(0));
            progress.originalArrived |= board.to(0) <= flow.high;
        }
        if (!known) {
            if (flow.selective) {
                flow.rate.count(segments, progress.congestion);
            }
            timed(0, now);
        }
        if (board.from(0) == 0) {
            progress.syn = true;
            flow.synInTime = progress.answersBefore(flow.undo.since);
            flow.undo.since = Recovery.NEVER;
        }
        progress.count += segments;
        progress.acked = true;
        board.removeFirst();
    }

    // ---- without SACK: board.sacked counts duplicates

    /** A duplicate says that one segment has arrived somewhere behind the first. */
    void duplicates(int count) {
        if (count == 0) {
            return;
        }
        int before = board.sacked;
        board.sacked += count;
        if (tooMany()) {
            flow.reordered(board.packets);
        }
        if (board.sacked > before) {
            flow.rate.count(board.sacked - before, progress.congestion);
        }
    }

    /** One of the segments acknowledged was missing; the others are what the duplicates told of. */
    private void duplicatesAnswered(int count) {
        flow.rate.count(Math.max(count - board.sacked, 1), progress.congestion);
        board.sacked = Math.max(0, board.sacked - (count - 1));
        if (tooMany()) {
            flow.reordered(board.packets + count);
        }
    }

    /** No more can have arrived than are under way and not missing; whether that was so. */
    private boolean tooMany() {
        int missing = Math.min(Math.max(board.lost, 1), board.packets);
        if (board.sacked + missing <= board.packets) {
            return false;
        }
        board.sacked = board.packets - missing;
        return true;
    }

    /** More is taken for lost than before. */
    void limitDuplicates() {
        if (!flow.selective) {
            tooMany();
        }
    }

    void forgetDuplicates() {
        board.sacked = 0;
    }
}
