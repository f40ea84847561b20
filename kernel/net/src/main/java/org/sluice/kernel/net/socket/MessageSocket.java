package org.sluice.kernel.net.socket;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;
import org.sluice.abi.Transfers;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Watcher;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.file.PartCursor;
import org.sluice.kernel.file.Taker;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.ip.Protocol;
import org.sluice.kernel.net.packet.FrameCharge;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.network.SocketSession;
import org.sluice.kernel.network.WaitLock;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * A socket that keeps message boundaries: the queue of what was received, waiting for it, and the ways to read and write. Reading gives
 * one message a call, of which what does not fit is lost; writing sends one. Guarded by one lock.
 */
abstract class MessageSocket extends SocketSession implements Sessions.Shown {
    static final long DEFAULT_RECEIVE_BUFFER = 1 << 20;
    private static final long MOST_RECEIVE_BUFFER = 64 << 20;
    /** Bytes of frames that are kept in an empty queue, whatever its bound. */
    private static final long ALWAYS = 1 << 20;
    private static final int LEAST_MESSAGES = 16;
    private static final int BYTES_PER_MESSAGE = 256;
    private static final int FRAME = PhysicalMemory.FRAME_SIZE;

    private final Context context;
    private final Sessions sessions;
    private final long number;
    private final WaitLock lock;
    private final ArrayDeque<Message> queue = new ArrayDeque<>();
    private final FrameCharge charge = new FrameCharge();
    private long receiveTimeout;
    private long sendTimeout;
    private long receiveBuffer = DEFAULT_RECEIVE_BUFFER;
    private long dropped;
    private volatile boolean nonBlocking;
    /** What the next call fails with, null for nothing. */
    private Protocol.Failure error;
    private boolean closed;
    /** Whether somebody is at {@link #change}. */
    private boolean changing;

    MessageSocket(Context context, Sessions sessions) {
        this.context = context;
        this.sessions = sessions;
        lock = context.locks().get();
        number = sessions.add(this);
    }

    final Context context() {
        return context;
    }

    final WaitLock lock() {
        return lock;
    }

    @Override
    public final long number() {
        return number;
    }

    /**
     * Does what changes what the socket is joined to, one thing at a time. A socket that is closed meanwhile is unplugged here, from whatever it
     * was joined to.
     *
     * @throws CallFailed EINVAL while another does so; EBADF if it is closed
     */
    final void change(Runnable change) {
        lock.acquire();
        try {
            requireOpen();
            if (changing) {
                throw new CallFailed(Errno.EINVAL);
            }
            changing = true;
        } finally {
            lock.release();
        }
        boolean gone = true;
        try {
            change.run();
        } finally {
            lock.acquire();
            changing = false;
            gone = closed;
            lock.release();
            if (gone) {
                unplug();
            }
        }
        if (gone) {
            throw new CallFailed(Errno.EBADF);
        }
    }

    /** Lock held. @throws CallFailed EBADF */
    final void requireOpen() {
        if (closed) {
            throw new CallFailed(Errno.EBADF);
        }
    }

    // ---- what arrives

    /**
     * Keeps a message for the receiver; drops and counts it without room for it, here or in what all sockets may keep. One message of moderate
     * size an empty queue has always room for. Takes the holds over.
     */
    final void deliver(Message message) {
        boolean kept;
        lock.acquire();
        try {
            long more = charge.more(message.parts());
            kept = !closed && fits(more) && context.budget().take(more + BYTES_PER_MESSAGE);
            if (kept) {
                queue.add(message);
                charge.add(message.parts());
                lock.wakeAll();
            } else {
                dropped++;
            }
        } finally {
            lock.release();
        }
        if (!kept) {
            Parts.drop(message.parts());
        }
    }

    /**
     * Whether there is room for a message that keeps so many bytes of frames that are not kept already. Messages in the same memory keep no more
     * of it, so their number is bounded too. Lock held.
     */
    private boolean fits(long more) {
        return queue.isEmpty() && more <= ALWAYS || (more == 0 || charge.bytes() + more <= receiveBuffer)
            && queue.size() < Math.max(LEAST_MESSAGES, receiveBuffer / BYTES_PER_MESSAGE);
    }

