package org.sluice.kernel.pager.replace;

/** Second chance: pages leave in the order they came, but one that was used since its last turn goes to the end instead. */
public final class Clock implements Replacement {
    private static final int ALL = 0;

    private final PageQueues queues;

    /** @param frames upper bound of page numbers */
    public Clock(int frames) {
        queues = new PageQueues(frames, 1);
    }

    @Override
    public void added(int page, long key) {
        queues.append(ALL, page);
    }

    @Override
    public void removed(int page) {
        queues.remove(page);
    }

    @Override
    public int victim(Probe probe) {
        // in the second round all marks of the first are gone
        for (int turns = 2 * queues.pages(); turns > 0; turns--) {
            int page = queues.first(ALL);
            if (probe.evictable(page) && !probe.takeUsed(page)) {
                queues.remove(page);
                return page;
            }
            queues.move(ALL, page);
        }
        return queues.takeEvictable(ALL, probe);
    }

    @Override
    public int size() {
        return queues.pages();
    }
}
