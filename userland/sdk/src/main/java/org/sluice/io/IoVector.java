package org.sluice.io;

import java.util.Arrays;
import org.sluice.abi.IoVectors;

/**
 * An I/O vector: a list of parts of areas, in the layout of {@link IoVectors} that system calls take. The entries in order are
 * one run of bytes; {@link #head}, {@link #tail} and {@link #join} treat it as one, and never touch the bytes themselves.
 *
 * <p>A vector names memory, it does not own it: it stays as it is when an area is released, and calls then refuse it.
 * Reading entries by number allocates nothing. Not safe for use by several threads.
 */
public final class IoVector {
    private long[] array;
    private int count;
    private long total;

    /** An empty vector with room for some entries; it grows as needed. */
    public IoVector(int capacity) {
        if (capacity < 0 || capacity > IoVectors.MAX_ENTRIES) {
            throw new IllegalArgumentException("capacity " + capacity + ": must be 0 to " + IoVectors.MAX_ENTRIES);
        }
        array = new long[IoVectors.size(capacity)];
    }

    /** The vector of one part. @throws IllegalArgumentException as for {@link #add} */
    public static IoVector of(long address, long length) {
        return new IoVector(1).add(address, length);
    }

    /** The vector of whole areas. @throws IllegalStateException when one is not this process' any more */
    public static IoVector of(Area... areas) {
        IoVector vector = new IoVector(areas.length);
        for (Area area : areas) {
            vector.add(area.address(), area.size());
        }
        return vector;
    }

    /**
     * A copy of what a system call has filled in.
     *
     * @throws IllegalArgumentException when the array is no vector
     */
    public static IoVector copyOf(long[] filled) {
        if (filled.length == 0 || IoVectors.count(filled) < 0 || IoVectors.count(filled) > IoVectors.capacity(filled)
            || IoVectors.count(filled) > IoVectors.MAX_ENTRIES) {
            throw new IllegalArgumentException("no I/O vector");
        }
        IoVector vector = new IoVector(IoVectors.count(filled));
        for (int i = 0; i < IoVectors.count(filled); i++) {
            vector.add(IoVectors.address(filled, i), IoVectors.length(filled, i));
        }
        return vector;
    }

    /**
     * Appends a part.
     *
     * @param address an area's address plus an offset into it
     * @param length  bytes, at least 1
     * @return this
     * @throws IllegalArgumentException for a length below 1
     * @throws IllegalStateException    when the vector has {@link IoVectors#MAX_ENTRIES} entries
     * @throws ArithmeticException      when the lengths together overflow
     */
    public IoVector add(long address, long length) {
        if (length < 1) {
            throw new IllegalArgumentException("length " + length + ": must be at least 1");
        }
        if (count == IoVectors.MAX_ENTRIES) {
            throw new IllegalStateException("a vector has at most " + IoVectors.MAX_ENTRIES + " entries");
        }
        long sum = Math.addExact(total, length);
        if (count == IoVectors.capacity(array)) {
            array = Arrays.copyOf(array, IoVectors.size(Math.min(IoVectors.MAX_ENTRIES, Math.max(4, count * 2))));
        }
        IoVectors.entry(array, count++, address, length);
        IoVectors.header(array, count, 0);
        total = sum;
        return this;
    }

    /** Forgets all entries; the room stays. @return this */
    public IoVector clear() {
        count = 0;
        total = 0;
        IoVectors.header(array, 0, 0);
        return this;
    }

    /** Number of entries. */
    public int count() {
        return count;
    }

    /** Address of an entry. @throws IndexOutOfBoundsException when there is no such entry */
    public long address(int entry) {
        return IoVectors.address(array, java.util.Objects.checkIndex(entry, count));
    }

    /** Length of an entry in bytes. @throws IndexOutOfBoundsException when there is no such entry */
    public long length(int entry) {
        return IoVectors.length(array, java.util.Objects.checkIndex(entry, count));
    }

    /** Bytes of all entries together. */
    public long totalLength() {
        return total;
    }

    /**
     * The entry a byte is in. Its place there is {@code at} less the lengths of the entries before.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= at < totalLength()}
     */
    public int entryOf(long at) {
        java.util.Objects.checkIndex(at, total);
        int entry = 0;
        for (long left = at; left >= IoVectors.length(array, entry); entry++) {
            left -= IoVectors.length(array, entry);
        }
        return entry;
    }

    /** Address of a byte. @throws IndexOutOfBoundsException unless {@code 0 <= at < totalLength()} */
    public long addressOf(long at) {
        java.util.Objects.checkIndex(at, total);
        int entry = 0;
        long left = at;
        while (left >= IoVectors.length(array, entry)) {
            left -= IoVectors.length(array, entry++);
        }
        return IoVectors.address(array, entry) + left;
    }

    /** The first bytes, as a vector of its own. @throws IndexOutOfBoundsException unless {@code 0 <= bytes <= totalLength()} */
    public IoVector head(long bytes) {
        return part(0, bytes);
    }

    /** What is behind the first bytes. @throws IndexOutOfBoundsException unless {@code 0 <= bytes <= totalLength()} */
    public IoVector tail(long bytes) {
        return part(bytes, total);
    }

    /** Bytes {@code from} to before {@code to}. @throws IndexOutOfBoundsException unless {@code 0 <= from <= to <= totalLength()} */
    public IoVector part(long from, long to) {
        java.util.Objects.checkFromToIndex(from, to, total);
        IoVector part = new IoVector(Math.min(count, 4));
        long begin = 0;
        for (int i = 0; i < count && begin < to; i++) {
            long end = begin + IoVectors.length(array, i);
            long first = Math.max(from, begin);
            long last = Math.min(to, end);
            if (first < last) {
                part.add(IoVectors.address(array, i) + (first - begin), last - first);
            }
            begin = end;
        }
        return part;
    }

    /**
     * This vector with another's entries behind it. Parts that touch become one entry, so that joining undoes a split.
     *
     * @throws IllegalStateException when that is more than {@link IoVectors#MAX_ENTRIES} entries
     */
    public IoVector join(IoVector other) {
        IoVector joined = new IoVector(Math.min(IoVectors.MAX_ENTRIES, count + other.count));
        joined.append(this, 0);
        int from = 0;
        if (count > 0 && other.count > 0 && address(count - 1) + length(count - 1) == other.address(0)
            && sameArea(address(count - 1), other.address(0))) {
            IoVectors.entry(joined.array, count - 1, address(count - 1), length(count - 1) + other.length(0));
            joined.total += other.length(0);
            from = 1;
        }
        joined.append(other, from);
        return joined;
    }

    private static boolean sameArea(long a, long b) {
        return a >>> IoVectors.OFFSET_BITS == b >>> IoVectors.OFFSET_BITS;
    }

    private void append(IoVector other, int from) {
        for (int i = from; i < other.count; i++) {
            add(other.address(i), other.length(i));
        }
    }

    /** The array for system calls: the vector's own, valid until the next change. */
    public long[] array() {
        return array;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof IoVector v && v.count == count
            && Arrays.equals(array, 0, IoVectors.size(count), v.array, 0, IoVectors.size(count));
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < IoVectors.size(count); i++) {
            hash = 31 * hash + Long.hashCode(array[i]);
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ", ").append(Long.toHexString(address(i))).append('+').append(length(i));
        }
        return text.append(']').toString();
    }
}
