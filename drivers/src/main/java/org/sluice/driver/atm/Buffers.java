package org.sluice.driver.atm;

import java.util.Arrays;
import org.sluice.kernel.driver.AtmDevice;
import org.sluice.kernel.driver.DmaBuffer;
import org.sluice.kernel.driver.DriverContext;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.memory.FrameRun;

/**
 * The free rings, and what is known of the buffers the device has. Those have numbers, which stand in descriptors in place of the
 * caller's cookies.
 */
final class Buffers {
    static final int SIZE = 256;
    private static final int MASK = SIZE - 1;

    private final DriverContext device;
    private final KernelLock lock;
    private final DmaBuffer[] memory = new DmaBuffer[2];
    private final int[] tail = new int[2];
    private FrameRun[] runs = new FrameRun[SIZE];
    private long[] grants = new long[SIZE];
    private int[] cookies = new int[SIZE];
    private byte[] rings = new byte[SIZE];
    /** Numbers of no buffer. */
    private int[] free = new int[SIZE];
    private int freeCount;
    /** Buffers to be put back into their ring when there is room. */
    private int[] waiting = new int[16];
    private int waitingCount;

    Buffers(DriverContext device) {
        this.device = device;
        lock = device.lock();
        for (int ring = 0; ring < 2; ring++) {
            memory[ring] = device.allocate(SIZE * Card.FREE_BYTES);
        }
        for (int i = SIZE - 1; i >= 0; i--) {
            free[freeCount++] = i;
        }
    }

    long busAddress(int ring) {
        return memory[ring].busAddress();
    }

    /** Gives the device a buffer. @return false if its ring is full, or the device can be granted no more */
    boolean supply(int ring, int cookie, FrameRun run) {
        lock.acquire();
        try {
            putWaiting();
            if (full(ring)) {
                return false;
            }
            if (freeCount == 0) {
                grow();
            }
            long granted;
            try {
                granted = device.grant(run, 0, Math.toIntExact(run.bytes()), true);
            } catch (IllegalStateException e) {
                return false;
            }
            int number = free[--freeCount];
            runs[number] = run;
            cookies[number] = cookie;
            rings[number] = (byte) ring;
            grants[number] = granted;
            put(number);
            return true;
        } finally {
            lock.release();
        }
    }

    /** Takes a buffer out of the device's reach for good. @return its cookie, or -1 if the device named one that it does not have */
    int take(long number) {
        lock.acquire();
        try {
            if (number < 0 || number >= runs.length || runs[(int) number] == null) {
                return -1;
            }
            int n = (int) number;
            device.revoke(grants[n]);
            runs[n] = null;
            free[freeCount++] = n;
            return cookies[n];
        } finally {
            lock.release();
        }
    }

    /** Gives the device a buffer again that it gave back. */
    void again(long number) {
        lock.acquire();
        try {
            if (number < 0 || number >= runs.length || runs[(int) number] == null) {
                return;
            }
            int n = (int) number;
            renew(n);
            if (waitingCount == waiting.length) {
                waiting = Arrays.copyOf(waiting, 2 * waitingCount);
            }
            waiting[waitingCount++] = n;
            putWaiting();
        } finally {
            lock.release();
        }
    }

    /** Another bus address for a buffer, so that the device cannot use what it has given back. It keeps the old one if there is none. */
    private void renew(int n) {
        long granted;
        try {
            granted = device.grant(runs[n], 0, Math.toIntExact(runs[n].bytes()), true);
        } catch (IllegalStateException e) {
            return;
        }
        device.revoke(grants[n]);
        grants[n] = granted;
    }

    private void putWaiting() {
        while (waitingCount > 0 && !full(rings[waiting[waitingCount - 1]])) {
            put(waiting[--waitingCount]);
        }
    }

    private boolean full(int ring) {
        return memory[ring].getLongAcquire((long) (tail[ring] & MASK) * Card.FREE_BYTES) < 0;
    }

    private void put(int number) {
        int ring = rings[number];
        long offset = (long) (tail[ring]++ & MASK) * Card.FREE_BYTES;
        memory[ring].putLong(offset + 8, grants[number]);
        memory[ring].putLongRelease(offset, Card.OWN | number);
    }

    private void grow() {
        int length = runs.length;
        runs = Arrays.copyOf(runs, 2 * length);
        grants = Arrays.copyOf(grants, 2 * length);
        cookies = Arrays.copyOf(cookies, 2 * length);
        rings = Arrays.copyOf(rings, 2 * length);
        free = new int[2 * length];
        for (int i = 2 * length - 1; i >= length; i--) {
            free[freeCount++] = i;
        }
    }

    static int frames(int ring) {
        return ring == AtmDevice.SMALL ? AtmDevice.SMALL_FRAMES : AtmDevice.LARGE_FRAMES;
    }
}
