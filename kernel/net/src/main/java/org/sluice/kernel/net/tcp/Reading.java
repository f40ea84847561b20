package org.sluice.kernel.net.tcp;

import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.abi.Transfers;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.PartCursor;
import org.sluice.kernel.file.Taker;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.network.WaitLock;

/** A program's reading from a connection: by copying, or by taking over the parts that came. */
public final class Reading {
    /** Bytes taken out at once for copying. */
    private static final int SLICE = 1 << 20;

    private final Connection c;

    public Reading(Connection connection) {
        c = connection;
    }

    /** Puts bytes somewhere. */
    private interface Sink {
        void put(FramePart part, int done, int bytes);
    }

    /**
     * Copies into a buffer.
     *
     * @param flags {@link Sockets#DONT_WAIT}, {@link Sockets#PEEK}, {@link Sockets#WAIT_ALL}
     * @return bytes; 0 at the end
     * @throws CallFailed EAGAIN, EINTR, ENOTCONN, and what has become of the connection
     */
    public int read(byte[] buffer, int offset, int length, int flags) {
        boolean wait = (flags & Sockets.DONT_WAIT) == 0 && !c.tuning.nonBlocking;
        return (int) copy(length, flags, wait, (part, done, n) -> c.tcp.memory.physical().read(part.address(), buffer, offset + done, n));
    }

    /** Copies into parts. */
    public long read(FramePart[] targets, Transfer transfer) {
        transfer.mayCopy(0);
        PartCursor to = new PartCursor(targets);
        boolean wait = transfer.mayWait() && !c.tuning.nonBlocking;
        return copy(to.bytes(), 0, wait,
            (part, done, n) -> to.eachPiece(n, (address, at, bytes) -> transfer.copy(part.address() + at, address, bytes, Transfers.KEPT)));
    }

    private long copy(int length, int flags, boolean wait, Sink sink) {
        boolean all = (flags & Sockets.WAIT_ALL) != 0 && wait;
        boolean peek = (flags & Sockets.PEEK) != 0;
        long deadline = deadline();
        int done = 0;
        try {
            while (done < length || length == 0) {
                List<FramePart> parts = new ArrayList<>();
                int most = Math.min(length - done, SLICE);
                int got;
                c.enter();
                try {
                    long least = all ? most : Math.min(most, Math.max(1, c.tuning.receiveLowWater));
                    if (done > 0 && !all && c.receiver.queue.isEmpty() || length == 0 || !await(least, wait, deadline, done > 0)) {
                        break;
                    }
                    got = peek ? peek(parts, most) : take(parts, most);
                } finally {
                    c.leave();
                }
                int at = done;
                try {
                    for (FramePart part : parts) {
                        sink.put(part, at, part.length());
                        at += part.length();
                    }
                } finally {
                    parts.forEach(FramePart::drop);
                }
                done += got;
                if (peek) {
                    break;
                }
            }
        } catch (CallFailed e) {
            if (done == 0) {
                throw e;
            }
        }
        return done;
    }

    private long deadline() {
        return c.tuning.receiveTimeout == 0 ? WaitLock.FOREVER : c.now() + c.tuning.receiveTimeout;
    }

    /**
     * Waits until there are so many bytes, or as many as there will be. Lock held.
     *
     * @param some whether there is something to return already
     * @return false at the end, or with something to return and nothing more
     */
    private boolean await(long bytes, boolean wait, long deadline, boolean some) {
        while (true) {
            long there = c.receiver.queue.bytes();
            long least = Math.min(bytes, Math.max(1, c.receiver.buffer));
            if (there >= least) {
                return true;
            }
            boolean end = c.receiver.finReceived() || c.receiveShut || c.state == State.CLOSED || c.state == State.TIME_WAIT;
            if (end && there > 0) {
                return true;
            }
            if (some && (end || c.hasError())) {
                return false;
            }
            if (end) {
                if (!c.receiver.finReceived()) {
                    c.throwError();
                }
                return false;
            }
            c.throwError();
            if (!wait) {
                if (there > 0) {
                    return true;
                }
                throw new CallFailed(Errno.EAGAIN);
            }
            WaitLock.Wake wake = c.lock.await("socket", deadline);
            if (wake != WaitLock.Wake.WOKEN) {
                if (c.receiver.queue.bytes() > 0) {
                    return true;
                }
                throw new CallFailed(wake == WaitLock.Wake.TIMED_OUT ? Errno.EAGAIN : Errno.EINTR);
            }
        }
    }

    /** Takes bytes out. Lock held. */
    private int take(List<FramePart> parts, int most) {
        PartQueue queue = c.receiver.queue;
        long cost = queue.cost();
        int got = 0;
        while (got < most && !queue.isEmpty()) {
            int n = queue.part(0).length();
            if (n <= most - got) {
                parts.add(queue.poll());
                got += n;
            } else {
                parts.add(queue.split(most - got));
                got = most;
            }
        }
        c.tcp.budget.giveBack(cost - queue.cost());
        c.receiver.read(got, c.now());
        return got;
    }

    private int peek(List<FramePart> parts, int most) {
        PartQueue queue = c.receiver.queue;
        int n = (int) Math.min(most, queue.bytes());
        parts.addAll(List.of(queue.share(queue.start(), n)));
        return n;
    }

    /**
     * Hands parts out as they lie, as many as the taker has room for.
     *
     * @return bytes; 0 at the end
     */
    public long readAreas(long bytes, Transfer transfer, Taker taker) {
        if (bytes <= 0) {
            return 0;
        }
        boolean wait = transfer.mayWait() && !c.tuning.nonBlocking;
        long deadline = deadline();
        c.enter();
        try {
            if (!await(Math.min(bytes, Math.max(1, c.tuning.receiveLowWater)), wait, deadline, false)) {
                return 0;
            }
            PartQueue queue = c.receiver.queue;
            int most = taker.most();
            List<FramePart> parts = new ArrayList<>();
            long sum = 0;
            boolean split = false;
            for (int i = 0; i < queue.count() && i < most && sum < bytes; i++) {
                FramePart part = queue.part(i);
                int n = (int) Math.min(part.length(), bytes - sum);
                split = n < part.length();
                parts.add(new FramePart(part.frames(), part.offset(), n));
                sum += n;
            }
            if (split) {
                parts.getLast().frames().hold();
            }
            boolean admitted = false;
            try {
                taker.admit(parts);
                admitted = true;
            } finally {
                if (!admitted && split) {
                    // not the last hold: the queue has one
                    parts.getLast().frames().drop();
                }
            }
            long cost = queue.cost();
            for (int i = 0; i < parts.size() - 1; i++) {
                queue.poll();
            }
            if (split) {
                queue.skip(parts.getLast().length());
            } else {
                queue.poll();
            }
            c.tcp.budget.giveBack(cost - queue.cost());
            taker.commit(sum);
            transfer.moved(sum);
            c.receiver.read(sum, c.now());
            return sum;
        } finally {
            c.leave();
        }
    }
}