    /** Whether a message of so many bytes would be kept now, in frames of its own. */
    final boolean hasRoom(int bytes) {
        lock.acquire();
        try {
            return !closed && fits(bytes + FRAME - 1 & -FRAME);
        } finally {
            lock.release();
        }
    }

    /** Counts a message that could not be kept. */
    final void lose() {
        lock.acquire();
        dropped++;
        lock.release();
    }

    /** Has the next call fail. */
    final void fail(Protocol.Failure failure) {
        lock.acquire();
        try {
            error = failure;
            lock.wakeAll();
        } finally {
            lock.release();
        }
    }

    /** Throws what {@link #fail} noted, once. */
    final void throwPending() {
        lock.acquire();
        try {
            throwPendingLocked(null);
        } finally {
            lock.release();
        }
    }

    /** @param told is told who says so, unless it is null */
    private void throwPendingLocked(long[] told) {
        Protocol.Failure failure = error;
        if (failure != null) {
            if (told != null) {
                Addresses.fill(told, Sockets.INET, 0, 0, failure.reporter() & 0xffffffffL);
                if (told.length > Sockets.MESSAGE_FLAGS) {
                    told[Sockets.MESSAGE_FLAGS] = failure.type() << 8 | failure.code();
                }
            }
            error = null;
            throw new CallFailed(failure.errno());
        }
    }

    /** Bytes of frames that what waits keeps. */
    final long queued() {
        lock.acquire();
        try {
            return charge.bytes();
        } finally {
            lock.release();
        }
    }

    // ---- reading

    /** Waits until there is a message; null if none will come any more. Lock held. */
    private Message await(boolean wait, long[] told) {
        long deadline = receiveTimeout == 0 ? WaitLock.FOREVER : context.monotonic().getAsLong() + receiveTimeout;
        while (true) {
            throwPendingLocked(told);
            requireOpen();
            if (!queue.isEmpty()) {
                return queue.peek();
            }
            if (receiveEnded()) {
                return null;
            }
            requireReceiver();
            if (!wait || nonBlocking) {
                throw new CallFailed(Errno.EAGAIN);
            }
            switch (lock.await("socket", deadline)) {
                case TIMED_OUT -> throw new CallFailed(Errno.EAGAIN);
                case INTERRUPTED -> throw new CallFailed(Errno.EINTR);
                case WOKEN -> { }
            }
        }
    }

    /** Fails if nothing can ever arrive. Lock held. @throws CallFailed ENOTCONN */
    void requireReceiver() {
    }

    /** Whether reads find the end instead of waiting. Lock held. */
    boolean receiveEnded() {
        return false;
    }

    /** Wakes those that wait, for something has changed. */
    final void wake() {
        lock.acquire();
        lock.wakeAll();
        lock.release();
    }

    @Override
    public int ready() {
        lock.acquire();
        try {
            boolean in = !queue.isEmpty() || error != null || receiveEnded();
            return Poll.OUT | (in ? Poll.IN : 0) | (error != null ? Poll.ERROR : 0) | (receiveEnded() ? Poll.PEER_CLOSED : 0);
        } finally {
            lock.release();
        }
    }

    @Override
    public final void watch(Watcher watcher) {
        lock.watch(watcher);
    }

    @Override
    public final void unwatch(Watcher watcher) {
        lock.unwatch(watcher);
    }

    /** Takes the first message out, or a look at it: then the holds are further ones. @param told is told who says so if it fails for an error of the network, unless it is null */
    private Message take(boolean wait, boolean peek, long[] told) {
        lock.acquire();
        try {
            Message message = await(wait, told);
            if (message == null) {
                return Message.NONE;
            }
            if (peek) {
                return message.shared();
            }
            remove(message);
            return message;
        } finally {
            lock.release();
        }
    }

    private void remove(Message message) {
        long before = charge.bytes();
        queue.remove();
        charge.remove(message.parts());
        context.budget().giveBack(before - charge.bytes() + BYTES_PER_MESSAGE);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return receive(buffer, offset, length, 0, null);
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int flags, long[] message) {
        Message m = take((flags & Sockets.DONT_WAIT) == 0, (flags & Sockets.PEEK) != 0, message);
        try {
            int done = 0;
            for (FramePart part : m.parts()) {
                int n = Math.min(part.length(), length - done);
                context.memory().physical().read(part.address(), buffer, offset + done, n);
                done += n;
            }
            m.describe(message);
            return done;
        } finally {
            Parts.drop(m.parts());
        }
    }

