package org.sluice.kernel.pager;

import org.sluice.kernel.memory.FrameRun;
import org.sluice.vm.mmu.Pte;

/** A page of a memory object that is in a frame. All of it is guarded by the pager's lock. */
final class Page {
    /** One place where the page is mapped. */
    record Mapping(AddressSpace space, long address, Mapping next) {
    }

    final MemoryObject object;
    final int index;
    final int frame;
    Mapping mappings;
    /** It is being read in, or about to leave: nobody may map it, and only who made it busy may touch it. */
    boolean busy;
    /** It is busy because it is about to leave; until that has begun, whoever needs it may keep it: {@link Pager#rescue}. */
    boolean leaving;
    /** It is being written to its medium; it stays mapped, and in its frame. */
    boolean cleaning;
    /** Somebody waits for it to be busy no longer. */
    boolean wanted;
    /** Whether the medium lacks something of it, beyond what the entries of its mappings say. */
    boolean dirty;
    /** The place in the swap area that is its own, or {@link Swap#NONE}; has its content while the page is clean. */
    int slot = Swap.NONE;

    Page(MemoryObject object, int index, int frame) {
        this.object = object;
        this.index = index;
        this.frame = frame;
    }

    /** What the page is known by when it comes back. */
    long key() {
        return (long) object.number() << 32 | index;
    }

    FrameRun run() {
        return new FrameRun(frame, 1);
    }

    void mapped(AddressSpace space, long address) {
        mappings = new Mapping(space, address, mappings);
    }

    /** Forgets one mapping, whose entry is gone. */
    void unmapped(AddressSpace space, long address) {
        mappings = without(mappings, space, address);
    }

    private static Mapping without(Mapping list, AddressSpace space, long address) {
        if (list == null || list.space == space && list.address == address) {
            return list == null ? null : list.next;
        }
        return new Mapping(list.space, list.address, without(list.next, space, address));
    }

    /** Whether it was used since this was last asked. */
    boolean takeUsed() {
        boolean used = false;
        for (Mapping m = mappings; m != null; m = m.next) {
            used |= m.space.takeBits(m.address, Pte.ACCESSED);
        }
        return used;
    }

    /** Whether the medium lacks something of it. */
    boolean isDirty() {
        boolean result = dirty;
        for (Mapping m = mappings; m != null && !result; m = m.next) {
            result = (m.space.entry(m.address) & Pte.DIRTY) != 0;
        }
        return result;
    }

    /**
     * From now on writes are noticed again. Threads that hold a translation may write unnoticed until the grace period is
     * over, so the page is written out only after that.
     */
    void protect(GracePeriod grace) {
        dirty = false;
        for (Mapping m = mappings; m != null; m = m.next) {
            if (m.space.takeBits(m.address, Pte.DIRTY)) {
                grace.cover(m.space);
            }
        }
    }

    /** Takes all mappings away. The frame may be used by nobody else before the grace period is over. */
    void unmapEverywhere(GracePeriod grace) {
        for (Mapping m = mappings; m != null; m = m.next) {
            dirty |= (m.space.forget(m.address) & Pte.DIRTY) != 0;
            grace.cover(m.space);
        }
        mappings = null;
    }
}
