package org.sluice.vm.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The library partition: named byte strings, read-only and shared by all processes.
 *
 * <p>Layout, little endian: a header of {@value #HEADER} bytes (magic, format, number of entries, offset of the names, offset
 * of the data, length of the whole); entries of {@value #ENTRY} bytes sorted by name as unsigned bytes (name offset and
 * length, data offset and length); names; data. A lookup touches the entries and names of a binary search and then the data,
 * so that a demand-paged archive reads few pages. Everything is checked against the length when the archive is opened.
 */
public final class ClassArchive {
    static final long MAGIC = 0x42494c4543494c53L;
    static final int FORMAT = 1;
    static final int HEADER = 48;
    static final int ENTRY = 24;

    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment rom;
    private final int count;
    private final LibraryIndex index;

    private ClassArchive(MemorySegment rom) {
        this.rom = rom;
        this.count = rom.get(INT, 12);
        byte[] bytes = find(LibraryIndex.RESOURCE);
        if (bytes == null) {
            throw new IllegalArgumentException("class archive has no index of the library");
        }
        this.index = LibraryIndex.read(bytes);
    }

    /**
     * Opens an archive.
     *
     * @param rom the archive; it must stay readable by all threads for as long as the archive is used
     * @throws IllegalArgumentException when it is damaged
     */
    public static ClassArchive open(MemorySegment rom) {
        check(rom.byteSize() >= HEADER, "shorter than its header");
        check(rom.get(LONG, 0) == MAGIC, "not a class archive");
        check(rom.get(INT, 8) == FORMAT, "of another format");
        long entries = rom.get(INT, 12);
        long names = rom.get(LONG, 16);
        long data = rom.get(LONG, 24);
        long length = rom.get(LONG, 32);
        check(length <= rom.byteSize(), "cut short");
        check(entries >= 0 && names == HEADER + entries * ENTRY && data >= names && data <= length, "its header contradicts itself");
        byte[] previous = new byte[0];
        for (long i = 0; i < entries; i++) {
            long entry = HEADER + i * ENTRY;
            long name = rom.get(LONG, entry);
            int nameLength = rom.get(INT, entry + 8);
            long body = Integer.toUnsignedLong(rom.get(INT, entry + 16));
            int bodyLength = rom.get(INT, entry + 12);
            check(nameLength > 0 && name >= names && name + nameLength <= data, "an entry's name is out of bounds");
            check(bodyLength >= 0 && body >= data && body + bodyLength <= length, "an entry's data are out of bounds");
            byte[] bytes = rom.asSlice(name, nameLength).toArray(ValueLayout.JAVA_BYTE);
            check(java.util.Arrays.compareUnsigned(previous, bytes) < 0, "its entries are not sorted");
            previous = bytes;
        }
        return new ClassArchive(rom);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("class archive is damaged: " + otherwise);
        }
    }

    /**
     * Looks up an entry.
     *
     * @param resourceName such as {@code guest/java/util/HashMap.class}
     * @return a copy of its bytes, or {@code null} when there is none of that name
     */
    public byte[] find(String resourceName) {
        byte[] name = resourceName.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            long entry = HEADER + (long) middle * ENTRY;
            int order = compare(name, rom.get(LONG, entry), rom.get(INT, entry + 8));
            if (order == 0) {
                return rom.asSlice(Integer.toUnsignedLong(rom.get(INT, entry + 16)), rom.get(INT, entry + 12))
                    .toArray(ValueLayout.JAVA_BYTE);
            }
            if (order < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return null;
    }

    private int compare(byte[] name, long at, int length) {
        int common = Math.min(name.length, length);
        for (int i = 0; i < common; i++) {
            int difference = (name[i] & 0xff) - (rom.get(ValueLayout.JAVA_BYTE, at + i) & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        return name.length - length;
    }

    /** The names of all entries in their order. */
    public List<String> names() {
        List<String> names = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long entry = HEADER + (long) i * ENTRY;
            names.add(new String(rom.asSlice(rom.get(LONG, entry), rom.get(INT, entry + 8)).toArray(ValueLayout.JAVA_BYTE),
                StandardCharsets.UTF_8));
        }
        return names;
    }

    /** What translating needs to know of this library. */
    public LibraryIndex index() {
        return index;
    }
}
