package org.sluice.vm.dma;

import java.lang.foreign.MemorySegment;

/** A device's access to memory, by bus address, through its IOMMU domain. */
public interface DmaPort {
    /**
     * Translates a range for the device.
     *
     * @param busAddress address as the driver wrote it into the device
     * @param length     in bytes, not crossing a granted run
     * @param write      whether the device will write
     * @return a window on memory, good until the grant is revoked; the device must not keep it beyond one operation
     * @throws DmaFault if any byte is not granted for that access; the fault has been recorded
     */
    MemorySegment window(long busAddress, int length, boolean write);
}
