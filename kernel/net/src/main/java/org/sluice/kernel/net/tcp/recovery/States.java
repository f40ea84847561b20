package org.sluice.kernel.net.tcp.recovery;

import org.sluice.abi.TcpInfo;

/**
 * The states of congestion control as Linux names them, and how one leads to another.
 * <ul>
 * <li>OPEN to DISORDER: something arrived out of order or was sent again; back when neither holds.
 * <li>OPEN, DISORDER to CWR: ECN-Echo (RFC 3168 6.1.2), or a loss that a probe repaired (RFC 8985 7.4); to OPEN when more than what was out then is
 * acknowledged.
 * <li>OPEN, DISORDER, CWR to RECOVERY: something is lost; to OPEN when all that was out then is acknowledged, or when it was not lost after all.
 * <li>any to LOSS: the retransmission timer ran out; to OPEN likewise; to RECOVERY if what was sent again is lost again.
 * </ul>
 */
final class States {
    /** RFC 2018 section 8: a receiver that threw away what it had sacked gets a moment to take it back. */
    private static final long LEAST_RENEGING = 10_000_000;

    private final Flow flow;
    private final Scoreboard board;
    private final Progress progress;
    private final Arrivals arrivals;
    private final Timers timers;
    /** F-RTO (RFC 5682): the timeout may have been spurious; new data is to be sent before anything else is sent again. */
    private boolean frto;
    private boolean newDataFirst;
    /** Nothing is sent again until the next acknowledgement. */
    private boolean held;

    States(Flow flow, Arrivals arrivals, Timers timers) {
        this.flow = flow;
        this.board = flow.board;
        this.progress = flow.progress;
        this.arrivals = arrivals;
        this.timers = timers;
    }

    // ---- what is allowed

    boolean repeats() {
        return flow.state >= TcpInfo.RECOVERY && !held && !newDataFirst;
    }

    /** New data was sent: F-RTO waits for what is said to that, and sends nothing again until then. */
    void newDataSent() {
        held |= newDataFirst;
        newDataFirst = false;
    }

    /** There was no new data to send: F-RTO cannot tell (RFC 5682 2.1 step 2b, last sentence). */
    void noNewData() {
        if (newDataFirst) {
            newDataFirst = false;
            frto = false;
        }
    }

    // ---- acknowledgements

    /** An acknowledgement that is out of the ordinary, or in a state that is; with so many duplicates. */
    void alert(int duplicates, long priorAcknowledged, boolean newData, long now) {
        held = false;
        newDataFirst = false;
        if (progress.congestion) {
            flow.undo.threshold = 0;
        }
        if (progress.reneged && progress.advanced) {
            timers.set(Timers.RETRANSMISSION, now + Math.max(flow.rtt.smoothed() / 2, LEAST_RENEGING));
            progress.setTimer = false;
            held = true;
            return;
        }
        boolean losses = duplicates > 0 || progress.sacked && farAhead();
        boolean first = false;
        if (flow.state == TcpInfo.OPEN) {
            flow.undo.since = Recovery.NEVER;
        } else if (flow.acknowledged >= flow.high && leaves()) {
            return;
        }
        switch (flow.state) {
            case TcpInfo.RECOVERY -> {
                if (!progress.advanced) {
                    addDuplicates(duplicates);
                } else if (flow.undo.possible() && late()) {
                    flow.reordered(priorAcknowledged);
                    if (board.again > 0) {
                        held = true;
                        return;
                    }
                    undo(true);
                    keepOpen();
                } else {
                    losses = farAhead();
                }
                if (flow.undo.allInVain()) {
                    flow.rack.undone();
                    undo(false);
                    open();
                }
                findLosses(now);
                if (flow.state != TcpInfo.RECOVERY) {
                    if (!evident()) {
                        return;
                    }
                    enterRecovery();
                }
            }
            case TcpInfo.LOSS -> {
                timedOutAnswered(duplicates, newData);
                if (flow.state != TcpInfo.LOSS) {
                    recoveredFromTimeout(now);
                }
                findLosses(now);
                if (flow.state != TcpInfo.OPEN && !progress.repeatLost) {
                    return;
                }
                first = usual(duplicates, now);
                if (!first) {
                    return;
                }
            }
            default -> {
                first = usual(duplicates, now);
                if (!first) {
                    return;
                }
            }
        }
        if (!flow.timed() && flow.selective && losses) {
            countLosses(first);
        }
    }

