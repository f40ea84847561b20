package org.sluice.kernel.area;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.SharedFrames;

/**
 * What a process is charged for its areas: the frames they keep from the pool. A run of frames is charged whole and once, however
 * small a part of it the process has, and however many shares and slices. Guarded by the table's lock, but for reading the sum.
 */
final class AreaCharges {
    /** Areas on memory that is not just one area's. */
    private final Map<SharedFrames, Integer> areas = new IdentityHashMap<>();
    private volatile long bytes;

    /** Bytes charged. */
    long bytes() {
        return bytes;
    }

    void add(Area area) {
        SharedFrames whole = area.memory().whole();
        if (whole == area.memory() && whole.holders() == 1) {
            bytes += whole.run().bytes();
            return;
        }
        area.charged = true;
        if (areas.merge(whole, 1, Integer::sum) == 1) {
            bytes += whole.run().bytes();
        }
    }

    /** Called before an area of this process gets company. */
    void beforeSharing(Area area) {
        if (!area.charged) {
            area.charged = true;
            areas.put(area.memory().whole(), 1);
        }
    }

    void remove(Area area) {
        SharedFrames whole = area.memory().whole();
        if (area.charged) {
            area.charged = false;
            if (areas.merge(whole, -1, AreaCharges::sumOrNone) != null) {
                return;
            }
        }
        bytes -= whole.run().bytes();
    }

    private static Integer sumOrNone(Integer a, Integer b) {
        return a + b == 0 ? null : a + b;
    }

    /** What further areas would cost. */
    long cost(List<FramePart> parts) {
        if (parts.size() == 1) {
            SharedFrames whole = parts.getFirst().frames().whole();
            return areas.containsKey(whole) ? 0 : whole.run().bytes();
        }
        Set<SharedFrames> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        long sum = 0;
        for (FramePart part : parts) {
            SharedFrames whole = part.frames().whole();
            sum += areas.containsKey(whole) || !seen.add(whole) ? 0 : whole.run().bytes();
        }
        return sum;
    }
}
