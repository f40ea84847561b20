package org.sluice.vm.mmu;

import org.sluice.vm.memory.PhysicalMemory;

/**
 * Page-table entries: 64 bits, the physical address of a frame with flags in the low bits, in the places x86-64 has them. Every
 * table is one frame of 512 entries; a virtual address is 48 bits, nine for each of four levels and twelve within the page.
 */
public final class Pte {
    /** The entry is valid. */
    public static final long PRESENT = 1;
    /** Writes are allowed. */
    public static final long WRITABLE = 1 << 1;
    /** Guests are allowed. */
    public static final long USER = 1 << 2;
    /** Set by a translation. */
    public static final long ACCESSED = 1 << 5;
    /** Set by a translation for a write; in the last level only. */
    public static final long DIRTY = 1 << 6;

    /** Levels of tables. */
    public static final int LEVELS = 4;
    /** Bits of a virtual address that one level consumes. */
    public static final int LEVEL_BITS = 9;
    /** Bits of a virtual address. */
    public static final int ADDRESS_BITS = LEVELS * LEVEL_BITS + PhysicalMemory.FRAME_SHIFT;

    private static final long ADDRESS_MASK = 0x000f_ffff_ffff_f000L;

    private Pte() {
    }

    /** An entry for a frame. */
    public static long of(long physicalAddress, long flags) {
        if ((physicalAddress & ~ADDRESS_MASK) != 0) {
            throw new IllegalArgumentException("0x" + Long.toHexString(physicalAddress) + " is not the address of a frame");
        }
        return physicalAddress | flags;
    }

    /** The physical address in an entry. */
    public static long address(long entry) {
        return entry & ADDRESS_MASK;
    }

    /** Where an address' entry stands in a table, in bytes; level 3 is the root's, level 0 the last. */
    static long offset(long virtualAddress, int level) {
        int shift = PhysicalMemory.FRAME_SHIFT + level * LEVEL_BITS;
        return (virtualAddress >>> shift & (1 << LEVEL_BITS) - 1) * Long.BYTES;
    }
}
