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
    /** How long the thread waits for a grace period before it turns to other pages. */
    private static final long PATIENCE_NANOS = 5_000_000;

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

    /**
     * Makes some pages leave. Gives the lock up.
     *
     * @return whether any were found
     */
    boolean evict() {
        GracePeriod grace = new GracePeriod();
        List<Page> pages = new ArrayList<>(BATCH);
        List<Page.Mapping> mappings = new ArrayList<>(BATCH);
        while (pages.size() < BATCH) {
            Page page = pager.victim(probe);
            if (page == null) {
                break;
            }
            page.leaving = true;
            mappings.add(page.mappings);
            page.unmapEverywhere(grace);
            pages.add(page);
        }
        if (pages.isEmpty()) {
            return false;
        }
        pager.counters().shootdowns++;
        pager.unlock();
        long before = clock.monotonicNanos();
        grace.await(PATIENCE_NANOS);
        long waited = clock.monotonicNanos() - before;
        pager.lock();
        pager.counters().graceNanos += waited;
        List<Page> now = new ArrayList<>(BATCH);
        List<Page> later = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            (grace.overFor(mappings.get(i)) ? now : later).add(pages.get(i));
        }
        if (!later.isEmpty()) {
            pager.putOff(grace, () -> leave(later));
        }
        leave(now);
        return true;
    }

    /** The rest, when nobody has a translation of the pages any more. Those that somebody has kept meanwhile stay. */
    private void leave(List<Page> pages) {
        pages.removeIf(page -> !page.leaving);
        // Neighbours lie together in the swap area.
        pages.sort(Comparator.comparingLong(Page::key));
        List<Page> stuck = new ArrayList<>();
        List<Page> toSave = new ArrayList<>();
        for (Page page : pages) {
            page.leaving = false;
            if (page.dirty && !page.object.dead) {
                (page.object.prepareToSave(page) ? toSave : stuck).add(page);
            }
        }
        pager.unlock();
        List<Page> failed = saver.save(toSave);
        pager.lock();
        stuck.addAll(failed);
        toSave.forEach(page -> saver.count(page, failed.contains(page)));
        for (Page page : pages) {
            pager.counters().evicted += left(page, stuck.contains(page)) ? 1 : 0;
        }
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
