package org.sluice.kernel.area;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * The areas of one process.
 *
 * <p>Every method checks everything first and changes the table in a last step that cannot fail. Only closing a view can be refused
 * late; it comes before that step, so that what was refused has at most closed views.
 */
public final class AreaTable implements Offer.Account {
    private final AreaPool pool;
    private final PhysicalMemory physical;
    private final long quota;
    private final SpinLock lock = new SpinLock(LockRank.AREA);
    private final AreaSlots slots = new AreaSlots();
    private final AreaCharges charges = new AreaCharges();
    private final Spares spares = new Spares();
    private final AreaViews views;
    private final AtomicLong underWay = new AtomicLong();
    private boolean closed;

    /** @param quota most bytes of frames the process may keep under its areas */
    public AreaTable(AreaPool pool, long quota) {
        this.pool = pool;
        this.physical = pool.frames().memory();
        this.quota = quota;
        views = new AreaViews(physical, lock, slots);
        pool.add(this);
    }

    /** Bytes of frames the areas keep, those the process has put into pipes and nobody has received included. */
    public long bytes() {
        return charges.bytes() + underWay.get();
    }

    /** Bytes of frames of areas that were released, kept for the next ones. */
    public long keptBytes() {
        return spares.bytes();
    }

    /** Areas held. */
    public int count() {
        return slots.used();
    }

    @Override
    public void underWay(long more) {
        underWay.addAndGet(more);
        if (more < 0) {
            pool.released();
        }
    }

    /**
     * One area for people to read.
     *
     * @param frame   number of the frame with the first byte, {@code offset} bytes into it
     * @param sharers areas, of any process, on the same memory
     * @param use     {@code view:} or {@code shared:} with {@code r} or {@code w} for what the open view allows; {@code sent};
     *                {@code transfer} while it is read or written for its holder;
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
            for (Area area : slots.all()) {
                if (area != null) {
                    long first = area.physicalAddress();
                    entries.add(new Entry(slots.address(area), area.length(), first >> PhysicalMemory.FRAME_SHIFT,
                        (int) (first & PhysicalMemory.FRAME_SIZE - 1), area.memory().holders(), area.use(), area.since()));
                }
            }
        } finally {
            lock.release();
        }
        return entries;
    }

    /** Runs of released areas that are kept for the next ones. */
    public List<FrameRun> spareRuns() {
        lock.acquire();
        try {
            return spares.all();
        } finally {
            lock.release();
        }
    }

    // ---- allocation

