package org.sluice.kernel.area;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * The areas of one process. An address is a slot with the slot's generation above the offset; a slot's generation changes whenever
 * an area leaves it, so that addresses of areas that are gone are told from those of later ones.
 *
 * <p>Every method checks everything first and changes the table in a last step that cannot fail. Only closing a view can be refused
 * late; it comes before that step, so that what was refused has at most closed views.
 */
public final class AreaTable {
    private static final int SLOT_BITS = 14;
    private static final int GENERATIONS = 1 << 31 - SLOT_BITS;
    /** Released runs a process keeps of each power of two, and the longest kept, in frames. */
    private static final int SPARES = 8;
    private static final int SPARE_ORDERS = 10;
    private static final long SPARE_BYTES = 16L << 20;

    private final AreaPool pool;
    private final PhysicalMemory physical;
    private final long quota;
    private final SpinLock lock = new SpinLock(LockRank.AREA);
    private Area[] slots = new Area[16];
    private int[] generations = new int[16];
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private int used;
    private int marks;
    private volatile long bytes;
    private final FrameRun[][] spares = new FrameRun[SPARE_ORDERS][SPARES];
    private final int[] spareCount = new int[SPARE_ORDERS];
    private long spareBytes;
    private boolean closed;

    /** @param quota most bytes of frames the process may hold under its areas */
    public AreaTable(AreaPool pool, long quota) {
        this.pool = pool;
        this.physical = pool.frames().memory();
        this.quota = quota;
        for (int slot = 0; slot < slots.length; slot++) {
            generations[slot] = 1;
            free.add(slot);
        }
        pool.add(this);
    }

    /** Bytes of the areas held, in whole pages. */
    public long bytes() {
        return bytes;
    }

    /** Areas held. */
    public int count() {
        return used;
    }

    /**
     * One area for people to read.
     *
     * @param frame   number of the frame with the first byte, {@code offset} bytes into it
     * @param sharers areas, of any process, on the same memory
     * @param use     {@code view:} or {@code shared:} with {@code r} or {@code w} for what the open view allows; {@code sent};
     *                {@code left} if the thread ended that had it open; or {@code -}
     * @param since   monotonic time at which the memory came to its first holder
     */
    public record Entry(long address, int length, long frame, int offset, int sharers, String use, long since) {
        /** Whether a view is open. */
        public boolean mapped() {
            return use.indexOf(':') > 0;
        }
    }

    /** The areas now, in no order. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        lock.acquire();
        try {
            for (Area area : slots) {
                if (area != null) {
                    long first = area.physicalAddress();
                    entries.add(new Entry(address(area), area.length(), first >> PhysicalMemory.FRAME_SHIFT,
                        (int) (first & PhysicalMemory.FRAME_SIZE - 1), area.memory().areas(), area.use(), area.since()));
                }
            }
        } finally {
            lock.release();
        }
        return entries;
    }

    /** Runs of released areas that are kept for the next ones. */
    public List<FrameRun> spareRuns() {
        List<FrameRun> runs = new ArrayList<>();
        lock.acquire();
        try {
            for (int order = 0; order < SPARE_ORDERS; order++) {
                runs.addAll(Arrays.asList(spares[order]).subList(0, spareCount[order]));
            }
        } finally {
            lock.release();
        }
        return runs;
    }

    // ---- allocation

