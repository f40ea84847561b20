package org.sluice.kernel.driver;

import org.sluice.kernel.memory.FrameRun;

/**
 * A host folder offered to the machine. Paths are relative to the share's root, with "/" between names, "" for the root; the
 * device refuses any path that leaves the root through ".." or a symbolic link. Errors are {@link org.sluice.kernel.CallFailed}.
 * Calls block the calling kernel thread, not its processor.
 */
public interface ShareDevice {
    /** Mount point in the guest, absolute. */
    String mountPoint();

    boolean readOnly();

    /** Fills a stat record of {@link org.sluice.abi.FileFlags}; symbolic links inside the root are followed unless noFollow. */
    void stat(String path, long[] stat, boolean noFollow);

    /** Names in a directory, sorted. */
    String[] list(String path);

    /** Opens a file; flags of {@link org.sluice.abi.FileFlags}; the result is a token for the calls below. */
    long open(String path, int flags, int mode);

    /** Reads at a position; 0 at the end. */
    int read(long token, long position, byte[] buffer, int offset, int length);

    int write(long token, long position, byte[] buffer, int offset, int length);

    /**
     * Reads by DMA into frames of the caller's; the device reaches the range and nothing else.
     *
     * @param offset of the range in the run, in bytes
     * @return bytes read, 0 at the end
     */
    int read(long token, long position, FrameRun frames, int offset, int length);

    /** Writes by DMA from frames of the caller's, as {@link #read(long, long, FrameRun, int, int)} reads. */
    int write(long token, long position, FrameRun frames, int offset, int length);

    long size(long token);

    void truncate(long token, long length);

    void sync(long token);

    void close(long token);

    void mkdir(String path, int mode);

    void remove(String path, boolean directory);

    void rename(String from, String to);

    void setTimes(String path, long accessNanos, long modifyNanos);

    String readLink(String path);
}
