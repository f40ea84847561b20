package org.sluice.driver.entropy;

import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.Driver;
import org.sluice.kernel.driver.DriverContext;
import org.sluice.kernel.driver.DriverStopped;
import org.sluice.kernel.driver.EntropyDevice;
import org.sluice.kernel.driver.KernelLock;

/** Drives the entropy source. */
public final class EntropyDriver implements Driver {
    private static final int AVAILABLE = 0x00;
    private static final int RANDOM = 0x08;

    @Override
    public void run(DriverContext device) {
        Entropy entropy = new Entropy(device);
        try {
            device.publish(entropy);
            while (true) {
                device.awaitInterrupt();
                entropy.wake(false);
            }
        } finally {
            entropy.wake(true);
        }
    }

    private static final class Entropy implements EntropyDevice {
        private final DriverContext device;
        private final KernelLock lock;
        private boolean stopped;

        Entropy(DriverContext device) {
            this.device = device;
            lock = device.lock();
        }

        @Override
        public long next() {
            lock.acquire();
            try {
                while (!stopped) {
                    if (device.read(AVAILABLE) > 0) {
                        return device.read(RANDOM);
                    }
                    lock.await();
                }
                throw new CallFailed(Errno.EAGAIN);
            } catch (DriverStopped e) {
                throw new CallFailed(Errno.EAGAIN);
            } finally {
                lock.release();
            }
        }

        void wake(boolean stop) {
            lock.acquire();
            stopped |= stop;
            lock.signalAll();
            lock.release();
        }
    }
}
