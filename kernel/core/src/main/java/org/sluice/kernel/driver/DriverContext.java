package org.sluice.kernel.driver;

import org.sluice.kernel.memory.FrameRun;

/** A driver's whole world. After the driver is stopped every method throws {@link DriverStopped}. */
public interface DriverContext {
    /** Instance name of the device served, such as {@code "0"}. */
    String instance();

    /** Reads a 64-bit device register at a byte offset. */
    long read(int offset);

    /** Writes a 64-bit device register at a byte offset. */
    void write(int offset, long value);

    /**
     * Allocates memory the device may read and write; charged against the manifest's DMA limit and returned when the driver
     * ends.
     *
     * @return frames, granted to the device; their bus address is {@link #busAddress}
     */
    DmaBuffer allocate(int bytes);

    /** Grants the device access to frames of the caller's until {@link #revoke}; returns the bus address of the first byte. */
    long grant(FrameRun frames, boolean deviceWrites);

    /** As {@link #grant(FrameRun, boolean)}, for a range of a run's bytes. */
    long grant(FrameRun frames, int offset, int length, boolean deviceWrites);

    /** As the other, of several runs that the device sees one behind the other. */
    long grant(boolean deviceWrites, FrameRun... frames);

    /** Ends a grant. Afterwards an access by the device is a recorded fault. */
    void revoke(long busAddress);

    /** Blocks the driver's thread until its interrupt has been raised since the last call. */
    void awaitInterrupt();

    /** A lock for the state a driver shares between its own thread and its callers. */
    KernelLock lock();

    /** Offers the device to the kernel: a {@link BlockDevice}, {@link ConsoleDevice}, {@link EntropyDevice}, {@link ShareDevice}, {@link AtmDevice} or {@link HostNetDevice}. */
    void publish(Object service);

    /** Writes a line to the kernel log, prefixed with the driver's name. */
    void log(String line);
}
