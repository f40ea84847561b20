package org.sluice.kernel.fs;

import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.BlockDevice;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.vm.memory.PhysicalMemory;

/** A disk in an array. Its transfers can be made to fail, and are counted. */
final class FakeDisk implements BlockDevice {
    final byte[] content;
    final AtomicInteger reads = new AtomicInteger();
    /** The next transfers that fail, and with what. */
    final AtomicInteger failures = new AtomicInteger();
    volatile int errno = Errno.EIO;
    volatile Error killed;
    /** Runs at the start of each transfer. */
    volatile Runnable before = () -> { };
    private final PhysicalMemory memory;
    private final int blockSize;

    FakeDisk(byte[] content, int blockSize, PhysicalMemory memory) {
        this.content = content;
        this.blockSize = blockSize;
        this.memory = memory;
    }

    @Override
    public int blockSize() {
        return blockSize;
    }

    @Override
    public long blocks() {
        return content.length / blockSize;
    }

    @Override
    public void read(long block, int count, FrameRun... frames) {
        reads.incrementAndGet();
        before.run();
        if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            if (killed != null) {
                throw killed;
            }
            throw new CallFailed(errno);
        }
        if (block < 0 || count < 1 || block > blocks() - count || (long) count * blockSize > frames[0].bytes()) {
            throw new CallFailed(Errno.EIO);
        }
        memory.write(frames[0].address(), content, (int) block * blockSize, count * blockSize);
    }

    @Override
    public void write(long block, int count, FrameRun... frames) {
        throw new CallFailed(Errno.EROFS);
    }

    @Override
    public void flush() {
    }
}
