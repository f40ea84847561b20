package org.sluice.kernel.net.tcp;

import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.abi.Transfers;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.file.PartCursor;
import org.sluice.kernel.file.Taker;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.network.WaitLock;

/** A program's writing to a connection: by copying into frames of the connection's own, or by giving parts. One writes at a time. */
public final class Writing {
    /** Bytes of frames that are taken at once for copying. */
    private static final int CHUNK = 64 << 10;

    private final Connection c;
    /** Whether somebody is copying behind the last part. */
    private boolean busy;

    public Writing(Connection connection) {
        c = connection;
    }

    /** Copies the next bytes of what is written to an address. */
    private interface Source {
        void copy(long address, int done, int bytes);
    }

    /**
     * Copies from a buffer.
     *
     * @param flags {@link Sockets#DONT_WAIT}, {@link Sockets#MORE}
     * @return bytes; fewer than asked for if it does not wait, or was interrupted
     * @throws CallFailed EAGAIN, EINTR, EPIPE, ENOBUFS, ENOMEM, and what has become of the connection
     */
    public int write(byte[] buffer, int offset, int length, int flags) {
        boolean wait = (flags & Sockets.DONT_WAIT) == 0 && !c.tuning.nonBlocking;
        return (int) copy(length, wait, (flags & Sockets.MORE) != 0,
            (address, done, n) -> c.tcp.memory.physical().write(address, buffer, offset + done, n));
    }

    /** Copies what is shown, or takes over what is given. */
    public long write(Offer offer, Transfer transfer) {
        boolean wait = transfer.mayWait() && !c.tuning.nonBlocking;
        if (offer.given()) {
            return take(offer, transfer, wait);
        }
        transfer.mayCopy(0);
        PartCursor from = new PartCursor(offer);
        return copy(from.bytes(), wait, false, (address, done, n) -> from.eachPiece(n,
            (piece, at, bytes) -> transfer.copy(piece, address + at, bytes, Transfers.KEPT)));
    }

    private long copy(int length, boolean wait, boolean more, Source source) {
        long deadline = deadline();
        int done = 0;
        begin(wait, deadline);
        try {
            do {
                int room = room(length - done, wait, deadline, done);
                if (room == 0) {
                    break;
                }
                done += append(room, done, source, more || done + room < length);
            } while (done < length);
        } catch (CallFailed e) {
            if (done == 0) {
                throw e;
            }
        } finally {
            end(more);
        }
        return done;
    }

    private long deadline() {
        return c.tuning.sendTimeout == 0 ? WaitLock.FOREVER : c.now() + c.tuning.sendTimeout;
    }

    /** Becomes the one who writes. */
    private void begin(boolean wait, long deadline) {
        c.enter();
        try {
            while (busy) {
                pause(wait, deadline);
            }
            requireOpen();
            busy = true;
        } finally {
            c.leave();
        }
    }

    private void end(boolean more) {
        c.enter();
        try {
            busy = false;
            c.sender.wrote(more);
            c.lock.wakeAll();
        } finally {
            c.leave();
        }
    }

    private void pause(boolean wait, long deadline) {
        if (!wait) {
            throw new CallFailed(Errno.EAGAIN);
        }
        switch (c.lock.await("socket", deadline)) {
            case TIMED_OUT -> throw new CallFailed(Errno.EAGAIN);
            case INTERRUPTED -> throw new CallFailed(Errno.EINTR);
            case WOKEN -> { }
        }
    }

    /** Lock held. @throws CallFailed EPIPE, or the error that waits */
    private void requireOpen() {
        c.throwError();
        if (opening() && !c.sender.fin) {
            return;
        }
        if (!c.state.sends() || c.sender.fin) {
            throw new CallFailed(Errno.EPIPE);
        }
    }

    private boolean opening() {
        return c.state == State.SYN_SENT || c.state == State.SYN_RECEIVED;
    }

    /** Bytes that may be written now, at most so many; waits for room. 0 to end with what is done. */
    private int room(int wanted, boolean wait, long deadline, int done) {
        c.enter();
        try {
            while (true) {
                requireOpen();
                if (wanted == 0 && !opening()) {
                    return 0;
                }
                long room = c.sender.buffer - c.sender.used();
                if (!opening() && room > 0) {
                    return (int) Math.min(wanted, Math.min(CHUNK, Math.max(room, 1)));
                }
                c.sender.noRoom |= !opening();
                if (!wait && done > 0) {
                    return 0;
                }
                pause(wait, deadline);
            }
        } finally {
            c.leave();
        }
    }

