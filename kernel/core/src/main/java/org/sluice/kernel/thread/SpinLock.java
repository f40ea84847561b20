package org.sluice.kernel.thread;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A short lock on kernel state. Its holder must not block, allocate without bound, or run guest code. Ranks order the locks:
 * a thread takes a lock only of a higher rank than all it holds, which is checked when assertions are on.
 */
public final class SpinLock {
    private static final boolean CHECKED = SpinLock.class.desiredAssertionStatus();

    private final AtomicBoolean held = new AtomicBoolean();
    private final LockRank rank;

    public SpinLock(LockRank rank) {
        this.rank = rank;
    }

    /** Takes the lock, spinning until it is free. */
    public void acquire() {
        if (CHECKED) {
            checkRank();
        }
        while (!held.compareAndSet(false, true)) {
            while (held.get()) {
                Thread.onSpinWait();
            }
        }
        if (CHECKED) {
            note(1L << rank.ordinal());
        }
    }

    /** Gives the lock back. */
    public void release() {
        if (CHECKED) {
            note(0);
        }
        held.set(false);
    }

    private void checkRank() {
        KernelThread thread = KernelThread.currentOrNull();
        if (thread != null && thread.heldRanks >>> rank.ordinal() != 0) {
            throw new AssertionError("lock order: " + rank + " wanted while holding ranks 0x" + Long.toHexString(thread.heldRanks));
        }
    }

    private void note(long bit) {
        KernelThread thread = KernelThread.currentOrNull();
        if (thread != null) {
            thread.heldRanks = bit != 0 ? thread.heldRanks | bit : thread.heldRanks & ~(1L << rank.ordinal());
        }
    }
}
