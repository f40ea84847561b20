package org.sluice.images.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * What the host needs for the like of areas: a program of its own, for a plain JVM. Prints lines of a name and nanoseconds. Memory
 * of an arena comes zeroed from malloc; a mapping is anonymous, and its first byte is touched.
 */
final class HostMemory {
    private static final int[] SIZES = {4096, 9180, 64 << 10, 2 << 20};
    private static final int CHUNK = 64 << 10;
    /** The last round is reported. As many as the compiler needs to have done its best on a busy machine. */
    private static final int ROUNDS_OF_PASSES = 12;
    private static final int TIMES = 2000;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final int PAGE = 4096;
    private static final int FAULT_BATCH = 64;
    private static final int FAULT_BATCHES = 64;
    private static final int FAULT_ROUNDS = 5;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    private HostMemory() {
    }

    public static void main(String[] args) throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle map = linker.downcallHandle(linker.defaultLookup().findOrThrow("mmap"), FunctionDescriptor.of(
            ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
        MethodHandle unmap = linker.downcallHandle(linker.defaultLookup().findOrThrow("munmap"), FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
        for (int size : SIZES) {
            time("arena_" + size, () -> {
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment segment = arena.allocate(size);
                    segment.set(BYTE, 0, (byte) 1);
                    return segment.get(BYTE, 0);
                }
            });
            time("mmap_" + size, () -> mapped(map, unmap, size));
        }
        faults(map, unmap);
        access();
    }

    /** The first touch of pages of an anonymous mapping, in batches as the guest's. */
    private static void faults(MethodHandle map, MethodHandle unmap) throws Throwable {
        long[] samples = new long[FAULT_BATCHES];
        for (int round = 0; round < FAULT_ROUNDS; round++) {
            long bytes = (long) FAULT_BATCHES * FAULT_BATCH * PAGE;
            long address = (long) map.invokeExact(0L, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
            MemorySegment segment = MemorySegment.ofAddress(address).reinterpret(bytes);
            for (int b = 0; b < FAULT_BATCHES; b++) {
                long start = System.nanoTime();
                for (int i = 0; i < FAULT_BATCH; i++) {
                    segment.set(BYTE, ((long) b * FAULT_BATCH + i) * PAGE, (byte) 1);
                }
                samples[b] = System.nanoTime() - start;
            }
            int result = (int) unmap.invokeExact(address, bytes);
            if (result != 0) {
                throw new IllegalStateException("munmap failed");
            }
        }
        Arrays.sort(samples);
        System.out.println("fault_p50 " + samples[FAULT_BATCHES / 2] / (double) FAULT_BATCH);
        System.out.println("fault_p99 " + samples[FAULT_BATCHES * 99 / 100] / (double) FAULT_BATCH);
    }

    private static long mapped(MethodHandle map, MethodHandle unmap, int size) {
        try {
            long address = (long) map.invokeExact(0L, (long) size, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L);
            MemorySegment segment = MemorySegment.ofAddress(address).reinterpret(size);
            segment.set(BYTE, 0, (byte) 1);
            return (int) unmap.invokeExact(address, (long) size) + segment.byteSize();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void access() {
        byte[] array = new byte[CHUNK];
        byte[] other = new byte[CHUNK];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(CHUNK);
            MemorySegment target = arena.allocate(CHUNK);
            ByteBuffer buffer = segment.asByteBuffer();
            time("buffer_sum", () -> sum(buffer));
            time("buffer_hash", () -> hash(buffer));
            time("buffer_set", () -> set(buffer));
            time("array_sum", () -> sum(array));
            time("segment_sum", () -> sum(segment));
            time("array_hash", () -> hash(array));
            time("segment_hash", () -> hash(segment));
            time("array_set", () -> set(array));
            time("segment_set", () -> set(segment));
            time("array_fill", () -> {
                Arrays.fill(array, (byte) 5);
                return array[7];
            });
            time("segment_fill", () -> segment.fill((byte) 5).byteSize());
            time("array_copy", () -> {
                System.arraycopy(array, 0, other, 0, CHUNK);
                return other[9];
            });
            time("segment_copy", () -> target.copyFrom(segment).byteSize());
        }
    }

    private static long sum(byte[] a) {
        int sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i];
        }
        return sum;
    }

    private static long sum(MemorySegment s) {
        int sum = 0;
        int length = (int) s.byteSize();
        for (int i = 0; i < length; i++) {
            sum += s.get(BYTE, i);
        }
        return sum;
    }

    private static long sum(ByteBuffer b) {
        int sum = 0;
        int length = b.limit();
        for (int i = 0; i < length; i++) {
            sum += b.get(i);
        }
        return sum;
    }

    private static long hash(ByteBuffer b) {
        int hash = 1;
        int length = b.limit();
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + (b.get(i) ^ hash >>> 7);
        }
        return hash;
    }

    private static long set(ByteBuffer b) {
        int length = b.limit();
        for (int i = 0; i < length; i++) {
            b.put(i, (byte) 9);
        }
        return b.get(3);
    }

    private static long hash(byte[] a) {
        int hash = 1;
        for (int i = 0; i < a.length; i++) {
            hash = 31 * hash + (a[i] ^ hash >>> 7);
        }
        return hash;
    }

    private static long hash(MemorySegment s) {
        int hash = 1;
        int length = (int) s.byteSize();
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + (s.get(BYTE, i) ^ hash >>> 7);
        }
        return hash;
    }

    private static long set(byte[] a) {
        for (int i = 0; i < a.length; i++) {
            a[i] = 9;
        }
        return a[3];
    }

    private static long set(MemorySegment s) {
        int length = (int) s.byteSize();
        for (int i = 0; i < length; i++) {
            s.set(BYTE, i, (byte) 9);
        }
        return s.get(BYTE, 3);
    }

    private static void time(String name, LongSupplier pass) {
        long sink = 0;
        long[] samples = new long[TIMES];
        for (int warm = 0; warm < ROUNDS_OF_PASSES; warm++) {
            for (int i = 0; i < TIMES; i++) {
                long start = System.nanoTime();
                sink += pass.getAsLong();
                samples[i] = System.nanoTime() - start;
            }
        }
        if (sink == 42) {
            System.err.println(sink);
        }
        Arrays.sort(samples);
        System.out.println(name + " " + samples[TIMES / 2]);
    }
}
