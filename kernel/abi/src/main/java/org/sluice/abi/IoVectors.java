package org.sluice.abi;

/**
 * The I/O vector: which memory a call is about, as a flat list of addresses and lengths that may name parts of several areas
 * (Kitamura et al., "A New OS Architecture for High Performance Communication over ATM Networks", Fig. 3).
 *
 * <p>Layout, little-endian; a vector in a {@code long[]} has one array element for each 8 bytes:
 * <table>
 * <caption>I/O vector</caption>
 * <tr><td>offset 0, 4 bytes</td><td>number of entries, 0 to {@link #MAX_ENTRIES}</td></tr>
 * <tr><td>offset 4, 4 bytes</td><td>flags; a call says which it knows, others must be 0</td></tr>
 * <tr><td>offset 8 + 16·i, 8 bytes</td><td>address of entry <i>i</i>: an area's address plus an offset into it</td></tr>
 * <tr><td>offset 16 + 16·i, 8 bytes</td><td>length of entry <i>i</i> in bytes, at least 1</td></tr>
 * </table>
 *
 * <p>An area's address is {@link #OFFSET_BITS} zero bits below a number that is never used twice in a row, so the address of an
 * area that is gone is recognised. Addresses mean something only to the process that got them.
 */
public final class IoVectors {
    /** Most entries of a vector. */
    public static final int MAX_ENTRIES = 1024;
    /** Low bits of an address that are the offset into the area; an area is shorter than 4 GiB. */
    public static final int OFFSET_BITS = 32;

    private IoVectors() {
    }

    /** Array elements a vector of so many entries takes. */
    public static int size(int entries) {
        return 1 + 2 * entries;
    }

    /** Entries for which an array has room. */
    public static int capacity(long[] vector) {
        return (vector.length - 1) / 2;
    }

    /** Number of entries; not yet checked against anything. */
    public static int count(long[] vector) {
        return (int) vector[0];
    }

    /** Flags. */
    public static int flags(long[] vector) {
        return (int) (vector[0] >>> 32);
    }

    /** Sets number of entries and flags. */
    public static void header(long[] vector, int count, int flags) {
        vector[0] = count | (long) flags << 32;
    }

    /** Address of an entry. */
    public static long address(long[] vector, int entry) {
        return vector[1 + 2 * entry];
    }

    /** Length of an entry in bytes. */
    public static long length(long[] vector, int entry) {
        return vector[2 + 2 * entry];
    }

    /** Sets an entry. */
    public static void entry(long[] vector, int entry, long address, long length) {
        vector[1 + 2 * entry] = address;
        vector[2 + 2 * entry] = length;
    }

    /** A vector of one entry. */
    public static long[] of(long address, long length) {
        return new long[] {1, address, length};
    }
}
