package org.sluice.kernel.pager;

import org.sluice.vm.memory.PhysicalMemory;

/** A range of an address space and what it shows. Guarded by the pager's lock. */
final class Region {
    final long start;
    final long end;
    final boolean writable;
    /** What is shown, or null for memory of no file. */
    final FileMemory file;
    /** First page of the file that is shown. */
    final int filePage;
    /** What was written here and belongs to nobody else: for memory of no file, and for a private view of one. */
    final AnonymousMemory own;
    /** Pages promised a place. */
    final int committed;
    /** Page behind the last one brought in, and how many were: for read-ahead. */
    int expected = -1;
    int window;

    Region(long start, long pages, boolean writable, FileMemory file, int filePage, AnonymousMemory own) {
        this.start = start;
        this.end = start + (pages << PhysicalMemory.FRAME_SHIFT);
        this.writable = writable;
        this.file = file;
        this.filePage = filePage;
        this.own = own;
        committed = own == null ? 0 : (int) pages;
    }

    int pages() {
        return (int) (end - start >> PhysicalMemory.FRAME_SHIFT);
    }

    /** Number of an address' page in the region. */
    int index(long address) {
        return (int) (address - start >> PhysicalMemory.FRAME_SHIFT);
    }

    /** Address of a page of the region. */
    long address(int index) {
        return start + ((long) index << PhysicalMemory.FRAME_SHIFT);
    }
}
