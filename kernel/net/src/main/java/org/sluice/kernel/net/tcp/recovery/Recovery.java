package org.sluice.kernel.net.tcp.recovery;

import org.sluice.abi.TcpInfo;

/**
 * One connection's sender as far as it decides what is sent again and how much may be under way: retransmission timer (RFC 6298), NewReno (6582),
 * SACK (2018, 6675), D-SACK (2883), RACK-TLP (8985), PRR (6937), F-RTO (5682) and Eifel, limited transmit (3042), CUBIC (9438) and Reno (5681), initial
 * window (6928), HyStart++ (9406), the answer to ECN (3168), and what tcp_info tells of all that.
 *
 * <p>Positions are 64-bit places in the stream of sequence numbers: the SYN is at 0, data begins at 1, the FIN takes one behind the last byte.
 * Times are monotonic nanoseconds. It does no I/O, reads no clock, keeps no bytes and allocates nothing per segment in the steady state. Guarded by the
 * connection's lock.
 */
public final class Recovery {
    /** No time. */
    public static final long NEVER = Long.MAX_VALUE;

    /** What the connection is made with; changed before {@link #established} only. */
    public static final class Settings {
        /** RFC 6298's bounds and initial value, and the number of segments of the initial window. */
        public long minimumTimeout = 200_000_000L;
        public long maximumTimeout = 120_000_000_000L;
        public long initialTimeout = 1_000_000_000L;
        public int initialWindow = 10;
        /** 0 NewReno, 1 CUBIC, as {@link org.sluice.abi.Sockets#CONGESTION}. */
        public int congestion = 1;
        public boolean rack = true;
        public boolean lossProbe = true;
        public boolean frto = true;
        public boolean limitedTransmit = true;
        public boolean hystart = true;
        /** Whether the window starts anew after idle time (RFC 5681 4.1). */
        public boolean slowStartAfterIdle = true;
        /** Segments out of order that are taken for a loss, before anything is learned. */
        public int reordering = 3;
        /** Furthest, in segments, that they are believed to overtake each other. */
        public int mostReordering = 300;
    }

    /** An acknowledgement, filled by the connection for each segment with an ACK that is acceptable; reused. */
    public static final class Ack {
        /** Everything before has arrived. */
        public long position;
        /** SACK blocks as positions, behind {@link #position}, not a D-SACK. */
        public int blocks;
        public final long[] from = new long[4];
        public final long[] to = new long[4];
        /** Whether the first block was a D-SACK (RFC 2883), and its range. */
        public boolean duplicate;
        public long duplicateFrom;
        public long duplicateTo;
        /** Nanoseconds since what the echoed timestamp says was sent (RFC 7323); -1 without. */
        public long echoed;
        /** Milliseconds' timestamp that was echoed; for Eifel (RFC 3522). 0 without. */
        public int timestampEcho;
        /** ECE (RFC 3168), of a connection that uses ECN. */
        public boolean congestion;
        /** Whether the segment brought data, or SYN or FIN. */
        public boolean data;
        /** Whether it changed the send window. */
        public boolean windowChanged;
        /** Whether new data waits that the peer's window takes, whatever congestion control says: F-RTO needs it (RFC 5682 2.1 step 2b). */
        public boolean newData;
    }

    /** A range of positions; reused. */
    public static final class Range {
        public long from;
        public long to;
    }

    private static final long MICROSECOND = 1_000;
    private static final long TIMESTAMP_TICK = 1_000_000;
    /** What Linux shows as the smallest round-trip time before the first sample. */
    private static final long NO_MINIMUM = 0xffff_ffffL;

    private final Settings settings;
    final Flow flow;
    private final Scoreboard board;
    private final Arrivals arrivals;
    private final Timers timers;
    private final States states;
    /** Whether {@link #established} was called; whether that has taken effect, which needs the SYN to be acknowledged. */
    private boolean agreed;
    private boolean settled;
    private long lastSent = NEVER;
    /** When the last of what was under way was acknowledged. */
    private long emptySince;

