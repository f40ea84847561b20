package org.sluice.kernel.fs.device;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.fs.node.Inode;

/** An open null, zero, full or random device. Positions mean nothing to them; seeking succeeds and stays at 0, as on Linux. */
final class MemoryDevice extends FileSession {
    enum Kind { NULL, ZERO, FULL, RANDOM }

    private final Kind kind;
    private final LongSupplier entropy;
    private final int access;
    private final String path;
    private final Inode inode;

    MemoryDevice(Kind kind, LongSupplier entropy, int flags, String path, Inode inode) {
        this.kind = kind;
        this.entropy = entropy;
        access = flags & FileFlags.O_ACCMODE;
        this.path = path;
        this.inode = inode;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (access == FileFlags.O_WRONLY) {
            throw new CallFailed(Errno.EBADF);
        }
        switch (kind) {
            case NULL -> {
                return 0;
            }
            case ZERO, FULL -> Arrays.fill(buffer, offset, offset + length, (byte) 0);
            case RANDOM -> {
                long bits = 0;
                for (int i = 0; i < length; i++) {
                    bits = i % 8 == 0 ? entropy.getAsLong() : bits >>> 8;
                    buffer[offset + i] = (byte) bits;
                }
            }
        }
        return length;
    }

    @Override
    public int write(byte[] buffer, int offset, int length) {
        if (access == FileFlags.O_RDONLY) {
            throw new CallFailed(Errno.EBADF);
        }
        if (kind == Kind.FULL && length > 0) {
            throw new CallFailed(Errno.ENOSPC);
        }
        return length;
    }

    @Override
    public int pread(byte[] buffer, int offset, int length, long position) {
        requireNotNegative(position);
        return read(buffer, offset, length);
    }

    @Override
    public int pwrite(byte[] buffer, int offset, int length, long position) {
        requireNotNegative(position);
        return write(buffer, offset, length);
    }

    @Override
    public long seek(long offset, int whence) {
        if (whence < FileFlags.SEEK_SET || whence > FileFlags.SEEK_END) {
            throw new CallFailed(Errno.EINVAL);
        }
        return 0;
    }

    private static void requireNotNegative(long position) {
        if (position < 0) {
            throw new CallFailed(Errno.EINVAL);
        }
    }

    @Override
    public int available() {
        if (access == FileFlags.O_WRONLY) {
            throw new CallFailed(Errno.EBADF);
        }
        return kind == Kind.NULL ? 0 : Integer.MAX_VALUE;
    }

    @Override
    public void truncate(long length) {
        throw new CallFailed(access == FileFlags.O_RDONLY ? Errno.EBADF : Errno.EINVAL);
    }

    @Override
    public void stat(long[] stat) {
        if (stat.length < FileFlags.ST_LENGTH) {
            throw new CallFailed(Errno.EFAULT);
        }
        inode.stat(stat);
    }

    @Override
    public String path() {
        return path;
    }
}
