package org.sluice.kernel.net.tcp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.TcpInfo;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.net.tcp.recovery.Recovery;

/**
 * A connection's sending half: what was written and is not acknowledged, cutting it into segments, Nagle's algorithm (RFC 896, with Minshall's
 * change), the avoidance of silly windows (RFC 9293 3.8.6.2.1), probing closed windows (3.8.6.1). What is sent again and how much may be under way
 * {@link Recovery} says. Guarded by the connection's lock.
 */
final class Sender {
    static final long NEVER = Recovery.NEVER;
    /** How long a partial segment is kept back by CORK. */
    private static final long CORKED = 200_000_000L;
    /** Parts in a segment at most. */
    private static final int PARTS = 32;
    /** Bytes of data in a full segment at least. */
    static final int LEAST = 8;
    private static final long MOST_PROBE = 120_000_000_000L;

    private final Connection c;
    final Recovery recovery;
    private final Recovery.Range range = new Recovery.Range();
    private final Recovery.Ack ack = new Recovery.Ack();
    final PartQueue queue = new PartQueue(1);
    /** What is acknowledged, and is to go back to the program by reclaim. Whoever gave it is charged for it until then. */
    private final ArrayDeque<Returned> returned = new ArrayDeque<>();
    /** Charged for what was given; null before. */
    Offer.Account giver;

    private record Returned(FramePart part, Offer.Account giver) {
        void charge(int sign) {
            giver.underWay((long) sign * part.frames().run().bytes());
        }
    }


    /** Sequence number of the SYN. */
    int iss;
    /** Everything before is acknowledged; everything before was sent. */
    long una;
    long nxt;
    /** Window offered, from {@link #una} on; the largest ever. */
    long window;
    long mostWindow;
    /** Position of the segment that told the window. */
    private long windowBy = -1;
    int scale;
    /** Bytes of data of a full segment. */
    int mss = 536;
    /** The same of the segment that comes next, which may have options that are not in every one. */
    private int full = mss;
    /** What the peer takes, options not taken off. */
    int peerMss = 536;
    /** Whether a FIN comes behind what was written. */
    boolean fin;
    /** Behind the last segment that was not full. */
    private long smallEnd;
    /** More was announced by the last write. */
    private boolean more;
    /** Behind what was written last with more announced: it is no end of anything, and has no PSH. */
    private long moreEnd;
    private long corkAt = NEVER;
    private boolean uncorked;
    private long persistAt = NEVER;
    private boolean wasWritable = true;
    /** Whether somebody wanted to write and found no room, and there has been none since. */
    boolean noRoom;
    private final HeldUp heldUp = new HeldUp();
    private int persistShift;
    /** Since when a closed window has been probed; {@link #NEVER} while none is. */
    private long stuckSince = NEVER;
    /** Probes of a closed window, or of a silent peer, without an answer. */
    int probes;
    private boolean probe;
    /** The frame that was last copied into, as long as more fits behind. */
    SharedFrames tail;

    /** Bytes that may wait; grows with the window unless the program has said how many. */
    long buffer;
    long lastSent;
    long lastDataSent;
    long segmentsOut;
    long dataSegmentsOut;
    long bytesSent;
    long bytesRetransmitted;

    Sender(Connection connection, Recovery recovery) {
        c = connection;
        this.recovery = recovery;
        buffer = connection.tuning.sendBuffer > 0 ? connection.tuning.sendBuffer : connection.tcp.settings.wmem.get(1);
    }

    /** Position behind all that is to be sent. */
    long limit() {
        return queue.end() + (fin ? 1 : 0);
    }

    boolean allAcknowledged() {
        return una == limit();
    }

    boolean finAcknowledged() {
        return fin && una == queue.end() + 1;
    }

    boolean finSent() {
        return fin && nxt == queue.end() + 1;
    }

