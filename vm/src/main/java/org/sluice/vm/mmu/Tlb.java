package org.sluice.vm.mmu;

import java.util.Arrays;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * The translations one processor remembers: {@link #WAYS}-way set-associative, tagged with the address space, replaced in
 * turn. A translation of a page that is clean does not serve a write, so that the walk sets the dirty bit. Used by its
 * processor's thread only; another processor's is invalidated by asking that processor.
 */
public final class Tlb {
    /** Sets. */
    public static final int SETS = 64;
    /** Translations in a set. */
    public static final int WAYS = 4;

    private static final long EMPTY = -1;

    private final long[] pages = new long[SETS * WAYS];
    private final int[] spaces = new int[SETS * WAYS];
    /** Frame address with {@link Pte#WRITABLE}, {@link Pte#USER} and {@link Pte#DIRTY}. */
    private final long[] entries = new long[SETS * WAYS];
    private final byte[] victim = new byte[SETS];
    private long hits;
    private long misses;

    /** Remembers nothing. */
    public Tlb() {
        Arrays.fill(pages, EMPTY);
    }

    /** The frame's address, or -1 if nothing is remembered that allows the access. */
    long find(int space, long virtualAddress, Access access) {
        long page = virtualAddress >>> PhysicalMemory.FRAME_SHIFT;
        int first = first(page);
        for (int i = first; i < first + WAYS; i++) {
            if (pages[i] == page && spaces[i] == space) {
                long needed = access.write() ? access.rights() | Pte.DIRTY : access.rights();
                if ((entries[i] & needed) == needed) {
                    hits++;
                    return Pte.address(entries[i]);
                }
                break;
            }
        }
        misses++;
        return -1;
    }

    /** Remembers a translation in place of an older one of the same page, or of the set's next victim. */
    void fill(int space, long virtualAddress, long frameAddress, long bits) {
        long page = virtualAddress >>> PhysicalMemory.FRAME_SHIFT;
        int first = first(page);
        int slot = -1;
        for (int i = first; i < first + WAYS && slot < 0; i++) {
            slot = pages[i] == page && spaces[i] == space ? i : -1;
        }
        if (slot < 0) {
            int set = first / WAYS;
            slot = first + victim[set];
            victim[set] = (byte) ((victim[set] + 1) % WAYS);
        }
        pages[slot] = page;
        spaces[slot] = space;
        entries[slot] = frameAddress | bits;
    }

    /** Forgets one page of an address space. */
    public void invalidatePage(int space, long virtualAddress) {
        long page = virtualAddress >>> PhysicalMemory.FRAME_SHIFT;
        int first = first(page);
        for (int i = first; i < first + WAYS; i++) {
            if (pages[i] == page && spaces[i] == space) {
                pages[i] = EMPTY;
            }
        }
    }

    /** Forgets an address space. */
    public void invalidateSpace(int space) {
        for (int i = 0; i < pages.length; i++) {
            if (spaces[i] == space) {
                pages[i] = EMPTY;
            }
        }
    }

    /** Forgets everything. */
    public void invalidateAll() {
        Arrays.fill(pages, EMPTY);
    }

    /** Translations that were remembered. */
    public long hits() {
        return hits;
    }

    /** Translations that needed a walk. */
    public long misses() {
        return misses;
    }

    private static int first(long page) {
        return (int) (page & SETS - 1) * WAYS;
    }
}
