package org.sluice.kernel.syscall;

import java.lang.foreign.MemorySegment;
import org.sluice.kernel.area.AreaTable;
import org.sluice.kernel.process.Process;

/** The calls on areas, numbers 140 to 147; the table of the process checks and does everything. */
final class AreaCalls {
    private final AreaTable areas;

    AreaCalls(Process process) {
        areas = process.areas();
    }

    int areaAllocate(long bytes, int flags, long[] vector) {
        return areas.allocate(bytes, flags, vector);
    }

    int areaMap(long[] vector, int flags, MemorySegment[] views) {
        areas.map(vector, flags, views);
        return 0;
    }

    int areaUnmap(long[] vector) {
        areas.unmap(vector);
        return 0;
    }

    int areaRelease(long[] vector) {
        areas.release(vector);
        return 0;
    }

    int areaShare(long[] vector, long[] shares) {
        areas.share(vector, shares);
        return 0;
    }

    int areaSplit(long address, long at, long[] halves) {
        areas.split(address, at, halves);
        return 0;
    }

    int areaExtend(long address, int front) {
        areas.extend(address, front);
        return 0;
    }

    int areaInfo(long address, long[] info) {
        areas.info(address, info);
        return 0;
    }
}
