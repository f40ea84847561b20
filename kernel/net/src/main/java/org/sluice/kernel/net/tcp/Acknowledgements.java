package org.sluice.kernel.net.tcp;

import org.sluice.abi.TcpInfo;

/**
 * When a connection acknowledges what came (RFC 1122 4.2.3.2, 5681 4.2), and what its acknowledgements say: blocks of SACK, congestion. Guarded by the
 * connection's lock.
 */
final class Acknowledgements {
    static final long NEVER = Connection.NEVER;
    /** Acknowledgements at once at the start of a connection, as Linux has them. */
    private static final int MOST_QUICK = 16;

    private final Connection c;
    private final Receiver r;
    /** Acknowledgements that are due now. */
    private int due;
    private long delayedAt = NEVER;
    private int quick;
    private boolean interactive;
    private long patience = 40_000_000L;
    private long lastArrival;
    private boolean duplicate;
    private long duplicateFrom;
    private long duplicateTo;
    /** Whether a mark is told of until it is answered (RFC 3168 6.1.3). */
    private boolean congested;
    private long lastAckSent;

    Acknowledgements(Connection connection, Receiver receiver) {
        c = connection;
        r = receiver;
    }

    /** The peer's SYN has come. */
    void begin(long now) {
        lastArrival = now;
    }

    /** Whether one waits for a while. */
    boolean delayed() {
        return delayedAt != NEVER;
    }

    /** The next acknowledgements are not delayed. */
    void quicken() {
        quick = (int) Math.max(2, Math.min(MOST_QUICK, r.buffer / (2L * r.seenMss)));
        interactive = false;
    }

    /** @param on as {@link org.sluice.abi.Sockets#QUICK_ACK} */
    void setQuick(boolean on) {
        if (on) {
            quicken();
            if (delayedAt != NEVER) {
                due = Math.max(due, 1);
            }
        } else {
            interactive = true;
            quick = 0;
        }
    }

    boolean isQuick() {
        return !interactive;
    }

    /** What routers and the peer say of congestion (RFC 3168 6.1.3). */
    void marks(Segment s) {
        if (s.has(TcpHeader.CWR)) {
            congested = false;
        }
        if (s.congestionExperienced() && s.length > 0) {
            c.tcp.counters.markedSegments.increment();
            congested = true;
            due = Math.max(due, 1);
        }
    }

    /** Data have come that were there: said with the next acknowledgement (RFC 2883). @param old whether they were acknowledged */
    void repeated(long from, long to, boolean old) {
        if (c.sackOk && c.tcp.settings.dsack.on() && to > from) {
            (old ? c.tcp.counters.dsackSentOld : c.tcp.counters.dsackSentOutOfOrder).increment();
            duplicate = true;
            duplicateFrom = from;
            duplicateTo = to;
        }
        quicken();
    }

    /** A whole segment that is not acceptable, whose data have come before. */
    void old(long from, long to) {
        repeated(from, Math.min(to, r.next), true);
    }

    /** Whether an acknowledgement is wanted for data that came in order. */
    void schedule(int length, long now) {
        long gap = now - lastArrival;
        lastArrival = now;
        patience = gap < patience ? Math.max(c.tcp.settings.delayedAckLeast.get() * 1_000_000L, (patience >> 1) + (gap >> 1)) : patience;
        patience = Math.min(patience, c.tcp.settings.delayedAckMost.get() * 1_000_000L);
        if (due > 0) {
            return;
        }
        if (r.next - r.acknowledged > r.seenMss || quick > 0 && !interactive || !r.early.isEmpty()) {
            due = 1;
        } else if (delayedAt == NEVER && r.next > r.acknowledged) {
            delayedAt = now + Math.min(patience, c.tcp.settings.delayedAckMost.get() * 1_000_000L);
        }
    }

    /** An acknowledgement is due at once. */
    void owe() {
        due = Math.max(due, 1);
    }

    /** One more acknowledgement than others that are due. */
    void oweAnother() {
        due++;
    }

    boolean owes() {
        return due > 0;
    }

    /** Data are sent to the peer soon after some came: its answers come with data, so that acknowledgements may wait for those. */
    void answered(long now) {
        if (r.dataSegmentsIn > 0 && now - lastArrival < patience) {
            interactive = true;
        }
    }

    /** What every segment says: the window, blocks, the echo. It acknowledges what came. */
    void fill(Out out, boolean data, long now) {
        out.acknowledgement = r.irs + (int) r.next;
        out.window = r.offer();
        if (c.timestampsOk) {
            out.timestamps = true;
            out.timestamp = c.clock(now);
            out.echo = r.recent();
        }
        if (c.sackOk && (duplicate || !r.early.isEmpty())) {
            int most = mostBlocks(data);
            if (duplicate && most > 0) {
                duplicate = false;
                out.left[0] = r.irs + (int) duplicateFrom;
                out.right[0] = r.irs + (int) duplicateTo;
                out.blocks = 1;
            }
            r.early.blocks(out, most, r.irs);
        }
        if (congested) {
            out.flags |= TcpHeader.ECE;
        }
        if (r.next > r.acknowledged && quick > 0) {
            quick--;
        }
        r.acknowledged = r.next;
        // where segments are so short that data leave no room for blocks, those go without data
        due = !data ? Math.max(0, due - 1) : c.sackOk && out.blocks == 0 && (duplicate || !r.early.isEmpty()) ? due : 0;
        delayedAt = NEVER;
        lastAckSent = now;
    }

    /** Blocks in a segment at most. Beside data there stay {@link Sender#LEAST} bytes for those. */
    private int mostBlocks(boolean data) {
        int room = data ? c.sender.mss - Sender.LEAST : c.pathMtu - 40 - (c.timestampsOk ? TcpOptions.TIMESTAMP_BYTES : 0);
        return Math.max(0, Math.min(c.timestampsOk ? 3 : 4, (room - 4) / 8));
    }

    /** Bytes that blocks will take of the next segment, which has as many fewer of data (RFC 2018 4: every segment tells of them). */
    int blockBytes() {
        if (!c.sackOk || !duplicate && r.early.isEmpty()) {
            return 0;
        }
        int blocks = Math.min(mostBlocks(true), r.early.blocks() + (duplicate ? 1 : 0));
        return blocks > 0 ? 4 + 8 * blocks : 0;
    }

    long timerAt() {
        return delayedAt;
    }

    void timer(long now) {
        if (now >= delayedAt) {
            delayedAt = NEVER;
            c.tcp.counters.delayedAcks.increment();
            if (!interactive) {
                patience = Math.min(patience * 2, c.tcp.settings.delayedAckMost.get() * 1_000_000L);
            } else {
                interactive = false;
                patience = c.tcp.settings.delayedAckLeast.get() * 1_000_000L;
            }
            due = Math.max(due, 1);
        }
    }

    void fill(long[] info, long now) {
        info[TcpInfo.ATO] = patience / 1000;
        info[TcpInfo.LAST_ACK_SENT] = lastAckSent == 0 ? 0 : (now - lastAckSent) / 1_000_000;
    }
}
