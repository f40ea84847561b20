package org.sluice.kernel.net.tcp;

import org.sluice.abi.TcpInfo;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * A connection's receiving half: what came and was not read, what came too early, which window is offered (RFC 9293 3.8.6.2.2, 7323), and how much
 * memory it may take. When it is acknowledged {@link Acknowledgements} says. Guarded by the connection's lock.
 */
final class Receiver {
    /** PAWS forgets a timestamp that is older than 24 days (RFC 7323 5.5). */
    private static final long TIMESTAMP_LIFE = 24L * 86_400 * 1_000_000_000L;
    private static final int FRAME = PhysicalMemory.FRAME_SIZE;

    private final Connection c;
    /** When what came is acknowledged. */
    final Acknowledgements acks;
    final PartQueue queue = new PartQueue(1);
    final OutOfOrder early = new OutOfOrder();

    /** Sequence number of the peer's SYN. */
    int irs;
    /** What is expected next. */
    long next;
    /** Right edge of the window that was offered: what is before is taken. */
    long edge;
    /** Where it should be, before it was rounded to what a header can say: rounded edges do not add up. */
    private long exact;
    /** Up to where was acknowledged. */
    long acknowledged;
    /** Position of the FIN; -1 while none has come. */
    private long finAt = -1;
    int scale;
    /** MSS that was offered, and the longest segment that came. */
    int offeredMss = 536;
    int seenMss = 88;
    /** Bytes of the window at most, as far as the buffer goes. */
    long buffer;

    private boolean recentValid;
    private int recent;
    private long recentAt;

    /** The frame that small segments are copied into, when what is kept costs too much. */
    private SharedFrames tail;

    private long rttFrom;
    private long rttEdge;
    private long roundTrip;
    private long copiedSince;
    private long copied;
    private long spaceBytes;
    long bytesReceived;
    long segmentsIn;
    long dataSegmentsIn;
    private long outOfOrderSegments;
    private long lastDataAt;

    Receiver(Connection connection) {
        c = connection;
        acks = new Acknowledgements(connection, this);
        buffer = connection.tuning.receiveBuffer > 0 ? connection.tuning.receiveBuffer : connection.tcp.settings.rmem.get(1) / 2;
    }

    /** The peer's SYN has come. */
    void begin(int sequence, long now) {
        irs = sequence;
        next = 1;
        acknowledged = 0;
        edge = Math.max(edge, 1);
        acks.begin(now);
    }

    /** A listener's SYN-ACK has acknowledged the SYN. */
    void acknowledgedSyn() {
        acknowledged = next;
    }

    /** Buffers and patience for a connection with segments of that size. */
    void established(long now) {
        if (c.tuning.receiveBuffer == 0 && c.tcp.settings.moderateReceiveBuffer.on()) {
            buffer = Math.max(buffer, Math.min(c.tcp.settings.rmem.get(2) / 2, 10L * offeredMss));
        }
        acks.quicken();
        rttFrom = now;
        rttEdge = next + buffer;
        copiedSince = now;
        spaceBytes = buffer / 2;
    }

    /** Position of a sequence number near what is expected. */
    long position(int sequence) {
        return next + (sequence - (irs + (int) next));
    }

    int nextSequence() {
        return irs + (int) next;
    }

    boolean finReceived() {
        return finAt >= 0 && next > finAt;
    }

    /** Whether everything up to the FIN has come and been read. */
    boolean atEnd() {
        return finReceived() && queue.isEmpty();
    }

    /** Whether any of a segment lies in the window (RFC 9293 3.10.7.4); as Linux, what repeats what was acknowledged last is not of old. */
    boolean acceptable(long at, long end) {
        return end >= acknowledged && at <= edge && !(at == edge && end > at && edge > next);
    }

    // ---- timestamps

    /** Whether a segment is older than what was seen (RFC 7323 5.3). */
    boolean outdated(Segment s, long now) {
        return recentValid && s.timestamp - recent < 0 && now - recentAt < TIMESTAMP_LIFE;
    }

    /** Keeps the timestamp to be echoed (RFC 7323 4.3). */
    void timestamp(Segment s, long at, long now) {
        if (at <= acknowledged && (!recentValid || s.timestamp - recent >= 0 || now - recentAt >= TIMESTAMP_LIFE)) {
            setRecent(s.timestamp, now);
        }
    }

