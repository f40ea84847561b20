package org.sluice.kernel.fs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.file.PageStore;
import org.sluice.kernel.file.Taker;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.fs.node.FrameFile;
import org.sluice.kernel.fs.node.OpenFile;
import org.sluice.kernel.memory.FramePart;

/**
 * An open regular file: access mode and position over an {@link OpenFile}. The position is moved without a lock, because a
 * transfer may wait for a device: a reader that lost the race for its position reads again from the new one, a writer claims
 * its range before it writes. So two readers never get the same bytes and two writers never the same place.
 */
final class PositionedSession extends FileSession {
    /** Linux' O_DSYNC bit, which O_SYNC includes: every write is brought to the device before it returns. */
    static final int O_DSYNC = 0x1000;

    private static final VarHandle POSITION;

    static {
        try {
            POSITION = MethodHandles.lookup().findVarHandle(PositionedSession.class, "position", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final OpenFile file;
    private final Place place;
    private final boolean readable;
    private final boolean writable;
    private final boolean append;
    private final boolean synchronous;
    private volatile long position;

    PositionedSession(OpenFile file, int flags, Place place) {
        this.file = file;
        this.place = place;
        readable = (flags & FileFlags.O_ACCMODE) != FileFlags.O_WRONLY;
        writable = (flags & FileFlags.O_ACCMODE) != FileFlags.O_RDONLY;
        append = (flags & FileFlags.O_APPEND) != 0;
        synchronous = (flags & O_DSYNC) != 0;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        requireOpenFor(readable);
        while (true) {
            long from = position;
            int n = file.read(from, buffer, offset, length);
            if (n <= 0 || POSITION.compareAndSet(this, from, from + n)) {
                return n;
            }
        }
    }

    @Override
    public int write(byte[] buffer, int offset, int length) {
        requireOpenFor(writable);
        if (length == 0) {
            return 0;
        }
        int n;
        if (append) {
            n = file.write(OpenFile.END, buffer, offset, length);
            position = file.size();
        } else {
            n = writeAtPosition(buffer, offset, length);
        }
        if (synchronous) {
            file.sync();
        }
        return n;
    }

    private interface Write {
        long at(long position);
    }

    private int writeAtPosition(byte[] buffer, int offset, int length) {
        return (int) claim(length, from -> file.write(from, buffer, offset, length));
    }

    /** Claims a range before it is written, and gives back what was not. */
    private long claim(long length, Write write) {
        long from;
        do {
            from = position;
            if (from > Long.MAX_VALUE - length) {
                throw new CallFailed(Errno.EFBIG);
            }
        } while (!POSITION.compareAndSet(this, from, from + length));
        long n = 0;
        try {
            n = write.at(from);
            return n;
        } finally {
            if (n < length) {
                POSITION.compareAndSet(this, from + length, from + n);
            }
        }
    }

    @Override
    public int pread(byte[] buffer, int offset, int length, long at) {
        requireOpenFor(readable);
        requireNotNegative(at);
        return file.read(at, buffer, offset, length);
    }

    @Override
    public int pwrite(byte[] buffer, int offset, int length, long at) {
        requireOpenFor(writable);
        requireNotNegative(at);
        if (length == 0) {
            return 0;
        }
        if (at > Long.MAX_VALUE - length) {
            throw new CallFailed(Errno.EFBIG);
        }
        int n = file.write(at, buffer, offset, length);
        if (synchronous) {
            file.sync();
        }
        return n;
    }

    @Override
    public long read(FramePart[] targets, Transfer transfer) {
        if (!(file instanceof FrameFile frames)) {
            return super.read(targets, transfer);
        }
        requireOpenFor(readable);
        while (true) {
            long from = position;
            long n = frames.read(from, targets, transfer);
            if (n <= 0 || POSITION.compareAndSet(this, from, from + n)) {
                return n;
            }
        }
    }

    @Override
    public long pread(FramePart[] targets, long at, Transfer transfer) {
        if (!(file instanceof FrameFile frames)) {
            return super.pread(targets, at, transfer);
        }
        requireOpenFor(readable);
        return frames.read(at, targets, transfer);
    }

    @Override
    public long write(Offer offer, Transfer transfer) {
        if (!(file instanceof FrameFile frames)) {
            return super.write(offer, transfer);
        }
        requireOpenFor(writable);
        long length = offer.bytes();
        if (length == 0) {
            return 0;
        }
        long n;
        if (append) {
            n = frames.write(OpenFile.END, offer, transfer);
            position = file.size();
        } else {
            n = claim(length, from -> frames.write(from, offer, transfer));
        }
        if (synchronous) {
            file.sync();
        }
        return n;
    }

    @Override
    public long pwrite(Offer offer, long at, Transfer transfer) {
        if (!(file instanceof FrameFile frames)) {
            return super.pwrite(offer, at, transfer);
        }
        requireOpenFor(writable);
        long length = offer.bytes();
        if (length == 0) {
            return 0;
        }
        if (at > Long.MAX_VALUE - length) {
            throw new CallFailed(Errno.EFBIG);
        }
        long n = frames.write(at, offer, transfer);
        if (synchronous) {
            file.sync();
        }
        return n;
    }

    @Override
    public long readAreas(long bytes, Transfer transfer, Taker taker) {
        if (!(file instanceof FrameFile frames)) {
            return super.readAreas(bytes, transfer, taker);
        }
        requireOpenFor(readable);
        while (true) {
            long from = position;
            long moved = transfer.bytesMoved();
            List<FramePart> parts = frames.areas(from, bytes, taker.most(), transfer);
            if (parts.isEmpty()) {
                return 0;
            }
            long n = 0;
            for (FramePart part : parts) {
                n += part.length();
            }
            boolean taken = false;
            try {
                taken = take(parts, n, from, taker);
            } finally {
                transfer.moved(taken ? 0 : moved - transfer.bytesMoved());
            }
            if (taken) {
                return n;
            }
        }
    }

    /** Hands parts over if the position is still where they were found; else, and when the taker has no room, drops them. */
    private boolean take(List<FramePart> parts, long bytes, long from, Taker taker) {
        boolean taken = false;
        try {
            taker.admit(parts);
            taken = POSITION.compareAndSet(this, from, from + bytes);
            if (taken) {
                taker.commit(bytes);
            } else {
                taker.cancel();
            }
            return taken;
        } finally {
            if (!taken) {
                parts.forEach(FramePart::drop);
            }
        }
    }

    @Override
    public long seek(long offset, int whence) {
        while (true) {
            long from = position;
            long base = switch (whence) {
                case FileFlags.SEEK_SET -> 0;
                case FileFlags.SEEK_CUR -> from;
                case FileFlags.SEEK_END -> file.size();
                default -> throw new CallFailed(Errno.EINVAL);
            };
            long to = base + offset;
            if (to < 0) {
                throw new CallFailed(Errno.EINVAL);
            }
            if (POSITION.compareAndSet(this, from, to)) {
                return to;
            }
        }
    }

    @Override
    public void truncate(long length) {
        requireOpenFor(writable);
        requireNotNegative(length);
        file.truncate(length);
    }

    @Override
    public void sync() {
        file.sync();
    }

    @Override
    public PageStore pages() {
        return new FilePages(file instanceof SharedFile shared ? shared.file() : file, path());
    }

    @Override
    public int available() {
        requireOpenFor(readable);
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, file.size() - position));
    }

    @Override
    public void stat(long[] stat) {
        Vfs.requireStat(stat);
        file.stat(stat);
    }

    @Override
    public String path() {
        return place.path();
    }

    @Override
    public void close() {
        file.close();
    }

    private static void requireOpenFor(boolean allowed) {
        if (!allowed) {
            throw new CallFailed(Errno.EBADF);
        }
    }

    private static void requireNotNegative(long value) {
        if (value < 0) {
            throw new CallFailed(Errno.EINVAL);
        }
    }
}
