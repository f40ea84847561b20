package org.sluice.kernel.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.IoVectors;
import org.sluice.abi.Poll;
import org.sluice.abi.Transfers;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Watcher;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;

/**
 * A pipe: bytes in order, some of them in a ring of 64 KiB, into which they were copied, some in memory that was given. A write of up
 * to 4096 bytes is atomic (POSIX PIPE_BUF), and so is a gift that fits.
 *
 * <p>What lies in the pipe keeps at most {@link #MOST_GIVEN} bytes of frames from the pool, and is charged to who gave it. A gift that
 * could never fit is not laid into it: the giver waits with it, and it is the giver's until a reader has had all of it.
 *
 * <p>Frames of the ring are returned when both ends are closed; gifts when they are received or nobody can read any more.
 */
public final class Pipe {
    private static final int CAPACITY = 64 << 10;
    private static final int ATOMIC = 4096;
    private static final long MOST_GIVEN = 256 << 10;

    private final SpinLock lock = new SpinLock(LockRank.PIPE);
    private final WaitQueue readers = new WaitQueue();
    private final WaitQueue writers = new WaitQueue();
    private final FrameAllocator frames;
    private final PipeRing ring;
    private final ArrayDeque<PipeSegment> content = new ArrayDeque<>();
    private long bytes;
    /** Bytes of frames under gifts that lie here. */
    private long given;
    private boolean readerClosed;
    private boolean writerClosed;

    /** @throws CallFailed ENOMEM */
    public Pipe(FrameAllocator frames) {
        this.frames = frames;
        ring = new PipeRing(frames.allocate(CAPACITY / 4096, FrameUse.PIPE));
    }

