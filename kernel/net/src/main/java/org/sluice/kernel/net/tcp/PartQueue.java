package org.sluice.kernel.net.tcp;

import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * Bytes of a stream in the order of their positions, as holds on the parts they lie in. Says what memory they keep: a run counts once for neighbours that lie in
 * it, with the last of them. Guarded by its owner's lock; gives nothing back itself.
 */
final class PartQueue {
    /** Bytes of bookkeeping that a part counts for beside its memory. */
    private static final int OVERHEAD = 128;
    private static final int LEAST = 16;

    private FramePart[] parts = new FramePart[LEAST];
    private long[] from = new long[LEAST];
    private int[] costs = new int[LEAST];
    private boolean[] given = new boolean[LEAST];
    private int head;
    private int count;
    private long start;
    private long end;
    private long cost;

    /** An empty queue. @param position of the first byte that will be in it */
    PartQueue(long position) {
        start = position;
        end = position;
    }

    /** Position of the first byte, and behind the last. */
    long start() {
        return start;
    }

    long end() {
        return end;
    }

    long bytes() {
        return end - start;
    }

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Bytes of memory kept. */
    long cost() {
        return cost;
    }

    private int index(int i) {
        return head + i & parts.length - 1;
    }

    FramePart part(int i) {
        return parts[index(i)];
    }

    FramePart last() {
        return count == 0 ? null : parts[index(count - 1)];
    }

    /** What {@link #add} would add to the cost. */
    long more(FramePart part) {
        FramePart last = last();
        return OVERHEAD + (last != null && last.frames().whole() == part.frames().whole() ? 0 : runBytes(part));
    }

    private static long runBytes(FramePart part) {
        return part.frames().whole().run().bytes();
    }

    /** Appends a part; the hold is the queue's now. @param gift whether it was taken over from a program, whole */
    void add(FramePart part, boolean gift) {
        if (count == parts.length) {
            grow();
        }
        long more = runBytes(part);
        if (count > 0) {
            int last = index(count - 1);
            if (parts[last].frames().whole() == part.frames().whole()) {
                cost -= costs[last] - OVERHEAD;
                costs[last] = OVERHEAD;
            }
        }
        int at = index(count++);
        parts[at] = part;
        given[at] = gift;
        from[at] = end;
        costs[at] = (int) Math.min(Integer.MAX_VALUE, more + OVERHEAD);
        cost += costs[at];
        end += part.length();
    }

    /** The last part has become longer: whoever holds its frames has written behind it. */
    void extend(int bytes) {
        int at = index(count - 1);
        FramePart p = parts[at];
        parts[at] = new FramePart(p.frames(), p.offset(), p.length() + bytes, p.headroom());
        end += bytes;
    }

    private void grow() {
        FramePart[] p = new FramePart[parts.length * 2];
        long[] f = new long[p.length];
        int[] c = new int[p.length];
        boolean[] g = new boolean[p.length];
        for (int i = 0; i < count; i++) {
            int at = index(i);
            p[i] = parts[at];
            f[i] = from[at];
            c[i] = costs[at];
            g[i] = given[at];
        }
        parts = p;
        from = f;
        costs = c;
        given = g;
        head = 0;
    }

    /** Which part a position is in. */
    private int find(long position) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (from[index(middle)] <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Bytes from a position on that lie in so many parts at most, or as many as wanted. */
    int within(long position, int wanted, int most) {
        int first = find(position);
        if (first + most >= count) {
            return wanted;
        }
        return (int) Math.min(wanted, from[index(first + most)] - position);
    }

    /** Further holds on a range, which is there. */
    FramePart[] share(long position, int bytes) {
        if (bytes == 0) {
            return Parts.NONE;
        }
        int first = find(position);
        int last = first;
        while (from[index(last)] + parts[index(last)].length() < position + bytes) {
            last++;
        }
        FramePart[] found = new FramePart[last - first + 1];
        for (int i = 0; i < found.length; i++) {
            int at = index(first + i);
            FramePart part = parts[at];
            int skip = (int) Math.max(0, position - from[at]);
            int length = (int) Math.min(part.length() - skip, position + bytes - from[at] - skip);
            found[i] = new FramePart(part.frames(), part.offset() + skip, length);
            part.frames().hold();
        }
        return found;
    }

    /** Whether the first part was taken over from a program. */
    boolean firstGiven() {
        return given[head];
    }

    /** Whether any part was. */
    boolean anyGiven() {
        for (int i = 0; i < count; i++) {
            if (given[index(i)]) {
                return true;
            }
        }
        return false;
    }

    /** Takes the first part out; the hold is the caller's. */
    FramePart poll() {
        FramePart part = parts[head];
        parts[head] = null;
        cost -= costs[head];
        start += part.length();
        head = head + 1 & parts.length - 1;
        count--;
        return part;
    }

    /** Takes so many bytes off the first part, which has more; a further hold on them is the caller's. */
    FramePart split(int bytes) {
        FramePart part = parts[head];
        FramePart first = new FramePart(part.frames(), part.offset(), bytes, 0);
        part.frames().hold();
        parts[head] = part.clipped(bytes, part.length() - bytes);
        from[head] += bytes;
        start += bytes;
        return first;
    }

    /** Forgets so many bytes at the beginning of the first part, which has more. */
    void skip(int bytes) {
        FramePart part = parts[head];
        parts[head] = part.clipped(bytes, part.length() - bytes);
        from[head] += bytes;
        start += bytes;
    }

    /** Bytes of the run that lie behind the last part and belong to the page or pages of an own frame. */
    static int roomBehind(FramePart part, SharedFrames own) {
        return part == null || part.frames() != own ? 0 : (int) (own.run().bytes() - part.offset() - part.length());
    }

    /** Bytes of frames for so many bytes. */
    static int frames(int bytes) {
        return bytes + PhysicalMemory.FRAME_SIZE - 1 & -PhysicalMemory.FRAME_SIZE;
    }
}
