package org.sluice.kernel.file;

import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;

/**
 * An open file, shared by the handles that were duplicated from one open call. Errors are {@link CallFailed}. Blocking
 * methods block the calling kernel thread only. Ranges were checked against the buffers by the caller.
 *
 * <p>The defaults refuse: a session overrides what its kind can do.
 */
public abstract class FileSession {
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