    void setRecent(int value, long now) {
        recent = value;
        recentAt = now;
        recentValid = true;
    }

    int recent() {
        return recentValid ? recent : 0;
    }

    // ---- what comes

    /**
     * Data, and perhaps a FIN, of which some is in the window. Takes the packet's holds over.
     *
     * @return whether there is something new to read
     */
    boolean data(Segment s, long at, long now) {
        int length = s.length;
        long from = at;
        long to = at + length;
        FramePart[] parts = s.packet.take();
        boolean fin = s.has(TcpHeader.FIN);
        if (length > 0) {
            dataSegmentsIn += Math.max(1, (length + offeredMss - 1) / offeredMss);
            lastDataAt = now;
            seenMss = Math.max(seenMss, Math.min(length, offeredMss));
        }
        if (c.ecnOk) {
            acks.marks(s);
        }
        if (from < next) {
            if (to <= next && !(fin && to == next && finAt < 0)) {
                // all of it is old: said once more, at once
                acks.repeated(from, to + (fin ? 1 : 0), true);
                discard(parts);
                acks.oweAnother();
                return false;
            }
            acks.repeated(from, next, true);
            parts = trim(parts, (int) (next - from), (int) (to - next));
            from = next;
        }
        if (to > edge) {
            long keep = Math.max(0, edge - from);
            parts = trim(parts, 0, (int) keep);
            to = from + keep;
            fin = false;
            acks.oweAnother();
        }
        if (finAt >= 0 && to > finAt) {
            // nothing comes behind a FIN
            parts = trim(parts, 0, (int) Math.max(0, finAt - from));
            to = Math.max(from, finAt);
            fin = false;
        }
        if (from > next) {
            early(from, to, parts, fin);
            return false;
        }
        if (to > from && !keep(parts)) {
            c.tcp.counters.receiveDropped.increment();
            discard(parts);
            acks.owe();
            return next > from;
        }
        if (to == from) {
            discard(parts);
        }
        boolean filled = !early.isEmpty();
        next = to;
        bytesReceived += to - from;
        posted(to - from);
        if (fin) {
            finAt = to;
        }
        if (filled) {
            fill();
            acks.owe();
        }
        if (next == finAt) {
            next++;
            acks.owe();
        }
        roundTrip(s, now);
        acks.schedule((int) (to - from), now);
        return true;
    }

    private void posted(long bytes) {
        if (c.tuning.posted > 0) {
            c.tuning.posted = Math.max(0, c.tuning.posted - bytes);
        }
    }

    private FramePart[] trim(FramePart[] parts, int from, int length) {
        FramePart[] kept = Parts.share(parts, from, length);
        discard(parts);
        return kept;
    }

    private void discard(FramePart[] parts) {
        for (FramePart part : parts) {
            c.gone(part);
        }
    }

    /** What came before what is missing. */
    private void early(long from, long to, FramePart[] parts, boolean fin) {
        acks.oweAnother();
        acks.quicken();
        if (fin) {
            finAt = to;
        }
        if (to == from) {
            discard(parts);
            return;
        }
        outOfOrderSegments++;
        long known = early.known(from, to);
        if (known > 0) {
            c.tcp.counters.outOfOrderMerged.increment();
            acks.repeated(from, from + known, false);
        }
        int pieces = early.holes(from, to);
        long more = OutOfOrder.costOf(parts, pieces);
        if (known == to - from || !early.roomFor(pieces) || queue.cost() + early.cost() + more > earlyLimit() || !c.tcp.budget.take(more)) {
            if (known < to - from) {
                c.tcp.counters.outOfOrderDropped.increment();
            }
            discard(parts);
            return;
        }
        c.tcp.counters.outOfOrder.increment();
        long before = early.cost();
        early.add(from, to, parts, c);
        c.tcp.budget.giveBack(more - (early.cost() - before));
    }