    /** Bytes that are not acknowledged, or more if they keep much memory. */
    long used() {
        return Math.max(queue.end() - Math.max(una, 1), queue.cost() >> 2);
    }

    /** A position near what was sent, from a sequence number. */
    long position(int sequence) {
        return nxt + (sequence - (iss + (int) nxt));
    }

    // ---- what is sent

    /** Agreed on: what full segments are, and buffers that fit. */
    void established(long now) {
        recovery.established(mss, c.sackOk, c.timestampsOk, now);
        if (c.tuning.sendBuffer == 0) {
            // two initial windows, segments reckoned as Linux does: 87040 bytes for 1460
            long segment = 2 * Long.highestOneBit(mss + 639) + 256;
            buffer = Math.min(c.tcp.settings.wmem.get(2), Math.max(buffer, 20 * segment));
        }
    }

    /** The path or the options have changed what a full segment is. */
    void resize(long now) {
        int most = Math.min(Math.max(peerMss, c.floorMss()), c.pathMtu - 40);
        if (c.tuning.maxSegment > 0) {
            most = Math.min(most, c.tuning.maxSegment);
        }
        int full = Math.max(LEAST, most - (c.timestampsOk ? TcpOptions.TIMESTAMP_BYTES : 0));
        if (full != mss) {
            mss = full;
            if (c.state.synchronised()) {
                recovery.segmentSize(mss, now);
            }
        }
    }

    /** Most bytes of data in one piece: a full segment, or several where nobody cares. Blocks of SACK take their room from the data. */
    private int burst() {
        int blocks = c.receiver.acks.blockBytes();
        full = mss - blocks;
        if (c.largest <= c.pathMtu) {
            return full;
        }
        int room = Math.min(c.largest, 65_535) - 40 - (c.timestampsOk ? TcpOptions.TIMESTAMP_BYTES : 0) - blocks;
        return Math.max(1, room / full) * full;
    }

    /** The next segment with data, or a probe: fills it in and returns true; false if there is none now. */
    boolean pull(Out out, long now) {
        int most = burst();
        if (again(out, most, now)) {
            return true;
        }
        long limit = limit();
        if (recovery.probe(range, mss)) {
            long end = Math.min(Math.min(nxt + full, limit), una + window);
            return end > nxt ? fill(out, nxt, end, now) : fill(out, range.from, Math.min(range.to, range.from + full), now);
        }
        if (nxt < limit && fresh(out, most, now)) {
            return true;
        }
        if (una < nxt && (nxt == limit || una + window <= nxt)) {
            recovery.applicationLimited(now);
            if (again(out, most, now)) {
                return true;
            }
        }
        if (probe) {
            probe = false;
            return probe(out, now);
        }
        return false;
    }

    /** What is lost, as far as the window reaches; of what lies beyond one that has shrunk a segment at most, as a probe (RFC 1122 4.2.2.16). */
    private boolean again(Out out, int most, long now) {
        if (!recovery.next(range, most, now)) {
            return false;
        }
        long end = Math.min(Math.min(range.to, range.from + most), Math.max(una + window, una + mss));
        return end > range.from && fill(out, range.from, end, now);
    }

    /** New data, if it is worth a segment. */
    private boolean fresh(Out out, int most, long now) {
        long unsent = queue.end() - nxt;
        long usable = una + window - nxt;
        if (unsent <= 0) {
            // only the FIN is left
            return usable > 0 && fill(out, nxt, nxt + 1, now) || hold(usable, now);
        }
        long allowed = recovery.allowance(now);
        long data = Math.min(Math.min(unsent, usable), most);
        boolean idle = una == nxt;
        if (allowed < data) {
            data = allowed >= full ? allowed / full * full : idle && allowed > 0 ? allowed : 0;
            if (data == 0) {
                return false;
            }
        }
        if (data <= 0) {
            return hold(usable, now);
        }
        if (data > full && data % full != 0 && (data < unsent || keepsBack(now))) {
            data -= data % full;
        }
        if (data < full) {
            if (data < unsent ? !(data * 2 >= mostWindow && usable == data) : keepsBack(now)) {
                return hold(usable, now);
            }
        }
        data = queue.within(nxt, (int) data, PARTS);
        long end = nxt + data;
        if (fin && end == queue.end() && usable > data) {
            end++;
        }
        return fill(out, nxt, end, now);
    }

