package org.sluice.vm.mmu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * The translations remembered of one address space, shared by all processors: direct-mapped, one 64-bit word each, so that a
 * word is read and written whole and translated code can look it up with one load. A translation of a page that is clean does
 * not serve a write, so that the walk sets the dirty bit.
 *
 * <p>A word: bit 0 valid, bit 1 writable, bits 2 to 32 the frame's number, bits 40 to 63 the page number's upper 24 bits; its
 * place is the page number's lower 12 bits. See {@link #VALID} and following.
 *
 * <p>Filling and invalidating is excluded against each other by the kernel's lock on the tables. Looking up is not: after
 * invalidating, a translation may still be in use until every thread of the address space has been at a poll or in the kernel.
 */
public final class Tlb {
    /** log2 of the number of translations. */
    public static final int INDEX_BITS = 12;
    /** Translations. */
    public static final int ENTRIES = 1 << INDEX_BITS;
    /** Bit of a word that holds a translation. */
    public static final long VALID = 1;
    /** Bit of a word that serves writes. */
    public static final long WRITABLE = 1 << 1;
    /** Bits of a word that hold the frame's number; its address is these bits shifted left by {@link #FRAME_SHIFT}. */
    public static final long FRAME_MASK = 0x1_ffff_fffcL;
    /** From the place of the frame's number in a word to its address. */
    public static final int FRAME_SHIFT = PhysicalMemory.FRAME_SHIFT - 2;
    /** Where the page number's upper bits stand in a word. */
    public static final int TAG_SHIFT = 40;

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] words = new long[ENTRIES];
    private long walks;

    /** The words, for translated code: read only. */
    public long[] words() {
        return words;
    }

    /** The address of the frame a page is in, or -1 if nothing is remembered that allows the access. */
    public long find(long virtualAddress, boolean write) {
        long word = (long) WORD.getOpaque(words, index(virtualAddress));
        long needed = write ? VALID | WRITABLE : VALID;
        boolean hit = word >>> TAG_SHIFT == tag(virtualAddress) && (word & needed) == needed;
        return hit ? (word & FRAME_MASK) << FRAME_SHIFT : -1;
    }

    /** Remembers a translation in place of whatever was there. */
    void fill(long virtualAddress, long frameAddress, boolean writable) {
        walks++;
        WORD.setVolatile(words, index(virtualAddress),
            tag(virtualAddress) << TAG_SHIFT | frameAddress >>> FRAME_SHIFT | (writable ? VALID | WRITABLE : VALID));
    }

    /** Forgets one page. */
    public void invalidate(long virtualAddress) {
        int index = index(virtualAddress);
        if ((long) WORD.getOpaque(words, index) >>> TAG_SHIFT == tag(virtualAddress)) {
            WORD.setVolatile(words, index, 0L);
        }
    }

    /** Forgets everything. */
    public void invalidateAll() {
        for (int i = 0; i < ENTRIES; i++) {
            WORD.setVolatile(words, i, 0L);
        }
    }

    /** Translations that needed a walk and succeeded. */
    public long walks() {
        return walks;
    }

    private static int index(long virtualAddress) {
        return (int) (virtualAddress >>> PhysicalMemory.FRAME_SHIFT) & ENTRIES - 1;
    }

    private static long tag(long virtualAddress) {
        return virtualAddress >>> PhysicalMemory.FRAME_SHIFT + INDEX_BITS;
    }
}
