package org.sluice.kernel.area;

import java.lang.foreign.MemorySegment;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.thread.Signal;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;
import org.sluice.vm.memory.PhysicalMemory;

/** The views of a process' areas: one an area, each of one thread or of all. Uses the lock and the slots of the process' table. */
final class AreaViews {
    private final PhysicalMemory physical;
    private final SpinLock lock;
    private final AreaSlots slots;

    AreaViews(PhysicalMemory physical, SpinLock lock, AreaSlots slots) {
        this.physical = physical;
        this.lock = lock;
        this.slots = slots;
    }

    /** As {@link org.sluice.abi.SystemCalls#areaMap}. */
    void map(long[] vector, int flags, MemorySegment[] views) {
        boolean wait = (flags & Areas.WHEN_ALONE) != 0 && (flags & Areas.WRITE) != 0;
        int kind = wait ? flags & ~Areas.WHEN_ALONE : flags;
        while (true) {
            try {
                mapNow(vector, kind, views);
                return;
            } catch (CallFailed e) {
                if (!wait || e.errno() != Errno.EACCES) {
                    throw e;
                }
            }
            awaitAlone(vector);
        }
    }

    /** Waits until somebody has let go of the first area named that others hold too. */
    private void awaitAlone(long[] vector) {
        SharedFrames memory = shared(vector);
        if (memory == null) {
            return;
        }
        Signal signal = new Signal();
        memory.watchSole(signal);
        try {
            if (memory.holders() > 1 && signal.await("area", WaitQueue.FOREVER) == WaitQueue.Wake.INTERRUPTED) {
                throw new CallFailed(Errno.EINTR);
            }
        } finally {
            memory.unwatchSole(signal);
        }
    }

    /** The memory of the first area named that others hold too; null if there is none. */
    private SharedFrames shared(long[] vector) {
        int count = VectorParts.count(vector);
        lock.acquire();
        try {
            for (Area area : VectorParts.read(slots, vector, count).areas()) {
                if (!area.exclusive()) {
                    return area.memory();
                }
            }
            return null;
        } finally {
            lock.release();
        }
    }

    private void mapNow(long[] vector, int flags, MemorySegment[] views) {
        if ((flags & ~(Areas.WRITE | Areas.SHARED)) != 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        boolean writable = (flags & Areas.WRITE) != 0;
        boolean shared = (flags & Areas.SHARED) != 0;
        int count = VectorParts.count(vector);
        if (views == null || views.length < count) {
            throw new CallFailed(Errno.EFAULT);
        }
        MemorySegment[] opened = new MemorySegment[count];
        lock.acquire();
        try {
            VectorParts parts = VectorParts.named(slots, vector, count, false);
            for (Area area : parts.areas()) {
                if (area.viewed() || area.sent) {
                    throw new CallFailed(Errno.EBUSY);
                }
                if (writable && !area.exclusive()) {
                    throw new CallFailed(Errno.EACCES);
                }
            }
            for (int i = 0; i < count; i++) {
                opened[i] = parts.areas()[i].open(physical, parts.offsets()[i], parts.lengths()[i], writable, shared);
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
    void unmap(long[] vector) {
        int count = VectorParts.count(vector);
        lock.acquire();
        try {
            VectorParts parts = VectorParts.named(slots, vector, count, false);
            requireCloseable(parts.areas());
            close(parts.areas());
        } finally {
            lock.release();
        }
    }

    /** Closes the views that only a thread can close, on that thread, which is ending. */
    void closeAllOf(KernelThread thread) {
        lock.acquire();
        try {
            for (Area area : slots.all()) {
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

    /** Closes what views there are. Lock held. @throws CallFailed EBUSY; those before are closed */
    static void close(Area[] areas) {
        for (Area area : areas) {
            close(area);
        }
    }

    /** Lock held. @throws CallFailed EPERM */
    static void requireCloseable(Area[] areas) {
        for (Area area : areas) {
            if (!area.closeable()) {
                throw new CallFailed(Errno.EPERM);
            }
        }
    }
}
