package guest.bridge;

import java.lang.foreign.MemorySegment;
import jdk.internal.foreign.AbstractMemorySegmentImpl;
import jdk.internal.foreign.MemorySessionImpl;
import jdk.internal.misc.ScopedMemoryAccess;

/**
 * Fills segments by copying what is filled already. The host's own filling writes eight bytes at a time, which takes twice as long as
 * filling an array does; copying writes whole vectors, and a short block to copy from stays in the cache.
 */
final class SegmentFill {
    private static final ScopedMemoryAccess MEMORY = ScopedMemoryAccess.getScopedMemoryAccess();
    /** Bytes in a block. */
    private static final int BLOCK = 4096;
    /** The shortest segment for which blocks are worth it. */
    private static final int SHORTEST = 4 * BLOCK;

    /** Bytes filled at a time by the host. */
    private static final long SLICE = 1 << 20;

    private SegmentFill() {
    }

    static void fill(MemorySegment segment, byte value) {
        long length = segment.byteSize();
        if (length < SHORTEST) {
            segment.fill(value);
            return;
        }
        AbstractMemorySegmentImpl inside = (AbstractMemorySegmentImpl) segment;
        // in segments of all threads one may write to the block meanwhile, and find its value copied to where nobody wrote it
        if (inside.sessionImpl().ownerThread() != null && inside.unsafeGetBase() == null) {
            segment.asSlice(0, BLOCK).fill(value); // refuses what cannot be filled
            spread(inside.sessionImpl(), inside.unsafeGetOffset(), length);
        } else {
            for (long at = 0; at < length; at += SLICE) {
                segment.asSlice(at, Math.min(SLICE, length - at)).fill(value);
            }
        }
    }

    private static void spread(MemorySessionImpl session, long from, long length) {
        for (long at = BLOCK; at < length; at += BLOCK) {
            MEMORY.copyMemory(session, session, null, from, null, from + at, Math.min(BLOCK, length - at));
        }
    }
}
