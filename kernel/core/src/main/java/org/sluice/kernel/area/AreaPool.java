package org.sluice.kernel.area;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;
import org.sluice.vm.time.Clock;

/** Where areas get their frames from, and what all tables count together. */
public final class AreaPool {
    private final FrameAllocator frames;
    private final Clock clock;
    private final Set<AreaTable> tables = ConcurrentHashMap.newKeySet();
    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private final WaitQueue memory = new WaitQueue();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger releases = new AtomicInteger();
    private final LongAdder moved = new LongAdder();

    public AreaPool(FrameAllocator frames, Clock clock) {
        this.frames = frames;
        this.clock = clock;
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

    void moved(long bytes) {
        moved.add(bytes);
    }

    /** A cleared run. Memory that processes keep for themselves is taken back before this fails. @throws CallFailed ENOMEM */
    FrameRun allocate(int count) {
        try {
            return frames.allocate(count, FrameUse.AREA);
        } catch (CallFailed e) {
            boolean found = false;
            for (AreaTable table : tables) {
                found |= table.dropSpares();
            }
            if (!found) {
                throw e;
            }
            return frames.allocate(count, FrameUse.AREA);
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
            if (area != null && area.memory().drop()) {
                frames.release(area.memory().frames());
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
