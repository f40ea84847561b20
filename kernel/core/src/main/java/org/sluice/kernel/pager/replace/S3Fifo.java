package org.sluice.kernel.pager.replace;

/**
 * S3-FIFO (Yang and others, SOSP 2023) for pages whose hits are not told. Three queues, all first-in-first-out: a small one for
 * what is new, a main one for what was used again, and the keys of what has left the small one unused, which enters the main one
 * when it comes back.
 *
 * <p>The small queue has two halves. Use in the younger half is taken for part of the arrival, as a pass byte by byte or a reader
 * that follows its read-ahead makes it; the mark is taken away when a page passes the middle, and only a page used after that
 * goes on to the main queue. A page of the main queue has as many turns to spare as it was found used at, up to
 * {@value #MOST_CREDIT} beside the one of being found used.
 */
public final class S3Fifo implements Replacement {
    private static final int YOUNG = 0;
    private static final int OLD = 1;
    private static final int MAIN = 2;
    private static final int SMALL_DIVISOR = 10;
    /** In a small memory the small queue is larger than its tenth: up to this many pages, and a quarter. */
    private static final int SMALL_LEAST = 64;
    private static final int SMALL_LEAST_DIVISOR = 4;
    private static final int MOST_CREDIT = 2;

    private final PageQueues queues;
    private final Ghosts ghosts;
    private final long[] keys;
    private final byte[] credit;

    /** @param frames upper bound of page numbers */
    public S3Fifo(int frames) {
        queues = new PageQueues(frames, 3);
        ghosts = new Ghosts(frames);
        keys = new long[frames];
        credit = new byte[frames];
    }

    @Override
    public void added(int page, long key) {
        queues.append(ghosts.take(key) ? MAIN : YOUNG, page);
        keys[page] = key;
        credit[page] = 0;
    }

    @Override
    public void removed(int page) {
        queues.remove(page);
    }

    @Override
    public int victim(Probe probe) {
        age(probe);
        int smallTurns = small();
        int mainTurns = (MOST_CREDIT + 2) * queues.pages();
        while (true) {
            boolean fromSmall = small() > quota() ? smallTurns > 0 : mainTurns == 0 || queues.size(MAIN) == 0;
            if (fromSmall && smallTurns > 0 && small() > 0) {
                smallTurns--;
                int page = queues.first(queues.size(OLD) > 0 ? OLD : YOUNG);
                if (!probe.evictable(page)) {
                    queues.move(OLD, page);
                } else if (probe.takeUsed(page)) {
                    queues.move(MAIN, page);
                } else {
                    return leave(page);
                }
            } else if (mainTurns > 0 && queues.size(MAIN) > 0) {
                mainTurns--;
                int page = queues.first(MAIN);
                if (probe.evictable(page) && isSpent(page, probe.takeUsed(page))) {
                    queues.remove(page);
                    return page;
                }
                queues.move(MAIN, page);
            } else {
                return anyEvictable(probe);
            }
        }
    }

    /** Lets pages of the small queue pass its middle. */
    private void age(Probe probe) {
        while (queues.size(YOUNG) > queues.size(OLD)) {
            int page = queues.first(YOUNG);
            probe.takeUsed(page);
            queues.move(OLD, page);
        }
    }

    private int small() {
        return queues.size(YOUNG) + queues.size(OLD);
    }

    private int quota() {
        int resident = queues.pages();
        return Math.max(1, Math.max(resident / SMALL_DIVISOR, Math.min(SMALL_LEAST, resident / SMALL_LEAST_DIVISOR)));
    }

    private boolean isSpent(int page, boolean used) {
        if (used) {
            credit[page] = (byte) Math.min(MOST_CREDIT, credit[page] + 1);
            return false;
        }
        return --credit[page] < 0;
    }

    private int leave(int page) {
        int resident = queues.pages();
        queues.remove(page);
        ghosts.add(keys[page], resident);
        return page;
    }

    /** All turns are spent: whatever may leave was used each time it was looked at. */
    private int anyEvictable(Probe probe) {
        int resident = queues.pages();
        int page = queues.takeEvictable(OLD, probe);
        if (page == PageQueues.NONE) {
            page = queues.takeEvictable(YOUNG, probe);
        }
        if (page == PageQueues.NONE) {
            return queues.takeEvictable(MAIN, probe);
        }
        ghosts.add(keys[page], resident);
        return page;
    }

    @Override
    public int size() {
        return queues.pages();
    }

    /** Keys of pages that have left and are remembered. */
    int remembered() {
        return ghosts.size();
    }
}
