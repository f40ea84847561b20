package org.sluice.kernel.pager;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sluice.kernel.pager.replace.Replacement;
import org.sluice.vm.time.Clock;

/** Makes pages leave their frames. Used by the pager's thread. */
final class Evictor {
    /** Most pages that leave in one go, sharing a grace period. */
    private static final int BATCH = 32;

    private final Pager pager;
    private final Saver saver;
    private final Clock clock;
    private final Replacement.Probe probe = new Replacement.Probe() {
        @Override
        public boolean takeUsed(int frame) {
            return pager.inFrame(frame).takeUsed();
        }

        @Override
        public boolean evictable(int frame) {
            return !pager.inFrame(frame).cleaning;
        }
    };


    Evictor(Pager pager, Saver saver, Clock clock) {
        this.pager = pager;
        this.saver = saver;
        this.clock = clock;
    }

    /** Makes some pages leave. Gives the lock up. @return whether any frame is free for it */
    boolean evict() {
        GracePeriod grace = new GracePeriod();
        List<Page> leaving = new ArrayList<>(BATCH);
        while (leaving.size() < BATCH) {
            Page page = pager.victim(probe);
            if (page == null) {
                break;
            }
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
        pager.counters().shootdowns++;
        pager.unlock();
        long before = clock.monotonicNanos();
        grace.await();
        long waited = clock.monotonicNanos() - before;
        List<Page> failed = saver.save(toSave);
        pager.lock();
        stuck.addAll(failed);
        pager.counters().graceNanos += waited;
        toSave.forEach(page -> saver.count(page, stuck.contains(page)));
        int freed = 0;
        for (Page page : leaving) {
            freed += left(page, stuck.contains(page)) ? 1 : 0;
        }
        pager.counters().evicted += freed;
        return freed > 0;
    }

    /** A page is through with leaving. @return whether it is gone */
    private boolean left(Page page, boolean stuck) {
        if (page.object.dead) {
            page.object.remove(page);
            pager.changed(page);
            pager.release(page);
            return true;
        }
        if (stuck || page.wanted) {
            page.dirty = stuck;
            pager.resident(page);
            return false;
        }
        page.object.remove(page);
        page.object.evicted(page);
        pager.stock().give(page.frame);
        return true;
    }
}
