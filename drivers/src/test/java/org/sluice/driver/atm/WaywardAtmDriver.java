package org.sluice.driver.atm;

import org.sluice.kernel.driver.DmaBuffer;
import org.sluice.kernel.driver.Driver;
import org.sluice.kernel.driver.DriverContext;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.memory.FrameRun;

/** The driver, but that it misbehaves when a register of the test's says so: waiting for an interrupt, or in a caller. */
public final class WaywardAtmDriver implements Driver {
    static final int MAIN = 0x7f0;
    static final int CALL = 0x7f8;
    static final long LOOP = 1;
    static final long THROW = 2;

    @Override
    public void run(DriverContext device) {
        new AtmDriver().run(new Wayward(device));
    }

    private record Wayward(DriverContext device) implements DriverContext {
        private void misbehave(int register) {
            long how = device.read(register);
            if (how == LOOP) {
                long spin = 0;
                while (true) {
                    spin++;
                }
            } else if (how == THROW) {
                throw new IllegalArgumentException("on purpose");
            }
        }

        @Override
        public String instance() {
            return device.instance();
        }

        @Override
        public long read(int offset) {
            return device.read(offset);
        }

        @Override
        public void write(int offset, long value) {
            device.write(offset, value);
            if (offset >= Card.WINDOWS && offset % Card.WINDOW == Card.DOORBELL) {
                misbehave(CALL);
            }
        }

        @Override
        public DmaBuffer allocate(int bytes) {
            return device.allocate(bytes);
        }

        @Override
        public long grant(FrameRun frames, boolean deviceWrites) {
            return device.grant(frames, deviceWrites);
        }

        @Override
        public long grant(FrameRun frames, int offset, int length, boolean deviceWrites) {
            return device.grant(frames, offset, length, deviceWrites);
        }

        @Override
        public long grant(boolean deviceWrites, FrameRun... frames) {
            return device.grant(deviceWrites, frames);
        }

        @Override
        public void revoke(long busAddress) {
            device.revoke(busAddress);
        }

        @Override
        public void awaitInterrupt() {
            misbehave(MAIN);
            device.awaitInterrupt();
        }

        @Override
        public KernelLock lock() {
            return device.lock();
        }

        @Override
        public void publish(Object service) {
            device.publish(service);
        }

        @Override
        public void log(String line) {
            device.log(line);
        }
    }
}
