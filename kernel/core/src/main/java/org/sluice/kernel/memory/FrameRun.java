package org.sluice.kernel.memory;

import org.sluice.vm.memory.PhysicalMemory;

/**
 * A contiguous run of frames that belongs to whoever allocated it.
 *
 * @param frame number of the first frame
 * @param count frames, at least 1
 */
public record FrameRun(int frame, int count) {
    /** Physical address of the first byte. */
    public long address() {
        return (long) frame << PhysicalMemory.FRAME_SHIFT;
    }

    /** Length in bytes. */
    public long bytes() {
        return (long) count << PhysicalMemory.FRAME_SHIFT;
    }
}
