package org.sluice.kernel.pager;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.abi.Errno;
import org.sluice.abi.Paging;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.PageStore;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.vm.memory.PhysicalMemory;
import org.sluice.vm.mmu.Access;
import org.sluice.vm.mmu.PageTable;
import org.sluice.vm.mmu.Pte;
import org.sluice.vm.mmu.Tlb;

/**
 * The paged memory of one process: its regions, its page tables, and what happens when code meets an address that has no
 * translation. Addresses are not used again soon, so that code which kept one too long meets a fault and not other data.
 */
public final class AddressSpace {
    private static final int PAGE = PhysicalMemory.FRAME_SIZE;
    private static final long FIRST = 1L << 28;
    private static final long LIMIT = 1L << Pte.ADDRESS_BITS;
    /** Most pages of one region: a page's number in a memory object has 31 bits. */
    private static final long MOST_PAGES = Integer.MAX_VALUE;
    /** Most pages read at once when memory is read in order. */
    private static final int MAX_WINDOW = 16;

    private final Pager pager;
    private final int process;
    private final Collection<KernelThread> threads;
    private final Tlb tlb = new Tlb();
    private final PageTable table;
    private final TreeMap<Long, Region> regions = new TreeMap<>();
    private int tables;
    private int resident;
    private long next = FIRST;
    private boolean closed;
    private long minorFaults;
    private long majorFaults;

    /** @param threads of the process, as they come and go */
    AddressSpace(Pager pager, int process, Collection<KernelThread> threads) {
        this.pager = pager;
        this.process = process;
        this.threads = threads;
        table = new PageTable(pager.mmu(), this::tableFrame);
    }

    private long tableFrame() {
        long frame = pager.tableFrame(process);
        tables++;
        return frame;
    }

    private void tableReleased(long address) {
        tables--;
        pager.releaseTable(address);
    }

    /** The translations of the address space, for the machine. */
    public Tlb tlb() {
        return tlb;
    }

    Collection<KernelThread> threads() {
        return threads;
    }

    /** Frames of page tables. */
    public int tables() {
        return tables;
    }

    /** Pages mapped now. */
    public int resident() {
        return resident;
    }

    /** Pages in the swap area. */
    public int swapped() {
        int sum = 0;
        pager.lock();
        try {
            for (Region region : regions.values()) {
                sum += region.own == null ? 0 : region.own.swapped();
            }
        } finally {
            pager.unlock();
        }
        return sum;
    }

    /** Faults that needed no transfer. */
    public long minorFaults() {
        return minorFaults;
    }

    /** Faults that waited for a medium. */
    public long majorFaults() {
        return majorFaults;
    }

    /**
     * One region for people to read.
     *
     * @param offset   of the first byte in the file
     * @param file     a name for the file; {@code anonymous} without one
     * @param resident pages mapped
     * @param swapped  pages in the swap area
     * @param dirty    mapped pages whose medium lacks something
     */
    public record Entry(long start, long end, boolean writable, boolean shared, long offset, String file, int resident,
                        int swapped, int dirty) {
    }

    /** The regions now, by address. */
    public List<Entry> entries() {
        List<Entry> result = new ArrayList<>();
        pager.lock();
        try {
            for (Region r : regions.values()) {
                int mapped = 0;
                int dirty = 0;
                for (Page page : shown(r, r.start, r.end)) {
                    for (Page.Mapping m = page.mappings; m != null; m = m.next()) {
                        if (m.space() == this && m.address() >= r.start && m.address() < r.end) {
                            mapped++;
                            dirty += page.isDirty() ? 1 : 0;
                        }
                    }
                }
                result.add(new Entry(r.start, r.end, r.writable, r.own == null, (long) r.filePage * PAGE,
                    r.file == null ? "anonymous" : r.file.store().name(), mapped, r.own == null ? 0 : r.own.swapped(), dirty));
            }
        } finally {
            pager.unlock();
        }
        return result;
    }