    /** OPEN, DISORDER and CWR; whether recovery begins. */
    private boolean usual(int duplicates, long now) {
        if (!flow.selective && progress.advanced) {
            arrivals.forgetDuplicates();
        }
        addDuplicates(duplicates);
        if (flow.state <= TcpInfo.DISORDER && flow.undo.allInVain()) {
            flow.rack.undone();
            undo(false);
        }
        findLosses(now);
        if (!evident()) {
            open();
            return false;
        }
        enterRecovery();
        return true;
    }

    private void addDuplicates(int duplicates) {
        if (!flow.selective) {
            arrivals.duplicates(duplicates);
        }
    }

    /** All that was out when the state began is acknowledged; whether nothing more is to be done. */
    private boolean leaves() {
        if (flow.state == TcpInfo.CWR && flow.acknowledged != flow.high) {
            // CWR lasts until something behind is acknowledged: that is what carried the flag.
            endReduction();
            flow.state = TcpInfo.OPEN;
        } else if (flow.state == TcpInfo.RECOVERY) {
            if (!flow.selective) {
                arrivals.forgetDuplicates();
            }
            if (recovered()) {
                return true;
            }
            endReduction();
        }
        return false;
    }

    /** Ends a recovery; whether it has to be kept for a while, since without SACK duplicates of now cannot be told from new ones (RFC 6582 4.1). */
    private boolean recovered() {
        if (flow.undo.justified(progress, cannotTell())) {
            undo(false);
        } else {
            flow.rack.recovered();
        }
        if (staysClosed()) {
            return true;
        }
        flow.state = TcpInfo.OPEN;
        return false;
    }

    private boolean staysClosed() {
        if (flow.selective || flow.acknowledged != flow.high) {
            return false;
        }
        if (!repeatsOut()) {
            flow.undo.since = Recovery.NEVER;
        }
        return true;
    }

    /** Without SACK what is acknowledged at the end of a recovery says nothing of whether it was late; neither does the SYN. */
    private boolean cannotTell() {
        return !flow.selective && flow.acknowledged >= flow.high || progress.syn;
    }

    private boolean late() {
        return flow.undo.late(progress, cannotTell());
    }

    private void open() {
        if (!repeatsOut()) {
            flow.undo.since = Recovery.NEVER;
        }
        if (progress.congestion) {
            enterReduction();
        }
        if (flow.state != TcpInfo.CWR) {
            keepOpen();
        }
    }

    private void keepOpen() {
        int state = board.sacked + board.lost > 0 || repeatsOut() ? TcpInfo.DISORDER : TcpInfo.OPEN;
        if (state != flow.state) {
            flow.state = state;
            flow.high = flow.next;
        }
    }

    /** Whether something sent again may be under way. */
    private boolean repeatsOut() {
        return board.again > 0 || board.size() > 0 && board.is(0, Scoreboard.EVER);
    }

    // ---- losses

    private boolean evident() {
        return board.lost > 0 || !flow.timed() && board.sacked + 1 > flow.reordering;
    }

    /** Whether what was sacked reaches further than reordering explains (RFC 6675 IsLost by bytes). */
    private boolean farAhead() {
        return board.highestSacked(flow.acknowledged) > flow.acknowledged + (long) flow.reordering * flow.mss;
    }