    public Recovery(Settings settings) {
        this.settings = settings;
        flow = new Flow(settings);
        board = flow.board;
        arrivals = new Arrivals(flow);
        timers = new Timers(flow);
        states = new States(flow, arrivals, timers);
    }

    // ---- what happens

    /** The SYN was sent, at a time that nobody kept (RFC 4987 3.6), and is acknowledged: data begin. Called first. */
    public void begun() {
        flow.next = 1;
        flow.acknowledged = 1;
    }

    /**
     * The handshake is over: what was agreed on. May be called before or after the SYN's acknowledgement is told of.
     *
     * @param mss       bytes of data of a full segment, options taken off
     * @param selective whether SACK may be used
     */
    public void established(int mss, boolean selective, boolean timestamps, long now) {
        flow.mss = Math.max(1, mss);
        flow.selective = selective;
        agreed = true;
        settle(now);
    }

    /** One segment if the SYN was lost more than once (RFC 6928 section 2), else the initial window; RTO 3 s without a sample (RFC 6298 5.7). */
    private void settle(long now) {
        if (settled || !agreed || flow.acknowledged < 1) {
            return;
        }
        settled = true;
        lastSent = now;
        emptySince = now;
        boolean lost = flow.totalRepeats > 1 && !flow.synInTime;
        flow.window.set(lost ? 1 : settings.initialWindow);
        flow.window.threshold = Window.UNLIMITED;
        flow.window.touched(now);
        flow.reduced = false;
        flow.rtt.handshakeOver();
        states.handshakeOver();
        if (board.size() > 0) {
            timers.restart(now);
        }
    }

    /** Segments have another length from now on (RFC 1191); what is under way and longer is sent again. */
    public void segmentSize(int mss, long now) {
        int before = flow.mss;
        flow.mss = Math.max(1, mss);
        if (flow.mss < before) {
            states.tooLong(flow.mss);
        }
    }

    /** Another congestion control from now on, by its number; window and threshold stay. */
    public void congestion(int number) {
        flow.choose(number);
    }

    /** The FIN takes this position: it is no data, and goes with the last segment. To be said before it is sent. */
    public void finishesAt(long position) {
        board.finishesAt(position);
    }

    /** Something was sent, for the first time or again: one segment or a run of them. */
    public void sent(long from, long to, long now) {
        boolean probe = flow.probeWanted;
        if (from < flow.next && from < to) {
            repeated(from, Math.min(to, flow.next), probe, now);
        }
        if (to > flow.next) {
            fresh(flow.next, to, probe, now);
        }
        flow.probeWanted = false;
        lastSent = now;
    }

    private void fresh(long from, long to, boolean probe, long now) {
        int before = board.packets;
        boolean idle = board.size() == 0;
        if (idle) {
            if (settled) {
                long time = now - lastSent;
                if (restarts(now)) {
                    flow.window.restart(time, flow.rtt.timeout(), now);
                }
                flow.congestion.idle(now - emptySince, now);
            }
            flow.rate.flightBegins(now);
        }
        board.append(from, to, flow.mss, now, flow.rate);
        flow.next = to;
        states.newDataSent();
        if (idle || timers.kind == Timers.PROBE) {
            timers.retransmission(now);
        }
        if (flow.shrinking()) {
            flow.prr.sent(board.packets - before);
        }
        if (probe) {
            probeSent(false, now);
        } else if (settled) {
            timers.probe(false, now);
        }
        boolean idleRule = settings.slowStartAfterIdle && flow.state == TcpInfo.OPEN;
        flow.window.validate(board.packets, flow.inFlight() >= flow.window.size, flow.acknowledged, flow.next, idleRule, flow.rtt.timeout(), now);
    }

