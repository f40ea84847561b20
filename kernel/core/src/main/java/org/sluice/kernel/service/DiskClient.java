package org.sluice.kernel.service;

import org.sluice.kernel.driver.BlockDevice;
import org.sluice.kernel.memory.FrameRun;

/** A disk that stays usable across restarts of its driver: a transfer cut off by one is made again. */
record DiskClient(DriverHost host) implements BlockDevice {
    @Override
    public int blockSize() {
        return host.call(BlockDevice.class, (disk, n) -> disk.blockSize());
    }

    @Override
    public long blocks() {
        return host.call(BlockDevice.class, (disk, n) -> disk.blocks());
    }

    @Override
    public void read(long block, int count, FrameRun... frames) {
        host.call(BlockDevice.class, (disk, n) -> {
            disk.read(block, count, frames);
            return null;
        });
    }

    @Override
    public void write(long block, int count, FrameRun... frames) {
        host.call(BlockDevice.class, (disk, n) -> {
            disk.write(block, count, frames);
            return null;
        });
    }

    @Override
    public void flush() {
        host.call(BlockDevice.class, (disk, n) -> {
            disk.flush();
            return null;
        });
    }
}