    private void findLosses(long now) {
        if (board.size() == 0) {
            return;
        }
        if (!flow.selective) {
            boolean lost = flow.state < TcpInfo.RECOVERY ? board.sacked >= flow.reordering : flow.state == TcpInfo.RECOVERY && progress.advanced;
            if (lost) {
                loseFirst();
                arrivals.limitDuplicates();
            }
        } else if (flow.timed() && flow.rack.advanced) {
            int before = board.again;
            long wait = flow.rack.detect(board, flow.reorderingWindow(), now);
            if (wait > 0) {
                timers.reordering(wait, now);
                progress.setTimer = false;
            }
            progress.repeatLost |= board.again < before;
        }
    }

    private void loseFirst() {
        long end = board.endAtOrAfter(0, board.from(0) + 1);
        if (board.is(0, Scoreboard.LOST)) {
            return;
        }
        if (end < board.to(0)) {
            board.split(0, end);
        }
        board.lose(0);
    }

    /** RFC 6675 IsLost: what has enough sacked segments behind it; at least the first if recovery begins. */
    private void countLosses(boolean first) {
        int most = board.sacked - flow.reordering;
        if (most < 0) {
            if (first && board.size() > 0) {
                loseFirst();
            }
            return;
        }
        int seen = 0;
        for (int i = 0; i < board.size() && seen <= most; i++) {
            if (board.is(i, Scoreboard.SACKED)) {
                seen += board.segments(i);
            } else if (!board.is(i, Scoreboard.LOST)) {
                board.lose(i);
            }
        }
    }

    // ---- reductions

    private void beginReduction() {
        flow.high = flow.next;
        flow.probeEnd = 0;
        flow.window.counted = 0;
        flow.undo.window = flow.window.size;
        flow.prr.begin(flow.window.size);
        flow.window.threshold = flow.congestion.reduced(flow.window);
        flow.reduced = true;
    }

    private void endReduction() {
        if (flow.window.threshold < Window.UNLIMITED && (flow.state == TcpInfo.CWR || flow.undo.possible())) {
            flow.window.set(flow.window.threshold);
        }
    }

    /** ECN-Echo: once per window of data (RFC 3168 6.1.2). */
    private void enterReduction() {
        flow.undo.threshold = 0;
        if (flow.state < TcpInfo.CWR) {
            flow.undo.end();
            beginReduction();
            flow.state = TcpInfo.CWR;
        }
    }

    void enterRecovery() {
        flow.undo.threshold = 0;
        flow.undo.begin(flow.acknowledged, board.again + (flow.probeEnd != 0 && flow.probeRepeats ? 1 : 0));
        if (!flow.shrinking()) {
            if (!progress.congestion) {
                flow.undo.threshold = flow.window.remembered(false);
            }
            beginReduction();
        }
        flow.state = TcpInfo.RECOVERY;
        newDataFirst = false;
        held = false;
    }

    /** The loss probe repaired a loss: reduced once, without recovery (RFC 8985 7.4.2). */
    void probeRepaired(long now) {
        beginReduction();
        flow.state = TcpInfo.CWR;
        endReduction();
        flow.window.touched(now);
        keepOpen();
    }

    private void undo(boolean unlose) {
        if (unlose) {
            board.unlose();
        }
        if (flow.undo.threshold > 0) {
            flow.window.set(Math.max(flow.window.size, flow.undo.window));
            if (flow.undo.threshold > flow.window.threshold) {
                flow.window.threshold = flow.undo.threshold;
                flow.reduced = false;
            }
            flow.congestion.undo();
        }
        flow.undo.end();
        flow.rack.advanced = true;
    }

    // ---- timeout

