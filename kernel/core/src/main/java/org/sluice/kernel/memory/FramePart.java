package org.sluice.kernel.memory;

import org.sluice.vm.memory.PhysicalMemory;

/**
 * One hold on some frames, for a contiguous range of their bytes. Whoever has the part drops the hold, once.
 *
 * @param frames   what is held
 * @param offset   first byte, from the start of the run
 * @param length   bytes, at least 1
 * @param headroom bytes before the first that the part may be extended to, should nobody else hold the frames
 */
public record FramePart(SharedFrames frames, int offset, int length, int headroom) {
    /** A part without headroom. */
    public FramePart(SharedFrames frames, int offset, int length) {
        this(frames, offset, length, 0);
    }

    /** Physical address of the first byte. */
    public long address() {
        return frames.run().address() + offset;
    }

    /** The same hold for a range inside. */
    public FramePart clipped(int from, int bytes) {
        return new FramePart(frames, offset + from, bytes, from == 0 ? headroom : 0);
    }

    /** A further hold, on a range inside. */
    public FramePart shared(int from, int bytes) {
        frames.hold();
        return clipped(from, bytes);
    }

    /** Ends the hold. */
    public void drop() {
        frames.drop();
    }

    /** Whether it begins at the start of a frame. */
    public boolean aligned() {
        return (offset & PhysicalMemory.FRAME_SIZE - 1) == 0;
    }
}
