package org.sluice.kernel.pager;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.BlockDevice;
import org.sluice.kernel.file.MappedFiles;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.FrameRun;
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
public final class Pager implements MappedFiles {
    /** The part of memory that is the pager's own: one over this. */
    private static final int OWN_PART = 8;
    /** While so much of memory is free, one over this, the pager takes more. */
    private static final int GROW_PART = 4;
    /** When no more of memory is free than that, one over this, the pager gives back. */
    private static final int SHRINK_PART = 8;
    /** Most pages that leave in one go, sharing a grace period. */
    private static final int BATCH = 32;
    /** Most pages that are written in one transfer. */
    private static final int MOST_TOGETHER = 16;
    /** Frames that the thread keeps ready, and when it begins to. */
    private static final int READY_HIGH = 64;
    private static final int READY_LOW = 32;
    /** How old written pages of files become before they are written back. */
    private static final long WRITE_BACK_NANOS = 1_000_000_000L;

    private final FrameAllocator frames;
    private final Mmu mmu;
    private final Clock clock;
    private final KernelLog log;
    /** The pager's own frames: they are never given back. */
    private final FrameRun own;
    private final int high;
    private final int low;
    private final SpinLock lock = new SpinLock(LockRank.PAGER);
    /** Threads that wait for a page to be busy no longer, or for one to be clean. */
    private final WaitQueue pageChanged = new WaitQueue();
    private final WaitQueue frameFree = new WaitQueue();
    private final Page[] byFrame;
    private final Replacement replacement;
    private final ArrayDeque<Integer> ready = new ArrayDeque<>();
    private final Map<Object, FileMemory> files = new HashMap<>();
    /** Files nobody maps any more whose pages are to be written back. */
    private final ArrayDeque<FileMemory> orphans = new ArrayDeque<>();
    private final Counters counters = new Counters();
    private Swap swap = new Swap(null, 0, 0);
    private int owned;
    private int waitingForFrames;
    private int numbers;
    private long committed;
    /** Frames are being made ready, until there are {@link #high}. */
    private boolean replenishing;
    private boolean writeBackArmed;
    private volatile boolean writeBackDue;
    /** Whether any file is mapped; read without the lock, so that files nobody maps cost nothing. */
    private volatile boolean anyFiles;
    private volatile KernelThread thread;
    private volatile boolean signalled;

    /** Takes the pager's own frames. */
    public Pager(FrameAllocator frames, Clock clock, KernelLog log) {
        this.frames = frames;
        this.clock = clock;
        this.log = log;
        mmu = new Mmu(frames.memory());
        byFrame = new Page[frames.total()];
        replacement = new S3Fifo(frames.total());
        own = frames.reserve(Math.max(16, frames.total() / OWN_PART));
        high = Math.min(READY_HIGH, own.count() / 4);
        low = Math.min(READY_LOW, own.count() / 8);
        for (int i = 0; i < own.count(); i++) {
            ready.add(own.frame() + i);
        }
        owned = own.count();
    }

    /** Gives the pager a swap area. Called once, before anything is mapped. */
    public void useSwap(BlockDevice disk, long firstBlock, long blocks) {
        swap = new Swap(disk, firstBlock, blocks);
    }