    /** What has come early and is next now. */
    private void fill() {
        FramePart[] parts;
        long before = early.cost();
        while ((parts = early.poll(next)) != null) {
            c.tcp.budget.giveBack(before - early.cost());
            before = early.cost();
            long from = early.takenFrom;
            long to = early.takenTo;
            if (to <= next) {
                discard(parts);
                continue;
            }
            if (from < next) {
                parts = trim(parts, (int) (next - from), (int) (to - next));
            }
            if (!keep(parts)) {
                // no memory now; it was not acknowledged and comes again
                discard(parts);
                return;
            }
            bytesReceived += to - next;
            posted(to - next);
            next = to;
        }
    }

    /** Memory that may be kept for a window: more than the data, since frames are not full. */
    private long costLimit() {
        return 2 * buffer + 16 * FRAME;
    }

    /**
     * The same with what came early: a window full of it, in segments of an Ethernet's length that take a frame each, has to find room, or what was offered
     * would be dropped as soon as one segment is missing.
     */
    private long earlyLimit() {
        return 2 * costLimit();
    }

    /**
     * Queues parts behind what is there. Where that would keep much more memory than there are bytes, they are copied together. Takes the
     * holds over if it returns true.
     */
    private boolean keep(FramePart[] parts) {
        for (int i = 0; i < parts.length; i++) {
            FramePart part = parts[i];
            long more = queue.more(part);
            boolean wasteful = queue.cost() + early.cost() + more > costLimit() && more > 2L * part.length();
            if (wasteful) {
                if (!gather(part)) {
                    return undo(parts, i);
                }
                c.gone(part);
            } else if (c.tcp.budget.take(more)) {
                queue.add(part, false);
            } else {
                return undo(parts, i);
            }
            parts[i] = null;
        }
        return true;
    }

