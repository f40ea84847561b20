package org.sluice.kernel.net.packet;

import java.util.IdentityHashMap;
import java.util.Map;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.SharedFrames;

/** Bytes of frames that some parts keep from their pool: each run whole and once, however many parts are in it. Guarded by its owner. */
public final class FrameCharge {
    private final Map<SharedFrames, int[]> uses = new IdentityHashMap<>();
    private long bytes;

    public long bytes() {
        return bytes;
    }

    /** Bytes that would be added. */
    public long more(FramePart[] parts) {
        long more = 0;
        SharedFrames last = null;
        for (FramePart part : parts) {
            SharedFrames whole = part.frames().whole();
            if (whole != last && !uses.containsKey(whole)) {
                more += whole.run().bytes();
            }
            last = whole;
        }
        return more;
    }

    public void add(FramePart[] parts) {
        for (FramePart part : parts) {
            SharedFrames whole = part.frames().whole();
            int[] count = uses.get(whole);
            if (count == null) {
                uses.put(whole, new int[] {1});
                bytes += whole.run().bytes();
            } else {
                count[0]++;
            }
        }
    }

    /** Takes back what was added. */
    public void remove(FramePart[] parts) {
        for (FramePart part : parts) {
            SharedFrames whole = part.frames().whole();
            if (--uses.get(whole)[0] == 0) {
                uses.remove(whole);
                bytes -= whole.run().bytes();
            }
        }
    }

    /** Takes back everything. */
    public void clear() {
        uses.clear();
        bytes = 0;
    }
}
