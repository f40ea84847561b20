package org.sluice.kernel.driver;

import org.sluice.kernel.memory.FrameRun;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * Memory shared by a driver and its device.
 *
 * @param frames     the frames
 * @param busAddress where the device sees them
 * @param memory     physical memory, for the driver's own accesses at {@code frames.address()}
 */
public record DmaBuffer(FrameRun frames, long busAddress, PhysicalMemory memory) {
    /** Physical address of the first byte. */
    public long address() {
        return frames.address();
    }
}
