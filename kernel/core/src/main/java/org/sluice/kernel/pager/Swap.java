package org.sluice.kernel.pager;

import java.util.BitSet;
import java.util.List;
import org.sluice.kernel.driver.BlockDevice;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * The swap area: a part of a disk, in places of one page. Which are taken is guarded by the pager's lock; the transfers are not
 * and block. Contents mean nothing after the machine has stopped, so nothing is ever flushed.
 */
final class Swap {
    /** No place. */
    static final int NONE = -1;

    private final BlockDevice disk;
    private final long firstBlock;
    private final int blocksPerPage;
    private final int slots;
    private final BitSet taken;
    private int free;
    private int next;

    /** @param disk null for a machine without a swap area */
    Swap(BlockDevice disk, long firstBlock, long blocks) {
        this.disk = disk;
        this.firstBlock = firstBlock;
        blocksPerPage = disk == null ? 1 : PhysicalMemory.FRAME_SIZE / disk.blockSize();
        slots = disk == null ? 0 : (int) Math.min(Integer.MAX_VALUE - 1, blocks / blocksPerPage);
        taken = new BitSet();
        free = slots;
    }

    int slots() {
        return slots;
    }

    int free() {
        return free;
    }

    /** Takes a place, behind the one taken last if that is free, so that pages that leave together lie together. */
    int take() {
        if (free == 0) {
            return NONE;
        }
        int slot = taken.nextClearBit(next);
        if (slot >= slots) {
            slot = taken.nextClearBit(0);
        }
        taken.set(slot);
        free--;
        next = slot + 1;
        return slot;
    }

    void give(int slot) {
        if (!taken.get(slot)) {
            throw new IllegalStateException("swap slot " + slot + " is free already");
        }
        taken.clear(slot);
        free++;
    }

    /** Reads neighbouring places. @throws org.sluice.kernel.CallFailed EIO */
    void read(int slot, List<Page> pages) {
        disk.read(firstBlock + (long) slot * blocksPerPage, pages.size() * blocksPerPage, runs(pages));
    }

    /** Writes neighbouring places. @throws org.sluice.kernel.CallFailed EIO, EROFS */
    void write(int slot, List<Page> pages) {
        disk.write(firstBlock + (long) slot * blocksPerPage, pages.size() * blocksPerPage, runs(pages));
    }

    private static FrameRun[] runs(List<Page> pages) {
        return pages.stream().map(Page::run).toArray(FrameRun[]::new);
    }
}
