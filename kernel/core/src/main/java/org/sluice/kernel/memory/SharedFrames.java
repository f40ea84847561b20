package org.sluice.kernel.memory;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.sluice.kernel.Watcher;

/**
 * Frames with a count of those that hold them: areas, files, caches. Whoever is the only holder may write to them. The last to
 * let go gives them back to where they came from.
 *
 * <p>A {@linkplain #slice slice} is a count of its own for a range of frames' bytes that nobody else holds any part of: its
 * holder may write although others hold the rest.
 */
public final class SharedFrames {
    /** Where frames go that nobody holds any more. Called once, by whoever let go last; may not block. */
    public interface Home {
        void takeBack(SharedFrames frames);
    }

    private record Waiting(Watcher watcher, Waiting next) {
    }

    private static final AtomicReferenceFieldUpdater<SharedFrames, Waiting> SOLE =
        AtomicReferenceFieldUpdater.newUpdater(SharedFrames.class, Waiting.class, "sole");

    private final FrameRun run;
    private final Home home;
    private final long since;
    private final SharedFrames whole;
    private final AtomicInteger holders = new AtomicInteger(1);
    /** Those who wait to be the only holder; replaced as a whole. */
    private volatile Waiting sole;

    /**
     * Frames with one holder, the caller.
     *
     * @param since monotonic time at which the run was given out, or 0
     */
    public SharedFrames(FrameRun run, Home home, long since) {
        this(run, home, since, null);
    }

    private SharedFrames(FrameRun run, Home home, long since, SharedFrames whole) {
        this.run = run;
        this.home = home;
        this.since = since;
        this.whole = whole;
    }

    /** A further count on the same frames, with one holder: the caller, who sees to it that slices have no byte in common. */
    public SharedFrames slice() {
        hold();
        return new SharedFrames(run, gone -> drop(), since, whole());
    }

    public FrameRun run() {
        return run;
    }

    /** What this is a slice of, at the end; itself if it is none. */
    public SharedFrames whole() {
        return whole == null ? this : whole;
    }

    /** Monotonic time at which the run was given out, or 0 when nobody noted it. */
    public long since() {
        return since;
    }

    /** Whether the frames go back to that place. */
    public boolean isOf(Home place) {
        return home == place;
    }

    public int holders() {
        return holders.get();
    }

    /** Counts one holder more. The caller is or speaks for one, so there is at least one. */
    public void hold() {
        holders.incrementAndGet();
    }

    /** Counts one holder less, and gives the frames back if it was the last. */
    public void drop() {
        int left = holders.decrementAndGet();
        if (left == 0) {
            home.takeBack(this);
        } else if (left == 1) {
            for (Waiting w = sole; w != null; w = w.next) {
                w.watcher.changed();
            }
        }
    }

    /**
     * Has somebody told, until {@link #unwatchSole}, each time one holder is left. Any number may: whoever holds the frames and wants to write. What
     * happened before is not told, so they look at {@link #holders} after this.
     */
    public void watchSole(Watcher watcher) {
        SOLE.updateAndGet(this, all -> new Waiting(watcher, all));
    }

    /** Has a watcher told no more; others stay. */
    public void unwatchSole(Watcher watcher) {
        SOLE.updateAndGet(this, all -> without(all, watcher));
    }

    private static Waiting without(Waiting all, Watcher watcher) {
        Waiting left = null;
        for (Waiting w = all; w != null; w = w.next) {
            left = w.watcher == watcher ? left : new Waiting(w.watcher, left);
        }
        return left;
    }
}