    @Override
    public long read(FramePart[] targets, Transfer transfer) {
        transfer.mayCopy(0);
        Message m = take(transfer.mayWait(), false, null);
        try {
            PartCursor to = new PartCursor(targets);
            int room = to.bytes();
            int done = 0;
            for (FramePart part : m.parts()) {
                int n = Math.min(part.length(), room - done);
                to.eachPiece(n, (address, at, bytes) -> transfer.copy(part.address() + at, address, bytes, Transfers.KEPT));
                done += n;
            }
            return done;
        } finally {
            Parts.drop(m.parts());
        }
    }

    /** Hands one message's parts out. When the taker cannot take them it stays first. */
    @Override
    public long readAreas(long bytes, Transfer transfer, Taker taker) {
        List<FramePart> gone = new ArrayList<>();
        lock.acquire();
        try {
            Message m = await(transfer.mayWait(), null);
            if (m == null) {
                return 0;
            }
            List<FramePart> parts = new ArrayList<>();
            long sum = 0;
            for (FramePart part : m.parts()) {
                int n = (int) Math.min(part.length(), bytes - sum);
                if (n > 0) {
                    // headroom may be somebody else's bytes
                    parts.add(new FramePart(part.frames(), part.offset(), n));
                    sum += n;
                } else {
                    gone.add(part);
                }
            }
            if (parts.size() > taker.most()) {
                gone.clear();
                return copyOut(m, (int) sum, parts, transfer, taker, gone);
            }
            boolean admitted = false;
            try {
                taker.admit(parts);
                admitted = true;
            } finally {
                if (!admitted) {
                    gone.clear();
                }
            }
            remove(m);
            taker.commit(sum);
            transfer.moved(sum);
            return sum;
        } finally {
            lock.release();
            gone.forEach(FramePart::drop);
        }
    }

    /** For a taker that cannot have so many parts: all in one. Lock held. */
    private long copyOut(Message m, int bytes, List<FramePart> parts, Transfer transfer, Taker taker, List<FramePart> gone) {
        transfer.mayCopy(0);
        FramePart one = transfer.fresh(bytes);
        boolean done = false;
        try {
            taker.admit(List.of(one));
            done = true;
        } finally {
            if (!done) {
                gone.add(one);
            }
        }
        int at = 0;
        for (FramePart part : parts) {
            transfer.copy(part.address(), one.address() + at, part.length(), Transfers.NO_AREAS);
            at += part.length();
        }
        remove(m);
        gone.addAll(Arrays.asList(m.parts()));
        taker.commit(bytes);
        return bytes;
    }

    @Override
    public int available() {
        lock.acquire();
        try {
            return queue.isEmpty() ? 0 : Parts.bytes(queue.peek().parts());
        } finally {
            lock.release();
        }
    }

    // ---- writing

    /** Sends a message. The holds are this method's; when it fails they are dropped. */
    abstract void transmit(FramePart[] parts, boolean wait, long[] address);

    /** Fails if a message of so many bytes cannot be sent. @throws CallFailed EMSGSIZE, EINVAL, EDESTADDRREQ */
    abstract void requireLength(long bytes, long[] address);

    @Override
    public int write(byte[] buffer, int offset, int length) {
        return send(buffer, offset, length, 0, null);
    }

    @Override
    public int send(byte[] buffer, int offset, int length, int flags, long[] address) {
        throwPending();
        requireLength(length, address);
        if (length == 0) {
            transmit(Parts.NONE, (flags & Sockets.DONT_WAIT) == 0 && !nonBlocking, address);
            return 0;
        }
        FramePart part = context.source().fresh(length);
        context.memory().physical().write(part.address(), buffer, offset, length);
        transmit(new FramePart[] {part}, (flags & Sockets.DONT_WAIT) == 0 && !nonBlocking, address);
        return length;
    }