    /** As {@link org.sluice.abi.SystemCalls#areaAllocate}. */
    public int allocate(long size, int flags, long[] vector) {
        if (vector == null || vector.length < IoVectors.size(1)) {
            throw new CallFailed(Errno.EFAULT);
        }
        int headroom = Areas.headroomOf(flags);
        if (size < 1 || size > Areas.MAX_BYTES - headroom || (flags & ~Areas.ALLOCATION_FLAGS) != 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        int most = (flags & Areas.CONTIGUOUS) != 0 || headroom > 0 ? 1
            : Math.min(IoVectors.capacity(vector), IoVectors.MAX_ENTRIES);
        if ((flags & Areas.WAIT) == 0) {
            return tryAllocate(size, headroom, most, vector);
        }
        if (size + headroom > quota || size + headroom > (long) pool.frames().total() * PhysicalMemory.FRAME_SIZE) {
            throw new CallFailed(Errno.ENOMEM);
        }
        while (true) {
            int moment = pool.now();
            try {
                return tryAllocate(size, headroom, most, vector);
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

    private int tryAllocate(long size, int headroom, int most, long[] vector) {
        int frames = (int) ((size + headroom + PhysicalMemory.FRAME_SIZE - 1) >> PhysicalMemory.FRAME_SHIFT);
        lock.acquire();
        try {
            requireOpen();
            requireQuota((long) frames << PhysicalMemory.FRAME_SHIFT);
            slots.require(1);
            FrameRun spare = spares.take(frames);
            if (spare != null) {
                enterAllocated(vector, 0, spare, (int) size, headroom);
                IoVectors.header(vector, 1, 0);
                return 1;
            }
        } finally {
            lock.release();
        }
        return allocateFromPool(size, headroom, frames, most, vector);
    }

    private int allocateFromPool(long size, int headroom, int frames, int most, long[] vector) {
        List<FrameRun> runs = new ArrayList<>(1);
        boolean done = false;
        try {
            pool.gather(frames, most, runs);
            lock.acquire();
            try {
                requireOpen();
                requireQuota((long) frames << PhysicalMemory.FRAME_SHIFT);
                slots.require(runs.size());
                long left = size;
                for (int i = 0; i < runs.size(); i++) {
                    int before = i == 0 ? headroom : 0;
                    int length = (int) Math.min(left, runs.get(i).bytes() - before);
                    enterAllocated(vector, i, runs.get(i), length, before);
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

    private void enterAllocated(long[] vector, int entry, FrameRun run, int length, int headroom) {
        enter(vector, entry, Area.allocated(new FramePart(pool.memory(run), headroom, length, headroom)));
    }

    // ---- views

    /** As {@link org.sluice.abi.SystemCalls#areaMap}. */
    public void map(long[] vector, int flags, MemorySegment[] opened) {
        views.map(vector, flags, opened);
    }

    /** As {@link org.sluice.abi.SystemCalls#areaUnmap}. */
    public void unmap(long[] vector) {
        views.unmap(vector);
    }

    /** Closes the views that only a thread can close, on that thread, which is ending. */
    public void closeViewsOf(KernelThread thread) {
        views.closeAllOf(thread);
    }

    // ---- release, sharing, cutting

    /** As {@link org.sluice.abi.SystemCalls#areaRelease}. */
    public void release(long[] vector) {
        int count = VectorParts.count(vector);
        Area[] areas;
        lock.acquire();
        try {
            areas = VectorParts.named(slots, vector, count, true).areas();
            requireAtRest(areas);
            AreaViews.requireCloseable(areas);
            AreaViews.close(areas);
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
        int count = VectorParts.count(vector);
        if (shares == null || IoVectors.capacity(shares) < count || shares.length == 0) {
            throw new CallFailed(Errno.EFAULT);
        }
        lock.acquire();
        try {
            VectorParts parts = VectorParts.read(slots, vector, count);
            requireAtRest(parts.areas());
            for (Area area : parts.areas()) {
                if (area.viewWritable()) {
                    throw new CallFailed(Errno.EBUSY);
                }
            }
            slots.require(count);
            for (int i = 0; i < count; i++) {
                charges.beforeSharing(parts.areas()[i]);
                FramePart part = parts.part(i);
                part.frames().hold();
                enter(shares, i, Area.arriving(part, parts.areas()[i].since()));
            }
            IoVectors.header(shares, count, 0);
        } finally {
            lock.release();
        }
    }

    /** As {@link org.sluice.abi.SystemCalls#areaSplit}. */
    public void split(long address, long at, long[] halves) {
        if (halves == null || IoVectors.capacity(halves) < 2) {
            throw new CallFailed(Errno.EFAULT);
        }
        Area area;
        lock.acquire();
        try {
            area = writableAtRest(address);
            if (at < 1 || at >= area.length()) {
                throw new CallFailed(Errno.EINVAL);
            }
            slots.require(1);
            charges.beforeSharing(area);
            FramePart whole = area.part();
            int cut = (int) at;
            Area low = Area.arriving(new FramePart(whole.frames().slice(), whole.offset(), cut, whole.headroom()), area.since());
            Area high = Area.arriving(new FramePart(whole.frames().slice(), whole.offset() + cut, whole.length() - cut),
                area.since());
            slots.leave(area);
            enter(halves, 0, low);
            enter(halves, 1, high);
            charges.remove(area);
            IoVectors.header(halves, 2, 0);
        } finally {
            lock.release();
        }
        area.memory().drop();
    }

    /** As {@link org.sluice.abi.SystemCalls#areaExtend}. */
    public void extend(long address, int front) {
        lock.acquire();
        try {
            Area area = writableAtRest(address);
            if (front > area.headroom() || -(long) front >= area.length()) {
                throw new CallFailed(Errno.EINVAL);
            }
            area.extend(front);
            if (front > 0) {
                // what lay there may be a former holder's
                physical.clear(area.physicalAddress(), front);
            }
        } finally {
            lock.release();
        }
    }

    /** An area whose bounds may be changed now. Lock held. @throws CallFailed EBADF, EBUSY, EACCES */
    private Area writableAtRest(long address) {
        Area area = slots.find(address);
        if (area.viewed() || !area.atRest()) {
            throw new CallFailed(Errno.EBUSY);
        }
        if (!area.exclusive()) {
            throw new CallFailed(Errno.EACCES);
        }
        return area;
    }

    /** As {@link org.sluice.abi.SystemCalls#areaInfo}. */
    public void info(long address, long[] info) {
        if (info == null || info.length < Areas.INFO_LENGTH_OF_ARRAY) {
            throw new CallFailed(Errno.EFAULT);
        }
        lock.acquire();
        try {
            Area area = slots.find(address);
            info[Areas.INFO_ADDRESS] = slots.address(area);
            info[Areas.INFO_LENGTH] = area.length();
            info[Areas.INFO_FRAME] = area.physicalAddress() >> PhysicalMemory.FRAME_SHIFT;
            info[Areas.INFO_FRAME_OFFSET] = area.physicalAddress() & PhysicalMemory.FRAME_SIZE - 1;
            info[Areas.INFO_SHARERS] = area.memory().holders();
            info[Areas.INFO_WRITABLE] = area.exclusive() ? 1 : 0;
            info[Areas.INFO_VIEWS] = area.viewed() ? 1 : 0;
            info[Areas.INFO_HEADROOM] = area.headroom();
        } finally {
            lock.release();
        }
    }

    // ---- passing on

    /**
     * Takes areas out for a message, pipe or file: their views are closed, and they stay in the table as sent until they are
     * received, detached or given back.
     *
     * @return the parts the vector names, for {@link #receive} of another table
     * @throws CallFailed EFAULT, EINVAL, EBADF, EPERM, EBUSY as for a release, except that parts may be sent
     */
    public Parcel send(long[] vector) {
        int count = VectorParts.count(vector);
        lock.acquire();
        try {
            VectorParts parts = VectorParts.named(slots, vector, count, false);
            requireAtRest(parts.areas());
            AreaViews.requireCloseable(parts.areas());
            AreaViews.close(parts.areas());
            for (Area area : parts.areas()) {
                area.sent = true;
            }
            return new Parcel(this, parts.areas(), parts.parts());
        } finally {
            lock.release();
        }
    }

    /** Areas were taken: what was sent is no longer here. */
    void delivered(List<Area> areas) {
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
    void returned(List<Area> areas) {
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
        List<FramePart> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parts.add(parcel.part(i));
        }
        long bytes = parcel.bytes();
        commit(admit(parts), bytes, vector);
        parcel.handedOver();
        pool.moved(bytes);
    }

    /**
     * Makes room for areas that are to come; {@link #commit} or {@link #cancel} follows.
     *
     * @throws CallFailed EMFILE, ENOMEM; then nothing has changed
     */
    Area[] admit(List<FramePart> parts) {
        Area[] areas = new Area[parts.size()];
        lock.acquire();
        try {
            requireOpen();
            slots.require(areas.length);
            requireQuota(charges.cost(parts));
            slots.reserve(areas.length);
            long now = pool.clock().monotonicNanos();
            for (int i = 0; i < areas.length; i++) {
                areas[i] = Area.arriving(parts.get(i), now);
                charges.add(areas[i]);
            }
        } finally {
            lock.release();
        }
        return areas;
    }

    /** Enters what was admitted, the first so many bytes of it, and drops those areas of which none is among them. */
    void commit(Area[] areas, long bytes, long[] vector) {
        int entered = 0;
        long left = bytes;
        lock.acquire();
        try {
            slots.reserve(-areas.length);
            for (; entered < areas.length && left > 0; entered++) {
                Area area = areas[entered];
                area.cut((int) Math.min(left, area.length()));
                left -= area.length();
                slots.enter(area);
                IoVectors.entry(vector, entered, slots.address(area), area.length());
            }
            IoVectors.header(vector, entered, 0);
            for (int i = entered; i < areas.length; i++) {
                charges.remove(areas[i]);
            }
        } finally {
            lock.release();
        }
        for (int i = entered; i < areas.length; i++) {
            areas[i].memory().drop();
        }
    }

    /** Forgets what was admitted; the holds are the caller's. */
    void cancel(Area[] areas) {
        lock.acquire();
        try {
            slots.reserve(-areas.length);
            for (Area area : areas) {
                charges.remove(area);
            }
        } finally {
            lock.release();
        }
    }

    // ---- transfers that leave the areas where they are

    /**
     * Shows parts to a transfer; {@link Shown#done} ends it. Views stay as they are.
     *
     * @param written whether the transfer writes to them; then they must not overlap
     * @param most    bytes after which the vector is cut
     * @throws CallFailed EFAULT, EINVAL, EBADF; EBUSY for an area on its way; EACCES for one to write that others read too
     */
    public Shown show(long[] vector, boolean written, long most) {
        int count = VectorParts.count(vector);
        lock.acquire();
        try {
            VectorParts parts = VectorParts.read(slots, vector, count);
            if (written) {
                parts.requireDisjoint();
            }
            for (Area area : parts.areas()) {
                if (area.sent) {
                    throw new CallFailed(Errno.EBUSY);
                }
                if (written && !area.exclusive()) {
                    throw new CallFailed(Errno.EACCES);
                }
            }
            VectorParts shown = parts.limited(most);
            for (Area area : shown.areas()) {
                area.transfers++;
            }
            return new Shown(this, shown.areas(), shown.parts());
        } finally {
            lock.release();
        }
    }

    /** A transfer has ended. */
    void transferred(Area[] areas) {
        lock.acquire();
        try {
            for (Area area : areas) {
                area.transfers--;
            }
        } finally {
            lock.release();
        }
    }

    // ---- the end

    /** Gives everything back, when the process ends and its threads are gone, so that nothing is under way. */
    public void closeAll() {
        Area[] all;
        lock.acquire();
        try {
            closed = true;
            for (Area area : slots.all()) {
                if (area != null && !area.atRest()) {
                    throw new IllegalStateException("areas of an ended process are under way");
                }
            }
            all = slots.takeAll();
            for (Area area : all) {
                if (area != null) {
                    charges.remove(area);
                }
            }
        } finally {
            lock.release();
        }
        for (Area area : all) {
            if (area != null) {
                area.dropView();
            }
        }
        pool.drop(all);
        dropSpares();
        pool.remove(this);
    }

    /** Gives back the memory the process keeps for its next allocations; false when it kept none. */
    boolean dropSpares() {
        List<FrameRun> dropped;
        lock.acquire();
        try {
            dropped = spares.takeAll();
        } finally {
            lock.release();
        }
        dropped.forEach(pool::release);
        return !dropped.isEmpty();
    }

    /** Keeps the memory of an area that was all of it and the only one on it: then its bytes are no news to this process. */
    private boolean recycle(Area area) {
        FrameRun run = area.memory().run();
        if (closed || !spares.keeps(run) || !area.reusable(pool)) {
            return false;
        }
        spares.add(run);
        return true;
    }

    // ---- checks; all with the lock

    private static void requireAtRest(Area[] areas) {
        for (Area area : areas) {
            if (!area.atRest()) {
                throw new CallFailed(Errno.EBUSY);
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new CallFailed(Errno.EBADF);
        }
    }

    private void requireQuota(long more) {
        if (bytes() + more > quota) {
            throw new CallFailed(Errno.ENOMEM);
        }
    }

    /** Puts an area in, and its address into the vector. */
    private void enter(long[] vector, int entry, Area area) {
        slots.enter(area);
        charges.add(area);
        IoVectors.entry(vector, entry, slots.address(area), area.length());
    }

    private void leave(Area area) {
        if (closed) {
            return;
        }
        slots.leave(area);
        charges.remove(area);
    }
}
