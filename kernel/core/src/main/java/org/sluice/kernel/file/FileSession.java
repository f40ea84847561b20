package org.sluice.kernel.file;

import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.Transfers;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Watcher;
import org.sluice.kernel.memory.FramePart;

/**
 * An open file, shared by the handles that were duplicated from one open call. Errors are {@link CallFailed}. Blocking
 * methods block the calling kernel thread only. Ranges were checked against the buffers by the caller.
 *
 * <p>The defaults refuse: a session overrides what its kind can do.
 */
public abstract class FileSession {
    /** Bytes that go through a buffer at once where a session knows nothing better. */
    private static final int BOUNCE = 64 << 10;

    /** Reads at the session's position and advances it; 0 at the end. */
    public int read(byte[] buffer, int offset, int length) {
        throw new CallFailed(Errno.EBADF);
    }

    /** Writes at the session's position, or the end with O_APPEND, and advances it; returns the bytes written. */
    public int write(byte[] buffer, int offset, int length) {
        throw new CallFailed(Errno.EBADF);
    }

    public int pread(byte[] buffer, int offset, int length, long position) {
        throw new CallFailed(Errno.ESPIPE);
    }

    public int pwrite(byte[] buffer, int offset, int length, long position) {
        throw new CallFailed(Errno.ESPIPE);
    }

    /** Fills parts in order as {@link #read} fills a buffer. Unless a session says otherwise the bytes are copied through a buffer. */
    public long read(FramePart[] targets, Transfer transfer) {
        return bounceIn(targets, transfer, this::read);
    }

    /** Fills parts in order as {@link #pread} fills a buffer. */
    public long pread(FramePart[] targets, long position, Transfer transfer) {
        return bounceIn(targets, transfer, (buffer, offset, length) -> pread(buffer, offset, length, position));
    }

    /**
     * Writes parts as {@link #write} writes a buffer. Parts that are given may be taken; those that were not, and those written in
     * part only, stay the offerer's.
     *
     * @return bytes written
     */
    public long write(Offer offer, Transfer transfer) {
        return bounceOut(offer, transfer, (done, buffer, length) -> write(buffer, 0, length));
    }

    /** Writes parts as {@link #pwrite} writes a buffer. */
    public long pwrite(Offer offer, long position, Transfer transfer) {
        return bounceOut(offer, transfer, (done, buffer, length) -> pwrite(buffer, 0, length, position + done));
    }

    /**
     * Reads by handing out memory. Unless a session says otherwise that is fresh memory, into which the bytes are copied.
     *
     * @param bytes most bytes, at least 1
     * @return bytes the taker got; 0 at the end
     * @throws CallFailed also with what the taker fails with; then nothing was read
     */
    public long readAreas(long bytes, Transfer transfer, Taker taker) {
        transfer.mayCopy(0);
        int most = (int) Math.min(bytes, BOUNCE);
        FramePart part = transfer.fresh(most);
        boolean admitted = false;
        int n = 0;
        try {
            taker.admit(List.of(part));
            admitted = true;
            byte[] buffer = new byte[most];
            n = read(buffer, 0, most);
            transfer.copy(buffer, 0, part.address(), n, Transfers.NO_AREAS);
            return n;
        } finally {
            if (n > 0) {
                taker.commit(n);
            } else {
                if (admitted) {
                    taker.cancel();
                }
                part.drop();
            }
        }
    }

    private interface Input {
        int read(byte[] buffer, int offset, int length);
    }

    private interface Output {
        int write(long done, byte[] buffer, int length);
    }

    private static long bounceIn(FramePart[] targets, Transfer transfer, Input input) {
        long want = 0;
        for (FramePart target : targets) {
            want += target.length();
        }
        transfer.mayCopy(0);
        byte[] buffer = new byte[(int) Math.min(want, BOUNCE)];
        int n = input.read(buffer, 0, buffer.length);
        int done = 0;
        for (int i = 0; done < n; i++) {
            int part = Math.min(targets[i].length(), n - done);
            transfer.copy(buffer, done, targets[i].address(), part, Transfers.NO_AREAS);
            done += part;
        }
        return n;
    }

    private static long bounceOut(Offer offer, Transfer transfer, Output output) {
        transfer.mayCopy(0);
        byte[] buffer = new byte[(int) Math.min(offer.bytes(), BOUNCE)];
        long done = 0;
        try {
            for (int i = 0; i < offer.count(); i++) {
                FramePart part = offer.part(i);
                for (int at = 0; at < part.length();) {
                    int length = Math.min(buffer.length, part.length() - at);
                    transfer.copy(part.address() + at, buffer, 0, length, Transfers.NO_AREAS);
                    int n = output.write(done, buffer, length);
                    done += n;
                    at += n;
                    if (n < length) {
                        return done;
                    }
                }
            }
            return done;
        } catch (CallFailed e) {
            if (done == 0) {
                throw e;
            }
            return done;
        }
    }

    public long seek(long offset, int whence) {
        throw new CallFailed(Errno.ESPIPE);
    }

    public void truncate(long length) {
        throw new CallFailed(Errno.EINVAL);
    }

    public void sync() {
    }

    /** The file's bytes for mapping. @throws CallFailed ENODEV unless it is a regular file */
    public PageStore pages() {
        throw new CallFailed(Errno.ENODEV);
    }

    /** Bytes that a read would give without blocking. */
    public int available() {
        return 0;
    }

    /** Which of the events of {@link org.sluice.abi.Poll} there are now. A file that never waits is ready for everything. */
    public int ready() {
        return org.sluice.abi.Poll.IN | org.sluice.abi.Poll.OUT;
    }

    /** Has somebody told whenever what {@link #ready} says may have changed, until {@link #unwatch}. */
    public void watch(Watcher watcher) {
    }

    /** Ends what {@link #watch} began. */
    public void unwatch(Watcher watcher) {
    }

    /** Fills a record laid out as {@link org.sluice.abi.FileFlags} says. */
    public abstract void stat(long[] stat);

    /** Names from the session's position on, as {@link org.sluice.abi.SystemCalls#readdir} says. */
    public int readdir(byte[] buffer) {
        throw new CallFailed(Errno.ENOTDIR);
    }

    /** The path it was opened by, absolute and without symbolic links; "pipe:" or "tty" for what has none. */
    public abstract String path();

    /** Called once, when the last handle is closed. */
    public void close() {
    }
}