    /** Some are queued, the rest is not: those are as if they had come in a shorter segment. */
    private boolean undo(FramePart[] parts, int kept) {
        long end = queue.end();
        if (end == next) {
            return false;
        }
        for (int i = kept; i < parts.length; i++) {
            c.gone(parts[i]);
        }
        bytesReceived += end - next;
        posted(end - next);
        next = end;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = null;
        }
        return false;
    }

    /** Copies bytes behind the last ones in a frame of the queue's own; false if there was no memory for all of them. */
    private boolean gather(FramePart part) {
        for (int done = 0; done < part.length();) {
            FramePart last = queue.last();
            int room = tail == null ? 0 : PartQueue.roomBehind(last, tail);
            int n = Math.min(part.length() - done, room > 0 ? room : FRAME);
            if (room > 0) {
                c.tcp.memory.physical().copy(part.address() + done, last.address() + last.length(), n);
                queue.extend(n);
            } else {
                FramePart fresh;
                try {
                    fresh = c.tcp.source.fresh(FRAME);
                } catch (CallFailed e) {
                    return false;
                }
                FramePart first = fresh.clipped(0, n);
                if (!c.tcp.budget.take(queue.more(first))) {
                    c.gone(fresh);
                    return false;
                }
                c.tcp.memory.physical().copy(part.address() + done, fresh.address(), n);
                tail = fresh.frames();
                queue.add(first, false);
            }
            done += n;
            c.tcp.counters.collapsed.increment();
        }
        return true;
    }

    // ---- the window

    /** Bytes that may be kept beside what is. */
    private long free() {
        long free = buffer - queue.bytes();
        free = Math.min(free, costLimit() - queue.cost() - early.cost() + early.bytes());
        free = Math.min(free, c.tcp.budget.left() / 2);
        if (c.tuning.windowClamp > 0) {
            free = Math.min(free, c.tuning.windowClamp);
        }
        if (c.tuning.posted >= 0) {
            free = Math.min(free, c.tuning.posted);
        }
        return Math.max(0, free);
    }

    /** Where the window could end now: moved in steps that are worth telling, and never back (RFC 9293 3.8.6.2.2). */
    private long edgeNow() {
        long free = free();
        long step = Math.min(buffer / 2, offeredMss);
        if (c.tuning.posted < 0 && free < step) {
            return exact;
        }
        return Math.max(exact, next + free);
    }

    /** The window as the header has it; from now on it is offered. */
    int offer() {
        exact = edgeNow();
        int shift = c.state == State.SYN_SENT || c.state == State.SYN_RECEIVED && !c.handshakeAcked ? 0 : scale;
        long window = Math.max(0, exact - next);
        long up = c.tuning.posted >= 0 ? 0 : (1L << shift) - 1;
        long units = Math.min(65_535, window + up >> shift);
        edge = Math.max(edge, next + (units << shift));
        if (units == 65_535) {
            exact = Math.min(exact, edge);
        }
        return (int) units;
    }

    /** The window of a SYN, which is not scaled (RFC 7323 2.2). */
    int offerFirst() {
        long window = Math.min(65_535, free());
        if (offeredMss > 0 && window > offeredMss && c.tuning.receiveBuffer == 0) {
            window = window / offeredMss * offeredMss;
        }
        offered(next + window);
        return (int) window;
    }

    /** A window was offered that needed no rounding. */
    void offered(long to) {
        edge = to;
        exact = to;
    }

    /** Something was read: tells the peer of the room if that is worth it, as Linux does: from twice what it knows of. */
    void read(long bytes, long now) {
        copied += bytes;
        adapt(now);
        if (!c.state.receives()) {
            return;
        }
        long known = Math.max(0, edge - next);
        long could = edgeNow() - next;
        if (could >= 2 * known && could > known || acks.delayed() && next - acknowledged > seenMss) {
            acks.owe();
        }
    }

    /** Options have changed: what was posted is told at once, a larger buffer with what is sent anyway. */
    void moreRoom() {
        if (c.tuning.posted >= 0 && edgeNow() > exact && c.state.receives()) {
            acks.owe();
        }
    }

    /** Estimates the round-trip time as whoever receives sees it: by echoes, else by how long a window takes. */
    private void roundTrip(Segment s, long now) {
        if (next >= rttEdge) {
            long sample = Math.max(1, now - rttFrom);
            roundTrip = roundTrip == 0 ? sample : Math.min(sample, roundTrip + (sample - roundTrip) / 8);
            rttFrom = now;
            rttEdge = Math.max(edge, next + 1);
        } else if (c.timestampsOk && s.timestamps && s.echo != 0 && s.length >= seenMss) {
            long sample = Math.max(1_000_000L, (c.clock(now) - s.echo) * 1_000_000L);
            if (sample > 0 && (roundTrip == 0 || sample < roundTrip)) {
                roundTrip = sample;
            }
        }
    }

    /** Dynamic right-sizing (Feng, Fisk, Gardner, Weigle, 2000): a buffer of twice what is read in a round trip. */
    private void adapt(long now) {
        long round = roundTrip == 0 ? c.sender.recovery.roundTrip() : roundTrip;
        if (round == 0 || now - copiedSince < round) {
            return;
        }
        if (copied > spaceBytes) {
            if (c.tuning.receiveBuffer == 0 && c.tcp.settings.moderateReceiveBuffer.on()) {
                buffer = Math.max(buffer, Math.min(c.tcp.settings.rmem.get(2) / 2, 2 * copied + 16L * offeredMss));
            }
            spaceBytes = copied;
        }
        copied = 0;
        copiedSince = now;
    }

    // ---- the rest

    /** Drops what was not read. */
    void clear() {
        long cost = queue.cost() + early.cost();
        while (!queue.isEmpty()) {
            c.gone(queue.poll());
        }
        clearEarly();
        tail = null;
        c.tcp.budget.giveBack(cost);
    }

    private void clearEarly() {
        while (early.dropLast(c)) {
            continue;
        }
    }

    void fill(long[] info, long now) {
        info[TcpInfo.RCV_WSCALE] = scale;
        info[TcpInfo.RCV_MSS] = seenMss;
        info[TcpInfo.ADVMSS] = offeredMss;
        info[TcpInfo.RCV_RTT] = roundTrip / 1000;
        info[TcpInfo.RCV_SPACE] = spaceBytes;
        info[TcpInfo.RCV_SSTHRESH] = buffer;
        info[TcpInfo.BYTES_RECEIVED] = bytesReceived;
        info[TcpInfo.SEGS_IN] = segmentsIn;
        info[TcpInfo.DATA_SEGS_IN] = dataSegmentsIn;
        info[TcpInfo.RCV_OOOPACK] = outOfOrderSegments;
        info[TcpInfo.RCV_WND] = Math.max(0, edge - next);
        info[TcpInfo.LAST_DATA_RECV] = lastDataAt == 0 ? 0 : (now - lastDataAt) / 1_000_000;
        acks.fill(info, now);
    }
}
