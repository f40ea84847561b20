package org.sluice.kernel.pager.replace;

/**
 * Full 2Q (Johnson and Shasha, VLDB 1994). A page new to memory goes through a first-in-first-out queue, a quarter of the resident
 * pages, and leaves at its end however often it was used there: what follows an arrival closely says nothing. Its key is
 * remembered, with those of half as many pages as are resident; a page that comes back by then enters the main queue, a clock.
 */
public final class TwoQueue implements Replacement {
    private static final int IN = 0;
    private static final int MAIN = 1;
    private static final int IN_DIVISOR = 4;
    private static final int OUT_DIVISOR = 2;

    private final PageQueues queues;
    private final Ghosts out;
    private final long[] keys;

    /** @param frames upper bound of page numbers */
    public TwoQueue(int frames) {
        queues = new PageQueues(frames, 2);
        out = new Ghosts(Math.max(1, frames / OUT_DIVISOR));
        keys = new long[frames];
    }

    @Override
    public void added(int page, long key) {
        queues.append(out.take(key) ? MAIN : IN, page);
        keys[page] = key;
    }

    @Override
    public void removed(int page) {
        queues.remove(page);
    }

    @Override
    public int victim(Probe probe) {
        int inTurns = queues.size(IN);
        int mainTurns = 2 * queues.size(MAIN);
        while (inTurns + mainTurns > 0) {
            boolean in = queues.size(IN) > queues.pages() / IN_DIVISOR ? inTurns > 0 : mainTurns == 0;
            int page = queues.first(in ? IN : MAIN);
            if (in) {
                inTurns--;
                if (probe.evictable(page)) {
                    return leave(page);
                }
                queues.move(IN, page);
            } else {
                mainTurns--;
                if (probe.evictable(page) && !probe.takeUsed(page)) {
                    queues.remove(page);
                    return page;
                }
                queues.move(MAIN, page);
            }
        }
        // all of the main queue that may leave was used twice while it was looked at
        return queues.takeEvictable(MAIN, probe);
    }

    private int leave(int page) {
        int resident = queues.pages();
        queues.remove(page);
        out.add(keys[page], Math.max(1, resident / OUT_DIVISOR));
        return page;
    }

    @Override
    public int size() {
        return queues.pages();
    }

    /** Keys of pages that have left and are remembered. */
    int remembered() {
        return out.size();
    }
}