    /** Nothing is sent now; unless an acknowledgement will go on, a timer has to. */
    private boolean hold(long usable, long now) {
        if (una == nxt && persistAt == NEVER && corkAt == NEVER) {
            persistAt = now + recovery.timeout();
        }
        return false;
    }

    /** Whether the last bytes, less than a full segment, wait for more. */
    private boolean keepsBack(long now) {
        if (fin) {
            return false;
        }
        if (c.tuning.cork || more) {
            if (uncorked) {
                return false;
            }
            if (corkAt == NEVER) {
                corkAt = now + CORKED;
            }
            return true;
        }
        return !c.tuning.noDelay && una < nxt && una < smallEnd;
    }

    /** Something was written; more of it follows or not. */
    void announce(boolean follows) {
        more = follows;
    }

    /** A write is over. @param follows whether the program has announced more */
    void wrote(boolean follows) {
        more = follows;
        moreEnd = follows ? queue.end() : 0;
    }

    /** The program wants what is kept back to be sent. */
    void push() {
        more = false;
        uncorked = true;
    }

    private boolean fill(Out out, long from, long to, long now) {
        if (from < una) {
            // acknowledged, and not kept any more: whatever would be sent for it would be wrong
            return false;
        }
        long first = Math.max(from, 1);
        long last = Math.min(to, queue.end());
        int bytes = (int) Math.max(0, last - first);
        if (bytes > 0) {
            bytes = queue.within(first, bytes, PARTS);
            last = first + bytes;
        }
        long end = bytes > 0 && last < Math.min(to, queue.end()) ? last : to;
        boolean again = from < nxt;
        out.sequence = iss + (int) from;
        out.bytes = bytes;
        out.parts = queue.share(first, bytes);
        out.flags = TcpHeader.ACK | (bytes > 0 && last == queue.end() && last != moreEnd ? TcpHeader.PSH : 0) | (end > queue.end() ? TcpHeader.FIN : 0);
        out.ecn = c.ecnOk && bytes > 0 && !again;
        if (out.ecn && recovery.takeReduced()) {
            out.flags |= TcpHeader.CWR;
        }
        if (bytes % full != 0) {
            smallEnd = Math.max(smallEnd, end);
        }
        int segments = Math.max(1, (bytes + full - 1) / full);
        if (end > queue.end()) {
            recovery.finishesAt(queue.end());
        }
        recovery.sent(from, end, now);
        if (again) {
            c.tcp.counters.retransmitted.add(segments);
            bytesRetransmitted += bytes;
        }
        nxt = Math.max(nxt, end);
        if (bytes > 0) {
            lastDataSent = now;
            dataSegmentsOut += segments;
            bytesSent += bytes;
            c.receiver.acks.answered(now);
        }
        persistAt = NEVER;
        corkAt = NEVER;
        uncorked = false;
        return true;
    }

    /** A probe of a window that is closed: what fits into it, else a byte's place that was acknowledged, as Linux does. */
    private boolean probe(Out out, long now) {
        c.tcp.counters.zeroWindowProbes.increment();
        long usable = una + window - nxt;
        if (nxt < limit() && usable > 0) {
            long end = nxt + Math.min(Math.min(usable, full), limit() - nxt);
            return fill(out, nxt, end, now);
        }
        out.sequence = iss + (int) una - 1;
        out.flags = TcpHeader.ACK;
        return true;
    }

    /** A probe that asks a silent peer for an answer (RFC 1122 4.2.3.6). */
    void keepAlive() {
        probes++;
        probe = true;
    }

