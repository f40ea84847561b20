package org.sluice.kernel.driver;

import org.sluice.kernel.memory.FrameRun;

/** A disk. Calls block the calling kernel thread; several may be under way at once. */
public interface BlockDevice {
    /** Bytes in a block: 512 or 4096. */
    int blockSize();

    /** Number of blocks. */
    long blocks();

    /**
     * Reads blocks straight into frames by DMA.
     *
     * @param block  first block
     * @param count  blocks; {@code count * blockSize()} must not exceed the runs together
     * @param frames target, the caller's: one run, or several that are filled one after the other
     * @throws org.sluice.kernel.CallFailed EIO if the device failed or the range is outside it, EAGAIN if the driver was
     *     restarted meanwhile
     */
    void read(long block, int count, FrameRun... frames);

    /** Writes blocks straight from frames by DMA; errors as {@link #read}, and EROFS. */
    void write(long block, int count, FrameRun... frames);

    /** Brings all acknowledged writes to the medium. */
    void flush();
}