    /** The retransmission timer has run out (RFC 5681 3.1, RFC 5682 2.1 step 1). */
    void enterLoss(long now) {
        boolean fresh = flow.state < TcpInfo.RECOVERY;
        loseAll(now);
        if (flow.state <= TcpInfo.DISORDER || flow.high <= flow.acknowledged || flow.state == TcpInfo.LOSS && flow.timeouts == 0) {
            fresh = true;
            flow.undo.threshold = flow.window.remembered(flow.shrinking());
            flow.undo.window = flow.window.size;
            flow.window.threshold = flow.congestion.reduced(flow.window);
            flow.undo.begin(flow.acknowledged, board.again);
        }
        flow.congestion.timedOut();
        if (flow.state <= TcpInfo.DISORDER && board.sacked >= flow.settings.reordering) {
            flow.reordering = Math.min(flow.reordering, flow.settings.reordering);
        }
        flow.window.set(flow.inFlight() + 1);
        flow.window.counted = 0;
        flow.window.touched(now);
        flow.state = TcpInfo.LOSS;
        flow.high = flow.next;
        flow.probeEnd = 0;
        flow.reduced = true;
        frto = flow.settings.frto && (fresh || flow.timeouts > 0);
        newDataFirst = false;
        held = false;
    }

    private void loseAll(long now) {
        boolean reneged = board.is(0, Scoreboard.SACKED);
        if (reneged) {
            board.forgetSacks();
        } else if (!flow.selective) {
            arrivals.forgetDuplicates();
        }
        for (int i = 0; i < board.size(); i++) {
            boolean recent = i > 0 && !reneged && flow.timed() && flow.rack.remaining(board.sent(i), 0, now) > 0;
            if (!recent) {
                board.lose(i);
            }
        }
    }

    /** An acknowledgement after a timeout (RFC 5682 2.1 and 3.1). */
    private void timedOutAnswered(int duplicates, boolean newData) {
        boolean all = flow.acknowledged >= flow.high;
        if (progress.advanced && flow.undo.justified(progress, cannotTell())) {
            undoTimeout(false);
            return;
        }
        if (frto) {
            if (progress.originalArrived) {
                undoTimeout(true);
                return;
            }
            if (flow.next > flow.high) {
                if (progress.sacked || duplicates > 0) {
                    frto = false;
                }
            } else if (progress.advanced && !all) {
                flow.high = flow.next;
                if (newData) {
                    newDataFirst = true;
                    return;
                }
                frto = false;
            }
        }
        if (all) {
            recovered();
            return;
        }
        if (!flow.selective) {
            if (flow.next > flow.high) {
                arrivals.duplicates(duplicates);
            } else if (progress.advanced) {
                arrivals.forgetDuplicates();
            }
        }
    }

    private void undoTimeout(boolean frtoSays) {
        undo(true);
        flow.timeouts = 0;
        if (!staysClosed() && (frtoSays || flow.selective)) {
            flow.state = TcpInfo.OPEN;
        }
    }

    private void recoveredFromTimeout(long now) {
        if (flow.timeoutSince != Recovery.NEVER) {
            flow.timeoutTime += now - flow.timeoutSince;
            flow.timeoutSince = Recovery.NEVER;
        }
    }

    /** Packets turned out too long for the path (RFC 1191): what is under way does not arrive, and that is no congestion. */
    void tooLong(int mss) {
        for (int i = 0; i < board.size(); i++) {
            if (board.unit(i) > mss && board.to(i) - board.from(i) > mss) {
                board.lose(i);
            }
        }
        board.shorten(mss);
        arrivals.limitDuplicates();
        if (board.lost == 0) {
            return;
        }
        if (flow.state != TcpInfo.LOSS) {
            flow.high = flow.next;
            flow.window.threshold = flow.window.remembered(flow.shrinking());
            flow.undo.threshold = 0;
            flow.undo.end();
            flow.state = TcpInfo.LOSS;
            frto = false;
        }
        newDataFirst = false;
        held = false;
    }

    /** The connection is there: what the SYN met says nothing of the data's way. */
    void handshakeOver() {
        flow.state = TcpInfo.OPEN;
        flow.high = 0;
        flow.undo.end();
        flow.undo.since = Recovery.NEVER;
        frto = false;
        newDataFirst = false;
        held = false;
    }
}