    // ---- what is acknowledged

    /**
     * An acknowledgement that is not of more than was sent.
     *
     * @param at       position of the segment, in the peer's numbers
     * @param position what it acknowledges
     * @return whether something new was acknowledged
     */
    boolean acknowledged(Segment s, long at, long position, long now) {
        boolean moved = position > una;
        long offered = (long) s.window << (s.has(TcpHeader.SYN) ? 0 : scale);
        boolean update = position > una || at > windowBy || at == windowBy && (offered > window || offered == 0);
        ack.windowChanged = false;
        if (update && position >= una) {
            ack.windowChanged = offered != window;
            windowBy = at;
            window = offered;
            mostWindow = Math.max(mostWindow, offered);
        }
        ack.position = position;
        ack.data = s.span() > 0;
        ack.newData = nxt < limit() && Math.max(position, una) + window > nxt;
        ack.congestion = c.ecnOk && s.has(TcpHeader.ECE);
        ack.echoed = -1;
        ack.timestampEcho = 0;
        if (c.timestampsOk && s.timestamps && s.echo != 0) {
            ack.timestampEcho = s.echo;
            ack.echoed = Math.max(0, c.clock(now) - s.echo) * 1_000_000L;
        }
        blocks(s, position);
        una = Math.max(una, position);
        probes = 0;
        if (moved || window > 0) {
            persistShift = 0;
            stuckSince = NEVER;
        }
        if (window > 0 && (moved || ack.windowChanged)) {
            persistAt = NEVER;
        }
        recovery.acknowledged(ack, now);
        if (moved) {
            release();
            tune(now);
        }
        return moved;
    }

    private void blocks(Segment s, long position) {
        ack.blocks = 0;
        ack.duplicate = false;
        if (!c.sackOk) {
            return;
        }
        for (int i = 0; i < s.blocks; i++) {
            long from = position(s.left[i]);
            long to = position(s.right[i]);
            if (i == 0 && to > from && (to <= position || s.blocks > 1 && from >= position(s.left[1]) && to <= position(s.right[1]))) {
                // RFC 2883 4: the first block tells of something that had come before
                c.tcp.counters.dsackReceived.increment();
                ack.duplicate = true;
                ack.duplicateFrom = from;
                ack.duplicateTo = to;
            } else if (from >= position && from >= una && to > from && to <= nxt) {
                ack.from[ack.blocks] = from;
                ack.to[ack.blocks++] = to;
            }
        }
    }

    /** Lets go of what is acknowledged. */
    private void release() {
        long cost = queue.cost();
        while (!queue.isEmpty() && queue.start() + queue.part(0).length() <= una) {
            boolean given = queue.firstGiven();
            FramePart part = queue.poll();
            if (given && c.tuning.returnAreas && !c.orphan) {
                Returned back = new Returned(part, giver);
                back.charge(1);
                returned.add(back);
            } else {
                c.gone(part);
            }
        }
        c.tcp.budget.giveBack(cost - queue.cost());
        if (!returned.isEmpty() || allAcknowledged()) {
            c.lock.wakeAll();
        }
    }

    /** The first ones that came back, at most so many. */
    List<FramePart> returnable(int most) {
        List<FramePart> first = new ArrayList<>();
        for (Returned back : returned) {
            if (first.size() == most) {
                break;
            }
            first.add(back.part);
        }
        return first;
    }

    /** Takes the first ones out. */
    void reclaim(int count) {
        for (int i = 0; i < count; i++) {
            returned.poll().charge(-1);
        }
    }

    /** Whether areas are under way that will come back. */
    boolean givesBack() {
        return c.tuning.returnAreas && queue.anyGiven();
    }

    /** Drops everything. */
    void clear() {
        long cost = queue.cost();
        while (!queue.isEmpty()) {
            c.gone(queue.poll());
        }
        c.tcp.budget.giveBack(cost);
        forgetReturned();
        tail = null;
        persistAt = NEVER;
        corkAt = NEVER;
        probe = false;
    }

