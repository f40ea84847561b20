package guest.bridge;

import guest.java.lang.Thread;
import guest.java.nio.Buffer;
import guest.java.nio.ByteBuffer;
import guest.java.nio.charset.Charset;
import guest.java.nio.charset.StandardCharsets;
import guest.java.util.Optional;
import guest.java.util.Spliterator;
import guest.java.util.stream.LongStream;
import guest.java.util.stream.Stream;
import guest.rt.Heap;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Bridges of MemorySegment: buffers, optionals and streams of the guest's kind, arrays charged before they are made, and bulk
 * operations in slices, so that a thread inside one can be preempted and ended.
 */
public final class B_java_lang_foreign_MemorySegment {
    /** Bytes moved between two polls. */
    private static final long SLICE = 1 << 20;

    private B_java_lang_foreign_MemorySegment() {
    }

    // ------------------------------------------------------------------ the guest's types

    public static ByteBuffer asByteBuffer(MemorySegment segment) {
        return SegmentBuffers.bufferOf(segment);
    }

    public static MemorySegment ofBuffer(Buffer buffer) {
        return SegmentBuffers.segmentOf(buffer);
    }

    public static Optional<Object> heapBase(MemorySegment segment) {
        return Optional.ofNullable(segment.heapBase().orElse(null));
    }

    public static Optional<MemorySegment> asOverlappingSlice(MemorySegment segment, MemorySegment other) {
        return Optional.ofNullable(segment.asOverlappingSlice(other).orElse(null));
    }

    public static Stream<MemorySegment> elements(MemorySegment segment, MemoryLayout layout) {
        long size = layout.byteSize();
        if (size == 0 || segment.byteSize() % size != 0) {
            throw new IllegalArgumentException("segment of " + segment.byteSize() + " bytes is no whole number of elements of "
                + size);
        }
        if (size % layout.byteAlignment() != 0) {
            throw new IllegalArgumentException("element of " + size + " bytes is no multiple of its alignment");
        }
        return LongStream.range(0, segment.byteSize() / size).mapToObj(i -> segment.asSlice(i * size, layout));
    }

    public static Spliterator<MemorySegment> spliterator(MemorySegment segment, MemoryLayout layout) {
        return elements(segment, layout).spliterator();
    }

    public static boolean isAccessibleBy(MemorySegment segment, Thread thread) {
        return SegmentBuffers.isAccessibleBy(segment, thread);
    }

    // ------------------------------------------------------------------ text

    public static String getString(MemorySegment segment, long offset) {
        return getString(segment, offset, StandardCharsets.UTF_8);
    }

    public static String getString(MemorySegment segment, long offset, Charset charset) {
        int unit = terminator(charset);
        long end = offset;
        while (!isZero(segment, end, unit)) {
            end += unit;
        }
        if (end - offset > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("text of " + (end - offset) + " bytes");
        }
        byte[] bytes = new byte[(int) (end - offset)];
        copy(segment, ValueLayout.JAVA_BYTE, offset, bytes, 0, bytes.length);
        return B_java_lang_String.init_(bytes, charset);
    }

    public static void setString(MemorySegment segment, long offset, String text) {
        setString(segment, offset, text, StandardCharsets.UTF_8);
    }

    public static void setString(MemorySegment segment, long offset, String text, Charset charset) {
        int unit = terminator(charset);
        byte[] bytes = B_java_lang_String.getBytes(text, charset);
        MemorySegment target = segment.asSlice(offset, (long) bytes.length + unit);
        copy(bytes, 0, target, ValueLayout.JAVA_BYTE, 0, bytes.length);
        target.asSlice(bytes.length).fill((byte) 0);
    }

    /** Bytes of the zero that ends a text. @throws IllegalArgumentException for charsets that do not end so */
    private static int terminator(Charset charset) {
        String name = charset.name();
        if (name.equals("UTF-8") || name.equals("ISO-8859-1") || name.equals("US-ASCII")) {
            return 1;
        }
        if (name.equals("UTF-16") || name.equals("UTF-16BE") || name.equals("UTF-16LE")) {
            return 2;
        }
        if (name.equals("UTF-32") || name.equals("UTF-32BE") || name.equals("UTF-32LE")) {
            return 4;
        }
        throw new IllegalArgumentException("Unsupported charset: " + name);
    }

    private static boolean isZero(MemorySegment segment, long offset, int unit) {
        boolean zero = segment.get(ValueLayout.JAVA_BYTE, offset) == 0;
        for (int i = 1; i < unit; i++) {
            zero &= segment.get(ValueLayout.JAVA_BYTE, offset + i) == 0;
        }
        return zero;
    }

    // ------------------------------------------------------------------ arrays

    /** Elements of that size in a segment; one that is no multiple, or too long, is left for the host to refuse. */
    private static void array(MemorySegment segment, int shift) {
        long elements = segment.byteSize() >> shift;
        if (elements < Integer.MAX_VALUE) {
            Heap.array((int) elements, shift);
        }
    }

    public static byte[] toArray(MemorySegment segment, ValueLayout.OfByte layout) {
        array(segment, 0);
        byte[] made = segment.toArray(layout);
        Heap.charge(made, segment.byteSize());
        return made;
    }

    public static short[] toArray(MemorySegment segment, ValueLayout.OfShort layout) {
        array(segment, 1);
        short[] made = segment.toArray(layout);
        Heap.charge(made, segment.byteSize());
        return made;
    }

    public static char[] toArray(MemorySegment segment, ValueLayout.OfChar layout) {
        array(segment, 1);
        char[] made = segment.toArray(layout);
        Heap.charge(made, segment.byteSize());
        return made;
    }