    private void repeated(long from, long to, boolean probe, long now) {
        if (board.size() == 0 || to <= flow.acknowledged) {
            return;
        }
        for (int i = board.find(Math.max(from, board.from(0))); i >= 0 && i < board.size() && board.from(i) < to; i++) {
            if (from > board.from(i) && from > flow.acknowledged) {
                long low = board.endAtOrBefore(i, from);
                if (low > board.from(i)) {
                    board.split(i++, low);
                }
            }
            if (to < board.to(i)) {
                board.split(i, to);
            }
            if (board.is(i, Scoreboard.SACKED)) {
                continue;
            }
            long bytes = board.to(i) - Math.max(board.from(i), flow.acknowledged);
            int segments = board.sentAgain(i, probe, now, flow.rate);
            flow.totalRepeats += segments;
            flow.repeatedBytes += bytes;
            if (probe) {
                continue;
            }
            flow.undo.sentAgain(segments, now);
            if (flow.shrinking()) {
                flow.prr.sent(segments);
            }
            if (i == 0 && timers.kind != Timers.REORDERING) {
                timers.set(Timers.RETRANSMISSION, now + flow.rtt.timeout());
            }
        }
        if (probe) {
            probeSent(true, now);
        }
    }

    private void probeSent(boolean repeats, long now) {
        flow.probeWanted = false;
        flow.probeRepeats = repeats;
        flow.probeEnd = flow.next;
        timers.stop();
        timers.retransmission(now);
    }

    /**
     * An acknowledgement has come.
     *
     * @return whether it told something new: moved on, or brought a new SACK block
     */
    public boolean acknowledged(Ack ack, long now) {
        if (ack.position > flow.next) {
            return false;
        }
        Progress progress = flow.progress;
        progress.begin(ack, now);
        flow.probeWanted = false;
        flow.rate.begin();
        // The ECE of a SYN-ACK agrees on ECN and tells of no congestion (RFC 3168 6.1.1).
        progress.congestion &= flow.acknowledged > 0;
        long before = flow.acknowledged;
        int priorPackets = board.packets;
        int priorSacked = board.sacked;
        long priorHighest = board.highestSacked(before);
        long priorDelivered = flow.rate.delivered();
        long priorLost = board.everLost;
        boolean old = ack.position < before;
        if (ack.position > before) {
            flow.acknowledged = ack.position;
            progress.advanced = true;
            flow.timeouts = 0;
        }
        if (flow.selective) {
            arrivals.blocks(ack, before, now);
        }
        if (old) {
            if (progress.sacked || progress.duplicate) {
                states.alert(0, before, ack.newData, now);
            }
            return progress.sacked;
        }
        if (priorPackets == 0) {
            if (progress.duplicate) {
                states.alert(0, before, ack.newData, now);
            }
            probeAnswered(ack.position, now);
            return progress.advanced;
        }
        arrivals.cumulative(priorHighest, now);
        measure(ack, before, priorSacked, now);
        if (flow.timed()) {
            flow.rack.adapt(flow.rate.priorDelivered(), flow.rate.delivered());
        }
        probeAnswered(ack.position, now);
        if (dubious(progress)) {
            states.alert(progress.pureDuplicate() ? 1 : 0, before, ack.newData, now);
        }
        if (progress.setTimer) {
            timers.restart(now);
        }
        if (board.size() == 0) {
            timers.stop();
            emptySince = now;
        }
        int delivered = (int) (flow.rate.delivered() - priorDelivered);
        flow.rate.end(delivered, flow.rtt.minimum(), now);
        adjust(delivered, board.everLost > priorLost, now);
        settle(now);
        return progress.advanced || progress.sacked;
    }

    /** Whether an acknowledgement is more than progress in the open state. */
    private boolean dubious(Progress progress) {
        return !progress.carries && !progress.acked || progress.sacked || progress.congestion || progress.duplicate || flow.state != TcpInfo.OPEN;
    }

