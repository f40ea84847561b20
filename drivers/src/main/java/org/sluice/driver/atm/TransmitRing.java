package org.sluice.driver.atm;

import org.sluice.kernel.driver.AtmDevice;
import org.sluice.kernel.driver.AtmReceiver;
import org.sluice.kernel.driver.DmaBuffer;
import org.sluice.kernel.driver.DriverContext;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.memory.FrameRun;

/**
 * A connection's descriptors. Senders put SDUs in at the tail, one at a time by the lock; whoever looks after the card takes what was sent
 * out at the head.
 */
final class TransmitRing {
    static final int SIZE = 256;
    private static final int MASK = SIZE - 1;

    private final DriverContext device;
    private final TransmitBudget budget;
    private final DmaBuffer memory;
    private final KernelLock lock;
    private final long[] grants = new long[SIZE];
    private final long[] cookies = new long[SIZE];
    /** At an SDU's first descriptor, how many it has. */
    private final int[] parts = new int[SIZE];
    private volatile int head;
    private volatile int tail;
    /** Up to where descriptors have been seen to be handed back. */
    private int seen;
    /** The device has closed the connection: what it did not hand back it will never touch. */
    private volatile boolean closed;
    /** What was taken while the ring was empty and nothing was left to grant: no report of this ring would tell of room. */
    private volatile Sdu deferred;

    private record Sdu(long cookie, int flags, FrameRun[] runs, int[] offsets, int[] lengths) {
    }

    TransmitRing(DriverContext device, TransmitBudget budget) {
        this(device, budget, device.allocate(SIZE * Card.TRANSMIT_BYTES), device.lock());
    }

    private TransmitRing(DriverContext device, TransmitBudget budget, DmaBuffer memory, KernelLock lock) {
        this.device = device;
        this.budget = budget;
        this.memory = memory;
        this.lock = lock;
    }

    /**
     * An empty ring in the place of this one, for a new connection while the device has none on it. It is another object: somebody may still
     * be looking at this one.
     */
    TransmitRing renewed() {
        for (int i = 0; i < SIZE; i++) {
            memory.putLong((long) i * Card.TRANSMIT_BYTES, 0);
        }
        return new TransmitRing(device, budget, memory, lock);
    }

    long busAddress() {
        return memory.busAddress();
    }

    boolean isEmpty() {
        return head == tail && deferred == null;
    }

    /** Nothing is put in from here on. */
    void close() {
        lock.acquire();
        closed = true;
        lock.release();
    }

    /** Takes an SDU. @return false if there is no room for it; then another of this ring is under way */
    boolean put(long cookie, int flags, FrameRun[] runs, int[] offsets, int[] lengths) {
        lock.acquire();
        try {
            if (closed || deferred != null) {
                return false;
            }
            boolean empty = isEmpty();
            if (place(cookie, flags, runs, offsets, lengths)) {
                return true;
            }
            if (empty) {
                deferred = new Sdu(cookie, flags, runs.clone(), offsets.clone(), lengths.clone());
                budget.waits();
            }
            return empty;
        } finally {
            lock.release();
        }
    }

    /** Gives the device the SDU that was deferred, if there is one and it can be granted now. @return whether it did */
    boolean putDeferred() {
        lock.acquire();
        try {
            Sdu sdu = deferred;
            if (sdu == null || closed || !place(sdu.cookie, sdu.flags, sdu.runs, sdu.offsets, sdu.lengths)) {
                return false;
            }
            deferred = null;
            budget.waitsNoMore();
            return true;
        } finally {
            lock.release();
        }
    }

    /** With the lock: puts an SDU into the ring. @return false if it has no room for it, or it cannot be granted */
    private boolean place(long cookie, int flags, FrameRun[] runs, int[] offsets, int[] lengths) {
        int count = runs.length;
        int at = tail;
        if (at - head + count > SIZE || !grant(at, runs, offsets, lengths)) {
            return false;
        }
        parts[at & MASK] = count;
        cookies[at & MASK] = cookie;
        // the device takes a chain whole: the first descriptor goes last
        for (int i = count - 1; i >= 0; i--) {
            int place = at + i & MASK;
            long offset = (long) place * Card.TRANSMIT_BYTES;
            memory.putLong(offset + 8, grants[place]);
            memory.putLong(offset + 16, cookie);
            memory.putLongRelease(offset, Card.OWN | (i == count - 1 ? Card.LAST : 0)
                | (long) lengths[i] << Card.LENGTH_SHIFT | flags & Card.FLAGS & ~AtmDevice.EFCI);
        }
        tail = at + count;
        return true;
    }

    /** @return false if the device cannot be granted any more; then nothing was */
    private boolean grant(int at, FrameRun[] runs, int[] offsets, int[] lengths) {
        if (!budget.take(runs.length)) {
            return false;
        }
        int done = 0;
        try {
            for (; done < runs.length; done++) {
                grants[at + done & MASK] = device.grant(runs[done], offsets[done], lengths[done], false);
            }
            return true;
        } catch (IllegalStateException e) {
            while (done > 0) {
                device.revoke(grants[at + --done & MASK]);
            }
            budget.give(runs.length);
            return false;
        }
    }

    /** Notes what has been handed back by now. @return whether there is anything to {@link #tell} */
    boolean look() {
        int end = tail;
        while (seen != end && (closed || memory.getLongAcquire((long) (seen & MASK) * Card.TRANSMIT_BYTES) >= 0)) {
            seen += parts[seen & MASK];
        }
        return seen != head || closed && deferred != null;
    }

    /** Tells of what was noted. */
    void tell(AtmReceiver receiver) {
        while (head != seen) {
            int at = head;
            int first = at & MASK;
            long word = memory.getLong((long) first * Card.TRANSMIT_BYTES);
            int count = parts[first];
            long cookie = cookies[first];
            for (int i = 0; i < count; i++) {
                device.revoke(grants[at + i & MASK]);
            }
            budget.give(count);
            head = at + count;
            int status = word < 0 ? Card.GIVEN_BACK : (int) word & 0xff;
            receiver.sent(cookie, status == Card.SENT_WHOLE ? AtmDevice.SENT
                : status == Card.GIVEN_BACK ? AtmDevice.CLOSED : AtmDevice.FAULT);
        }
        if (closed) {
            tellDeferred(receiver);
        }
    }

    private void tellDeferred(AtmReceiver receiver) {
        lock.acquire();
        Sdu sdu = deferred;
        deferred = null;
        lock.release();
        if (sdu != null) {
            budget.waitsNoMore();
            receiver.sent(sdu.cookie, AtmDevice.CLOSED);
        }
    }
}