    public static int[] toArray(MemorySegment segment, ValueLayout.OfInt layout) {
        array(segment, 2);
        int[] made = segment.toArray(layout);
        Heap.charge(made, segment.byteSize());
        return made;
    }

    public static float[] toArray(MemorySegment segment, ValueLayout.OfFloat layout) {
        array(segment, 2);
        float[] made = segment.toArray(layout);
        Heap.charge(made, segment.byteSize());
        return made;
    }

    public static long[] toArray(MemorySegment segment, ValueLayout.OfLong layout) {
        array(segment, 3);
        long[] made = segment.toArray(layout);
        Heap.charge(made, segment.byteSize());
        return made;
    }

    public static double[] toArray(MemorySegment segment, ValueLayout.OfDouble layout) {
        array(segment, 3);
        double[] made = segment.toArray(layout);
        Heap.charge(made, segment.byteSize());
        return made;
    }

    // ------------------------------------------------------------------ bulk

    public static MemorySegment fill(MemorySegment segment, byte value) {
        SegmentFill.fill(segment, value);
        return segment;
    }

    public static MemorySegment copyFrom(MemorySegment target, MemorySegment source) {
        copy(source, 0, target, 0, source.byteSize());
        return target;
    }

    public static void copy(MemorySegment from, long fromOffset, MemorySegment to, long toOffset, long bytes) {
        if (bytes <= SLICE) {
            MemorySegment.copy(from, fromOffset, to, toOffset, bytes);
        } else {
            copySlices(from, fromOffset, to, toOffset, bytes);
        }
    }

    private static void copySlices(MemorySegment from, long fromOffset, MemorySegment to, long toOffset, long bytes) {
        MemorySegment source = from.asSlice(fromOffset, bytes);
        MemorySegment target = to.asSlice(toOffset, bytes);
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("Attempt to write a read-only segment");
        }
        MemorySegment both = target.asOverlappingSlice(source).orElse(null);
        if (both != null && isBehind(source, target)) {
            for (long end = bytes; end > 0; end -= Math.min(SLICE, end)) {
                long at = Math.max(0, end - SLICE);
                MemorySegment.copy(source, at, target, at, end - at);
            }
            return;
        }
        for (long at = 0; at < bytes; at += SLICE) {
            MemorySegment.copy(source, at, target, at, Math.min(SLICE, bytes - at));
        }
    }

    /** Whether the second of two segments that overlap begins after the first, so that copying must begin at the end. */
    private static boolean isBehind(MemorySegment source, MemorySegment target) {
        return target.address() > source.address();
    }

    public static void copy(MemorySegment from, ValueLayout fromLayout, long fromOffset, MemorySegment to, ValueLayout toLayout,
        long toOffset, long elements) {
        long size = fromLayout.byteSize();
        long slice = SLICE / size;
        if (elements <= slice) {
            MemorySegment.copy(from, fromLayout, fromOffset, to, toLayout, toOffset, elements);
        } else if (size != toLayout.byteSize() || fromLayout.equals(toLayout)) {
            MemorySegment.copy(from, fromLayout, fromOffset, to, toLayout, toOffset, 0);
            copy(from, fromOffset, to, toOffset, Math.multiplyExact(elements, size));
        } else {
            MemorySegment source = from.asSlice(fromOffset, Math.multiplyExact(elements, size));
            MemorySegment target = to.asSlice(toOffset, Math.multiplyExact(elements, size));
            if (source.asOverlappingSlice(target).isPresent()) {
                throw new IllegalArgumentException("segments of more than 1 MiB overlap and differ in byte order");
            }
            for (long at = 0; at < elements; at += slice) {
                MemorySegment.copy(source, fromLayout, at * size, target, toLayout, at * size, Math.min(slice, elements - at));
            }
        }
    }

    public static void copy(MemorySegment from, ValueLayout layout, long offset, Object array, int index, int elements) {
        int slice = (int) (SLICE / layout.byteSize());
        if (elements <= slice) {
            MemorySegment.copy(from, layout, offset, array, index, elements);
            return;
        }
        MemorySegment source = from.asSlice(offset, elements * layout.byteSize());
        for (int at = 0; at < elements; at += Math.min(slice, elements - at)) {
            MemorySegment.copy(source, layout, at * layout.byteSize(), array, index + at, Math.min(slice, elements - at));
        }
    }

    public static void copy(Object array, int index, MemorySegment to, ValueLayout layout, long offset, int elements) {
        int slice = (int) (SLICE / layout.byteSize());
        if (elements <= slice) {
            MemorySegment.copy(array, index, to, layout, offset, elements);
            return;
        }
        MemorySegment target = to.asSlice(offset, elements * layout.byteSize());
        for (int at = 0; at < elements; at += Math.min(slice, elements - at)) {
            MemorySegment.copy(array, index + at, target, layout, at * layout.byteSize(), Math.min(slice, elements - at));
        }
    }

    public static long mismatch(MemorySegment a, MemorySegment b) {
        return mismatch(a, 0, a.byteSize(), b, 0, b.byteSize());
    }

    public static long mismatch(MemorySegment a, long fromA, long toA, MemorySegment b, long fromB, long toB) {
        if (toA - fromA <= SLICE || toB - fromB <= SLICE) {
            return MemorySegment.mismatch(a, fromA, toA, b, fromB, toB);
        }
        MemorySegment left = a.asSlice(fromA, toA - fromA);
        MemorySegment right = b.asSlice(fromB, toB - fromB);
        long common = Math.min(left.byteSize(), right.byteSize());
        for (long at = 0; at < common; at += SLICE) {
            long end = Math.min(common, at + SLICE);
            long found = MemorySegment.mismatch(left, at, end, right, at, end);
            if (found >= 0) {
                return at + found;
            }
        }
        return left.byteSize() == right.byteSize() ? -1 : common;
    }
}
