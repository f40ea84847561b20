package org.sluice.kernel.memory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * Buddy allocator over the machine's frames. A free block of order k is 2^k frames, aligned to its size; free blocks of one
 * order form a doubly linked list whose links lie in arrays beside the frames, so that frames never hold kernel data.
 *
 * <p>Frames are cleared when they are allocated: no byte of a former owner is ever seen. Who allocates says what for, which
 * {@link #visit} tells; the allocator itself makes nothing of it.
 */
public final class FrameAllocator {
    private static final int NONE = -1;
    private static final byte IN_USE = -1;
    private static final byte INSIDE = -2;
    /** Runs looked at under one hold of the lock. */
    private static final int VISIT_RUNS = 256;
    private static final FrameUse[] USES = FrameUse.values();

    private final PhysicalMemory memory;
    private final int frames;
    private final int maxOrder;
    private final int[] head;
    /** Links of a free block; of an allocated run, at its first frame, the ordinal of its use and its process. */
    private final int[] next;
    private final int[] previous;
    /** Order of the free block starting here, IN_USE for the first frame of an allocated run, INSIDE for any other. */
    private final byte[] state;
    private final int[] runLength;
    private final AtomicBoolean lock = new AtomicBoolean();
    private volatile int free;
    private final List<Reclaimer> reclaimers = new CopyOnWriteArrayList<>();
    private volatile Runnable onShortage = () -> { };
    private volatile int shortage;

    /** Takes over all of memory but the first frame, which stays unused so that address 0 is never valid. */
    public FrameAllocator(PhysicalMemory memory) {
        this.memory = memory;
        frames = memory.frames();
        maxOrder = 31 - Integer.numberOfLeadingZeros(frames);
        head = new int[maxOrder + 1];
        java.util.Arrays.fill(head, NONE);
        next = new int[frames];
        previous = new int[frames];
        state = new byte[frames];
        runLength = new int[frames];
        java.util.Arrays.fill(state, INSIDE);
        releaseRange(1, frames - 1);
    }

    /** Frames in the machine. */
    public int total() {
        return frames;
    }

    /** Frames nobody owns. */
    public int free() {
        return free;
    }

    /** The memory the frames are part of. */
    public PhysicalMemory memory() {
        return memory;
    }

    /** A run for the kernel itself. */
    public FrameRun allocate(int count) {
        return allocate(count, FrameUse.KERNEL);
    }

    /** A run that belongs to no process. */
    public FrameRun allocate(int count, FrameUse use) {
        return allocate(count, use, 0);
    }

    /**
     * Allocates a contiguous, cleared run.
     *
     * @param count   frames, at least 1
     * @param use     what for, not FREE
     * @param process whose it is, 0 for no one's
     * @throws CallFailed ENOMEM when no run of that length is free
     */
    public FrameRun allocate(int count, FrameUse use, int process) {
        FrameRun run = reserve(count, use, process);
        memory.clear(run.address(), run.bytes());
        return run;
    }

    /**
     * As {@link #allocate(int, FrameUse, int)}, with whatever a former owner left in the frames: for owners that clear or fill them
     * before anybody sees them.
     */
    public FrameRun reserve(int count, FrameUse use, int process) {
        if (count < 1) {
            throw new IllegalArgumentException("run of " + count + " frames");
        }
        int order = 32 - Integer.numberOfLeadingZeros(count - 1);
        int frame;
        acquire();
        try {
            int o = order;
            while (o <= maxOrder && head[o] == NONE) {
                o++;
            }
            if (o > maxOrder) {
                throw new CallFailed(Errno.ENOMEM);
            }
            frame = head[o];
            unlink(frame, o);
            state[frame] = IN_USE;
            runLength[frame] = count;
            next[frame] = use.ordinal();
            previous[frame] = process;
            free -= 1 << o;
            releaseRange(frame + count, (1 << o) - count);
        } finally {
            lock.set(false);
        }
        if (free < shortage) {
            onShortage.run();
        }
        return new FrameRun(frame, count);
    }

    /** Somebody who holds frames it can do without. */
    public interface Reclaimer {
        /** Gives some back, about so many. May block. */
        void reclaim(int frames);
    }

    /** Adds somebody to be asked by {@link #reclaim}. */
    public void addReclaimer(Reclaimer reclaimer) {
        reclaimers.add(reclaimer);
    }

    /** Sees to it that so many frames are free, if others can do without them. Blocks; nothing may be locked. */
    public void reclaim(int wanted) {
        for (Reclaimer reclaimer : reclaimers) {
            int missing = wanted - free;
            if (missing > 0) {
                reclaimer.reclaim(missing);
            }
        }
    }

    /** Has something run, on whatever thread allocates, when fewer frames are free than a number. It must be wait-free. */
    public void onShortage(int below, Runnable action) {
        onShortage = action;
        shortage = below;
    }

    /**
     * Gives a run back.
     *
     * @throws IllegalStateException if it is not exactly a run that is allocated now
     */
    public void release(FrameRun run) {
        acquire();
        try {
            if (run.frame() <= 0 || run.frame() >= frames || state[run.frame()] != IN_USE
                || runLength[run.frame()] != run.count()) {
                throw new IllegalStateException("release of frames " + run.frame() + "+" + run.count() + " that are not allocated so");
            }
            state[run.frame()] = INSIDE;
            releaseRange(run.frame(), run.count());
        } finally {
            lock.set(false);
        }
    }

    /** Is told of runs of frames, allocated or free, one behind the other. */
    public interface Visitor {
        void run(int frame, int count, FrameUse use, int process);
    }

    /**
     * Tells all frames of the machine in their order. Not of one moment: what is allocated and released meanwhile may be told as
     * it was or as it is, but no frame is told twice or left out.
     */
    public void visit(Visitor visitor) {
        visitor.run(0, 1, FrameUse.RESERVED, 0);
        int[] found = new int[VISIT_RUNS * 3];
        int at = 1;
        while (at < frames) {
            int from = at;
            int runs = 0;
            acquire();
            try {
                while (at < frames && runs < VISIT_RUNS) {
                    int end = at;
                    boolean used = state[at] == IN_USE;
                    if (used) {
                        end += runLength[at];
                    } else {
                        // a block that was joined with a neighbour, or allocated with one, since the last look began before here
                        end += state[at] == INSIDE ? 1 : 1 << state[at];
                    }
                    found[3 * runs] = end;
                    found[3 * runs + 1] = used ? next[at] : FrameUse.FREE.ordinal();
                    found[3 * runs + 2] = used ? previous[at] : 0;
                    runs++;
                    at = end;
                }
            } finally {
                lock.set(false);
            }
            for (int i = 0; i < runs; i++) {
                int end = found[3 * i];
                visitor.run(from, end - from, USES[found[3 * i + 1]], found[3 * i + 2]);
                from = end;
            }
        }
    }

    /** Puts a range back as the largest aligned blocks it consists of, joining each with its free buddy. */
    private void releaseRange(int from, int count) {
        int frame = from;
        int end = from + count;
        free += count;
        while (frame < end) {
            int order = Math.min(frame == 0 ? maxOrder : Integer.numberOfTrailingZeros(frame),
                31 - Integer.numberOfLeadingZeros(end - frame));
            int block = frame;
            frame += 1 << order;
            while (order < maxOrder) {
                int buddy = block ^ 1 << order;
                if (buddy + (1 << order) > frames || state[buddy] != order) {
                    break;
                }
                unlink(buddy, order);
                block = Math.min(block, buddy);
                order++;
            }
            link(block, order);
        }
    }

    private void link(int block, int order) {
        state[block] = (byte) order;
        next[block] = head[order];
        previous[block] = NONE;
        if (head[order] != NONE) {
            previous[head[order]] = block;
        }
        head[order] = block;
    }

    private void unlink(int block, int order) {
        state[block] = INSIDE;
        if (previous[block] == NONE) {
            head[order] = next[block];
        } else {
            next[previous[block]] = next[block];
        }
        if (next[block] != NONE) {
            previous[next[block]] = previous[block];
        }
    }

    private void acquire() {
        while (!lock.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
    }
}
