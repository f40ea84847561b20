package org.sluice.kernel.area;

import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.kernel.memory.FrameRun;

/** The frames under one or more areas. They go back when the last area on them does. */
final class AreaMemory {
    private final FrameRun frames;
    private final AtomicInteger areas = new AtomicInteger(1);

    AreaMemory(FrameRun frames) {
        this.frames = frames;
    }

    FrameRun frames() {
        return frames;
    }

    /** Areas on this memory. */
    int areas() {
        return areas.get();
    }

    /** Counts one area more. The caller holds an area on the memory, so there is at least one. */
    void share() {
        areas.incrementAndGet();
    }

    /** Counts one area less; true for the last, whose caller then owns the frames. */
    boolean drop() {
        return areas.decrementAndGet() == 0;
    }
}
