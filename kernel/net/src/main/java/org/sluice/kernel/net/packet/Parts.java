package org.sluice.kernel.net.packet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.kernel.memory.FramePart;

/** What can be done with bytes that lie in parts. */
public final class Parts {
    /** No bytes. */
    public static final FramePart[] NONE = {};

    private Parts() {
    }

    public static int bytes(FramePart[] parts) {
        int sum = 0;
        for (FramePart part : parts) {
            sum += part.length();
        }
        return sum;
    }

    /** Ends all holds. */
    public static void drop(FramePart[] parts) {
        for (FramePart part : parts) {
            part.drop();
        }
    }

    /** Further holds on a range. */
    public static FramePart[] share(FramePart[] parts, int from, int length) {
        FramePart[] range = range(parts, from, length);
        for (FramePart part : range) {
            part.frames().hold();
        }
        return range;
    }

    /** The same holds for a range; those without a byte in it are dropped. */
    public static FramePart[] clip(FramePart[] parts, int from, int length) {
        FramePart[] range = range(parts, from, length);
        int at = 0;
        for (FramePart part : parts) {
            if (Math.max(from, at) >= Math.min(from + length, at + part.length())) {
                part.drop();
            }
            at += part.length();
        }
        return range;
    }

    private static FramePart[] range(FramePart[] parts, int from, int length) {
        List<FramePart> found = new ArrayList<>(parts.length);
        int at = 0;
        for (FramePart part : parts) {
            int first = Math.max(from, at);
            int end = Math.min(from + length, at + part.length());
            if (first < end) {
                found.add(first == at && end == at + part.length() ? part : part.clipped(first - at, end - first));
            }
            at += part.length();
        }
        return found.toArray(NONE);
    }

    /** One vector of a part and more behind it. */
    public static FramePart[] join(FramePart first, FramePart[] rest) {
        FramePart[] all = new FramePart[rest.length + 1];
        all[0] = first;
        Arrays.setAll(all, i -> i == 0 ? first : rest[i - 1]);
        return all;
    }

    /** One vector of two. */
    public static FramePart[] join(FramePart[] first, FramePart[] rest) {
        FramePart[] all = new FramePart[first.length + rest.length];
        Arrays.setAll(all, i -> i < first.length ? first[i] : rest[i - first.length]);
        return all;
    }

    /** A part that begins so many bytes earlier, in its headroom. The caller alone holds its bytes, and writes them. */
    public static FramePart push(FramePart part, int bytes) {
        return new FramePart(part.frames(), part.offset() - bytes, part.length() + bytes, part.headroom() - bytes);
    }
}