    /** One message of what is offered: by reference if it is given, else of a copy. */
    @Override
    public long write(Offer offer, Transfer transfer) {
        throwPending();
        long bytes = offer.bytes();
        requireLength(bytes, null);
        FramePart[] parts = new FramePart[offer.count()];
        if (!offer.given() && bytes > 0) {
            transfer.mayCopy(0);
            FramePart one = transfer.fresh((int) bytes);
            new PartCursor(offer).eachPiece((int) bytes,
                (address, at, n) -> transfer.copy(address, one.address() + at, n, Transfers.KEPT));
            transmit(new FramePart[] {one}, transfer.mayWait() && !nonBlocking, null);
            return bytes;
        }
        // holds of the message's own first: what cannot be sent stays the offerer's
        for (int i = 0; i < parts.length; i++) {
            FramePart part = offer.part(i);
            parts[i] = part.shared(0, part.length());
        }
        transmit(parts, transfer.mayWait() && !nonBlocking, null);
        for (int i = 0; i < parts.length; i++) {
            offer.take(i).drop();
        }
        transfer.moved(bytes);
        return bytes;
    }

    // ---- options and the rest

    @Override
    public int option(int option, long[] values) {
        lock.acquire();
        try {
            values[0] = switch (option) {
                case Sockets.RECEIVE_TIMEOUT -> receiveTimeout;
                case Sockets.SEND_TIMEOUT -> sendTimeout;
                case Sockets.RECEIVE_BUFFER -> receiveBuffer;
                case Sockets.DROPPED -> dropped;
                case Sockets.NON_BLOCKING -> nonBlocking ? 1 : 0;
                case Sockets.ERROR -> takeError();
                case Sockets.TYPE -> Sockets.DGRAM;
                case Sockets.ACCEPTING -> 0;
                default -> throw new CallFailed(Errno.ENOPROTOOPT);
            };
            return 1;
        } finally {
            lock.release();
        }
    }

    @Override
    public void setOption(int option, long[] values) {
        lock.acquire();
        try {
            switch (option) {
                case Sockets.RECEIVE_TIMEOUT -> receiveTimeout = inRange(values[0], 0, Long.MAX_VALUE / 4);
                case Sockets.SEND_TIMEOUT -> sendTimeout = inRange(values[0], 0, Long.MAX_VALUE / 4);
                case Sockets.RECEIVE_BUFFER -> receiveBuffer = inRange(values[0], 1, MOST_RECEIVE_BUFFER);
                case Sockets.NON_BLOCKING -> nonBlocking = inRange(values[0], 0, 1) == 1;
                default -> throw new CallFailed(Errno.ENOPROTOOPT);
            }
        } finally {
            lock.release();
        }
    }

    private int takeError() {
        int was = error == null ? 0 : error.errno();
        error = null;
        return was;
    }

    /** The value. @throws CallFailed EINVAL unless it is between the two */
    static long inRange(long value, long least, long most) {
        if (value < least || value > most) {
            throw new CallFailed(Errno.EINVAL);
        }
        return value;
    }

    /** When a send that begins now has waited long enough. */
    final long sendDeadline() {
        return sendTimeout == 0 ? WaitLock.FOREVER : context.monotonic().getAsLong() + sendTimeout;
    }

    /** Family, type and addresses as {@code /proc/net/sockets} has them. */
    abstract String describe();

    @Override
    public final String line() {
        long[] values = new long[1];
        option(Sockets.DROPPED, values);
        return describe() + " queued=" + queued() + " dropped=" + values[0];
    }

    @Override
    public void stat(long[] stat) {
        Arrays.fill(stat, 0);
        stat[FileFlags.ST_MODE] = FileFlags.S_IFSOCK | 0600;
        stat[FileFlags.ST_INO] = number;
        stat[FileFlags.ST_NLINK] = 1;
    }

    @Override
    public String path() {
        return "socket:[" + number + "]";
    }

    @Override
    public final void close() {
        sessions.remove(this);
        List<Message> gone;
        boolean plugged;
        lock.acquire();
        try {
            closed = true;
            plugged = !changing;
            gone = new ArrayList<>(queue);
            context.budget().giveBack(charge.bytes() + (long) queue.size() * BYTES_PER_MESSAGE);
            queue.clear();
            charge.clear();
            lock.wakeAll();
        } finally {
            lock.release();
        }
        gone.forEach(message -> Parts.drop(message.parts()));
        if (plugged) {
            unplug();
        }
    }

    /** Stops what brings messages here. Once, when it is closed and nobody changes it. */
    abstract void unplug();
}