    /** The address space of a new process. @param threads of it, as they come and go */
    public AddressSpace newSpace(Collection<KernelThread> threads) {
        return new AddressSpace(this, threads);
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

    /** Most pages that can be in memory at once when nobody else needs any. */
    int capacity() {
        return own.count() + Math.max(0, frames.free() - frames.total() / GROW_PART);
    }

    // ---- page tables; not pageable, and not the pager's frames

    long tableFrame() {
        return frames.allocate(1).address();
    }

    void releaseTable(long address) {
        frames.release(new FrameRun((int) (address >> PhysicalMemory.FRAME_SHIFT), 1));
    }

    // ---- promises. All that follows is called with the lock held, and may give it up where it says so

    /** Pages that may be promised to memory of no file. */
    private long commitLimit() {
        return swap.slots() + (long) own.count() - high;
    }

    AnonymousMemory newAnonymous(int pages) {
        if (committed + pages > commitLimit()) {
            throw new CallFailed(Errno.ENOMEM);
        }
        committed += pages;
        return new AnonymousMemory(this, ++numbers);
    }

    void uncommit(int pages) {
        committed -= pages;
    }

    /** The pages of a file, known by an identity. */
    FileMemory file(Object identity) {
        anyFiles = true;
        return files.computeIfAbsent(identity, i -> new FileMemory(this, ++numbers, i));
    }

    /** A region of a file has gone; after the last one its pages are written back and dropped. */
    void regionGone(FileMemory file) {
        if (--file.regions == 0) {
            orphans.add(file);
            wake();
        }
    }

    // ---- frames

    /** A frame with any contents. May give the lock up, to wait for one. */
    int takeFrame() {
        while (true) {
            if (!ready.isEmpty() || grow()) {
                int frame = ready.poll();
                if (ready.size() < low && !mayGrow()) {
                    wake();
                }
                return frame;
            }
            counters.frameWaits++;
            waitingForFrames++;
            wake();
            try {
                frameFree.sleep(lock, "memory", WaitQueue.Mode.KILLABLE, WaitQueue.FOREVER);
            } finally {
                waitingForFrames--;
            }
        }
    }

    private boolean mayGrow() {
        return frames.free() > frames.total() / GROW_PART;
    }

    private boolean grow() {
        if (!mayGrow()) {
            return false;
        }
        try {
            ready.add(frames.reserve(1).frame());
            owned++;
            return true;
        } catch (CallFailed none) {
            return false;
        }
    }

    void giveFrame(int frame) {
        ready.add(frame);
        frameFree.wakeOne();
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
        giveFrame(page.frame);
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

    // ---- pages

    private void resident(Page page) {
        page.busy = false;
        byFrame[page.frame] = page;
        replacement.added(page.frame, page.key());
        changed(page);
    }

    private void changed(Page page) {
        if (waitingForFrames > 0) {
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

    /** Waits until a page is busy no longer. Gives the lock up. */
    void awaitPage(Page page) {
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
        for (int i = 1; i < count && mayReadAhead() && object.swappedTogether(index, index + i); i++) {
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
        for (int i = 1; i < count && mayReadAhead() && object.page(index + i) == null; i++) {
            pages.add(begin(object, index + i));
        }
        object.regions++; // the file stays open
        try {
            fill(object, pages);
            counters.fileIn += pages.size();
        } finally {
            regionGone(object);
        }
        return true;
    }

    private boolean mayReadAhead() {
        return ready.size() > low / 2;
    }

    /** Makes a busy page with a frame, or returns null when the object has the page by the time there is a frame. */
    private Page begin(MemoryObject object, int index) {
        int frame = takeFrame();
        if (object.dead || object.page(index) != null) {
            giveFrame(frame);
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

    // ---- pages leave

    private final Replacement.Probe probe = new Replacement.Probe() {
        @Override
        public boolean takeUsed(int frame) {
            return byFrame[frame].takeUsed();
        }

        @Override
        public boolean evictable(int frame) {
            return !byFrame[frame].cleaning;
        }
    };

    /** Makes some pages leave. Gives the lock up. @return whether any frame is free for it */
    private boolean evict() {
        GracePeriod grace = new GracePeriod();
        List<Page> leaving = new ArrayList<>(BATCH);
        while (leaving.size() < BATCH) {
            int frame = replacement.victim(probe);
            if (frame < 0) {
                break;
            }
            Page page = byFrame[frame];
            byFrame[frame] = null;
            page.busy = true;
            page.unmapEverywhere(grace);
            leaving.add(page);
        }
        // Neighbours lie together in the swap area.
        leaving.sort(Comparator.comparingLong(Page::key));
        List<Page> stuck = new ArrayList<>();
        List<Page> toSave = new ArrayList<>();
        for (Page page : leaving) {
            if (page.dirty) {
                (page.object.prepareToSave(page) ? toSave : stuck).add(page);
            }
        }
        counters.shootdowns++;
        lock.release();
        long before = clock.monotonicNanos();
        grace.await();
        long waited = clock.monotonicNanos() - before;
        List<Page> failed = save(toSave);
        lock.acquire();
        stuck.addAll(failed);
        counters.graceNanos += waited;
        toSave.forEach(page -> saved(page, stuck.contains(page)));
        int freed = 0;
        for (Page page : leaving) {
            freed += left(page, stuck.contains(page)) ? 1 : 0;
        }
        counters.evicted += freed;
        return freed > 0;
    }

    /** Saves pages, neighbours on their medium together. Without the lock. @return those whose medium failed */
    private List<Page> save(List<Page> pages) {
        List<Page> failed = new ArrayList<>();
        for (int from = 0; from < pages.size();) {
            Page first = pages.get(from);
            int to = from + 1;
            while (to < pages.size() && to - from < MOST_TOGETHER && pages.get(to).object == first.object
                && first.object.follows(pages.get(to - 1), pages.get(to))) {
                to++;
            }
            List<Page> together = pages.subList(from, to);
            try {
                first.object.save(together);
            } catch (CallFailed e) {
                failed.addAll(together);
                failed(first.object, e.errno());
            }
            from = to;
        }
        return failed;
    }

    private void failed(MemoryObject object, int errno) {
        if (object instanceof FileMemory file) {
            lock.acquire();
            file.failed(errno);
            lock.release();
        }
        log.line("pager", "pages of object " + object.number() + " cannot be written: " + Errno.message(errno));
    }

    private void saved(Page page, boolean failed) {
        if (failed) {
            counters.errors++;
        } else if (page.object instanceof FileMemory) {
            counters.fileOut++;
        } else {
            counters.swapOut++;
        }
    }

    /** A page is through with leaving. @return whether it is gone */
    private boolean left(Page page, boolean stuck) {
        if (page.object.dead) {
            page.object.remove(page);
            changed(page);
            release(page);
            return true;
        }
        if (stuck || page.wanted) {
            page.dirty = stuck;
            resident(page);
            return false;
        }
        page.object.remove(page);
        page.object.evicted(page);
        giveFrame(page.frame);
        return true;
    }

    /** Keeps some frames ready. */
    private boolean replenish() {
        boolean enough = ready.size() >= (replenishing ? high : low) && waitingForFrames == 0;
        replenishing = !enough && !mayGrow();
        return replenishing && evict();
    }

    /** Gives frames back that others need more. */
    private boolean shrink() {
        if (owned == own.count() || frames.free() >= frames.total() / SHRINK_PART) {
            return false;
        }
        for (int i = 0; i < ready.size(); i++) {
            int frame = ready.poll();
            if (frame < own.frame() || frame >= own.frame() + own.count()) {
                frames.release(new FrameRun(frame, 1));
                owned--;
                return true;
            }
            ready.add(frame);
        }
        return evict();
    }

    // ---- writing back

    /**
     * Brings written pages of a file to it, and reports what could not be written since this was last asked. Called without the
     * lock; the file has a region, or is kept by its count of them.
     *
     * @param from first page
     * @param to   behind the last
     * @throws CallFailed EIO and others of the medium
     */
    void clean(FileMemory file, long from, long to) {
        lock.acquire();
        try {
            while (cleanSome(file, from, to)) {
                // until nothing is left to write
            }
            int error = file.takeError();
            if (error != 0) {
                throw new CallFailed(error);
            }
        } finally {
            lock.release();
        }
    }

    private boolean cleanSome(FileMemory file, long from, long to) {
        GracePeriod grace = new GracePeriod();
        List<Page> batch = new ArrayList<>();
        Page inWork = null;
        for (Page page : file.pages(from, to)) {
            if (page.cleaning || page.busy) {
                inWork = page;
            } else if (batch.size() < BATCH && page.isDirty()) {
                page.cleaning = true;
                page.protect(grace);
                batch.add(page);
            }
        }
        if (batch.isEmpty()) {
            if (inWork == null) {
                return false;
            }
            awaitPage(inWork);
            return true;
        }
        batch.sort(Comparator.comparingInt(p -> p.index));
        lock.release();
        grace.await();
        List<Page> failed = save(batch);
        lock.acquire();
        for (Page page : batch) {
            page.cleaning = false;
            page.dirty |= failed.contains(page);
            saved(page, failed.contains(page));
            changed(page);
        }
        return failed.isEmpty();
    }

    /** A page of a shared file is about to be written: it goes to the file in time. */
    void willBeWritten() {
        if (!writeBackArmed) {
            writeBackArmed = true;
            clock.at(clock.monotonicNanos() + WRITE_BACK_NANOS, () -> {
                writeBackDue = true;
                wake();
            });
        }
    }

    private boolean writeBack() {
        if (!writeBackDue) {
            return false;
        }
        writeBackDue = false;
        writeBackArmed = false;
        for (FileMemory file : List.copyOf(files.values())) {
            if (!file.dead && file.regions > 0) {
                cleanQuietly(file);
            }
        }
        return true;
    }

    /** Cleans a file that nobody waits for. Gives the lock up. */
    private void cleanQuietly(FileMemory file) {
        file.regions++;
        lock.release();
        try {
            clean(file, 0, Long.MAX_VALUE);
        } catch (CallFailed e) {
            // Logged where it happened; whoever syncs the file next is told.
            lock.acquire();
            file.failed(e.errno());
            lock.release();
        }
        lock.acquire();
        regionGone(file);
    }

    /** Closes a file that nobody maps any more. */
    private boolean dropOrphan() {
        FileMemory file = orphans.poll();
        if (file == null) {
            return false;
        }
        if (file.dead || file.regions > 0) {
            return true;
        }
        boolean failed = file.takeError() != 0;
        for (Page page : file.pages(0, Long.MAX_VALUE)) {
            if (page.dirty && !failed) {
                cleanQuietly(file); // puts it among the orphans again
                return true;
            }
        }
        file.dead = true;
        files.remove(file.identity());
        anyFiles = !files.isEmpty();
        for (Page page : file.pages(0, Long.MAX_VALUE)) {
            if (page.dirty) {
                log.line("pager", "page " + page.index + " of " + file.identity() + " is lost");
            }
            take(page);
            release(page);
        }
        lock.release();
        file.close();
        lock.acquire();
        return true;
    }

    // ---- files that are read and written while they are mapped

    @Override
    public boolean any() {
        return anyFiles;
    }

    @Override
    public void beforeRead(Object identity, long position, long length) {
        FileMemory file = hold(identity);
        if (file == null) {
            return;
        }
        try {
            clean(file, position / PhysicalMemory.FRAME_SIZE, pagesUpTo(position + length));
        } finally {
            letGo(file);
        }
    }

    @Override
    public int write(Object identity, long position, byte[] buffer, int offset, int length, IntSupplier write) {
        FileMemory file = hold(identity);
        if (file == null) {
            return write.getAsInt();
        }
        try {
            return write(file, position, buffer, offset, length, write);
        } finally {
            letGo(file);
        }
    }

    /** Pages that are in memory stay there while the file is written, so that none brings its old content to the file afterwards. */
    private int write(FileMemory file, long position, byte[] buffer, int offset, int length, IntSupplier write) {
        long first = position / PhysicalMemory.FRAME_SIZE;
        long end = pagesUpTo(position + length);
        List<Page> held = new ArrayList<>();
        lock.acquire();
        try {
            for (Page busy = firstInWork(file, first, end); busy != null; busy = firstInWork(file, first, end)) {
                awaitPage(busy);
            }
            for (Page page : file.pages(first, end)) {
                page.cleaning = true;
                held.add(page);
            }
        } finally {
            lock.release();
        }
        int written = 0;
        try {
            written = write.getAsInt();
        } finally {
            lock.acquire();
            try {
                for (Page page : held) {
                    page.cleaning = false;
                    changed(page);
                }
                for (Page busy = firstInWork(file, first, end); busy != null; busy = firstInWork(file, first, end)) {
                    awaitPage(busy);
                }
                for (Page page : file.pages(first, end)) {
                    long start = (long) page.index * PhysicalMemory.FRAME_SIZE;
                    int from = (int) (Math.max(start, position) - start);
                    int to = (int) (Math.min(start + PhysicalMemory.FRAME_SIZE, position + written) - start);
                    if (from < to) {
                        memory().write(page.run().address() + from, buffer, (int) (offset + start + from - position), to - from);
                    }
                }
            } finally {
                lock.release();
            }
        }
        return written;
    }

    private static Page firstInWork(FileMemory file, long from, long to) {
        for (Page page : file.pages(from, to)) {
            if (page.busy || page.cleaning) {
                return page;
            }
        }
        return null;
    }

    @Override
    public void truncated(Object identity, long length) {
        FileMemory file = hold(identity);
        if (file == null) {
            return;
        }
        GracePeriod grace = new GracePeriod();
        List<Page> gone = new ArrayList<>();
        long end = pagesUpTo(length);
        lock.acquire();
        try {
            for (Page busy = firstInWork(file, end, Long.MAX_VALUE); busy != null; busy = firstInWork(file, end, Long.MAX_VALUE)) {
                awaitPage(busy);
            }
            for (Page page : file.pages(end, Long.MAX_VALUE)) {
                page.unmapEverywhere(grace);
                take(page);
                gone.add(page);
            }
            int inLast = (int) (length % PhysicalMemory.FRAME_SIZE);
            Page last = inLast == 0 ? null : file.page((int) (end - 1));
            if (last != null && !last.busy) {
                memory().clear(last.run().address() + inLast, PhysicalMemory.FRAME_SIZE - inLast);
            }
        } finally {
            lock.release();
        }
        grace.await();
        lock.acquire();
        gone.forEach(this::release);
        lock.release();
        letGo(file);
    }

    private static long pagesUpTo(long bytes) {
        return (bytes + PhysicalMemory.FRAME_SIZE - 1) / PhysicalMemory.FRAME_SIZE;
    }

    /** The file's pages, kept until {@link #letGo}; null when it is not mapped, which is what most files are. */
    private FileMemory hold(Object identity) {
        lock.acquire();
        try {
            FileMemory file = files.get(identity);
            if (file != null) {
                file.regions++;
            }
            return file;
        } finally {
            lock.release();
        }
    }

    private void letGo(FileMemory file) {
        lock.acquire();
        regionGone(file);
        lock.release();
    }

    // ---- the thread

    /** Tells the thread that there is something to do. Wait-free. */
    private void wake() {
        signalled = true;
        KernelThread t = thread;
        if (t != null) {
            t.unblock();
        }
    }

    /** The pager's thread. Never returns. */
    public void run() {
        thread = KernelThread.current();
        frames.onShortage(frames.total() / SHRINK_PART, this::wake);
        lock.acquire();
        while (true) {
            if (!(replenish() | shrink() | dropOrphan() | writeBack())) {
                lock.release();
                while (!signalled) {
                    thread.block("work", WaitQueue.FOREVER);
                }
                signalled = false;
                lock.acquire();
            }
        }
    }

    // ---- for people and tests

    /** Frames and promises now, in pages. */
    public record Usage(int ready, int resident, int swapTotal, int swapFree, long commitLimit, long committed) {
    }

    /** Frames and promises now. */
    public Usage usage() {
        lock.acquire();
        try {
            return new Usage(ready.size(), replacement.size(), swap.slots(), swap.free(), commitLimit(), committed);
        } finally {
            lock.release();
        }
    }

    /** Counters since the machine started, a name and a number a line; in pages but where the name says otherwise. */
    public String statistics() {
        lock.acquire();
        try {
            return "frames_owned " + owned + "\nframes_ready " + ready.size() + "\npages_resident " + replacement.size()
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
            return committed == 0 && files.isEmpty() && replacement.size() == 0 && ready.size() == owned;
        } finally {
            lock.release();
        }
    }

    /** @throws IllegalStateException unless every frame and every place in the swap area is accounted for once */
    void checkInvariants() {
        lock.acquire();
        try {
            BitSet seen = new BitSet();
            ready.forEach(frame -> once(seen, frame));
            for (int frame = 0; frame < byFrame.length; frame++) {
                if (byFrame[frame] != null) {
                    once(seen, frame);
                }
            }
            if (seen.cardinality() != owned || replacement.size() != owned - ready.size()) {
                throw new IllegalStateException(seen.cardinality() + " frames found, " + owned + " owned, " + ready.size()
                    + " ready, " + replacement.size() + " in the replacement's queues");
            }
        } finally {
            lock.release();
        }
    }

    private static void once(BitSet seen, int frame) {
        if (seen.get(frame)) {
            throw new IllegalStateException("frame " + frame + " twice");
        }
        seen.set(frame);
    }
}
