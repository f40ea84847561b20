package org.sluice.images.bench;

import java.util.Arrays;
import java.util.PriorityQueue;
import org.sluice.kernel.pager.replace.Replacement;

/** Counts the hits a memory of some frames has on a trace. */
final class PagingSimulation {
    private final int[] trace;
    private final int pages;

    PagingSimulation(int[] trace) {
        this.trace = trace;
        pages = Arrays.stream(trace).max().orElse(0) + 1;
    }

    /** Different pages of the trace. */
    int pages() {
        return (int) Arrays.stream(trace).distinct().count();
    }

    int references() {
        return trace.length;
    }

    /** Hits under a policy of the pager: every access sets the mark in the page's entry of the page table, nobody else is told. */
    int hits(Replacement policy, int frames) {
        boolean[] used = new boolean[frames];
        int[] frameOf = new int[pages];
        int[] pageIn = new int[frames];
        Arrays.fill(frameOf, -1);
        Replacement.Probe probe = new Replacement.Probe() {
            @Override
            public boolean takeUsed(int frame) {
                boolean was = used[frame];
                used[frame] = false;
                return was;
            }

            @Override
            public boolean evictable(int frame) {
                return true;
            }
        };
        int hits = 0;
        for (int page : trace) {
            int frame = frameOf[page];
            if (frame >= 0) {
                hits++;
            } else {
                if (policy.size() < frames) {
                    frame = policy.size();
                } else {
                    frame = policy.victim(probe);
                    frameOf[pageIn[frame]] = -1;
                }
                frameOf[page] = frame;
                pageIn[frame] = page;
                policy.added(frame, page + 1);
            }
            used[frame] = true;
        }
        return hits;
    }

    /** Hits if the page that was not used for the longest time leaves, which only who is told of every hit can know. */
    int hitsOfLru(int frames) {
        var resident = new java.util.LinkedHashMap<Integer, Boolean>(2 * frames, 0.75f, true);
        int hits = 0;
        for (int page : trace) {
            if (resident.put(page, true) != null) {
                hits++;
            } else if (resident.size() > frames) {
                resident.pollFirstEntry();
            }
        }
        return hits;
    }

    /** Hits if the page leaves that will be used last (Belady 1966): no policy has more. */
    int hitsOfOptimum(int frames) {
        int[] nextUse = new int[trace.length];
        int[] seen = new int[pages];
        Arrays.fill(seen, Integer.MAX_VALUE);
        for (int i = trace.length - 1; i >= 0; i--) {
            nextUse[i] = seen[trace[i]];
            seen[trace[i]] = i;
        }
        int[] upcoming = new int[pages];
        Arrays.fill(upcoming, -1);
        // entries of an earlier use stay in the queue; they do not agree with what is upcoming and are passed over
        PriorityQueue<long[]> furthest = new PriorityQueue<>((a, b) -> Long.compare(b[0], a[0]));
        int resident = 0;
        int hits = 0;
        for (int i = 0; i < trace.length; i++) {
            int page = trace[i];
            if (upcoming[page] >= 0) {
                hits++;
            } else if (resident == frames) {
                long[] entry;
                do {
                    entry = furthest.remove();
                } while (upcoming[(int) entry[1]] != entry[0]);
                upcoming[(int) entry[1]] = -1;
            } else {
                resident++;
            }
            upcoming[page] = nextUse[i];
            furthest.add(new long[] {nextUse[i], page});
        }
        return hits;
    }
}