    /** The pages in memory that a part of a region shows. */
    private static List<Page> shown(Region r, long from, long to) {
        int first = r.index(Math.max(r.start, from));
        int end = r.index(Math.min(r.end, to) - 1) + 1;
        List<Page> pages = r.own == null ? new ArrayList<>() : r.own.pages(first, end);
        if (r.file != null) {
            for (Page page : r.file.pages((long) r.filePage + first, (long) r.filePage + end)) {
                if (r.own == null || !r.own.has(page.index - r.filePage)) {
                    pages.add(page);
                }
            }
        }
        return pages;
    }

    // ---- mapping

    /**
     * As {@link org.sluice.abi.SystemCalls#pageMap}.
     *
     * @param store   the file, or null
     * @param release to be run when the file is needed no longer, also when this fails
     */
    public long map(PageStore store, long offset, long bytes, int flags, Runnable release) {
        FileMemory.Backing backing = store == null ? null : new FileMemory.Backing(store, release);
        try {
            boolean writable = (flags & Paging.WRITE) != 0;
            boolean shared = store != null && (flags & Paging.PRIVATE) == 0;
            if (bytes < 1 || offset < 0 || offset % PAGE != 0 || (flags & ~(Paging.WRITE | Paging.PRIVATE)) != 0
                || store == null && offset != 0) {
                throw new CallFailed(Errno.EINVAL);
            }
            long pages = (bytes - 1) / PAGE + 1;
            if (store != null && offset / PAGE + pages > MOST_PAGES) {
                throw new CallFailed(Errno.EOVERFLOW);
            }
            if (pages > MOST_PAGES) {
                throw new CallFailed(Errno.ENOMEM);
            }
            pager.lock();
            try {
                long start = place(pages);
                AnonymousMemory own = shared || store != null && !writable ? null : pager.newAnonymous((int) pages, process);
                FileMemory file = null;
                if (store != null) {
                    file = pager.files().make(store.identity());
                    backing = file.adopt(backing, shared && writable);
                }
                regions.put(start, new Region(start, pages, writable, file, (int) (offset / PAGE), own));
                return start;
            } finally {
                pager.unlock();
            }
        } finally {
            if (backing != null) {
                backing.release().run();
            }
        }
    }

    /** Finds addresses, behind all that were given out so far; a page that is never mapped separates two regions. */
    private long place(long pages) {
        long bytes = pages << PhysicalMemory.FRAME_SHIFT;
        if (closed || bytes > LIMIT - FIRST - PAGE) {
            throw new CallFailed(Errno.ENOMEM);
        }
        if (next > LIMIT - bytes - PAGE) {
            next = FIRST; // once around 256 TiB
        }
        long start = next;
        Map.Entry<Long, Region> before = regions.floorEntry(start);
        Map.Entry<Long, Region> after = regions.ceilingEntry(start);
        if (before != null && before.getValue().end > start || after != null && after.getKey() < start + bytes) {
            throw new CallFailed(Errno.ENOMEM);
        }
        next = start + bytes + PAGE;
        return start;
    }

    /** As {@link org.sluice.abi.SystemCalls#pageUnmap}. */
    public void unmap(long address) {
        GracePeriod grace = new GracePeriod();
        pager.lock();
        try {
            Region region = regions.remove(address);
            if (region == null) {
                throw new CallFailed(Errno.EINVAL);
            }
            pager.releaseAfter(grace, clear(region, grace));
            table.trim(region.start, region.end, this::tableReleased);
        } finally {
            pager.unlock();
        }
    }

    /** Takes away all mappings of a region and what is its own. @return pages to be released after the grace period */
    private List<Page> clear(Region region, GracePeriod grace) {
        List<Page> gone = new ArrayList<>();
        if (region.file != null) {
            for (Page page : region.file.pages(region.filePage, (long) region.filePage + region.pages())) {
                long at = region.address(page.index - region.filePage);
                if (mapsTo(page, at)) {
                    page.dirty |= (forget(at) & Pte.DIRTY) != 0;
                    page.unmapped(this, at);
                    grace.cover(this);
                }
            }
            pager.files().regionGone(region.file);
        }
        if (region.own != null) {
            region.own.dead = true;
            for (Page page : region.own.pages(0, region.pages())) {
                if (page.mappings != null) {
                    page.unmapEverywhere(grace);
                }
                if (!page.busy) {
                    pager.take(page);
                    gone.add(page);
                }
            }
            region.own.releaseSlots();
            pager.uncommit(region.committed);
        }
        return gone;
    }

