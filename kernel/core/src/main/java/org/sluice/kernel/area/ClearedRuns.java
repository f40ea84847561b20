package org.sluice.kernel.area;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;

/**
 * Runs of frames that were cleared in advance, so that who allocates need not wait for it: a few of each of the lengths asked for of
 * late. The frames count as free; they go back when memory is short.
 */
final class ClearedRuns {
    private static final int EACH = 4;
    private static final int LENGTHS = 8;
    /** Longest run kept, and most frames of all: 2 and 4 MiB. */
    private static final int LONGEST = 512;
    private static final int MOST_FRAMES = 1024;

    private final FrameAllocator frames;
    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private final WaitQueue work = new WaitQueue();
    /** By length in frames, the one asked for longest ago first. */
    private final Map<Integer, ArrayDeque<FrameRun>> runs = new LinkedHashMap<>(LENGTHS, 0.75f, true);
    private volatile int kept;
    private boolean running;

    ClearedRuns(FrameAllocator frames) {
        this.frames = frames;
    }

    /** Frames kept. */
    int frames() {
        return kept;
    }

    /** A run of just that length, or null; either way such runs are wanted. */
    FrameRun take(int count) {
        if (count > LONGEST) {
            return null;
        }
        FrameRun dropped = null;
        FrameRun run;
        lock.acquire();
        try {
            if (!running) {
                return null;
            }
            ArrayDeque<FrameRun> list = runs.get(count);
            if (list == null) {
                list = new ArrayDeque<>(EACH);
                runs.put(count, list);
                dropped = dropOne();
            }
            run = list.poll();
            kept -= run == null ? 0 : count;
            work.wakeAll();
        } finally {
            lock.release();
        }
        if (dropped != null) {
            frames.release(dropped);
        }
        return run;
    }

    /** Takes a run of the length asked for longest ago, if there are too many lengths; the length goes with its last run. Lock held. */
    private FrameRun dropOne() {
        if (runs.size() <= LENGTHS) {
            return null;
        }
        Iterator<Map.Entry<Integer, ArrayDeque<FrameRun>>> oldest = runs.entrySet().iterator();
        ArrayDeque<FrameRun> list = oldest.next().getValue();
        FrameRun run = list.poll();
        if (list.isEmpty()) {
            oldest.remove();
        }
        kept -= run == null ? 0 : run.count();
        return run;
    }

    /** Begins to keep runs. Without it there are none. */
    void start() {
        lock.acquire();
        running = true;
        lock.release();
    }

    /** Clears one run that is wanted; false when none is, or memory is short. */
    boolean prepare() {
        int count = wanted();
        if (count == 0 || frames.free() < frames.total() / 4) {
            return false;
        }
        FrameRun run;
        try {
            run = frames.allocate(count, FrameUse.AREA);
        } catch (CallFailed e) {
            return false;
        }
        boolean added = false;
        lock.acquire();
        try {
            ArrayDeque<FrameRun> list = runs.get(count);
            if (running && list != null && list.size() < EACH && kept + count <= MOST_FRAMES) {
                list.add(run);
                kept += count;
                added = true;
            }
        } finally {
            lock.release();
        }
        if (!added) {
            frames.release(run);
        }
        return added;
    }

    /** A length of which there are too few, the one asked for last first; 0 when there is none. */
    private int wanted() {
        int wanted = 0;
        lock.acquire();
        try {
            for (Map.Entry<Integer, ArrayDeque<FrameRun>> entry : runs.entrySet()) {
                if (entry.getValue().size() < EACH && kept + entry.getKey() <= MOST_FRAMES) {
                    wanted = entry.getKey();
                }
            }
        } finally {
            lock.release();
        }
        return wanted;
    }

    /** Waits until somebody has asked for a run. */
    void awaitWork() {
        lock.acquire();
        try {
            work.sleep(lock, "areas to clear", WaitQueue.Mode.KILLABLE, WaitQueue.FOREVER);
        } finally {
            lock.release();
        }
    }

    /** Gives all back; false when there were none. */
    boolean drop() {
        ArrayDeque<FrameRun> dropped = new ArrayDeque<>();
        lock.acquire();
        try {
            runs.values().forEach(list -> {
                dropped.addAll(list);
                list.clear();
            });
            kept = 0;
        } finally {
            lock.release();
        }
        dropped.forEach(frames::release);
        return !dropped.isEmpty();
    }
}