    void forgetReturned() {
        while (!returned.isEmpty()) {
            Returned back = returned.poll();
            back.charge(-1);
            c.gone(back.part);
        }
    }

    /** Whether poll says so: a third of the buffer is free (as Linux has it), and less is unsent than the program wants. */
    boolean writable() {
        return used() * 3 <= buffer * 2 && queue.end() - nxt < c.tuning.notSentLowWater;
    }

    /** Something may have changed: wakes those that write when {@link #writable} has become true, whatever made it so. Called before the lock is let go. */
    void changed(long time) {
        boolean now = writable();
        if (now && !wasWritable) {
            c.lock.wakeAll();
        }
        wasWritable = now;
        noRoom &= !now;
        heldUp.by(heldUpBy(time), time);
    }

    private HeldUp.Reason heldUpBy(long time) {
        if (c.ended || !c.state.synchronised() || allAcknowledged()) {
            return HeldUp.Reason.NOTHING;
        }
        long next = Math.min(mss, limit() - nxt);
        if (recovery.allowance(time) > 0) {
            if (next > 0 && nxt + next > una + window) {
                return HeldUp.Reason.WINDOW;
            }
            if (next == 0 && noRoom) {
                return HeldUp.Reason.BUFFER;
            }
        }
        return HeldUp.Reason.NETWORK;
    }

    /** The buffer holds twice what may be under way. */
    private void tune(long now) {
        if (c.tuning.sendBuffer == 0) {
            long want = 2 * (recovery.allowance(now) + nxt - una);
            if (want > buffer) {
                buffer = Math.min(want, Math.max(buffer, c.tcp.settings.wmem.get(2)));
            }
        }
    }

    // ---- timers

    /** Since when the window has been closed, so that nothing goes on; {@link #NEVER} if it is not. */
    long stuckSince() {
        return stuckSince;
    }

    long timerAt() {
        return Math.min(Math.min(recovery.timerAt(), persistAt), corkAt);
    }

    /** What is due is noted, for {@link #pull}. */
    void timer(long now) {
        if (now >= corkAt) {
            corkAt = NEVER;
            uncorked = true;
        }
        if (now >= persistAt) {
            probes++;
            stuckSince = Math.min(stuckSince, now);
            persistShift = Math.min(persistShift + 1, 20);
            persistAt = NEVER;
            probe = true;
            if (nxt < limit()) {
                persistAt = now + Math.min(MOST_PROBE, recovery.timeout() << persistShift);
            }
        }
        if (now >= recovery.timerAt()) {
            int before = recovery.backoffs();
            recovery.timer(now);
            if (recovery.backoffs() > before) {
                c.tcp.counters.timeouts.increment();
            }
        }
    }

    void fill(long[] info, long now) {
        recovery.fill(info, now);
        heldUp.fill(info, now);
        info[TcpInfo.SND_WSCALE] = scale;
        info[TcpInfo.SND_MSS] = mss;
        info[TcpInfo.PROBES] = probes;
        info[TcpInfo.NOTSENT_BYTES] = Math.max(0, queue.end() - Math.max(nxt, 1));
        // as Linux counts: the SYN of whoever connects too
        info[TcpInfo.BYTES_ACKED] = c.passive ? Math.max(0, una - 1) : una;
        info[TcpInfo.BYTES_SENT] = bytesSent;
        info[TcpInfo.BYTES_RETRANS] = bytesRetransmitted;
        info[TcpInfo.SEGS_OUT] = segmentsOut;
        info[TcpInfo.DATA_SEGS_OUT] = dataSegmentsOut;
        info[TcpInfo.LAST_DATA_SENT] = lastDataSent == 0 ? 0 : (now - lastDataSent) / 1_000_000;
        info[TcpInfo.SND_WND] = window;
    }
}
