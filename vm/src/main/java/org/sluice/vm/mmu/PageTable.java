package org.sluice.vm.mmu;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * Builds the tables of one address space. Changes need a lock of the caller's against other changes, not against walks; after
 * taking a mapping away or narrowing it the caller invalidates it in the {@link Tlb}.
 */
public final class PageTable {
    private final Mmu mmu;
    private final LongSupplier frames;
    private final long root;

    /**
     * An empty address space.
     *
     * @param frames gives the physical address of a cleared frame a call; the frames belong to the tables from then on
     */
    public PageTable(Mmu mmu, LongSupplier frames) {
        this.mmu = mmu;
        this.frames = frames;
        root = frames.getAsLong();
    }

    /** Physical address of the top table. */
    public long root() {
        return root;
    }

    /**
     * Maps a page, in place of what was mapped there.
     *
     * @param flags {@link Pte#WRITABLE} and {@link Pte#USER} as wanted
     * @return the former entry with its accessed and dirty bits, 0 if there was none
     */
    public long map(long virtualAddress, long physicalAddress, long flags) {
        checkPage(virtualAddress);
        return mmu.exchange(position(virtualAddress, true), Pte.of(physicalAddress, flags | Pte.PRESENT));
    }

    /** Takes a page's mapping away. @return the former entry with its accessed and dirty bits, 0 if there was none */
    public long unmap(long virtualAddress) {
        checkPage(virtualAddress);
        long position = position(virtualAddress, false);
        return position < 0 ? 0 : mmu.exchange(position, 0);
    }

    /** Clears bits of a page's entry, which must be there. @return the former entry */
    public long clear(long virtualAddress, long bits) {
        checkPage(virtualAddress);
        long position = position(virtualAddress, false);
        long entry = mmu.entry(position);
        mmu.exchange(position, entry & ~bits);
        return entry;
    }

    /**
     * Hands over the frames of tables that map nothing any more and only cover addresses of a range, whose last mapping was just
     * taken away. The top table stays. Nobody may be walking.
     */
    public void trim(long from, long to, LongConsumer released) {
        trim(root, Pte.LEVELS - 1, 0, from, to, released);
    }

    /** Whether the table is empty now. */
    private boolean trim(long table, int level, long first, long from, long to, LongConsumer released) {
        if (level > 0) {
            long span = 1L << PhysicalMemory.FRAME_SHIFT + level * Pte.LEVEL_BITS;
            long start = Math.max(from, first) / span * span;
            for (long at = start; at < to && at < first + (span << Pte.LEVEL_BITS); at += span) {
                long position = table + Pte.offset(at, level);
                long entry = mmu.entry(position);
                if ((entry & Pte.PRESENT) != 0 && trim(Pte.address(entry), level - 1, at, from, to, released)) {
                    mmu.exchange(position, 0);
                    released.accept(Pte.address(entry));
                }
            }
        }
        for (int i = 0; i < 1 << Pte.LEVEL_BITS; i++) {
            if (mmu.entry(table + (long) i * Long.BYTES) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Hands over the frames of all tables; the address space is no more. */
    public void destroy(LongConsumer released) {
        destroy(root, Pte.LEVELS - 1, released);
    }

    private void destroy(long table, int level, LongConsumer released) {
        for (int i = 0; level > 0 && i < 1 << Pte.LEVEL_BITS; i++) {
            long entry = mmu.entry(table + (long) i * Long.BYTES);
            if ((entry & Pte.PRESENT) != 0) {
                destroy(Pte.address(entry), level - 1, released);
            }
        }
        released.accept(table);
    }

    /** The entry of a page, 0 if there is none. */
    public long entry(long virtualAddress) {
        checkPage(virtualAddress);
        long position = position(virtualAddress, false);
        return position < 0 ? 0 : mmu.entry(position);
    }

    /** Where the last level's entry stands; tables on the way are made if asked for, else -1 if one is missing. */
    private long position(long virtualAddress, boolean make) {
        long table = root;
        for (int level = Pte.LEVELS - 1; level > 0; level--) {
            long position = table + Pte.offset(virtualAddress, level);
            long entry = mmu.entry(position);
            if ((entry & Pte.PRESENT) == 0) {
                if (!make) {
                    return -1;
                }
                // rights are decided in the last level
                entry = Pte.of(frames.getAsLong(), Pte.PRESENT | Pte.WRITABLE | Pte.USER);
                mmu.exchange(position, entry);
            }
            table = Pte.address(entry);
        }
        return table + Pte.offset(virtualAddress, 0);
    }

    private static void checkPage(long virtualAddress) {
        if (virtualAddress >>> Pte.ADDRESS_BITS != 0 || virtualAddress % PhysicalMemory.FRAME_SIZE != 0) {
            throw new IllegalArgumentException("0x" + Long.toHexString(virtualAddress) + " is not the address of a page");
        }
    }
}
