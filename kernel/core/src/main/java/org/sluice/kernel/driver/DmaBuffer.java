package org.sluice.kernel.driver;

import java.util.Objects;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * Memory shared by a driver and its device. It is the driver's until the driver is stopped; its frames then stay unused until
 * the last thread has left the driver's code.
 */
public final class DmaBuffer {
    private final FrameRun frames;
    private final long busAddress;
    private final PhysicalMemory memory;

    /**
     * Shared memory.
     *
     * @param frames     the frames
     * @param busAddress where the device sees them
     * @param memory     physical memory
     */
    public DmaBuffer(FrameRun frames, long busAddress, PhysicalMemory memory) {
        this.frames = frames;
        this.busAddress = busAddress;
        this.memory = memory;
    }

    /** Length in bytes: what was asked for, rounded up to whole frames. */
    public long length() {
        return frames.bytes();
    }

    /** The bus address of the first byte. */
    public long busAddress() {
        return busAddress;
    }

    /** Reads 8 bytes, little-endian. @throws IndexOutOfBoundsException outside the buffer */
    public long getLong(long offset) {
        return memory.getLong(at(offset, Long.BYTES));
    }

    /** Writes 8 bytes, little-endian. @throws IndexOutOfBoundsException outside the buffer */
    public void putLong(long offset, long value) {
        memory.putLong(at(offset, Long.BYTES), value);
    }

    /**
     * Reads 8 bytes at an offset divisible by eight; what the device wrote before it wrote what is read is seen afterwards.
     *
     * @throws IndexOutOfBoundsException outside the buffer
     */
    public long getLongAcquire(long offset) {
        return memory.getLongAcquire(at(offset, Long.BYTES));
    }

    /**
     * Writes 8 bytes at an offset divisible by eight; a device that sees them sees all that was written before.
     *
     * @throws IndexOutOfBoundsException outside the buffer
     */
    public void putLongRelease(long offset, long value) {
        memory.putLongRelease(at(offset, Long.BYTES), value);
    }

    /** Writes 4 bytes, little-endian. @throws IndexOutOfBoundsException outside the buffer */
    public void putInt(long offset, int value) {
        memory.putInt(at(offset, Integer.BYTES), value);
    }

    /** Copies bytes out. @throws IndexOutOfBoundsException outside the buffer or the array */
    public void read(long offset, byte[] target, int targetOffset, int length) {
        memory.read(at(offset, length), target, targetOffset, length);
    }

    /** Copies bytes in. @throws IndexOutOfBoundsException outside the buffer or the array */
    public void write(long offset, byte[] source, int sourceOffset, int length) {
        memory.write(at(offset, length), source, sourceOffset, length);
    }

    private long at(long offset, int length) {
        Objects.checkFromIndexSize(offset, length, frames.bytes());
        return frames.address() + offset;
    }
}
