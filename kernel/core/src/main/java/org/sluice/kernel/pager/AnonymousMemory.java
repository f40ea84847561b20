package org.sluice.kernel.pager;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Memory of no file, of one region: zero at first, in the swap area when it is in no frame. */
final class AnonymousMemory extends MemoryObject {
    private static final int CHUNK_BITS = 9;
    private static final int CHUNK = 1 << CHUNK_BITS;

    private final Pager pager;
    /** Places in the swap area of pages that are in no frame, in chunks of neighbours. */
    private final Map<Integer, int[]> slots = new HashMap<>();
    private int swapped;

    AnonymousMemory(Pager pager, int number) {
        super(number);
        this.pager = pager;
    }

    /** Where the swap area has a page that is in no frame, or {@link Swap#NONE}. */
    int slot(int index) {
        int[] chunk = slots.get(index >> CHUNK_BITS);
        return chunk == null ? Swap.NONE : chunk[index & CHUNK - 1];
    }

    /** Whether the page has been written here, so that its content is not what lies under it. */
    boolean has(int index) {
        return page(index) != null || slot(index) != Swap.NONE;
    }

    /** Pages in the swap area and in no frame. */
    int swapped() {
        return swapped;
    }

    @Override
    int fill(List<Page> pages) {
        Page first = pages.get(0);
        if (first.slot == Swap.NONE) {
            pager.memory().clear(first.run().address(), first.run().bytes());
            return 1;
        }
        pager.swap().read(first.slot, pages);
        return pages.size();
    }

    /** Whether the swap area has a page right behind another. */
    boolean swappedTogether(int index, int next) {
        return slot(index) != Swap.NONE && slot(next) == slot(index) + next - index;
    }

    /** A page comes back into a frame. Lock held. */
    void takeSlot(Page page) {
        int[] chunk = slots.get(page.index >> CHUNK_BITS);
        if (chunk != null && chunk[page.index & CHUNK - 1] != Swap.NONE) {
            page.slot = chunk[page.index & CHUNK - 1];
            chunk[page.index & CHUNK - 1] = Swap.NONE;
            swapped--;
        }
    }

    /** Undoes {@link #takeSlot} for a page that could not be read. Lock held. */
    void returnSlot(Page page) {
        if (page.slot != Swap.NONE) {
            evicted(page);
        }
    }

    /** A new place each time, so that what leaves together lies together. */
    @Override
    boolean prepareToSave(Page page) {
        if (page.slot != Swap.NONE) {
            pager.swap().give(page.slot);
        }
        page.slot = pager.takeSlot();
        return page.slot != Swap.NONE;
    }

    @Override
    boolean follows(Page before, Page page) {
        return page.slot == before.slot + 1;
    }

    @Override
    void save(List<Page> pages) {
        pager.swap().write(pages.get(0).slot, pages);
    }

    /** A page without a place was never written: it is zero again when it comes back. */
    @Override
    void evicted(Page page) {
        if (page.slot == Swap.NONE) {
            return;
        }
        int[] chunk = slots.computeIfAbsent(page.index >> CHUNK_BITS, n -> {
            int[] fresh = new int[CHUNK];
            Arrays.fill(fresh, Swap.NONE);
            return fresh;
        });
        chunk[page.index & CHUNK - 1] = page.slot;
        page.slot = Swap.NONE;
        swapped++;
    }

    /** Gives all places in the swap area back; the memory is no more. Lock held. */
    void releaseSlots() {
        for (int[] chunk : slots.values()) {
            for (int slot : chunk) {
                if (slot != Swap.NONE) {
                    pager.swap().give(slot);
                }
            }
        }
        slots.clear();
        swapped = 0;
    }
}
