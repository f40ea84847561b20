package org.sluice.driver;

import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.DriverContext;
import org.sluice.kernel.driver.DriverStopped;
import org.sluice.kernel.driver.KernelLock;

/**
 * The driver's side of a device with request slots: several kernel threads submit requests and wait; the driver's thread
 * serves the interrupt and wakes them.
 *
 * <p>A slot is free, in use by a caller, or abandoned: its caller left by an exception while the device was still at work.
 * Free to in use when a caller takes it; in use to free when the caller has seen it complete; in use to abandoned when the caller
 * leaves early; abandoned to free when the device completes it.
 */
public final class Requests {
    /** Registers every device with slots has. */
    private static final int SLOTS = 0x08;
    private static final int DONE = 0x10;
    private static final int RESET = 0x18;
    private static final int FIRST = 0x100;
    private static final int STRIDE = 0x28;
    private static final int COMMAND = 0x18;
    private static final int STATUS = 0x20;
    private static final int BUSY = 1;

    /** STATUS codes every such device has. */
    public static final int OK = 2;
    public static final int DMA_FAULT = 3;

    private static final byte FREE = 0;
    private static final byte IN_USE = 1;
    private static final byte ABANDONED = 2;

    private final DriverContext device;
    private final KernelLock lock;
    private final byte[] state;
    private boolean stopped;

    /** Resets the device. Called on the driver's thread before anything is published. */
    public Requests(DriverContext device) {
        this.device = device;
        lock = device.lock();
        device.write(RESET, 1);
        state = new byte[(int) device.read(SLOTS)];
    }

    /** How many requests there can be at once. */
    public int slots() {
        return state.length;
    }

    /** What a caller has to do with a slot of its own. */
    public interface Body<T> {
        T run(int slot);
    }

    /** The DMA-visible memory a request uses is set up, used and taken down by the body, which must not hold the lock. */
    public <T> T withSlot(Body<T> body) {
        int slot = take();
        try {
            return body.run(slot);
        } catch (DriverStopped e) {
            throw new CallFailed(Errno.EAGAIN);
        } finally {
            give(slot);
        }
    }

    /**
     * Hands a request to the device and waits until it has completed.
     *
     * @return its STATUS
     * @throws CallFailed EAGAIN if the driver is stopped meanwhile
     */
    public long submit(int slot, long command, long a, long b, long c) {
        int base = FIRST + slot * STRIDE;
        device.write(base, a);
        device.write(base + 0x08, b);
        device.write(base + 0x10, c);
        device.write(base + COMMAND, command);
        lock.acquire();
        try {
            while (true) {
                if (stopped) {
                    throw new CallFailed(Errno.EAGAIN);
                }
                long status = device.read(base + STATUS);
                if (status != BUSY) {
                    if (status == DMA_FAULT) {
                        // Stopping the driver takes its grants away. Then this throws, even if the first read came before it.
                        device.read(base + STATUS);
                    }
                    return status;
                }
                lock.await();
            }
        } finally {
            lock.release();
        }
    }

    /** Serves the device's interrupt: acknowledges what has completed and wakes the callers. On the driver's thread. */
    public void interrupt() {
        long done = device.read(DONE);
        if (done == 0) {
            return;
        }
        device.write(DONE, done);
        lock.acquire();
        try {
            for (int slot = 0; slot < state.length; slot++) {
                if (state[slot] == ABANDONED && device.read(FIRST + slot * STRIDE + STATUS) != BUSY) {
                    state[slot] = FREE;
                }
            }
            lock.signalAll();
        } finally {
            lock.release();
        }
    }

    /** Makes all callers fail, now and later. Called when the driver's main loop ends, for whatever reason. */
    public void stop() {
        lock.acquire();
        stopped = true;
        lock.signalAll();
        lock.release();
    }

    private int take() {
        lock.acquire();
        try {
            while (!stopped) {
                for (int slot = 0; slot < state.length; slot++) {
                    if (state[slot] == FREE) {
                        state[slot] = IN_USE;
                        return slot;
                    }
                }
                lock.await();
            }
            throw new CallFailed(Errno.EAGAIN);
        } finally {
            lock.release();
        }
    }

    private void give(int slot) {
        lock.acquire();
        try {
            state[slot] = busy(slot) ? ABANDONED : FREE;
            lock.signalAll();
        } finally {
            lock.release();
        }
    }

    private boolean busy(int slot) {
        try {
            return !stopped && device.read(FIRST + slot * STRIDE + STATUS) == BUSY;
        } catch (DriverStopped e) {
            return false;
        }
    }
}
