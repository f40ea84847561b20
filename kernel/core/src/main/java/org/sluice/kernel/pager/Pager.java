package org.sluice.kernel.pager;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.BlockDevice;
import org.sluice.kernel.file.MappedFiles;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.pager.replace.Replacement;
import org.sluice.kernel.pager.replace.S3Fifo;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;
import org.sluice.kernel.trace.KernelLog;
import org.sluice.vm.memory.PhysicalMemory;
import org.sluice.vm.mmu.Mmu;
import org.sluice.vm.time.Clock;

/**
 * The owner of the frames that paged memory is in. A part of memory, an eighth, is its own from the start, so that paging can
 * always go on; beyond that it takes what is free and gives it back when others run short. Its thread keeps some frames ready,
 * writes pages out and back, and does nothing else.
 *
 * <p>Memory of no file is promised when it is mapped: never more than the swap area and the pager's own frames hold. So no access
 * fails for want of memory, and nobody has to be killed for it.
 */
public final class Pager {
    /** How often it is looked whether a grace period is over that nobody could wait for. */
    private static final long CATCH_UP_NANOS = 1_000_000;

    private final FrameAllocator frames;
    private final Clock clock;
    private final Mmu mmu;
    private final SpinLock lock = new SpinLock(LockRank.PAGER);
    private final FrameStock stock;
    private final FileTable files;
    private final FilesInStep inStep;
    private final Evictor evictor;
    /** Threads that wait for a page to be busy no longer, or for one to be clean. */
    private final WaitQueue pageChanged = new WaitQueue();
    private final Page[] byFrame;
    private final Replacement replacement;
    private final Counters counters = new Counters();
    private Swap swap = new Swap(null, 0, 0);
    private final List<PutOff> putOff = new ArrayList<>();
    private int numbers;
    private long committed;
    private volatile KernelThread thread;
    private volatile boolean signalled;

    /** Takes the pager's own frames. */
    public Pager(FrameAllocator frames, Clock clock, KernelLog log) {
        this.frames = frames;
        this.clock = clock;
        mmu = new Mmu(frames.memory());
        byFrame = new Page[frames.total()];
        replacement = new S3Fifo(frames.total());
        stock = new FrameStock(frames, lock, this::wake);
        Saver saver = new Saver(this, log);
        files = new FileTable(this, saver, clock, log);
        inStep = new FilesInStep(this, files);
        evictor = new Evictor(this, saver, clock);
    }

    /** Gives the pager a swap area. Called once, before anything is mapped. */
    public void useSwap(BlockDevice disk, long firstBlock, long blocks) {
        swap = new Swap(disk, firstBlock, blocks);
    }

    /** The address space of a new process. @param threads of it, as they come and go */
    public AddressSpace newSpace(int process, Collection<KernelThread> threads) {
        return new AddressSpace(this, process, threads);
    }

    /** What the file service tells of reads and writes. */
    public MappedFiles mappedFiles() {
        return inStep;
    }

    void lock() {
        lock.acquire();
    }

    void unlock() {
        lock.release();
    }

    Mmu mmu() {
        return mmu;
    }

    PhysicalMemory memory() {
        return frames.memory();
    }

    Swap swap() {
        return swap;
    }

    FrameStock stock() {
        return stock;
    }

    FileTable files() {
        return files;
    }

    Counters counters() {
        return counters;
    }

    // ---- page tables; not pageable, and not the pager's frames

    long tableFrame(int process) {
        return frames.allocate(1, FrameUse.KERNEL, process).address();
    }

    void releaseTable(long address) {
        frames.release(new FrameRun((int) (address >> PhysicalMemory.FRAME_SHIFT), 1));
    }

    // ---- promises. All that follows is called with the lock held, and may give it up where it says so

    /** Pages that may be promised to memory of no file. */
    private long commitLimit() {
        return swap.slots() + (long) stock.promised();
    }

    AnonymousMemory newAnonymous(int pages, int process) {
        if (committed + pages > commitLimit()) {
            throw new CallFailed(Errno.ENOMEM);
        }
        committed += pages;
        return new AnonymousMemory(this, newNumber(), process);
    }

    void uncommit(int pages) {
        committed -= pages;
    }

    /** A number no other memory object has had. */
    int newNumber() {
        return ++numbers;
    }

    // ---- pages

    /** The page in a frame, or null. */
    Page inFrame(int frame) {
        return byFrame[frame];
    }

    /** A page chosen to leave, busy from now on; null when none may. */
    Page victim(Replacement.Probe probe) {
        int frame = replacement.victim(probe);
        if (frame < 0) {
            return null;
        }
        Page page = byFrame[frame];
        byFrame[frame] = null;
        page.busy = true;
        return page;
    }

    /** Takes a page that is neither busy nor mapped out of its object; its frame is still its own. */
    void take(Page page) {
        page.object.remove(page);
        replacement.removed(page.frame);
        byFrame[page.frame] = null;
    }

