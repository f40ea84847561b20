package org.sluice.driver.disk;

import org.sluice.abi.Errno;
import org.sluice.driver.Requests;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.BlockDevice;
import org.sluice.kernel.driver.Driver;
import org.sluice.kernel.driver.DriverContext;
import org.sluice.kernel.driver.DriverStopped;
import org.sluice.kernel.memory.FrameRun;

/** Drives a disk: requests go from and to the callers' frames, several at once. */
public final class DiskDriver implements Driver {
    private static final int GEOMETRY = 0x00;
    private static final int BLOCKS = 0x20;
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int FLUSH = 3;
    private static final int WRITE_PROTECTED = 6;

    @Override
    public void run(DriverContext device) {
        Requests requests = new Requests(device);
        try {
            long geometry = device.read(GEOMETRY);
            Disk disk = new Disk(device, requests, (int) geometry, device.read(BLOCKS));
            device.log(disk.blocks + " blocks of " + disk.blockSize + " bytes" + (geometry < 0 ? ", read-only" : ""));
            device.publish(disk);
            while (true) {
                device.awaitInterrupt();
                requests.interrupt();
            }
        } finally {
            requests.stop();
        }
    }

    private static final class Disk implements BlockDevice {
        private final DriverContext device;
        private final Requests requests;
        private final int blockSize;
        private final long blocks;

        Disk(DriverContext device, Requests requests, int blockSize, long blocks) {
            this.device = device;
            this.requests = requests;
            this.blockSize = blockSize;
            this.blocks = blocks;
        }

        @Override
        public int blockSize() {
            return blockSize;
        }

        @Override
        public long blocks() {
            return blocks;
        }

        @Override
        public void read(long block, int count, FrameRun... frames) {
            transfer(READ, block, count, frames);
        }

        @Override
        public void write(long block, int count, FrameRun... frames) {
            transfer(WRITE, block, count, frames);
        }

        @Override
        public void flush() {
            check(requests.withSlot(slot -> requests.submit(slot, FLUSH, 0, 0, 0)));
        }

        private void transfer(int command, long block, int count, FrameRun... frames) {
            long room = 0;
            for (FrameRun run : frames) {
                room += run.bytes();
            }
            if (count < 1 || (long) count * blockSize > room) {
                throw new CallFailed(Errno.EIO);
            }
            check(requests.withSlot(slot -> {
                long busAddress = device.grant(command == READ, frames);
                try {
                    return requests.submit(slot, command, block, busAddress, count);
                } finally {
                    revoke(busAddress);
                }
            }));
        }

        private void revoke(long busAddress) {
            try {
                device.revoke(busAddress);
            } catch (DriverStopped e) {
                // then it has been revoked with everything else; what the request came to stands
            }
        }

        private static void check(long status) {
            if (status != Requests.OK) {
                throw new CallFailed(status == WRITE_PROTECTED ? Errno.EROFS : Errno.EIO);
            }
        }
    }
}
