package org.sluice.kernel.file;

import java.util.Arrays;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;

/**
 * A pipe: a ring of 64 KiB in frames. A write of up to 4096 bytes is atomic (POSIX PIPE_BUF). Frames are returned when both
 * ends are closed.
 */
public final class Pipe {
    private static final int CAPACITY = 64 << 10;
    private static final int ATOMIC = 4096;

    private final SpinLock lock = new SpinLock(LockRank.PIPE);
    private final WaitQueue readers = new WaitQueue();
    private final WaitQueue writers = new WaitQueue();
    private final FrameAllocator frames;
    private final FrameRun ring;
    private int start;
    private int filled;
    private boolean readerClosed;
    private boolean writerClosed;

    /** @throws CallFailed ENOMEM */
    public Pipe(FrameAllocator frames) {
        this.frames = frames;
        ring = frames.allocate(CAPACITY / 4096, FrameUse.PIPE);
    }

    /** The session of the reading end. */
    public FileSession reader() {
        return new End() {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                return take(buffer, offset, length);
            }

            @Override
            public int available() {
                return filled;
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
                return put(buffer, offset, length);
            }

            @Override
            public void close() {
                closeEnd(false);
            }
        };
    }

    private abstract static class End extends FileSession {
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

    private int take(byte[] buffer, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        lock.acquire();
        try {
            while (filled == 0) {
                if (writerClosed) {
                    return 0;
                }
                if (readers.sleep(lock, "pipe read", WaitQueue.Mode.INTERRUPTIBLE, WaitQueue.FOREVER)
                    == WaitQueue.Wake.INTERRUPTED) {
                    throw new CallFailed(Errno.EINTR);
                }
            }
            int n = Math.min(length, filled);
            int first = Math.min(n, CAPACITY - start);
            frames.memory().read(ring.address() + start, buffer, offset, first);
            frames.memory().read(ring.address(), buffer, offset + first, n - first);
            start = (start + n) % CAPACITY;
            filled -= n;
            writers.wakeAll();
            return n;
        } finally {
            lock.release();
        }
    }

    private int put(byte[] buffer, int offset, int length) {
        int done = 0;
        lock.acquire();
        try {
            while (done < length) {
                if (readerClosed) {
                    throw new CallFailed(Errno.EPIPE);
                }
                int room = CAPACITY - filled;
                if (room == 0 || length <= ATOMIC && room < length) {
                    if (writers.sleep(lock, "pipe write", WaitQueue.Mode.INTERRUPTIBLE, WaitQueue.FOREVER)
                        == WaitQueue.Wake.INTERRUPTED) {
                        if (done > 0) {
                            return done;
                        }
                        throw new CallFailed(Errno.EINTR);
                    }
                    continue;
                }
                int n = Math.min(room, length - done);
                int end = (start + filled) % CAPACITY;
                int first = Math.min(n, CAPACITY - end);
                frames.memory().write(ring.address() + end, buffer, offset + done, first);
                frames.memory().write(ring.address(), buffer, offset + done + first, n - first);
                filled += n;
                done += n;
                readers.wakeAll();
            }
            return done;
        } finally {
            lock.release();
        }
    }

    private void closeEnd(boolean reader) {
        boolean last;
        lock.acquire();
        try {
            if (reader) {
                readerClosed = true;
            } else {
                writerClosed = true;
            }
            last = readerClosed && writerClosed;
            readers.wakeAll();
            writers.wakeAll();
        } finally {
            lock.release();
        }
        if (last) {
            frames.release(ring);
        }
    }
}