    /** Copies so many bytes behind the last part, or into frames of its own. Only by who is {@link #busy}. */
    private int append(int bytes, int done, Source source, boolean more) {
        FramePart last = null;
        int room = 0;
        c.lock.acquire();
        try {
            SharedFrames tail = c.sender.tail;
            if (tail != null) {
                last = c.sender.queue.last();
                room = PartQueue.roomBehind(last, tail);
                if (room > 0) {
                    // it may be acknowledged meanwhile
                    last.frames().hold();
                } else {
                    c.sender.tail = null;
                }
            }
        } finally {
            c.lock.release();
        }
        if (room > 0) {
            return extend(last, Math.min(room, bytes), done, source, more);
        }
        FramePart fresh = c.tcp.source.fresh(PartQueue.frames(bytes));
        boolean kept = false;
        try {
            source.copy(fresh.address(), done, bytes);
            kept = add(fresh.clipped(0, bytes), more);
        } finally {
            if (!kept) {
                fresh.drop();
            }
        }
        return bytes;
    }

    private boolean add(FramePart part, boolean more) {
        c.enter();
        try {
            requireOpen();
            if (!c.tcp.budget.take(c.sender.queue.more(part))) {
                throw new CallFailed(Errno.ENOBUFS);
            }
            c.sender.queue.add(part, false);
            c.sender.tail = part.frames().run().bytes() > part.offset() + part.length() ? part.frames() : null;
            c.sender.announce(more);
            return true;
        } finally {
            c.leave();
        }
    }

    private int extend(FramePart last, int bytes, int done, Source source, boolean more) {
        boolean held = true;
        try {
            source.copy(last.address() + last.length(), done, bytes);
            c.enter();
            try {
                requireOpen();
                FramePart now = c.sender.queue.last();
                if (now != null && now.frames() == last.frames()) {
                    c.sender.queue.extend(bytes);
                } else {
                    FramePart part = new FramePart(last.frames(), last.offset() + last.length(), bytes);
                    if (!c.tcp.budget.take(c.sender.queue.more(part))) {
                        throw new CallFailed(Errno.ENOBUFS);
                    }
                    c.sender.queue.add(part, false);
                    held = false;
                }
                c.sender.announce(more);
            } finally {
                c.leave();
            }
        } finally {
            if (held) {
                last.drop();
            }
        }
        return bytes;
    }

    /** Takes parts over one by one, while there is room. */
    private long take(Offer offer, Transfer transfer, boolean wait) {
        long deadline = deadline();
        long done = 0;
        begin(wait, deadline);
        try {
            for (int i = 0; i < offer.count(); i++) {
                if (room(1, wait, deadline, done > 0 ? 1 : 0) == 0) {
                    break;
                }
                give(offer, i, transfer);
                done += offer.part(i).length();
            }
        } catch (CallFailed e) {
            if (done == 0) {
                throw e;
            }
        } finally {
            end(false);
        }
        transfer.moved(done);
        return done;
    }

    private void give(Offer offer, int i, Transfer transfer) {
        FramePart shown = offer.part(i);
        c.enter();
        try {
            requireOpen();
            if (!c.tcp.budget.take(c.sender.queue.more(shown))) {
                throw new CallFailed(Errno.ENOBUFS);
            }
            c.sender.giver = offer.account();
            // the last step: from here on nothing fails
            c.sender.queue.add(offer.take(i), true);
            c.sender.tail = null;
            c.sender.announce(i + 1 < offer.count());
        } finally {
            c.leave();
        }
    }

    /**
     * Hands out areas that have come back, the first of them first.
     *
     * @return bytes; 0 if none is under way
     * @throws CallFailed EAGAIN, EINTR
     */
    public long reclaim(Transfer transfer, Taker taker) {
        boolean wait = transfer.mayWait() && !c.tuning.nonBlocking;
        long deadline = deadline();
        c.enter();
        try {
            while (true) {
                List<FramePart> parts = c.sender.returnable(taker.most());
                if (!parts.isEmpty()) {
                    taker.admit(parts);
                    c.sender.reclaim(parts.size());
                    long bytes = parts.stream().mapToLong(FramePart::length).sum();
                    taker.commit(bytes);
                    return bytes;
                }
                if (!c.sender.givesBack()) {
                    return 0;
                }
                if (!wait) {
                    throw new CallFailed(Errno.EAGAIN);
                }
                WaitLock.Wake wake = c.lock.await("socket", deadline);
                if (wake != WaitLock.Wake.WOKEN) {
                    throw new CallFailed(wake == WaitLock.Wake.INTERRUPTED ? Errno.EINTR : Errno.EAGAIN);
                }
            }
        } finally {
            c.leave();
        }
    }
}
