package org.sluice.kernel.net.packet;

import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.network.WaitLock;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * Memory for headers: a frame is cut into pieces, each with a count of its own, and goes back to where it came from when all
 * pieces have. One frame that is not used up is kept.
 */
public final class HeaderPool {
    /** Bytes before a header for those of lower layers: an IP header, and at most 24 of encapsulation. */
    public static final int HEADROOM = 64;
    /** Longest header. */
    public static final int MOST = 192;
    private static final int PIECE = HEADROOM + MOST;
    private static final int PIECES = PhysicalMemory.FRAME_SIZE / PIECE;

    private final WaitLock lock;
    private final Transfer.Source source;
    private FramePart frame;
    private int next;

    public HeaderPool(WaitLock lock, Transfer.Source source) {
        this.lock = lock;
        this.source = source;
    }

    /**
     * Cleared memory for a header, with headroom, held by the caller alone.
     *
     * @param length 1 to {@link #MOST}
     * @throws org.sluice.kernel.CallFailed ENOMEM
     */
    public FramePart header(int length) {
        FramePart fresh = null;
        while (true) {
            lock.acquire();
            try {
                if (fresh != null && frame == null) {
                    frame = fresh;
                    next = 0;
                    fresh = null;
                }
                if (frame != null) {
                    FramePart piece = new FramePart(frame.frames().slice(), frame.offset() + next * PIECE + HEADROOM, length, HEADROOM);
                    if (++next == PIECES) {
                        // this can not be the last hold, so nothing is given back under the lock
                        frame.drop();
                        frame = null;
                    }
                    return piece;
                }
            } finally {
                lock.release();
                if (fresh != null) {
                    fresh.drop();
                    fresh = null;
                }
            }
            fresh = source.fresh(PhysicalMemory.FRAME_SIZE);
        }
    }
}