    private boolean mapsTo(Page page, long address) {
        for (Page.Mapping m = page.mappings; m != null; m = m.next()) {
            if (m.space() == this && m.address() == address) {
                return true;
            }
        }
        return false;
    }

    /**
     * Gives everything back. The process has no threads any more but the calling one, which runs no code of it. Does nothing the
     * second time.
     */
    public void close() {
        GracePeriod none = new GracePeriod();
        pager.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            for (Region region : regions.values()) {
                clear(region, none).forEach(pager::release);
            }
            regions.clear();
            table.destroy(this::tableReleased);
        } finally {
            pager.unlock();
        }
    }

    // ---- faults

    /** As {@link org.sluice.abi.SystemCalls#pageFault}. */
    public void fault(long address, boolean write) {
        long at = address & -PAGE;
        pager.lock();
        try {
            boolean transferred = false;
            while (true) {
                Region region = regionAt(at);
                if (region == null) {
                    throw new CallFailed(Errno.EFAULT);
                }
                if (write && !region.writable) {
                    throw new CallFailed(Errno.EACCES);
                }
                if (write && region.own == null) {
                    pager.files().willBeWritten();
                }
                long entry = table.entry(at);
                if ((entry & Pte.PRESENT) != 0 && (!write || (entry & Pte.WRITABLE) != 0)) {
                    pager.mmu().translate(tlb, table.root(), at, write ? Access.USER_WRITE : Access.USER_READ);
                    break;
                }
                transferred |= provide(region, at, write);
            }
            if (transferred) {
                majorFaults++;
            } else {
                minorFaults++;
            }
            pager.faulted(transferred);
        } finally {
            pager.unlock();
        }
    }

    private Region regionAt(long address) {
        Map.Entry<Long, Region> entry = address < 0 ? null : regions.floorEntry(address);
        return entry == null || address >= entry.getValue().end ? null : entry.getValue();
    }

    /**
     * One step towards a page being mapped; the lock may have been given up meanwhile.
     *
     * @return whether a medium was waited for
     */
    private boolean provide(Region region, long at, boolean write) {
        int index = region.index(at);
        boolean isOwn = region.own != null && (region.file == null || region.own.has(index));
        MemoryObject object = isOwn ? region.own : region.file;
        Page page = object.page(isOwn ? index : region.filePage + index);
        if (page == null) {
            int window = window(region, index);
            return isOwn ? pager.bringIn(region.own, index, window) : pager.bringIn(region.file, region.filePage + index, window);
        }
        if (page.busy) {
            pager.awaitPage(page);
            return true;
        }
        if (!isOwn && write && region.own != null) {
            copyOnWrite(region, page, index);
            return false;
        }
        table.map(at, page.run().address(), Pte.USER | (region.writable && (isOwn || region.own == null) ? Pte.WRITABLE : 0));
        page.mapped(this, at);
        resident++;
        return false;
    }

    /** Pages to read at once: more and more while they are asked for in order. */
    private static int window(Region region, int index) {
        region.window = index == region.expected ? Math.min(MAX_WINDOW, Math.max(2, region.window * 2)) : 1;
        int pages = Math.min(region.window, region.pages() - index);
        region.expected = index + pages;
        return pages;
    }

    private void copyOnWrite(Region region, Page page, int index) {
        int frame = pager.stock().take();
        long at = region.address(index);
        if (regions.get(region.start) != region || region.file.page(page.index) != page || page.busy || region.own.has(index)) {
            pager.stock().give(frame); // what was to be copied is not there any more: the caller looks again
            return;
        }
        Page copy = new Page(region.own, index, frame);
        pager.memory().copy(page.run().address(), copy.run().address(), PAGE);
        copy.dirty = true;
        if (mapsTo(page, at)) {
            // Others may read the old page through translations they hold until they poll, as if they had read earlier.
            page.dirty |= (forget(at) & Pte.DIRTY) != 0;
            page.unmapped(this, at);
        }
        pager.copied(copy);
    }

    // ---- the rest of the interface

    /** As {@link org.sluice.abi.SystemCalls#pageSync}. */
    public void sync(long address, long bytes) {
        List<FileMemory> files = new ArrayList<>();
        List<long[]> ranges = new ArrayList<>();
        pager.lock();
        try {
            for (Region region : covering(address, bytes)) {
                if (region.own == null && region.writable) {
                    long from = Math.max(region.start, address);
                    long to = Math.min(region.end, address + bytes);
                    files.add(region.file);
                    ranges.add(new long[] {region.filePage + region.index(from), region.filePage + (long) region.index(to - 1) + 1});
                    region.file.regions++; // it stays until it is written
                }
            }
        } finally {
            pager.unlock();
        }
        int error = 0;
        for (int i = 0; i < files.size(); i++) {
            try {
                pager.files().clean(files.get(i), ranges.get(i)[0], ranges.get(i)[1]);
                files.get(i).store().sync();
            } catch (CallFailed e) {
                error = e.errno();
            } finally {
                pager.lock();
                pager.files().regionGone(files.get(i));
                pager.unlock();
            }
        }
        if (error != 0) {
            throw new CallFailed(error);
        }
    }

    /** As {@link org.sluice.abi.SystemCalls#pageAdvise}. */
    public void advise(long address, long bytes, int advice) {
        if (advice != Paging.WILL_NEED && advice != Paging.NOT_NEEDED) {
            throw new CallFailed(Errno.EINVAL);
        }
        pager.lock();
        try {
            covering(address, bytes);
        } finally {
            pager.unlock();
        }
        if (advice == Paging.WILL_NEED) {
            long most = (long) pager.stock().capacity() / 2 * PAGE;
            try {
                for (long at = address; at - address < Math.min(bytes, most); at += PAGE) {
                    fault(at, false);
                }
            } catch (CallFailed e) {
                if (e.errno() != Errno.EFAULT) { // the file's end, or unmapped meanwhile: it was advice
                    throw e;
                }
            }
            return;
        }
        pager.lock();
        try {
            for (Region region : covering(address, bytes)) {
                for (Page page : shown(region, address, address + bytes)) {
                    page.takeUsed();
                }
            }
        } finally {
            pager.unlock();
        }
    }

    /** As {@link org.sluice.abi.SystemCalls#pageResident}. */
    public long resident(long address, long bytes) {
        long count = 0;
        pager.lock();
        try {
            for (Region region : covering(address, bytes)) {
                for (Page page : shown(region, address, address + bytes)) {
                    count += page.busy ? 0 : 1;
                }
            }
        } finally {
            pager.unlock();
        }
        return count;
    }

    /** The regions of a range without gaps. @throws CallFailed EINVAL, ENOMEM */
    private List<Region> covering(long address, long bytes) {
        if (bytes < 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        List<Region> result = new ArrayList<>();
        for (long at = address; at - address < bytes;) {
            Region region = regionAt(at);
            if (region == null) {
                throw new CallFailed(Errno.ENOMEM);
            }
            result.add(region);
            at = region.end;
        }
        return result;
    }

    // ---- entries, for pages

    long entry(long address) {
        return table.entry(address);
    }

    /** Clears bits of an entry and forgets the translation; whether any was set. */
    boolean takeBits(long address, long bits) {
        boolean were = (table.clear(address, bits) & bits) != 0;
        if (were) {
            tlb.invalidate(address);
        }
        return were;
    }

    /** Takes a mapping away. @return the former entry */
    long forget(long address) {
        long entry = table.unmap(address);
        tlb.invalidate(address);
        resident--;
        return entry;
    }
}
