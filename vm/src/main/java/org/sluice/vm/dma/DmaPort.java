package org.sluice.vm.dma;

/** A device's access to memory, by bus address, through its IOMMU domain. Usable from any thread of the device. */
public interface DmaPort {
    /**
     * Translates a range for the device and holds its grant: a revocation waits until the window is closed. So a device keeps
     * a window only as long as it moves bytes, never while it waits for the host to take or deliver some.
     *
     * @param busAddress address as the driver wrote it into the device
     * @param length     in bytes, not crossing a granted run
     * @param write      whether the device will write
     * @return a window on memory, to be closed by the caller
     * @throws DmaFault if any byte is not granted for that access; the fault has been recorded
     */
    DmaWindow window(long busAddress, int length, boolean write);

    /**
     * How many bytes of a range lie together in memory, and so can be had in one window.
     *
     * @return from 1 to the length
     * @throws DmaFault if any byte of the range is not granted for that access; the fault has been recorded
     */
    int contiguous(long busAddress, int length, boolean write);

    /**
     * Reads words of control, such as a descriptor, that a driver may be writing: the first with acquire, then the others. They are not
     * counted as data.
     *
     * @param busAddress divisible by 8
     * @param words      filled
     * @throws DmaFault as {@link #window}, and for an address that is not divisible
     */
    void load(long busAddress, long[] words);

    /** Writes words of control: the others, then the first with release. */
    void store(long busAddress, long[] words);

    /** Writes one word of control with release. */
    void store(long busAddress, long word);
}
