package org.sluice.vm.dma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

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
    /** Slots in use, null where free; replaced by a longer copy when full. Written under the lock. */
    private volatile Grant[] slots = new Grant[16];
    /** Grants that are revoked but may still have windows. Under the lock. */
    private final List<Grant> retiring = new ArrayList<>();
    private int[] freeSlots = new int[16];
    private int freeCount;
    private long random;

    Domain(long seed) {
        random = seed;
        for (int i = 0; i < slots.length; i++) {
            freeSlots[freeCount++] = slots.length - 1 - i;
        }
    }

    long add(long[] runs, long[] ends, boolean writable) {
        acquire();
        try {
            if (freeCount == 0) {
                grow();
            }
            int slot = freeSlots[--freeCount];
            long tag = 1 + Long.remainderUnsigned(nextRandom(), TAGS);
            long busAddress = (tag << SLOT_BITS | slot) << OFFSET_BITS;
            Grant[] copy = slots.clone();
            copy[slot] = new Grant(busAddress, runs, ends, writable);
            slots = copy;
            return busAddress;
        } finally {
            lock.set(false);
        }
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
            if (slot < slots.length && slots[slot] != null && slots[slot].busAddress == busAddress) {
                return take(slot);
            }
            for (Grant grant : retiring) {
                if (grant.busAddress == busAddress) {
                    return grant;
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
            for (int slot = 0; slot < slots.length; slot++) {
                if (slots[slot] != null) {
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
        Grant[] now = slots;
        int slot = slot(busAddress);
        Grant grant = slot < now.length ? now[slot] : null;
        if (grant == null || length < 0 || write && !grant.writable) {
            return null;
        }
        long offset = busAddress - grant.busAddress;
        return offset >= 0 && offset <= grant.bytes() - length ? grant : null;
    }

    int count() {
        int count = 0;
        for (Grant grant : slots) {
            count += grant == null ? 0 : 1;
        }
        return count;
    }

    private Grant take(int slot) {
        Grant grant = slots[slot];
        grant.revoke();
        Grant[] copy = slots.clone();
        copy[slot] = null;
        slots = copy;
        freeSlots[freeCount++] = slot;
        retiring.add(grant);
        return grant;
    }

    /** Forgets a revoked grant whose windows are all closed. */
    void retired(Grant grant) {
        acquire();
        retiring.remove(grant);
        lock.set(false);
    }

    private void grow() {
        int length = slots.length;
        if (length == MAX_SLOTS) {
            throw new IllegalStateException("a device cannot have more than " + MAX_SLOTS + " grants");
        }
        slots = Arrays.copyOf(slots, 2 * length);
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
