package org.sluice.kernel.area;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;
import org.sluice.vm.memory.PhysicalMemory;
import org.sluice.vm.time.Clock;

/** Where areas get their frames from, and what all tables count together. */
public final class AreaPool implements SharedFrames.Home, Transfer.Source {
    private final FrameAllocator frames;
    private final Clock clock;
    private final Set<AreaTable> tables = ConcurrentHashMap.newKeySet();
    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private final WaitQueue memory = new WaitQueue();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger releases = new AtomicInteger();
    private final LongAdder moved = new LongAdder();
    private final ClearedRuns cleared;

    public AreaPool(FrameAllocator frames, Clock clock) {
        this.frames = frames;
        this.clock = clock;
        cleared = new ClearedRuns(frames);
    }

    /** Clears frames in advance, for ever: the body of a thread of low priority. */
    public void clearAhead() {
        cleared.start();
        while (true) {
            if (!cleared.prepare()) {
                cleared.awaitWork();
            }
        }
    }

    ClearedRuns cleared() {
        return cleared;
    }

    /** Frames nobody owns that are kept here because they are cleared. */
    public int clearedFrames() {
        return cleared.frames();
    }

    FrameAllocator frames() {
        return frames;
    }

    Clock clock() {
        return clock;
    }

    void add(AreaTable table) {
        tables.add(table);
    }

    void remove(AreaTable table) {
        tables.remove(table);
    }

    /** Bytes that changed their holder without being copied, since the machine started. */
    public long bytesMoved() {
        return moved.sum();
    }

    /** Counts bytes that changed their holder. */
    public void moved(long bytes) {
        moved.add(bytes);
    }

    /** Memory on frames that belong here, with one holder. */
    SharedFrames memory(FrameRun run) {
        return new SharedFrames(run, this, Math.max(1, clock.monotonicNanos()));
    }

    @Override
    public FramePart fresh(int bytes) {
        int count = (bytes + PhysicalMemory.FRAME_SIZE - 1) / PhysicalMemory.FRAME_SIZE;
        return new FramePart(memory(allocate(count)), 0, bytes);
    }

    @Override
    public void takeBack(SharedFrames memory) {
        release(memory.run());
    }

    /** A cleared run. Memory that processes keep for themselves is taken back before this fails. @throws CallFailed ENOMEM */
    FrameRun allocate(int count) {
        FrameRun ready = cleared.take(count);
        if (ready != null) {
            return ready;
        }
        try {
            return frames.allocate(count, FrameUse.AREA);
        } catch (CallFailed e) {
            if (!dropKept()) {
                throw e;
            }
            return frames.allocate(count, FrameUse.AREA);
        }
    }

    /** Gives back frames that are kept only to be had sooner: those cleared ahead, and those of processes; false when there were none. */
    public boolean dropKept() {
        boolean found = cleared.drop();
        for (AreaTable table : tables) {
            found |= table.dropSpares();
        }
        return found;
    }

    /** Gathers frames in as few runs as there are. @throws CallFailed ENOMEM; the runs so far are in the list */
    void gather(int count, int most, List<FrameRun> runs) {
        frames.reclaim(count);
        int left = count;
        int piece = count;
        while (left > 0) {
            if (runs.size() == most) {
                throw new CallFailed(Errno.ENOMEM);
            }
            try {
                FrameRun run = allocate(Math.min(piece, left));
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

    /** Gives frames back and wakes those that wait for some. */
    void release(FrameRun run) {
        frames.release(run);
        released();
    }

    /** Drops areas that nobody holds any more. Elements may be null. */
    void drop(Area[] areas) {
        for (Area area : areas) {
            if (area != null) {
                area.memory().drop();
            }
        }
        released();
    }

    /** There may be memory, or room in a quota, that was not there before. */
    void released() {
        releases.incrementAndGet();
        if (waiting.get() > 0) {
            lock.acquire();
            memory.wakeAll();
            lock.release();
        }
    }

    /** A moment after which {@link #await} notices releases. */
    int now() {
        waiting.incrementAndGet();
        return releases.get();
    }

    /** Ends what {@link #now} began. */
    void doneWaiting() {
        waiting.decrementAndGet();
    }

    /** Waits for a release later than that moment. @throws CallFailed EINTR */
    void await(int moment) {
        lock.acquire();
        try {
            while (releases.get() == moment) {
                if (memory.sleep(lock, "area", WaitQueue.Mode.INTERRUPTIBLE, WaitQueue.FOREVER) == WaitQueue.Wake.INTERRUPTED) {
                    throw new CallFailed(Errno.EINTR);
                }
            }
        } finally {
            lock.release();
        }
    }
}
