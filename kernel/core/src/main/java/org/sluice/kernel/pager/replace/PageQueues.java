package org.sluice.kernel.pager.replace;

import java.util.Arrays;

/** Queues of pages, each page in one of them at most, linked through arrays beside the frames. */
final class PageQueues {
    /** No page. */
    static final int NONE = -1;
    private static final byte NOWHERE = -1;

    private final int[] next;
    private final int[] previous;
    private final byte[] place;
    private final int[] first;
    private final int[] last;
    private final int[] size;
    private int pages;

    /** @param frames upper bound of page numbers; @param queues how many, numbered from 0 */
    PageQueues(int frames, int queues) {
        next = new int[frames];
        previous = new int[frames];
        place = new byte[frames];
        Arrays.fill(place, NOWHERE);
        first = new int[queues];
        last = new int[queues];
        Arrays.fill(first, NONE);
        Arrays.fill(last, NONE);
        size = new int[queues];
    }

    /** Pages in all queues. */
    int pages() {
        return pages;
    }

    int size(int queue) {
        return size[queue];
    }

    /** The page that is longest in a queue, or {@link #NONE}. */
    int first(int queue) {
        return first[queue];
    }

    /** Puts a page that is in no queue to the end of one. */
    void append(int queue, int page) {
        if (place[page] != NOWHERE) {
            throw new IllegalStateException("page " + page + " is resident already");
        }
        place[page] = (byte) queue;
        next[page] = NONE;
        previous[page] = last[queue];
        if (last[queue] == NONE) {
            first[queue] = page;
        } else {
            next[last[queue]] = page;
        }
        last[queue] = page;
        size[queue]++;
        pages++;
    }

    /** Takes a page out of its queue. */
    void remove(int page) {
        int queue = place[page];
        if (queue == NOWHERE) {
            throw new IllegalStateException("page " + page + " is not resident");
        }
        if (previous[page] == NONE) {
            first[queue] = next[page];
        } else {
            next[previous[page]] = next[page];
        }
        if (next[page] == NONE) {
            last[queue] = previous[page];
        } else {
            previous[next[page]] = previous[page];
        }
        place[page] = NOWHERE;
        size[queue]--;
        pages--;
    }

    /** Puts a page to the end of a queue, its own or another. */
    void move(int queue, int page) {
        remove(page);
        append(queue, page);
    }

    /** Takes out the first page of a queue that may leave, used or not. @return it, or {@link #NONE} */
    int takeEvictable(int queue, Replacement.Probe probe) {
        for (int page = first[queue]; page != NONE; page = next[page]) {
            if (probe.evictable(page)) {
                remove(page);
                return page;
            }
        }
        return NONE;
    }
}
