package org.sluice.kernel.area;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.kernel.memory.FrameRun;

/**
 * Runs of frames a process has released and gets back uncleared: a few of each power of two, and not many bytes together. Guarded by
 * the table's lock, but for reading the sum.
 */
final class Spares {
    private static final int EACH = 8;
    /** log2 of the longest run kept, in frames, plus 1. */
    private static final int ORDERS = 10;
    private static final long MOST_BYTES = 16L << 20;

    private final FrameRun[][] runs = new FrameRun[ORDERS][EACH];
    private final int[] counts = new int[ORDERS];
    private volatile long bytes;

    /** Bytes kept. */
    long bytes() {
        return bytes;
    }

    /** A run of just that many frames, or null. */
    FrameRun take(int frames) {
        int order = order(frames);
        if (order >= ORDERS) {
            return null;
        }
        FrameRun[] list = runs[order];
        for (int i = counts[order] - 1; i >= 0; i--) {
            FrameRun run = list[i];
            if (run.count() == frames) {
                list[i] = list[--counts[order]];
                bytes -= run.bytes();
                return run;
            }
        }
        return null;
    }

    /** Whether there is room for a run. */
    boolean keeps(FrameRun run) {
        int order = order(run.count());
        return order < ORDERS && counts[order] < EACH && bytes + run.bytes() <= MOST_BYTES;
    }

    void add(FrameRun run) {
        int order = order(run.count());
        runs[order][counts[order]++] = run;
        bytes += run.bytes();
    }

    /** All of them. */
    List<FrameRun> all() {
        List<FrameRun> all = new ArrayList<>();
        for (int order = 0; order < ORDERS; order++) {
            all.addAll(Arrays.asList(runs[order]).subList(0, counts[order]));
        }
        return all;
    }

    /** Takes all out. */
    List<FrameRun> takeAll() {
        List<FrameRun> all = all();
        Arrays.fill(counts, 0);
        bytes = 0;
        return all;
    }

    private static int order(int frames) {
        return 31 - Integer.numberOfLeadingZeros(frames);
    }
}