    /** Takes the round-trip time: from what was never sent again (Karn), from SACK, else from the timestamp (RFC 7323 4.1); sets whether the timer restarts. */
    private void measure(Ack ack, long before, int priorSacked, long now) {
        Progress progress = flow.progress;
        long sample = -1;
        long newest = -1;
        boolean delayed = false;
        if (progress.firstAcked != NEVER && !progress.repeatedAcked) {
            sample = now - progress.firstAcked;
            newest = now - progress.lastAcked;
            delayed = progress.count == 1 && priorSacked == 0 && flow.acknowledged - before < flow.mss && !progress.syn && !progress.sacked
                && !progress.congestion && !progress.duplicate && flow.rate.priorDelivered() + 1 == flow.rate.delivered();
        }
        if (progress.firstSacked != NEVER) {
            newest = now - progress.lastSacked;
            sample = sample < 0 ? now - progress.firstSacked : sample;
        }
        if (sample < 0 && ack.echoed >= 0 && progress.acked) {
            sample = Math.max(ack.echoed, TIMESTAMP_TICK);
            newest = sample;
        }
        if (sample >= 0) {
            flow.rtt.smallest(newest, delayed, now);
            flow.rtt.sample(sample, flow.acknowledged, flow.next);
            if (flow.window.threshold == Window.UNLIMITED && settings.hystart) {
                flow.hystart.sample(newest, flow.acknowledged, flow.next);
            }
        }
        // An acknowledgement of what was sent after the oldest was last sent does not push the timeout away (RFC 6298 5.3 restarts for new data only).
        progress.setTimer = progress.acked || sample >= 0 && board.size() > 0 && progress.firstSacked != NEVER
            && progress.firstSacked < board.sent(0);
    }

    /** RFC 8985 7.4.2: what the answer to a loss probe tells. */
    private void probeAnswered(long position, long now) {
        Progress progress = flow.progress;
        if (flow.probeEnd == 0 || position < flow.probeEnd) {
            return;
        }
        if (!flow.probeRepeats || progress.duplicateProbe) {
            flow.probeEnd = 0;
        } else if (position > flow.probeEnd) {
            states.probeRepaired(now);
            flow.probeEnd = 0;
        } else if (progress.pureDuplicate() && !progress.sacked) {
            flow.probeEnd = 0;
        }
    }

    /** The window after an acknowledgement: reduced in proportion while it shrinks (RFC 6937), else it grows if it was in use. */
    private void adjust(int delivered, boolean lost, long now) {
        Window window = flow.window;
        Progress progress = flow.progress;
        if (flow.shrinking()) {
            if (delivered > 0) {
                window.set(flow.prr.window(window.threshold, flow.inFlight(), delivered, progress.advanced && !lost));
            }
            return;
        }
        boolean grows = progress.acked || progress.sacked && flow.reordering > settings.reordering;
        if (!grows) {
            return;
        }
        window.touched(now);
        if (!window.inUse()) {
            return;
        }
        int left = delivered;
        if (window.slowStart()) {
            boolean first = settings.hystart && window.threshold == Window.UNLIMITED;
            if (first && flow.hystart.over()) {
                window.threshold = window.size;
            } else {
                left = window.slowStart(first ? flow.hystart.growth(delivered) : delivered);
            }
        }
        if (left > 0 && !window.slowStart()) {
            flow.congestion.grow(window, left, flow.rtt.smoothed(), now);
        }
    }

    /** There was nothing more to send, although more might have been under way (RFC 7661); nor what F-RTO wanted: {@link #next} may have something now. */
    public void applicationLimited(long now) {
        states.noNewData();
        if (flow.inFlight() < flow.window.size && board.lost <= board.again) {
            flow.rate.applicationLimited(flow.inFlight());
        }
    }

    /** The time that {@link #timerAt} said has come; before it nothing happens. */
    public void timer(long now) {
        if (now < timers.at) {
            return;
        }
        int kind = timers.kind;
        timers.stop();
        flow.probeWanted = false;
        if (board.size() == 0) {
            return;
        }
        switch (kind) {
            case Timers.REORDERING -> reorderingOver(now);
            case Timers.PROBE -> {
                // At most one probe is out (RFC 8985 7.3).
                flow.probeWanted = flow.probeEnd == 0;
                timers.retransmission(now);
            }
            default -> timedOut(now);
        }
    }

