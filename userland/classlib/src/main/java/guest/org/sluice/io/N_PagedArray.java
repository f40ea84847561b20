package guest.org.sluice.io;

import guest.java.nio.PagedBuffers;
import guest.jdk.internal.ref.Cleaner;
import guest.rt.PagedMapping;
import guest.rt.PagedMaps;
import jdk.internal.misc.Unsafe;
import org.sluice.abi.Errno;
import org.sluice.abi.Paging;

/** Bodies of {@code org.sluice.io.PagedArray}. The object passed is the array's mapping. */
public final class N_PagedArray {
    private static final Unsafe U = Unsafe.getUnsafe();

    private N_PagedArray() {
    }

    public static Object open0(long bytes) {
        long base = PagedBuffers.map(Paging.NO_FILE, 0, bytes, Paging.WRITE);
        if (PagedBuffers.isError(base)) {
            throw new OutOfMemoryError("paged array of " + bytes + " bytes: " + Errno.message((int) -base));
        }
        PagedMapping mapping = new PagedMapping(base, bytes);
        mapping.onClose(Cleaner.create(mapping, () -> PagedMaps.unmap(base))::clean);
        return mapping;
    }

    public static void close0(Object mapping) {
        ((PagedMapping) mapping).close();
    }

    public static long resident0(Object mapping) {
        return ((PagedMapping) mapping).resident();
    }

    public static byte getByte0(Object mapping, long index) {
        return ((PagedMapping) mapping).getByte(index);
    }

    public static short getShort0(Object mapping, long index) {
        return ((PagedMapping) mapping).getShort(index);
    }

    public static int getInt0(Object mapping, long index) {
        return ((PagedMapping) mapping).getInt(index);
    }

    public static long getLong0(Object mapping, long index) {
        return ((PagedMapping) mapping).getLong(index);
    }

    public static void setByte0(Object mapping, long index, byte value) {
        ((PagedMapping) mapping).setByte(index, value);
    }

    public static void setShort0(Object mapping, long index, short value) {
        ((PagedMapping) mapping).setShort(index, value);
    }

    public static void setInt0(Object mapping, long index, int value) {
        ((PagedMapping) mapping).setInt(index, value);
    }

    public static void setLong0(Object mapping, long index, long value) {
        ((PagedMapping) mapping).setLong(index, value);
    }

    /** The caller has checked the part of the array. */
    public static void get0(Object mapping, long index, Object array, int offset, int length, int shift) {
        ((PagedMapping) mapping).get(index, array, start(array, offset, shift), length, shift);
    }

    /** The caller has checked the part of the array. */
    public static void set0(Object mapping, long index, Object array, int offset, int length, int shift) {
        ((PagedMapping) mapping).set(index, array, start(array, offset, shift), length, shift);
    }

    private static long start(Object array, int offset, int shift) {
        return U.arrayBaseOffset(array.getClass()) + ((long) offset << shift);
    }

    public static void fill0(Object mapping, long index, long length, long value, int shift) {
        ((PagedMapping) mapping).fill(index, length, value, shift);
    }

    public static void copy0(Object from, long index, Object to, long toIndex, long length) {
        ((PagedMapping) from).copy(index, (PagedMapping) to, toIndex, length);
    }
}
