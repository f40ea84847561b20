package org.sluice.io;

import java.util.Objects;

/**
 * A long array of plain values in paged memory: as long as memory and swap area have room for it, also beyond 2 GiB, and zero at first.
 * It is not part of the heap; pages not in use for long are on the swap area.
 *
 * <p>The same bytes can be read as any of the types, in the machine's byte order; an index counts elements of the type that the method
 * names. Elements are aligned and read and written whole. The object may be used by several threads, which see each
 * other's writes as they do with an array.
 *
 * <p>After {@link #close} every access throws {@link IllegalStateException}. An array that is reachable no longer is closed in time.
 */
public final class PagedArray implements AutoCloseable {
    private final Object mapping;
    private final long bytes;

    private PagedArray(Object mapping, long bytes) {
        this.mapping = mapping;
        this.bytes = bytes;
    }

    /**
     * Makes an array.
     *
     * @param bytes its size, at least 1
     * @throws IllegalArgumentException for another size
     * @throws OutOfMemoryError         if memory and swap area have no room for it
     */
    public static PagedArray allocate(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("paged array of " + bytes + " bytes; there must be at least 1");
        }
        return new PagedArray(open0(bytes), bytes);
    }

    /** Its size in bytes, also when it is closed. */
    public long byteSize() {
        return bytes;
    }

    /** Bytes of it that are in memory now, in whole pages. */
    public long residentBytes() {
        return resident0(mapping);
    }

    /** Gives the memory back. Does nothing the second time. */
    @Override
    public void close() {
        close0(mapping);
    }

    // ------------------------------------------------------------------ elements

    /**
     * Reads an element.
     *
     * @throws IndexOutOfBoundsException if the index is not below the number of such elements
     * @throws IllegalStateException     if the array is closed
     */
    public byte getByte(long index) {
        return getByte0(mapping, index);
    }

    /** As {@link #getByte}. */
    public short getShort(long index) {
        return getShort0(mapping, index);
    }

    /** As {@link #getByte}. */
    public char getChar(long index) {
        return (char) getShort0(mapping, index);
    }

    /** As {@link #getByte}. */
    public int getInt(long index) {
        return getInt0(mapping, index);
    }

    /** As {@link #getByte}. */
    public long getLong(long index) {
        return getLong0(mapping, index);
    }

    /** As {@link #getByte}. */
    public float getFloat(long index) {
        return Float.intBitsToFloat(getInt0(mapping, index));
    }

    /** As {@link #getByte}. */
    public double getDouble(long index) {
        return Double.longBitsToDouble(getLong0(mapping, index));
    }

    /** Writes an element; fails as {@link #getByte}. */
    public void setByte(long index, byte value) {
        setByte0(mapping, index, value);
    }

    /** As {@link #setByte}. */
    public void setShort(long index, short value) {
        setShort0(mapping, index, value);
    }

    /** As {@link #setByte}. */
    public void setChar(long index, char value) {
        setShort0(mapping, index, (short) value);
    }

    /** As {@link #setByte}. */
    public void setInt(long index, int value) {
        setInt0(mapping, index, value);
    }

    /** As {@link #setByte}. */
    public void setLong(long index, long value) {
        setLong0(mapping, index, value);
    }

    /** As {@link #setByte}. */
    public void setFloat(long index, float value) {
        setInt0(mapping, index, Float.floatToRawIntBits(value));
    }

    /** As {@link #setByte}. */
    public void setDouble(long index, double value) {
        setLong0(mapping, index, Double.doubleToRawLongBits(value));
    }

    // ------------------------------------------------------------------ ranges

    /**
     * Copies elements to an array. When it fails in the middle because another thread closes this, some are copied.
     *
     * @param index  the first of this
     * @param offset the first of the array
     * @throws IndexOutOfBoundsException if one of them has not so many; nothing is copied
     * @throws IllegalStateException     if this is closed
     */
    public void get(long index, byte[] to, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, to.length);
        get0(mapping, index, to, offset, length, 0);
    }

    /** Copies elements of an array to this; fails as {@link #get(long, byte[], int, int)}. */
    public void set(long index, byte[] from, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, from.length);
        set0(mapping, index, from, offset, length, 0);
    }

    /** As the one for bytes. */
    public void get(long index, short[] to, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, to.length);
        get0(mapping, index, to, offset, length, 1);
    }

    /** As the one for bytes. */
    public void set(long index, short[] from, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, from.length);
        set0(mapping, index, from, offset, length, 1);
    }

    /** As the one for bytes. */
    public void get(long index, char[] to, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, to.length);
        get0(mapping, index, to, offset, length, 1);
    }

    /** As the one for bytes. */
    public void set(long index, char[] from, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, from.length);
        set0(mapping, index, from, offset, length, 1);
    }

    /** As the one for bytes. */
    public void get(long index, int[] to, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, to.length);
        get0(mapping, index, to, offset, length, 2);
    }

    /** As the one for bytes. */
    public void set(long index, int[] from, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, from.length);
        set0(mapping, index, from, offset, length, 2);
    }

    /** As the one for bytes. */
    public void get(long index, long[] to, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, to.length);
        get0(mapping, index, to, offset, length, 3);
    }

    /** As the one for bytes. */
    public void set(long index, long[] from, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, from.length);
        set0(mapping, index, from, offset, length, 3);
    }

    /** As the one for bytes. */
    public void get(long index, float[] to, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, to.length);
        get0(mapping, index, to, offset, length, 2);
    }

    /** As the one for bytes. */
    public void set(long index, float[] from, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, from.length);
        set0(mapping, index, from, offset, length, 2);
    }

    /** As the one for bytes. */
    public void get(long index, double[] to, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, to.length);
        get0(mapping, index, to, offset, length, 3);
    }

    /** As the one for bytes. */
    public void set(long index, double[] from, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, from.length);
        set0(mapping, index, from, offset, length, 3);
    }

    /**
     * Sets elements, which count as their type says.
     *
     * @throws IndexOutOfBoundsException if there are not so many from the index on; nothing is set
     * @throws IllegalStateException     if the array is closed
     */
    public void fill(long index, long length, byte value) {
        fill0(mapping, index, length, value, 0);
    }

    /** As the one for bytes. */
    public void fill(long index, long length, int value) {
        fill0(mapping, index, length, value, 2);
    }

    /** As the one for bytes. */
    public void fill(long index, long length, long value) {
        fill0(mapping, index, length, value, 3);
    }

    /** As the one for bytes. */
    public void fill(long index, long length, double value) {
        fill0(mapping, index, length, Double.doubleToRawLongBits(value), 3);
    }

    /**
     * Copies bytes to another array, or within this one as if through a third.
     *
     * @param index   first byte of this
     * @param toIndex first byte of the other
     * @throws IndexOutOfBoundsException if one of them has not so many; nothing is copied
     * @throws IllegalStateException     if one of them is closed
     */
    public void copyBytes(long index, PagedArray to, long toIndex, long length) {
        copy0(mapping, index, to.mapping, toIndex, length);
    }

    @Override
    public String toString() {
        return "paged array of " + bytes + " bytes";
    }

    // ------------------------------------------------------------------ on Sluice the class library answers in place of these bodies

    private static IllegalStateException elsewhere() {
        return new IllegalStateException("not running on Sluice");
    }

    private static Object open0(long bytes) {
        throw elsewhere();
    }

    private static void close0(Object mapping) {
        throw elsewhere();
    }

    private static long resident0(Object mapping) {
        throw elsewhere();
    }

    private static byte getByte0(Object mapping, long index) {
        throw elsewhere();
    }

    private static short getShort0(Object mapping, long index) {
        throw elsewhere();
    }

    private static int getInt0(Object mapping, long index) {
        throw elsewhere();
    }

    private static long getLong0(Object mapping, long index) {
        throw elsewhere();
    }

    private static void setByte0(Object mapping, long index, byte value) {
        throw elsewhere();
    }

    private static void setShort0(Object mapping, long index, short value) {
        throw elsewhere();
    }

    private static void setInt0(Object mapping, long index, int value) {
        throw elsewhere();
    }

    private static void setLong0(Object mapping, long index, long value) {
        throw elsewhere();
    }

    private static void get0(Object mapping, long index, Object to, int offset, int length, int shift) {
        throw elsewhere();
    }

    private static void set0(Object mapping, long index, Object from, int offset, int length, int shift) {
        throw elsewhere();
    }

    private static void fill0(Object mapping, long index, long length, long value, int shift) {
        throw elsewhere();
    }

    private static void copy0(Object from, long index, Object to, long toIndex, long length) {
        throw elsewhere();
    }
}
