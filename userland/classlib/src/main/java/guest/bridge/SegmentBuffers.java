package guest.bridge;

import guest.java.lang.Thread;
import guest.java.nio.Buffer;
import guest.java.nio.ByteBuffer;
import guest.java.nio.CharBuffer;
import guest.java.nio.DoubleBuffer;
import guest.java.nio.FloatBuffer;
import guest.java.nio.IntBuffer;
import guest.java.nio.LongBuffer;
import guest.java.nio.ShortBuffer;
import guest.jdk.internal.access.JavaNioAccess;
import guest.jdk.internal.access.SharedSecrets;
import guest.rt.Host;
import guest.rt.Lang;
import guest.rt.Paged;
import java.lang.foreign.MemorySegment;
import jdk.internal.foreign.AbstractMemorySegmentImpl;
import jdk.internal.misc.Unsafe;

/**
 * Buffers of the guest's kind on segments of the host. Such a buffer keeps its segment, and every access of it asks the segment's
 * session, so that a closed view or one of another thread is noticed in the buffer and all buffers made of it.
 */
final class SegmentBuffers {
    private static final JavaNioAccess NIO = SharedSecrets.getJavaNioAccess();

    private SegmentBuffers() {
    }

    static ByteBuffer bufferOf(MemorySegment segment) {
        AbstractMemorySegmentImpl inside = (AbstractMemorySegmentImpl) segment;
        if (segment.byteSize() > Integer.MAX_VALUE) {
            throw new UnsupportedOperationException("Segment is too large to wrap as ByteBuffer. Size: " + segment.byteSize());
        }
        int size = (int) segment.byteSize();
        Object base = inside.unsafeGetBase();
        ByteBuffer buffer;
        if (base == null) {
            buffer = NIO.newDirectByteBuffer(inside.unsafeGetOffset(), size, null, segment);
        } else if (base instanceof byte[] bytes) {
            buffer = NIO.newHeapByteBuffer(bytes, (int) (inside.unsafeGetOffset() - Unsafe.ARRAY_BYTE_BASE_OFFSET), size, segment);
        } else {
            throw new UnsupportedOperationException("Not an address to an heap-allocated byte array");
        }
        return segment.isReadOnly() ? buffer.asReadOnlyBuffer() : buffer;
    }

    static MemorySegment segmentOf(Buffer buffer) {
        int shift = shift(buffer);
        long offset = NIO.getBufferAddress(buffer) + ((long) buffer.position() << shift);
        long size = (long) buffer.remaining() << shift;
        MemorySegment whole = NIO.bufferSegment(buffer);
        if (whole == Paged.SEGMENT) {
            throw new UnsupportedOperationException("a direct or mapped buffer is paged memory, of which there are no segments");
        }
        Object base = NIO.getBufferBase(buffer);
        long start;
        if (whole != null) {
            start = ((AbstractMemorySegmentImpl) whole).unsafeGetOffset();
        } else if (base != null) {
            whole = ofArray(base);
            start = Unsafe.getUnsafe().arrayBaseOffset(base.getClass());
        } else {
            throw new IllegalArgumentException("buffer of memory that is no area and no array");
        }
        MemorySegment slice = whole.asSlice(offset - start, size);
        return buffer.isReadOnly() ? slice.asReadOnly() : slice;
    }

    private static MemorySegment ofArray(Object base) {
        if (base instanceof byte[] a) {
            return MemorySegment.ofArray(a);
        } else if (base instanceof char[] a) {
            return MemorySegment.ofArray(a);
        } else if (base instanceof short[] a) {
            return MemorySegment.ofArray(a);
        } else if (base instanceof int[] a) {
            return MemorySegment.ofArray(a);
        } else if (base instanceof long[] a) {
            return MemorySegment.ofArray(a);
        } else if (base instanceof float[] a) {
            return MemorySegment.ofArray(a);
        }
        return MemorySegment.ofArray((double[]) base);
    }

    private static int shift(Buffer buffer) {
        if (buffer instanceof ByteBuffer) {
            return 0;
        }
        if (buffer instanceof CharBuffer text) {
            if (NIO.getBufferBase(buffer) == null && !text.isDirect()) {
                throw new IllegalArgumentException("buffer on a text, not on memory");
            }
            return 1;
        }
        if (buffer instanceof ShortBuffer) {
            return 1;
        }
        if (buffer instanceof IntBuffer || buffer instanceof FloatBuffer) {
            return 2;
        }
        if (buffer instanceof LongBuffer || buffer instanceof DoubleBuffer) {
            return 3;
        }
        throw new NullPointerException();
    }

    static boolean isAccessibleBy(MemorySegment segment, Thread thread) {
        Object host = Lang.access().host(thread);
        return host != null ? Host.isAccessibleBy(segment, host)
            : ((AbstractMemorySegmentImpl) segment).sessionImpl().ownerThread() == null;
    }
}