    /** As {@link org.sluice.abi.SystemCalls#areaAllocate}. */
    public int allocate(long size, int flags, long[] vector) {
        if (vector == null || vector.length < IoVectors.size(1)) {
            throw new CallFailed(Errno.EFAULT);
        }
        if (size < 1 || size > Areas.MAX_BYTES || (flags & ~(Areas.WAIT | Areas.CONTIGUOUS)) != 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        int most = (flags & Areas.CONTIGUOUS) != 0 ? 1 : Math.min(IoVectors.capacity(vector), IoVectors.MAX_ENTRIES);
        if ((flags & Areas.WAIT) == 0) {
            return tryAllocate(size, most, vector);
        }
        if (size > quota || size > (long) pool.frames().total() * PhysicalMemory.FRAME_SIZE) {
            throw new CallFailed(Errno.ENOMEM);
        }
        while (true) {
            int moment = pool.now();
            try {
                return tryAllocate(size, most, vector);
            } catch (CallFailed e) {
                if (e.errno() != Errno.ENOMEM) {
                    throw e;
                }
                pool.await(moment);
            } finally {
                pool.doneWaiting();
            }
        }
    }

    private int tryAllocate(long size, int most, long[] vector) {
        int frames = (int) ((size + PhysicalMemory.FRAME_SIZE - 1) >> PhysicalMemory.FRAME_SHIFT);
        FrameRun spare;
        lock.acquire();
        try {
            requireOpen();
            requireQuota((long) frames << PhysicalMemory.FRAME_SHIFT);
            requireSlots(1);
            spare = takeSpare(frames);
            if (spare != null) {
                enter(vector, 0, Area.allocated(spare, (int) size, pool.clock().monotonicNanos()));
                IoVectors.header(vector, 1, 0);
                return 1;
            }
        } finally {
            lock.release();
        }
        return allocateFromPool(size, frames, most, vector);
    }

    private int allocateFromPool(long size, int frames, int most, long[] vector) {
        List<FrameRun> runs = new ArrayList<>(1);
        boolean done = false;
        try {
            collect(frames, most, runs);
            lock.acquire();
            try {
                requireOpen();
                requireQuota((long) frames << PhysicalMemory.FRAME_SHIFT);
                requireSlots(runs.size());
                long now = pool.clock().monotonicNanos();
                long left = size;
                for (int i = 0; i < runs.size(); i++) {
                    int length = (int) Math.min(left, runs.get(i).bytes());
                    enter(vector, i, Area.allocated(runs.get(i), length, now));
                    left -= length;
                }
                IoVectors.header(vector, runs.size(), 0);
            } finally {
                lock.release();
            }
            done = true;
            return runs.size();
        } finally {
            if (!done) {
                runs.forEach(pool::release);
            }
        }
    }

    /** Gathers frames in as few runs as there are. @throws CallFailed ENOMEM; the runs so far are in the list */
    private void collect(int frames, int most, List<FrameRun> runs) {
        int left = frames;
        int piece = frames;
        while (left > 0) {
            if (runs.size() == most) {
                throw new CallFailed(Errno.ENOMEM);
            }
            try {
                FrameRun run = pool.allocate(Math.min(piece, left));
                runs.add(run);
                left -= run.count();
            } catch (CallFailed e) {
                // The next piece is the greatest power of two below this one, for that is what a buddy allocator has.
                piece = Integer.highestOneBit(Math.min(piece, left) - 1);
                if (piece == 0 || (left + piece - 1L) / piece > most - runs.size()) {
                    throw e;
                }
            }
        }
    }

    // ---- views

    /** As {@link org.sluice.abi.SystemCalls#areaMap}. */
    public void map(long[] vector, int flags, MemorySegment[] views) {
        if ((flags & ~(Areas.WRITE | Areas.SHARED)) != 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        boolean writable = (flags & Areas.WRITE) != 0;
        boolean shared = (flags & Areas.SHARED) != 0;
        int count = count(vector);
        if (views == null || views.length < count) {
            throw new CallFailed(Errno.EFAULT);
        }
        MemorySegment[] opened = new MemorySegment[count];
        lock.acquire();
        try {
            Parts parts = check(vector, count, false);
            for (Area area : parts.areas) {
                if (area.viewed() || area.sent) {
                    throw new CallFailed(Errno.EBUSY);
                }
                if (writable && !area.exclusive()) {
                    throw new CallFailed(Errno.EACCES);
                }
            }
            for (int i = 0; i < count; i++) {
                opened[i] = parts.areas[i].open(physical, parts.offsets[i], parts.lengths[i], writable, shared);
            }
        } finally {
            lock.release();
        }
        if (!shared) {
            KernelThread.current().viewsOpened(count);
        }
        System.arraycopy(opened, 0, views, 0, count);
    }

    /** As {@link org.sluice.abi.SystemCalls#areaUnmap}. */
    public void unmap(long[] vector) {
        int count = count(vector);
        lock.acquire();
        try {
            Parts parts = check(vector, count, false);
            requireCloseable(parts.areas);
            close(parts.areas);
        } finally {
            lock.release();
        }
    }

    /** Closes the views that only a thread can close, on that thread, which is ending. */
    public void closeViewsOf(KernelThread thread) {
        lock.acquire();
        try {
            for (Area area : slots) {
                if (area != null && area.viewedBy(thread)) {
                    area.dropView();
                    thread.viewsOpened(-1);
                }
            }
        } finally {
            lock.release();
        }
    }

    private static void close(Area area) {
        KernelThread thread = KernelThread.current();
        boolean confined = area.viewedBy(thread);
        area.closeView();
        if (confined) {
            thread.viewsOpened(-1);
        }
    }

    private static void close(Area[] areas) {
        for (Area area : areas) {
            close(area);
        }
    }

    // ---- release and sharing

    /** As {@link org.sluice.abi.SystemCalls#areaRelease}. */
    public void release(long[] vector) {
        int count = count(vector);
        Area[] areas;
        lock.acquire();
        try {
            Parts parts = check(vector, count, true);
            areas = parts.areas;
            requireHere(areas);
            requireCloseable(areas);
            close(areas);
            for (int i = 0; i < count; i++) {
                leave(areas[i]);
                if (recycle(areas[i])) {
                    areas[i] = null;
                }
            }
        } finally {
            lock.release();
        }
        pool.drop(areas);
    }

    /** As {@link org.sluice.abi.SystemCalls#areaShare}. */
    public void share(long[] vector, long[] shares) {
        int count = count(vector);
        if (shares == null || IoVectors.capacity(shares) < count || shares.length == 0) {
            throw new CallFailed(Errno.EFAULT);
        }
        lock.acquire();
        try {
            Parts parts = parts(vector, count);
            requireHere(parts.areas);
            for (Area area : parts.areas) {
                if (area.viewWritable()) {
                    throw new CallFailed(Errno.EBUSY);
                }
            }
            requireSlots(count);
            for (int i = 0; i < count; i++) {
                enter(shares, i, parts.areas[i].share(parts.offsets[i], parts.lengths[i]));
            }
            IoVectors.header(shares, count, 0);
        } finally {
            lock.release();
        }
    }

    /** As {@link org.sluice.abi.SystemCalls#areaInfo}. */
    public void info(long address, long[] info) {
        if (info == null || info.length < Areas.INFO_LENGTH_OF_ARRAY) {
            throw new CallFailed(Errno.EFAULT);
        }
        lock.acquire();
        try {
            Area area = find(address);
            info[Areas.INFO_ADDRESS] = address(area);
            info[Areas.INFO_LENGTH] = area.length();
            info[Areas.INFO_FRAME] = area.physicalAddress() >> PhysicalMemory.FRAME_SHIFT;
            info[Areas.INFO_FRAME_OFFSET] = area.physicalAddress() & PhysicalMemory.FRAME_SIZE - 1;
            info[Areas.INFO_SHARERS] = area.memory().areas();
            info[Areas.INFO_WRITABLE] = area.exclusive() ? 1 : 0;
            info[Areas.INFO_VIEWS] = area.viewed() ? 1 : 0;
        } finally {
            lock.release();
        }
    }

    // ---- passing on

    /**
     * Takes areas out for a message: their views are closed, and they stay in the table as sent until the parcel is
     * received, detached or given back.
     *
     * @return the parts the vector names, for {@link #receive} of another table
     * @throws CallFailed EFAULT, EINVAL, EBADF, EPERM, EBUSY as for a release, except that parts may be sent
     */
    public Parcel send(long[] vector) {
        int count = count(vector);
        lock.acquire();
        try {
            Parts parts = check(vector, count, false);
            requireHere(parts.areas);
            requireCloseable(parts.areas);
            close(parts.areas);
            for (Area area : parts.areas) {
                area.sent = true;
            }
            return new Parcel(pool, this, parts.areas, parts.offsets, parts.lengths);
        } finally {
            lock.release();
        }
    }

    /** The message was received: what was sent is no longer here. */
    void delivered(Area[] areas) {
        lock.acquire();
        try {
            for (Area area : areas) {
                leave(area);
            }
        } finally {
            lock.release();
        }
        pool.released();
    }

    /** The message was never received: what was sent is here as before. */
    void returned(Area[] areas) {
        lock.acquire();
        try {
            for (Area area : areas) {
                area.sent = false;
            }
        } finally {
            lock.release();
        }
    }

    /**
     * Takes over what another process sent.
     *
     * @param vector filled with the areas as this process knows them
     * @throws CallFailed E2BIG when the vector has no room, EMFILE or ENOMEM when this table has none; the parcel is as before
     */
    public void receive(Parcel parcel, long[] vector) {
        int count = parcel.count();
        if (count == 0) {
            if (vector != null && vector.length > 0) {
                IoVectors.header(vector, 0, 0);
            }
            return;
        }
        if (vector == null || IoVectors.capacity(vector) < count) {
            throw new CallFailed(Errno.E2BIG);
        }
        Area[] arriving = parcel.clipped();
        lock.acquire();
        try {
            requireOpen();
            requireSlots(count);
            requireQuota(parcel.charge());
            for (int i = 0; i < count; i++) {
                enter(vector, i, arriving[i]);
            }
            IoVectors.header(vector, count, 0);
        } finally {
            lock.release();
        }
        parcel.detach();
        pool.moved(parcel.bytes());
    }

    // ---- the end

    /** Gives everything back, when the process ends and its threads are gone, so that nothing is under way. */
    public void closeAll() {
        Area[] all;
        lock.acquire();
        try {
            closed = true;
            all = slots;
            for (int i = 0; i < all.length; i++) {
                if (all[i] != null && all[i].sent) {
                    throw new IllegalStateException("areas of an ended process are under way");
                }
            }
            slots = new Area[0];
            used = 0;
            bytes = 0;
        } finally {
            lock.release();
        }
        for (int i = 0; i < all.length; i++) {
            if (all[i] != null) {
                all[i].dropView();
            }
        }
        pool.drop(all);
        dropSpares();
        pool.remove(this);
    }

    /** Gives back the memory the process keeps for its next allocations; false when it kept none. */
    boolean dropSpares() {
        List<FrameRun> dropped = new ArrayList<>();
        lock.acquire();
        try {
            for (int order = 0; order < SPARE_ORDERS; order++) {
                dropped.addAll(Arrays.asList(spares[order]).subList(0, spareCount[order]));
                spareCount[order] = 0;
            }
            spareBytes = 0;
        } finally {
            lock.release();
        }
        dropped.forEach(pool::release);
        return !dropped.isEmpty();
    }

    // ---- memory kept

    /** A run of just that many frames that this process has released, uncleared. */
    private FrameRun takeSpare(int frames) {
        int order = 31 - Integer.numberOfLeadingZeros(frames);
        if (order >= SPARE_ORDERS) {
            return null;
        }
        FrameRun[] list = spares[order];
        for (int i = spareCount[order] - 1; i >= 0; i--) {
            FrameRun run = list[i];
            if (run.count() == frames) {
                list[i] = list[--spareCount[order]];
                spareBytes -= run.bytes();
                return run;
            }
        }
        return null;
    }

    /** Keeps the memory of an area that was all of it and the only one on it: then its bytes are no news to this process. */
    private boolean recycle(Area area) {
        FrameRun run = area.memory().frames();
        int order = 31 - Integer.numberOfLeadingZeros(run.count());
        if (closed || order >= SPARE_ORDERS || spareCount[order] == SPARES || spareBytes + run.bytes() > SPARE_BYTES
            || !area.reusable()) {
            return false;
        }
        spares[order][spareCount[order]++] = run;
        spareBytes += run.bytes();
        return true;
    }

    // ---- checks; all with the lock

    /** What a vector names. */
    private record Parts(Area[] areas, int[] offsets, int[] lengths) {
    }

    /** Number of entries, after the form of the array was checked. */
    private static int count(long[] vector) {
        if (vector == null || vector.length == 0) {
            throw new CallFailed(Errno.EFAULT);
        }
        int count = IoVectors.count(vector);
        if (count < 0 || count > IoVectors.MAX_ENTRIES || IoVectors.flags(vector) != 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        if (count > IoVectors.capacity(vector)) {
            throw new CallFailed(Errno.EFAULT);
        }
        return count;
    }

    /** Reads a vector, each number once, for the caller's other threads may change it meanwhile. */
    private Parts parts(long[] vector, int count) {
        Parts parts = new Parts(new Area[count], new int[count], new int[count]);
        for (int i = 0; i < count; i++) {
            long address = IoVectors.address(vector, i);
            long length = IoVectors.length(vector, i);
            Area area = find(address);
            long offset = address & (1L << IoVectors.OFFSET_BITS) - 1;
            if (length < 1 || offset > area.length() || length > area.length() - offset) {
                throw new CallFailed(Errno.EINVAL);
            }
            parts.areas[i] = area;
            parts.offsets[i] = (int) offset;
            parts.lengths[i] = (int) length;
        }
        return parts;
    }

    /** The same, and that no area is named twice and, if asked for, that each is named whole. */
    private Parts check(long[] vector, int count, boolean whole) {
        Parts parts = parts(vector, count);
        int mark = ++marks;
        for (int i = 0; i < count; i++) {
            Area area = parts.areas[i];
            if (area.mark == mark || whole && (parts.offsets[i] != 0 || parts.lengths[i] != area.length())) {
                throw new CallFailed(Errno.EINVAL);
            }
            area.mark = mark;
        }
        return parts;
    }

    private Area find(long address) {
        int number = (int) (address >>> IoVectors.OFFSET_BITS);
        int slot = number & (1 << SLOT_BITS) - 1;
        if (address < 0 || slot >= slots.length || slots[slot] == null || generations[slot] != number >>> SLOT_BITS) {
            throw new CallFailed(Errno.EBADF);
        }
        return slots[slot];
    }

    private static void requireHere(Area[] areas) {
        for (Area area : areas) {
            if (area.sent) {
                throw new CallFailed(Errno.EBUSY);
            }
        }
    }

    private static void requireCloseable(Area[] areas) {
        for (Area area : areas) {
            if (!area.closeable()) {
                throw new CallFailed(Errno.EPERM);
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new CallFailed(Errno.EBADF);
        }
    }

    private void requireQuota(long more) {
        if (bytes + more > quota) {
            throw new CallFailed(Errno.ENOMEM);
        }
    }

    private void requireSlots(int count) {
        if (used + count > Areas.MAX_AREAS) {
            throw new CallFailed(Errno.EMFILE);
        }
        while (free.size() < count) {
            int old = slots.length;
            int size = Math.min(Areas.MAX_AREAS, old * 2);
            slots = Arrays.copyOf(slots, size);
            generations = Arrays.copyOf(generations, size);
            for (int slot = old; slot < size; slot++) {
                generations[slot] = 1;
                free.add(slot);
            }
        }
    }

    private long address(Area area) {
        return (long) (generations[area.slot] << SLOT_BITS | area.slot) << IoVectors.OFFSET_BITS;
    }

    /** Puts an area in, and its address into the vector. The oldest free slot is taken, so that generations last. */
    private void enter(long[] vector, int entry, Area area) {
        int slot = free.poll();
        area.slot = slot;
        area.sent = false;
        slots[slot] = area;
        used++;
        bytes += area.charge();
        IoVectors.entry(vector, entry, address(area), area.length());
    }

    private void leave(Area area) {
        if (closed) {
            return;
        }
        int slot = area.slot;
        slots[slot] = null;
        generations[slot] = generations[slot] + 1 < GENERATIONS ? generations[slot] + 1 : 1;
        free.add(slot);
        used--;
        bytes -= area.charge();
    }
}