    private void timedOut(long now) {
        states.enterLoss(now);
        if (flow.timeouts == 0) {
            flow.timeoutRecoveries++;
            flow.timeoutSince = now;
        }
        flow.timeouts++;
        flow.totalTimeouts++;
        flow.rtt.backOff();
        timers.set(Timers.RETRANSMISSION, now + flow.rtt.timeout());
    }

    /** What was given time to arrive out of order has not (RFC 8985 6.3). */
    private void reorderingOver(long now) {
        int before = flow.inFlight();
        long lost = board.everLost;
        flow.progress.congestion = false;
        long wait = flow.rack.detect(board, flow.reorderingWindow(), now);
        if (wait > 0) {
            timers.reordering(wait, now);
        }
        if (flow.inFlight() != before && flow.state != TcpInfo.RECOVERY) {
            states.enterRecovery();
            flow.window.set(flow.prr.window(flow.window.threshold, flow.inFlight(), 1, board.everLost == lost));
        }
        if (timers.kind != Timers.RETRANSMISSION && wait <= 0) {
            timers.retransmission(now);
        }
    }

    /** An ICMP error says that the path is not there, of a segment at the first position not acknowledged: the last back-off is taken back (RFC 6069 4). */
    public void unreachable(long now) {
        if (flow.timeouts == 0 || flow.rtt.backoffs() == 0 || board.size() == 0) {
            return;
        }
        flow.rtt.backOn();
        timers.set(Timers.RETRANSMISSION, Math.max(now, board.sent(0) + flow.rtt.timeout()));
    }

    // ---- what is to be done

    /** When {@link #timer} is to be called; {@link #NEVER} if not. */
    public long timerAt() {
        return timers.at;
    }

    /**
     * What is to be sent again now, if the windows allow; at most so many bytes of data.
     *
     * @return false if there is nothing; else the caller sends it and says so with {@link #sent}
     */
    public boolean next(Range range, int most, long now) {
        int room = flow.window.size - flow.inFlight();
        if (!states.repeats() || room <= 0 || most <= 0) {
            return false;
        }
        int i = board.firstToRepeat();
        if (i < 0) {
            return false;
        }
        while (board.fitsBehind(i, flow.mss)) {
            board.join(i);
            arrivals.limitDuplicates();
        }
        // After segments became shorter some of the first may be acknowledged already.
        long data = Math.max(board.from(i) + (board.from(i) == 0 ? 1 : 0), board.endAtOrBefore(i, flow.acknowledged));
        long to = room >= board.segments(i) ? board.to(i) : board.endAtOrBefore(i, data + (long) room * board.unit(i));
        cut(range, i, Math.max(board.from(i), flow.acknowledged), to, most);
        return true;
    }

    /** From there to there, or to the last end of a segment that so many bytes reach, or if that is less than a segment as far as they do. */
    private void cut(Range range, int i, long from, long to, int most) {
        range.from = from;
        range.to = to;
        int extra = (from == 0 ? 1 : 0) + (board.finishes(from, to) ? 1 : 0);
        if (to - from - extra > most) {
            range.to = board.endAtOrBefore(i, from + most);
            if (range.to <= from) {
                range.to = from + most;
            }
        }
    }

    /** Bytes of new data that may be sent now: what congestion control has left. */
    public long allowance(long now) {
        int size = restarts(now) ? flow.window.afterIdle(now - lastSent, flow.rtt.timeout()) : flow.window.size;
        return board.full() ? 0 : Math.max(0, (long) size - flow.inFlight()) * flow.mss;
    }

    /** Whether the window starts anew because nothing was sent for longer than a timeout (RFC 5681 4.1). */
    private boolean restarts(long now) {
        return settings.slowStartAfterIdle && settled && board.size() == 0 && now - lastSent > flow.rtt.timeout();
    }