    /** The session of the reading end. */
    public FileSession reader() {
        return new End() {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                return (int) take(length, true, (address, done, n) -> frames.memory().read(address, buffer, offset + done, n));
            }

            @Override
            public long read(FramePart[] targets, Transfer transfer) {
                return takeInto(targets, transfer);
            }

            @Override
            public long readAreas(long most, Transfer transfer, Taker taker) {
                return takeAreas(most, transfer, taker);
            }

            @Override
            public int ready() {
                lock.acquire();
                try {
                    return (bytes > 0 || writerClosed ? Poll.IN : 0) | (writerClosed ? Poll.HANG_UP : 0);
                } finally {
                    lock.release();
                }
            }

            @Override
            public int available() {
                return (int) Math.min(bytes, Integer.MAX_VALUE);
            }

            @Override
            public void close() {
                closeEnd(true);
            }
        };
    }

    /** The session of the writing end. */
    public FileSession writer() {
        return new End() {
            @Override
            public int write(byte[] buffer, int offset, int length) {
                return put(length, true, (address, done, n) -> frames.memory().write(address, buffer, offset + done, n));
            }

            @Override
            public int ready() {
                lock.acquire();
                try {
                    return readerClosed ? Poll.OUT | Poll.ERROR : ring.room() >= ATOMIC ? Poll.OUT : 0;
                } finally {
                    lock.release();
                }
            }

            @Override
            public long write(Offer offer, Transfer transfer) {
                return offer.given() ? putAreas(offer, transfer) : putFrom(offer, transfer);
            }

            @Override
            public void close() {
                closeEnd(false);
            }
        };
    }

    private abstract class End extends FileSession {
        @Override
        public void watch(Watcher watcher) {
            lock.acquire();
            readers.watch(watcher);
            writers.watch(watcher);
            lock.release();
        }

        @Override
        public void unwatch(Watcher watcher) {
            lock.acquire();
            readers.unwatch(watcher);
            writers.unwatch(watcher);
            lock.release();
        }

        @Override
        public void stat(long[] stat) {
            Arrays.fill(stat, 0);
            stat[FileFlags.ST_MODE] = FileFlags.S_IFIFO | 0600;
            stat[FileFlags.ST_NLINK] = 1;
        }

        @Override
        public String path() {
            return "pipe:";
        }
    }

    // ---- reading

    /** Moves some bytes between the pipe's memory and somebody's: {@code n} at an address are bytes {@code done} and on. */
    private interface Mover {
        void move(long address, int done, int n);
    }

    private int takeInto(FramePart[] targets, Transfer transfer) {
        transfer.mayCopy(0);
        PartCursor cursor = new PartCursor(targets);
        return take(cursor.bytes(), transfer.mayWait(), (address, done, n) -> cursor.eachPiece(n,
            (target, at, length) -> transfer.copy(address + at, target, length, Transfers.KEPT)));
    }

    /** Takes as much as there is, but no more than an empty pipe has room for: the lock is held over the copy. */
    private int take(int most, boolean mayWait, Mover mover) {
        int length = Math.min(most, CAPACITY);
        if (length == 0) {
            return 0;
        }
        List<FramePart> finished = new ArrayList<>(2);
        lock.acquire();
        try {
            if (!awaitBytes(mayWait)) {
                return 0;
            }
            int done = 0;
            while (done < length && !content.isEmpty()) {
                PipeSegment first = content.peek();
                int n = (int) Math.min(length - done, first.left());
                if (first.inRing()) {
                    int at = done;
                    ring.eachPiece(n, (address, offset, part) -> mover.move(address, at + offset, part));
                    ring.consume(n);
                } else {
                    mover.move(first.address(), done, n);
                }
                done += n;
                consume(first, n, finished);
            }
            writers.wakeAll();
            return done;
        } finally {
            lock.release();
            finished.forEach(FramePart::drop);
        }
    }

    /** Waits until there is something to read; false at the end. Lock held. */
    private boolean awaitBytes(boolean mayWait) {
        while (bytes == 0) {
            if (writerClosed) {
                return false;
            }
            if (!mayWait) {
                throw new CallFailed(Errno.EAGAIN);
            }
            if (readers.sleep(lock, "pipe read", WaitQueue.Mode.INTERRUPTIBLE, WaitQueue.FOREVER) == WaitQueue.Wake.INTERRUPTED) {
                throw new CallFailed(Errno.EINTR);
            }
        }
        return true;
    }

    /** Counts bytes of the first segment as read; a gift of which nothing is left goes into the list. Lock held. */
    private void consume(PipeSegment first, int n, List<FramePart> finished) {
        bytes -= n;
        first.consume(n);
        if (first.left() == 0) {
            content.poll();
            if (!first.inRing()) {
                given -= first.charge();
                finished.add(first.release());
            }
        }
    }

    private long takeAreas(long most, Transfer transfer, Taker taker) {
        List<FramePart> mine = new ArrayList<>();
        List<FramePart> parts = new ArrayList<>();
        List<FramePart> finished = new ArrayList<>();
        boolean done = false;
        lock.acquire();
        try {
            if (!awaitBytes(transfer.mayWait())) {
                done = true;
                return 0;
            }
            choose(most, transfer, taker.most(), parts, mine);
            admit(parts, taker);
            done = true;
            long sum = hand(parts, transfer, finished);
            taker.commit(sum);
            chargeFirst(1, true);
            writers.wakeAll();
            return sum;
        } finally {
            lock.release();
            if (!done) {
                mine.forEach(FramePart::drop);
            }
            finished.forEach(FramePart::drop);
        }
    }

    /** Has room made for what was chosen. For that the giver, who may be the taker, is not charged twice. Lock held. */
    private void admit(List<FramePart> parts, Taker taker) {
        boolean done = false;
        chargeFirst(parts.size(), false);
        try {
            taker.admit(parts);
            done = true;
        } finally {
            if (!done) {
                chargeFirst(parts.size(), true);
            }
        }
    }

    private void chargeFirst(int segments, boolean giver) {
        int i = 0;
        for (PipeSegment segment : content) {
            if (i++ == segments) {
                return;
            }
            segment.charge(giver);
        }
    }

    /**
     * What the next reader of areas gets, in order; nothing is changed yet. Whole gifts come as they are. A gift that is cut gets a second
     * hold, and for bytes in the ring there is fresh memory: these holds are listed too. Lock held.
     */
    private void choose(long most, Transfer transfer, int mostParts, List<FramePart> parts, List<FramePart> mine) {
        long sum = 0;
        for (PipeSegment segment : content) {
            if (sum == most || parts.size() == mostParts) {
                return;
            }
            int n = (int) Math.min(most - sum, segment.left());
            FramePart part;
            if (segment.inRing()) {
                if (!transfer.mayCopy(sum)) {
                    return;
                }
                part = transfer.fresh(n);
                mine.add(part);
            } else if (n == segment.left()) {
                part = segment.rest();
            } else {
                part = segment.rest().shared(0, n);
                mine.add(part);
            }
            parts.add(part);
            sum += n;
        }
    }

    /** Hands over what was chosen. Lock held. */
    private long hand(List<FramePart> parts, Transfer transfer, List<FramePart> finished) {
        long sum = 0;
        for (FramePart part : parts) {
            PipeSegment first = content.peek();
            int n = part.length();
            sum += n;
            if (first.inRing()) {
                ring.eachPiece(n, (address, at, length) -> transfer.copy(address, part.address() + at, length,
                    Transfers.NOT_AREA_SOURCE));
                ring.consume(n);
                consume(first, n, finished);
            } else {
                boolean whole = n == first.left();
                consume(first, n, finished);
                if (whole) {
                    finished.removeLast();
                }
                transfer.moved(n);
            }
        }
        return sum;
    }

    // ---- writing

    private int putFrom(Offer offer, Transfer transfer) {
        transfer.mayCopy(0);
        PartCursor cursor = new PartCursor(offer);
        return put(cursor.bytes(), transfer.mayWait(), (address, done, n) -> cursor.eachPiece(n,
            (source, at, length) -> transfer.copy(source, address + at, length, Transfers.KEPT)));
    }

    private int put(int length, boolean mayWait, Mover mover) {
        int done = 0;
        lock.acquire();
        try {
            while (done < length) {
                requireReader();
                int room = ring.room();
                if (room == 0 || length <= ATOMIC && room < length) {
                    if (!awaitRoom(mayWait, done > 0)) {
                        return done;
                    }
                    continue;
                }
                int n = Math.min(room, length - done);
                int at = done;
                ring.add(n, (address, offset, part) -> mover.move(address, at + offset, part));
                PipeSegment last = content.peekLast();
                if (last != null && last.inRing()) {
                    last.append(n);
                    bytes += n;
                    readers.wakeAll();
                } else {
                    append(PipeSegment.ring(n));
                }
                done += n;
            }
            return done;
        } finally {
            lock.release();
        }
    }

    private void requireReader() {
        if (readerClosed) {
            throw new CallFailed(Errno.EPIPE);
        }
    }

    /** Waits for a reader to have taken something; false when interrupted, or not to wait, after something was done. Lock held. */
    private boolean awaitRoom(boolean mayWait, boolean partly) {
        int errno;
        if (!mayWait) {
            errno = Errno.EAGAIN;
        } else if (writers.sleep(lock, "pipe write", WaitQueue.Mode.INTERRUPTIBLE, WaitQueue.FOREVER)
            == WaitQueue.Wake.INTERRUPTED) {
            errno = Errno.EINTR;
        } else {
            return true;
        }
        if (!partly) {
            throw new CallFailed(errno);
        }
        return false;
    }

    /** Puts a gift in, as one if it fits into an empty pipe, else part by part. */
    private long putAreas(Offer offer, Transfer transfer) {
        long done = 0;
        lock.acquire();
        try {
            boolean whole = charge(offer, 0, offer.count()) <= MOST_GIVEN;
            int from = 0;
            while (from < offer.count()) {
                if (done == 0) {
                    requireReader();
                } else if (readerClosed) {
                    return done;
                }
                int to = whole ? offer.count() : from + 1;
                long charge = charge(offer, from, to);
                if (charge > MOST_GIVEN) {
                    PipeSegment own = PipeSegment.waiting(offer, from);
                    done += pass(own, transfer, done);
                    if (own.left() > 0) {
                        return done;
                    }
                    from = to;
                } else if (given + charge <= MOST_GIVEN && content.size() + to - from <= IoVectors.MAX_ENTRIES) {
                    for (; from < to; from++) {
                        PipeSegment segment = PipeSegment.laid(offer, from);
                        given += segment.charge();
                        append(segment);
                        transfer.moved(segment.left());
                        done += segment.left();
                    }
                } else if (!awaitRoom(transfer.mayWait(), done > 0)) {
                    return done;
                }
            }
            return done;
        } finally {
            lock.release();
        }
    }

    private static long charge(Offer offer, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += offer.part(i).frames().run().bytes();
        }
        return sum;
    }

    private void append(PipeSegment segment) {
        content.add(segment);
        bytes += segment.left();
        readers.wakeAll();
    }

    /** Waits until a reader has had all of a gift that is too large to lie here. Lock held. @return bytes it has had */
    private long pass(PipeSegment own, Transfer transfer, long before) {
        append(own);
        try {
            while (own.left() > 0 && !readerClosed) {
                if (!awaitRoom(transfer.mayWait(), before + own.consumed() > 0)) {
                    break;
                }
            }
            if (before + own.consumed() == 0) {
                requireReader();
            }
            transfer.moved(own.consumed());
            return own.consumed();
        } finally {
            if (own.left() > 0 && content.remove(own)) {
                bytes -= own.left();
            }
        }
    }

    // ---- the end

    private void closeEnd(boolean reader) {
        boolean last;
        List<FramePart> dropped = new ArrayList<>();
        lock.acquire();
        try {
            if (reader) {
                readerClosed = true;
                content.removeIf(segment -> {
                    if (!segment.isLaid()) {
                        return false;
                    }
                    bytes -= segment.left();
                    given -= segment.charge();
                    return dropped.add(segment.release());
                });
            } else {
                writerClosed = true;
            }
            last = readerClosed && writerClosed;
            readers.wakeAll();
            writers.wakeAll();
        } finally {
            lock.release();
        }
        dropped.forEach(FramePart::drop);
        if (last) {
            frames.release(ring.run());
        }
    }
}