    /** Gives back what a page that was taken, or was never known, holds. */
    void release(Page page) {
        if (page.slot != Swap.NONE) {
            swap.give(page.slot);
            page.slot = Swap.NONE;
        }
        stock.give(page.frame);
    }

    /** A place in the swap area; those that pages in memory keep are taken from them before there is none. */
    int takeSlot() {
        if (swap.free() == 0) {
            for (Page page : byFrame) {
                if (page != null && !page.busy && page.slot != Swap.NONE) {
                    swap.give(page.slot);
                    page.slot = Swap.NONE;
                    page.dirty = true;
                }
            }
        }
        return swap.take();
    }

    void faulted(boolean transferred) {
        if (transferred) {
            counters.majorFaults++;
        } else {
            counters.minorFaults++;
        }
    }

    /** A page can be used now. */
    void resident(Page page) {
        page.busy = false;
        byFrame[page.frame] = page;
        replacement.added(page.frame, page.key());
        changed(page);
    }

    /** A page is not busy, or not being cleaned, any more. */
    void changed(Page page) {
        if (stock.isWaitedFor()) {
            wake(); // there is one more that may leave
        }
        if (page.wanted) {
            page.wanted = false;
            pageChanged.wakeAll();
        }
    }

    /** A copy that a write made of another page is part of its object now. */
    void copied(Page copy) {
        copy.object.put(copy);
        counters.copiedOnWrite++;
        resident(copy);
    }

    /** Keeps a page that is about to leave and has not begun to. */
    private void rescue(Page page) {
        page.leaving = false;
        resident(page);
    }

    /** Waits until a page is busy no longer, or sees to it that it is not. Gives the lock up. */
    void awaitPage(Page page) {
        if (page.leaving) {
            rescue(page);
            return;
        }
        page.wanted = true;
        pageChanged.sleep(lock, "page", WaitQueue.Mode.KILLABLE, WaitQueue.FOREVER);
    }

    /**
     * Brings a page of no file into a frame. Gives the lock up; afterwards somebody else may have done it, or the memory may be
     * gone.
     *
     * @param count pages to read at once, if the swap area has them together and there are frames for them
     * @return whether a medium was waited for
     */
    boolean bringIn(AnonymousMemory object, int index, int count) {
        Page page = begin(object, index);
        if (page == null) {
            return true;
        }
        List<Page> pages = new ArrayList<>();
        pages.add(page);
        for (int i = 1; i < count && stock.isAmple() && object.swappedTogether(index, index + i); i++) {
            pages.add(begin(object, index + i));
        }
        pages.forEach(object::takeSlot);
        boolean swapped = page.slot != Swap.NONE;
        fill(object, pages);
        if (swapped) {
            counters.swapIn += pages.size();
        } else {
            counters.zeroed++;
        }
        return swapped;
    }

    /** As the other, of a file. */
    boolean bringIn(FileMemory object, int index, int count) {
        Page page = begin(object, index);
        if (page == null) {
            return true;
        }
        List<Page> pages = new ArrayList<>();
        pages.add(page);
        for (int i = 1; i < count && stock.isAmple() && object.page(index + i) == null; i++) {
            pages.add(begin(object, index + i));
        }
        object.regions++; // the file stays open
        try {
            fill(object, pages);
            counters.fileIn += pages.size();
        } finally {
            files.regionGone(object);
        }
        return true;
    }

    /** Makes a busy page with a frame, or returns null when the object has the page by the time there is a frame. */
    private Page begin(MemoryObject object, int index) {
        int frame = stock.take();
        if (object.dead || object.page(index) != null) {
            stock.give(frame);
            return null;
        }
        Page page = new Page(object, index, frame);
        page.busy = true;
        object.put(page);
        return page;
    }

    private void fill(MemoryObject object, List<Page> pages) {
        int filled = 0;
        lock.release();
        try {
            filled = object.fill(pages);
        } finally {
            lock.acquire();
            counters.readAhead += Math.max(0, filled - 1);
            for (int i = 0; i < pages.size(); i++) {
                finish(pages.get(i), i < filled);
            }
        }
    }

    private void finish(Page page, boolean filled) {
        if (filled && !page.object.dead) {
            resident(page);
            return;
        }
        page.object.remove(page);
        if (!page.object.dead && page.object instanceof AnonymousMemory memory) {
            counters.errors++;
            memory.returnSlot(page);
        }
        page.busy = false;
        changed(page);
        release(page);
    }

    // ---- what waits for a grace period

    private record PutOff(GracePeriod grace, Runnable rest) {
    }

    /** Has something done on the pager's thread, with the lock held, when a grace period is over. */
    void putOff(GracePeriod grace, Runnable rest) {
        putOff.add(new PutOff(grace, rest));
        wake();
    }

