package org.sluice.kernel.testdriver;

import org.sluice.kernel.driver.DmaBuffer;
import org.sluice.kernel.driver.Driver;
import org.sluice.kernel.driver.DriverContext;
import org.sluice.kernel.driver.EntropyDevice;
import org.sluice.kernel.driver.KernelLock;

/**
 * A driver that misbehaves as its device's registers say: register 0 for its main loop, register 8 for its callers. It is loaded
 * anew for each of its lives, so tests and driver share nothing but the device.
 */
public final class WaywardDriver implements Driver {
    public static final int MAIN = 0;
    public static final int CALL = 8;
    /** Counts calls that got to their end. */
    public static final int SERVED = 16;
    /** Bus address of a buffer the driver allocated. */
    public static final int BUFFER = 24;

    public static final long GOOD = 0;
    public static final long LOOP = 1;
    public static final long THROW = 2;
    public static final long CATCH_ALL = 3;
    public static final long FINALLY = 4;
    public static final long LOOP_WITH_LOCK = 5;
    public static final long RETURN = 6;
    public static final long RECURSE = 7;
    public static final long LOOP_WRITING = 8;

    private static long statics;

    @Override
    public void run(DriverContext device) {
        KernelLock lock = device.lock();
        DmaBuffer buffer = device.allocate(4096);
        device.write(BUFFER, buffer.busAddress());
        statics++;
        long how = device.read(MAIN);
        misbehave(how, lock, buffer);
        if (how == RETURN) {
            return;
        }
        device.publish((EntropyDevice) () -> {
            misbehave(device.read(CALL), lock, buffer);
            lock.acquire();
            try {
                device.write(SERVED, device.read(SERVED) + 1);
            } finally {
                lock.release();
            }
            return statics;
        });
        while (true) {
            device.awaitInterrupt();
        }
    }

    private static void misbehave(long how, KernelLock lock, DmaBuffer buffer) {
        long spin = 0;
        if (how == LOOP) {
            while (true) {
                spin++;
            }
        } else if (how == THROW) {
            throw new IllegalArgumentException("on purpose");
        } else if (how == CATCH_ALL) {
            while (true) {
                try {
                    while (true) {
                        spin++;
                    }
                } catch (Throwable e) {
                    spin--;
                }
            }
        } else if (how == FINALLY) {
            while (true) {
                try {
                    while (true) {
                        spin++;
                    }
                } finally {
                    continue;
                }
            }
        } else if (how == LOOP_WITH_LOCK) {
            lock.acquire();
            try {
                while (true) {
                    spin++;
                }
            } finally {
                lock.release();
            }
        } else if (how == RECURSE) {
            misbehave(how, lock, buffer);
        } else if (how == LOOP_WRITING) {
            while (true) {
                buffer.putLong(spin++ & 511, 0x5a5a5a5a5a5a5a5aL);
            }
        }
    }
}