    /**
     * Whether a loss probe is wanted (RFC 8985 7.3): the caller sends one segment of new data if there is any, whatever {@link #allowance} says, else the
     * range filled in here; after {@link #sent} it is not wanted any more.
     */
    public boolean probe(Range range, int most) {
        if (!flow.probeWanted || board.size() == 0 || most <= 0) {
            return false;
        }
        int last = board.size() - 1;
        long data = board.from(last) + (board.from(last) == 0 ? 1 : 0);
        long from = board.segments(last) == 1 ? board.from(last) : data + (board.segments(last) - 1L) * board.unit(last);
        cut(range, last, Math.max(from, flow.acknowledged), board.to(last), most);
        return true;
    }

    /** Whether the next new data says CWR (RFC 3168 6.1.2); asking takes it away. */
    public boolean takeReduced() {
        boolean reduced = flow.reduced;
        flow.reduced = false;
        return reduced;
    }

    // ---- what is known

    /** Retransmission timeout with its back-off, in nanoseconds. */
    public long timeout() {
        return flow.rtt.timeout();
    }

    /** Timeouts in a row without an answer. */
    public int backoffs() {
        return flow.timeouts;
    }

    /** When the oldest byte not acknowledged was first sent; {@link #NEVER} if there is none. */
    public long oldest() {
        return board.size() == 0 ? NEVER : board.first(0);
    }

    /** Smoothed round-trip time and its variation; 0 before the first. */
    public long roundTrip() {
        return flow.rtt.smoothed();
    }

    public long variation() {
        return flow.rtt.variation();
    }

    /** Fills what {@link TcpInfo} has of loss recovery and congestion control; the rest is left as it is. */
    public void fill(long[] info, long now) {
        info[TcpInfo.CA_STATE] = flow.state;
        info[TcpInfo.RETRANSMITS] = flow.timeouts;
        info[TcpInfo.BACKOFF] = flow.rtt.backoffs();
        info[TcpInfo.RTO] = flow.rtt.timeout() / MICROSECOND;
        info[TcpInfo.RTT] = flow.rtt.smoothed() / MICROSECOND;
        info[TcpInfo.RTTVAR] = flow.rtt.variation() / MICROSECOND;
        info[TcpInfo.MIN_RTT] = flow.rtt.minimum() == NEVER ? NO_MINIMUM : flow.rtt.minimum() / MICROSECOND;
        info[TcpInfo.SND_MSS] = flow.mss;
        info[TcpInfo.UNACKED] = board.packets;
        info[TcpInfo.SACKED] = board.sacked;
        info[TcpInfo.LOST] = board.lost;
        info[TcpInfo.RETRANS] = board.again;
        info[TcpInfo.SND_SSTHRESH] = flow.window.threshold;
        info[TcpInfo.SND_CWND] = flow.window.size;
        info[TcpInfo.REORDERING] = flow.reordering;
        info[TcpInfo.REORD_SEEN] = flow.reorderings;
        info[TcpInfo.TOTAL_RETRANS] = flow.totalRepeats;
        info[TcpInfo.BYTES_RETRANS] = flow.repeatedBytes;
        info[TcpInfo.DSACK_DUPS] = flow.duplicates;
        info[TcpInfo.DELIVERED] = flow.rate.delivered();
        info[TcpInfo.DELIVERED_CE] = flow.rate.deliveredMarked();
        info[TcpInfo.DELIVERY_RATE] = flow.rate.rate(flow.mss);
        info[TcpInfo.TOTAL_RTO] = flow.totalTimeouts;
        info[TcpInfo.TOTAL_RTO_RECOVERIES] = flow.timeoutRecoveries;
        info[TcpInfo.TOTAL_RTO_TIME] = (flow.timeoutTime + (flow.timeoutSince == NEVER ? 0 : now - flow.timeoutSince)) / 1_000_000;
    }
}