    /** Gives back what pages that were taken hold, when a grace period is over. */
    void releaseAfter(GracePeriod grace, List<Page> pages) {
        if (pages.isEmpty()) {
            return;
        }
        if (grace.over()) {
            pages.forEach(this::release);
        } else {
            putOff(grace, () -> pages.forEach(this::release));
        }
    }

    /** Does what was put off and can be done now. */
    private boolean catchUp() {
        for (PutOff task : List.copyOf(putOff)) {
            if (task.grace.over()) {
                putOff.remove(task);
                task.rest.run();
                return true;
            }
        }
        return false;
    }

    // ---- the thread

    /** Tells the thread that there is something to do. Wait-free. */
    void wake() {
        signalled = true;
        KernelThread t = thread;
        if (t != null) {
            t.unblock();
        }
    }

    /** The pager's thread. Never returns. */
    public void run() {
        thread = KernelThread.current();
        frames.onShortage(stock.shortageLimit(), this::wake);
        frames.addReclaimer(this::reclaim);
        lock.acquire();
        while (true) {
            boolean worked = catchUp() | stock.isShort() && evictor.evict();
            if (!(worked | shrink() | files.dropOrphan() | files.writeBack())) {
                boolean waiting = !putOff.isEmpty();
                lock.release();
                if (waiting && !signalled) {
                    thread.block("grace period", clock.monotonicNanos() + CATCH_UP_NANOS);
                }
                while (!waiting && !signalled) {
                    thread.block("work", WaitQueue.FOREVER);
                }
                signalled = false;
                lock.acquire();
            }
        }
    }

    /** Gives frames back that others need more. */
    private boolean shrink() {
        if (!stock.isTooLarge()) {
            return false;
        }
        if (stock.shrink() || evictor.evict()) {
            return true;
        }
        stock.roomMade();
        return false;
    }

    private void reclaim(int count) {
        lock.acquire();
        try {
            stock.makeRoom(count);
        } finally {
            lock.release();
        }
    }

    // ---- for people and tests

    /** Is told of the frames that pages are in. */
    public interface Visitor {
        /** @param process whose page it is, 0 for a file's */
        void page(int frame, int process);
    }

    /** Tells all pages in memory, in no order. */
    public void visit(Visitor visitor) {
        lock.acquire();
        try {
            for (Page page : byFrame) {
                if (page != null) {
                    visitor.page(page.frame, page.object instanceof AnonymousMemory memory ? memory.process() : 0);
                }
            }
        } finally {
            lock.release();
        }
    }

    /** Frames and promises now, in pages. */
    public record Usage(int ready, int resident, int swapTotal, int swapFree, long commitLimit, long committed) {
    }

    /** Frames and promises now. */
    public Usage usage() {
        lock.acquire();
        try {
            return new Usage(stock.ready(), replacement.size(), swap.slots(), swap.free(), commitLimit(), committed);
        } finally {
            lock.release();
        }
    }

    /** Counters since the machine started, a name and a number a line; in pages but where the name says otherwise. */
    public String statistics() {
        lock.acquire();
        try {
            return "frames_owned " + stock.owned() + "\nframes_ready " + stock.ready() + "\nframe_waits " + stock.waits()
                + "\npages_resident " + replacement.size()
                + "\npages_committed " + committed + "\npages_commit_limit " + commitLimit() + "\nswap_total " + swap.slots()
                + "\nswap_free " + swap.free() + "\nfiles_mapped " + files.size() + "\n" + counters;
        } finally {
            lock.release();
        }
    }

    /** Whether nothing is mapped or promised and no page is in memory. */
    boolean idle() {
        lock.acquire();
        try {
            return committed == 0 && files.size() == 0 && replacement.size() == 0 && stock.ready() == stock.owned();
        } finally {
            lock.release();
        }
    }

    /** Whether every frame is ready or has a page, and nothing is on its way between. */
    boolean settled() {
        lock.acquire();
        try {
            return stock.ready() + replacement.size() == stock.owned();
        } finally {
            lock.release();
        }
    }

    /** @throws IllegalStateException unless every frame and every place in the swap area is accounted for once */
    void checkInvariants() {
        lock.acquire();
        try {
            BitSet seen = stock.readyFrames();
            for (int frame = 0; frame < byFrame.length; frame++) {
                if (byFrame[frame] != null && seen.get(frame)) {
                    throw new IllegalStateException("frame " + frame + " twice");
                }
                seen.set(frame, seen.get(frame) || byFrame[frame] != null);
            }
            if (seen.cardinality() != stock.owned() || replacement.size() != stock.owned() - stock.ready()) {
                throw new IllegalStateException(seen.cardinality() + " frames found, " + stock.owned() + " owned, " + stock.ready()
                    + " ready, " + replacement.size() + " in the replacement's queues");
            }
        } finally {
            lock.release();
        }
    }
}
