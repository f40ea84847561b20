package org.sluice.kernel.area;

import java.util.Arrays;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;

/** What a vector names, read once, for the caller's other threads may change it meanwhile. */
record VectorParts(Area[] areas, int[] offsets, int[] lengths) {

    /** Number of entries, after the form of the array was checked. @throws CallFailed EFAULT, EINVAL */
    static int count(long[] vector) {
        if (vector == null || vector.length == 0) {
            throw new CallFailed(Errno.EFAULT);
        }
        int count = IoVectors.count(vector);
        if (count < 0 || count > IoVectors.MAX_ENTRIES || IoVectors.flags(vector) != 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        if (count > IoVectors.capacity(vector)) {
            throw new CallFailed(Errno.EFAULT);
        }
        return count;
    }

    /** Looks entries up. @throws CallFailed EBADF; EINVAL for a range outside its area */
    static VectorParts read(AreaSlots slots, long[] vector, int count) {
        VectorParts parts = new VectorParts(new Area[count], new int[count], new int[count]);
        for (int i = 0; i < count; i++) {
            long address = IoVectors.address(vector, i);
            long length = IoVectors.length(vector, i);
            Area area = slots.find(address);
            long offset = address & (1L << IoVectors.OFFSET_BITS) - 1;
            if (length < 1 || offset > area.length() || length > area.length() - offset) {
                throw new CallFailed(Errno.EINVAL);
            }
            parts.areas[i] = area;
            parts.offsets[i] = (int) offset;
            parts.lengths[i] = (int) length;
        }
        return parts;
    }

    /** The same, and no area is named twice and, if asked for, each is named whole. @throws CallFailed EBADF, EINVAL */
    static VectorParts named(AreaSlots slots, long[] vector, int count, boolean whole) {
        VectorParts parts = read(slots, vector, count);
        parts.requireOnce(slots.nextMark(), whole);
        return parts;
    }

    private void requireOnce(int mark, boolean whole) {
        for (int i = 0; i < areas.length; i++) {
            Area area = areas[i];
            if (area.mark == mark || whole && (offsets[i] != 0 || lengths[i] != area.length())) {
                throw new CallFailed(Errno.EINVAL);
            }
            area.mark = mark;
        }
    }

    /** Sees to it that no two parts have a byte in common. @throws CallFailed EINVAL */
    void requireDisjoint() {
        Integer[] order = new Integer[areas.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> areas[a].slot != areas[b].slot ? Integer.compare(areas[a].slot, areas[b].slot)
            : Integer.compare(offsets[a], offsets[b]));
        for (int i = 1; i < order.length; i++) {
            int before = order[i - 1];
            if (areas[before] == areas[order[i]] && offsets[before] + lengths[before] > offsets[order[i]]) {
                throw new CallFailed(Errno.EINVAL);
            }
        }
    }

    /** A part, as its area's hold. */
    FramePart part(int index) {
        return areas[index].part().clipped(offsets[index], lengths[index]);
    }

    /** All parts. */
    FramePart[] parts() {
        FramePart[] parts = new FramePart[areas.length];
        Arrays.setAll(parts, this::part);
        return parts;
    }

    /** The first so many bytes of it. */
    VectorParts limited(long bytes) {
        long sum = 0;
        for (int i = 0; i < areas.length; i++) {
            if (sum + lengths[i] >= bytes) {
                VectorParts first = new VectorParts(Arrays.copyOf(areas, i + 1), Arrays.copyOf(offsets, i + 1),
                    Arrays.copyOf(lengths, i + 1));
                first.lengths[i] = (int) (bytes - sum);
                return first;
            }
            sum += lengths[i];
        }
        return this;
    }
}
