package org.sluice.vm.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.LongAdder;

/**
 * The machine's main memory. Physical address 0 is the first byte; addresses and lengths are in bytes. The host backs it
 * lazily, so a large memory costs nothing until it is touched.
 *
 * <p>Little-endian. Accesses outside memory throw {@link IndexOutOfBoundsException}: to the machine that is a bus error.
 */
public final class PhysicalMemory implements AutoCloseable {
    /** Bytes in a frame. */
    public static final int FRAME_SIZE = 4096;
    /** log2 of {@link #FRAME_SIZE}. */
    public static final int FRAME_SHIFT = 12;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle ORDERED = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final LongAdder copied = new LongAdder();

    /**
     * Creates zeroed memory.
     *
     * @param bytes size, rounded up to whole frames; at least one frame
     * @throws IllegalArgumentException if the size is not positive or more than 2^31 - 1 frames
     */
    public PhysicalMemory(long bytes) {
        long frames = bytes + FRAME_SIZE - 1 >> FRAME_SHIFT;
        if (bytes <= 0 || frames > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("memory of " + bytes + " bytes: must be between 1 byte and 2^31 - 1 frames");
        }
        memory = arena.allocate(frames << FRAME_SHIFT, FRAME_SIZE);
    }

    /** Number of frames. */
    public int frames() {
        return (int) (memory.byteSize() >> FRAME_SHIFT);
    }

    /** Size in bytes. */
    public long size() {
        return memory.byteSize();
    }

    /**
     * A window on memory, for devices and for the kernel. It lives as long as the machine; whoever hands it to a guest must
     * close the guest's view itself.
     */
    public MemorySegment window(long address, long length) {
        return memory.asSlice(address, length);
    }

    /**
     * A view of memory for a guest, with a life of its own.
     *
     * @param arena    whose closing ends the view; who may use it is the arena's rule
     * @param writable whether the view may be written
     */
    public MemorySegment view(long address, long length, Arena arena, boolean writable) {
        MemorySegment view = memory.asSlice(address, length).reinterpret(arena, null);
        return writable ? view : view.asReadOnly();
    }

    /** Reads eight bytes. */
    public long getLong(long address) {
        return memory.get(LONG, address);
    }

    /** Writes eight bytes. */
    public void putLong(long address, long value) {
        memory.set(LONG, address, value);
    }

    /** Reads eight bytes at an address divisible by eight; what others wrote before they wrote what is read is seen afterwards. */
    public long getLongAcquire(long address) {
        return (long) ORDERED.getAcquire(memory, address);
    }

    /** Writes eight bytes at an address divisible by eight, behind all that was written before. */
    public void putLongRelease(long address, long value) {
        ORDERED.setRelease(memory, address, value);
    }

    /** Reads four bytes. */
    public int getInt(long address) {
        return memory.get(INT, address);
    }

    /** Writes four bytes. */
    public void putInt(long address, int value) {
        memory.set(INT, address, value);
    }

    /** Copies out of memory and counts the bytes. */
    public void read(long address, byte[] target, int offset, int length) {
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, address, target, offset, length);
        copied.add(length);
    }

    /** Copies into memory and counts the bytes. */
    public void write(long address, byte[] source, int offset, int length) {
        MemorySegment.copy(source, offset, memory, ValueLayout.JAVA_BYTE, address, length);
        copied.add(length);
    }

    /** Copies within memory and counts the bytes. */
    public void copy(long from, long to, long length) {
        MemorySegment.copy(memory, from, memory, to, length);
        copied.add(length);
    }

    /**
     * Copies between arrays of the host's heap and counts the bytes: for data on their way to or from a program that are not in
     * memory.
     */
    public void copy(byte[] source, int sourceOffset, byte[] target, int targetOffset, int length) {
        System.arraycopy(source, sourceOffset, target, targetOffset, length);
        copied.add(length);
    }

    /** Sets a range to zero. */
    public void clear(long address, long length) {
        memory.asSlice(address, length).fill((byte) 0);
    }

    /** Bytes copied by {@link #read}, {@link #write} and the two {@code copy} since the machine started. */
    public long bytesCopied() {
        return copied.sum();
    }

    /** Gives the memory back to the host; any later access throws. */
    @Override
    public void close() {
        arena.close();
    }
}
