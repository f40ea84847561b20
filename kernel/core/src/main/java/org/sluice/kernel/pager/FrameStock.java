package org.sluice.kernel.pager;

import java.util.ArrayDeque;
import java.util.BitSet;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;

/**
 * The frames that pages may be in. An eighth of memory is there from the start and stays; beyond that the stock grows while
 * enough of memory is free, and shrinks when others run short. Guarded by the pager's lock.
 */
final class FrameStock {
    /** The part of memory that is the stock's own: one over this. */
    private static final int OWN_PART = 8;
    /** While so much of memory is free, one over this, the stock grows. */
    private static final int GROW_PART = 4;
    /** When no more of memory is free than that, one over this, it shrinks. */
    private static final int SHRINK_PART = 8;
    /** Frames to keep ready, and when to begin to. */
    private static final int READY_HIGH = 64;
    private static final int READY_LOW = 32;

    private final FrameAllocator frames;
    private final SpinLock lock;
    private final Runnable shortage;
    /** Never given back. */
    private final FrameRun own;
    private final int high;
    private final int low;
    private final ArrayDeque<Integer> ready = new ArrayDeque<>();
    private final WaitQueue frameFree = new WaitQueue();
    private final WaitQueue roomMade = new WaitQueue();
    private int owned;
    private int waiting;
    private long waits;
    /** Free frames others have asked for. */
    private int freeWanted;
    /** Frames are being made ready, until there are {@link #high}. */
    private boolean replenishing;

    /**
     * Takes the stock's own frames.
     *
     * @param lock     the pager's
     * @param shortage run when frames should be made ready; wait-free
     */
    FrameStock(FrameAllocator frames, SpinLock lock, Runnable shortage) {
        this.frames = frames;
        this.lock = lock;
        this.shortage = shortage;
        own = frames.reserve(Math.max(16, frames.total() / OWN_PART), FrameUse.PAGED, 0);
        high = Math.min(READY_HIGH, own.count() / 4);
        low = Math.min(READY_LOW, own.count() / 8);
        for (int i = 0; i < own.count(); i++) {
            ready.add(own.frame() + i);
        }
        owned = own.count();
    }

    /** Fewer free frames in memory than that are a shortage. */
    int shortageLimit() {
        return frames.total() / SHRINK_PART;
    }

    int ready() {
        return ready.size();
    }

    int owned() {
        return owned;
    }

    /** Times a thread waited for a frame. */
    long waits() {
        return waits;
    }

    /** Frames that are in the stock for sure, whoever else needs memory, and not needed to keep paging going. */
    int promised() {
        return own.count() - high;
    }

    /** Most pages that can be in memory at once when nobody else needs any. */
    int capacity() {
        return own.count() + Math.max(0, frames.free() - frames.total() / GROW_PART);
    }

    /** Whether somebody waits for a frame. */
    boolean isWaitedFor() {
        return waiting > 0;
    }

    /** Whether frames may be spent on what nobody has asked for yet. */
    boolean isAmple() {
        return ready.size() > low / 2;
    }

    /** A frame with any contents. May give the lock up, to wait for one. @throws org.sluice.abi.ProcessKilled if the process ends */
    int take() {
        while (true) {
            if (!ready.isEmpty() || grow()) {
                int frame = ready.poll();
                if (ready.size() < low && !mayGrow()) {
                    shortage.run();
                }
                return frame;
            }
            waits++;
            waiting++;
            shortage.run();
            try {
                frameFree.sleep(lock, "memory", WaitQueue.Mode.KILLABLE, WaitQueue.FOREVER);
            } finally {
                waiting--;
            }
        }
    }

    void give(int frame) {
        ready.add(frame);
        frameFree.wakeOne();
    }

    private boolean mayGrow() {
        return frames.free() > frames.total() / GROW_PART;
    }

    private boolean grow() {
        if (!mayGrow()) {
            return false;
        }
        try {
            ready.add(frames.reserve(1, FrameUse.PAGED, 0).frame());
            owned++;
            return true;
        } catch (CallFailed none) {
            return false;
        }
    }

    /** Whether pages have to leave so that frames are ready. */
    boolean isShort() {
        boolean enough = ready.size() >= (replenishing ? high : low) && waiting == 0;
        replenishing = !enough && !mayGrow();
        return replenishing;
    }

    /** Whether others need frames that are not the stock's own; if not, those that have asked for some have been served. */
    boolean isTooLarge() {
        if (owned > own.count() && frames.free() < Math.max(shortageLimit(), freeWanted)) {
            return true;
        }
        roomMade();
        return false;
    }

    /** Gives a frame back to memory. @return false when none that is not the stock's own is ready */
    boolean shrink() {
        for (int i = 0; i < ready.size(); i++) {
            int frame = ready.poll();
            if (frame < own.frame() || frame >= own.frame() + own.count()) {
                frames.release(new FrameRun(frame, 1));
                owned--;
                return true;
            }
            ready.add(frame);
        }
        return false;
    }

    /** No more frames can be given to those that have asked. */
    void roomMade() {
        freeWanted = 0;
        roomMade.wakeAll();
    }

    /** Asks for frames for others, and waits until they are free or the stock has only its own. */
    void makeRoom(int count) {
        if (owned > own.count()) {
            freeWanted = Math.max(freeWanted, frames.free() + count);
            shortage.run();
            roomMade.sleep(lock, "memory", WaitQueue.Mode.KILLABLE, WaitQueue.FOREVER);
        }
    }

    /** The frames that are ready, for a check. @throws IllegalStateException if one is there twice */
    BitSet readyFrames() {
        BitSet set = new BitSet();
        for (int frame : ready) {
            if (set.get(frame)) {
                throw new IllegalStateException("frame " + frame + " twice");
            }
            set.set(frame);
        }
        return set;
    }
}
