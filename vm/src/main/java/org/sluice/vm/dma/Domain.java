package org.sluice.vm.dma;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * The grants of one device. A bus address is, from the top: a tag of 15 bits that is never 0, a slot of 16 bits, an offset of
 * 32. A slot holds one grant at a time and every grant draws a new tag, so a stale address reaches a later grant only by a
 * chance of 1 in 32767, and no two grants are adjacent.
 */
final class Domain {
    private static final int SLOT_BITS = 16;
    private static final int OFFSET_BITS = 32;
    private static final int MAX_SLOTS = 1 << SLOT_BITS;
    private static final int TAGS = (1 << 15) - 1;

    private final AtomicBoolean lock = new AtomicBoolean();
    /**
     * Grants by slot, null where there is none. Written under the lock; replaced by a longer copy when full, whose older ones may go on being read:
     * they have all grants that were given before, and a grant that was taken out meanwhile lets nobody enter.
     */
    private volatile AtomicReferenceArray<Grant> slots = new AtomicReferenceArray<>(16);
    /** Grants that are revoked and had windows open then. Under the lock. */
    private final List<Grant> retiring = new ArrayList<>();
    private int[] freeSlots = new int[16];
    private int freeCount;
    private long random;
    final LongAdder bytesRead = new LongAdder();
    final LongAdder bytesWritten = new LongAdder();

    Domain(long seed) {
        random = seed;
        for (int i = 0; i < freeSlots.length; i++) {
            freeSlots[freeCount++] = freeSlots.length - 1 - i;
        }
    }

    long add(long address, long bytes, boolean writable) {
        acquire();
        try {
            long busAddress = newAddress();
            slots.setRelease(slot(busAddress), new Grant(busAddress, address, bytes, writable));
            return busAddress;
        } finally {
            lock.set(false);
        }
    }

    long add(long[] runs, long[] ends, boolean writable) {
        acquire();
        try {
            long busAddress = newAddress();
            slots.setRelease(slot(busAddress), new Grant(busAddress, runs, ends, writable));
            return busAddress;
        } finally {
            lock.set(false);
        }
    }

    private long newAddress() {
        if (freeCount == 0) {
            grow();
        }
        int slot = freeSlots[--freeCount];
        long tag = 1 + Long.remainderUnsigned(nextRandom(), TAGS);
        return (tag << SLOT_BITS | slot) << OFFSET_BITS;
    }

    /**
     * Takes a grant out and marks it revoked.
     *
     * @return the grant, also one that is being revoked by somebody else; null if the address is not the first of one
     */
    Grant remove(long busAddress) {
        acquire();
        try {
            int slot = slot(busAddress);
            Grant grant = slot < slots.length() ? slots.get(slot) : null;
            if (grant != null && grant.busAddress == busAddress) {
                return take(slot);
            }
            for (Grant other : retiring) {
                if (other.busAddress == busAddress) {
                    return other;
                }
            }
            return null;
        } finally {
            lock.set(false);
        }
    }

    List<Grant> removeAll() {
        acquire();
        try {
            List<Grant> all = new ArrayList<>();
            for (int slot = 0; slot < slots.length(); slot++) {
                if (slots.get(slot) != null) {
                    all.add(take(slot));
                }
            }
            return all;
        } finally {
            lock.set(false);
        }
    }

    /** The grant that covers the whole range for that access, or null. */
    Grant find(long busAddress, int length, boolean write) {
        AtomicReferenceArray<Grant> now = slots;
        int slot = slot(busAddress);
        Grant grant = slot < now.length() ? now.getAcquire(slot) : null;
        if (grant == null || length < 0 || write && !grant.writable) {
            return null;
        }
        long offset = busAddress - grant.busAddress;
        return offset >= 0 && offset <= grant.bytes() - length ? grant : null;
    }

    int count() {
        acquire();
        int count = slots.length() - freeCount;
        lock.set(false);
        return count;
    }

    private Grant take(int slot) {
        Grant grant = slots.get(slot);
        grant.revoke();
        slots.setRelease(slot, null);
        freeSlots[freeCount++] = slot;
        if (!grant.idle()) {
            retiring.add(grant);
        }
        return grant;
    }

    /** Forgets a revoked grant whose windows are all closed. */
    void retired(Grant grant) {
        acquire();
        retiring.remove(grant);
        lock.set(false);
    }

    private void grow() {
        int length = slots.length();
        if (length == MAX_SLOTS) {
            throw new IllegalStateException("a device cannot have more than " + MAX_SLOTS + " grants");
        }
        AtomicReferenceArray<Grant> longer = new AtomicReferenceArray<>(2 * length);
        for (int slot = 0; slot < length; slot++) {
            longer.set(slot, slots.get(slot));
        }
        slots = longer;
        freeSlots = new int[2 * length];
        for (int slot = 2 * length - 1; slot >= length; slot--) {
            freeSlots[freeCount++] = slot;
        }
    }

    private static int slot(long busAddress) {
        return (int) (busAddress >>> OFFSET_BITS) & MAX_SLOTS - 1;
    }

    private long nextRandom() {
        random += 0x9e3779b97f4a7c15L;
        long z = (random ^ random >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    private void acquire() {
        while (!lock.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
    }
}
