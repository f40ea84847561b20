package org.sluice.kernel.pager;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bytes in pages, some of them in frames. What is where is guarded by the pager's lock; {@link #fill} and {@link #save} are
 * called without it, on a page that is busy or being cleaned.
 */
abstract class MemoryObject {
    private static final int CHUNK_BITS = 9;
    private static final int CHUNK = 1 << CHUNK_BITS;

    /** Pages in chunks of neighbours. */
    private static final class Chunk {
        final Page[] pages = new Page[CHUNK];
        int used;
    }

    private final int number;
    private final Map<Integer, Chunk> chunks = new HashMap<>();
    /** Nobody maps it any more and nobody will: pages that stop being busy are dropped. */
    boolean dead;

    MemoryObject(int number) {
        this.number = number;
    }

    /** A number no other object has had. */
    final int number() {
        return number;
    }

    /** The page in memory, or null. */
    final Page page(int index) {
        Chunk chunk = chunks.get(index >> CHUNK_BITS);
        return chunk == null ? null : chunk.pages[index & CHUNK - 1];
    }

    final void put(Page page) {
        Chunk chunk = chunks.computeIfAbsent(page.index >> CHUNK_BITS, n -> new Chunk());
        chunk.pages[page.index & CHUNK - 1] = page;
        chunk.used++;
    }

    final void remove(Page page) {
        Chunk chunk = chunks.get(page.index >> CHUNK_BITS);
        chunk.pages[page.index & CHUNK - 1] = null;
        if (--chunk.used == 0) {
            chunks.remove(page.index >> CHUNK_BITS);
        }
    }

    /** The pages in memory with numbers from one up to, but without, another; in no order. */
    final List<Page> pages(long from, long to) {
        List<Page> result = new ArrayList<>();
        for (Chunk chunk : chunks.values()) {
            for (Page page : chunk.pages) {
                if (page != null && page.index >= from && page.index < to) {
                    result.add(page);
                }
            }
        }
        return result;
    }

    /**
     * Fills the frames of neighbouring pages with what the medium has.
     *
     * @return how many of them there are on the medium
     * @throws org.sluice.kernel.CallFailed EIO, EFAULT when there is not even the first: behind the end of a file
     */
    abstract int fill(List<Page> pages);

    /**
     * Finds a place on the medium for a page that is about to be saved. Lock held.
     *
     * @return false when there is none
     */
    abstract boolean prepareToSave(Page page);

    /** How the medium wants a page with its predecessor: whether both can be saved as one. */
    abstract boolean follows(Page before, Page page);

    /** Brings neighbouring pages to the medium. @throws org.sluice.kernel.CallFailed EIO and others of the medium */
    abstract void save(List<Page> pages);

    /** The page leaves its frame; the medium has it. Lock held. */
    abstract void evicted(Page page);
}
