package org.sluice.kernel.fs.rom;

import static org.sluice.kernel.fs.rom.RomFormat.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.CRC32C;

/**
 * The metadata of an image: read whole, checked whole, then immutable. After {@link #open} no method can fail for a valid
 * inode number, because everything that could be wrong has been looked at: checksums, bounds, types, names, and that the
 * directories form a tree.
 */
public final class RomImage {
    /** Where an image's bytes come from. */
    public interface Source {
        /** Bytes there are; the image may be shorter. */
        long size();

        /** Reads exactly that many bytes of a range that lies inside. */
        void read(long position, byte[] buffer, int offset, int length);
    }

    /** Number of the top directory. */
    public static final int ROOT = 0;

    private final ByteBuffer meta;
    private final long bytes;
    private final long built;
    private final int inodes;
    private final int entries;
    private final int nameBytes;
    private final int entryTable;
    private final int names;

    private RomImage(ByteBuffer head, Source source) {
        bytes = head.getLong(SUPER_BYTES);
        built = head.getLong(SUPER_BUILT);
        inodes = head.getInt(SUPER_INODES);
        entries = head.getInt(SUPER_ENTRIES);
        nameBytes = head.getInt(SUPER_NAME_BYTES);
        require(inodes >= 1 && entries == inodes - 1 && nameBytes >= 0,
            "%d inodes, %d entries, %d bytes of names: need one entry for each inode but the top", inodes, entries, nameBytes);
        long length = (long) inodes * INODE_BYTES + (long) entries * ENTRY_BYTES + nameBytes;
        require(length <= MAX_META, "metadata of %d bytes: at most %d", length, MAX_META);
        require(bytes >= PAGE + align(length) && bytes % PAGE == 0,
            "image of %d bytes cannot hold its metadata of %d", bytes, length);
        require(bytes <= source.size(), "image of %d bytes in a partition of %d", bytes, source.size());
        byte[] content = new byte[(int) length];
        source.read(PAGE, content, 0, content.length);
        int crc = crc(content, 0, content.length);
        require(crc == head.getInt(SUPER_META_CRC),
            "checksum of the metadata is %08x, should be %08x", crc, head.getInt(SUPER_META_CRC));
        meta = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        entryTable = inodes * INODE_BYTES;
        names = entryTable + entries * ENTRY_BYTES;
    }

    /**
     * Reads and checks an image's metadata; file data are not read.
     *
     * @throws DamagedImage saying what is wrong
     */
    public static RomImage open(Source source) {
        require(source.size() >= PAGE, "%d bytes are too few for a superblock", source.size());
        byte[] page = new byte[PAGE];
        source.read(0, page, 0, PAGE);
        ByteBuffer head = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
        require(head.getLong(SUPER_MAGIC) == MAGIC,
            "no file system: magic is %016x, should be %016x", head.getLong(SUPER_MAGIC), MAGIC);
        require(head.getInt(SUPER_VERSION) == VERSION && head.getInt(SUPER_PAGE) == PAGE,
            "version %d with pages of %d bytes: this reader knows version %d with %d", head.getInt(SUPER_VERSION),
            head.getInt(SUPER_PAGE), VERSION, PAGE);
        int crc = crc(page, 0, SUPER_CRC);
        require(crc == head.getInt(SUPER_CRC),
            "checksum of the superblock is %08x, should be %08x", crc, head.getInt(SUPER_CRC));
        RomImage image = new RomImage(head, source);
        image.checkInodes();
        image.checkTree();
        return image;
    }

    // ------------------------------------------------------------------ reading

    /** Length of the image. */
    public long bytes() {
        return bytes;
    }

    /** When it was made, in nanoseconds since 1970. */
    public long built() {
        return built;
    }

    /** Number of inodes; they are numbered from 0, the top. */
    public int inodes() {
        return inodes;
    }

    /** Type and permission bits, as in Unix. */
    public int mode(int inode) {
        return meta.getShort(inode * INODE_BYTES + INODE_MODE) & 0xffff;
    }

    /** A file's length, a link's target's length, or how many entries a directory has. */
    public long size(int inode) {
        return meta.getLong(inode * INODE_BYTES + INODE_SIZE);
    }

    /** Position of a file's first byte in the image, a multiple of 4096; 0 for an empty file. */
    public long start(int inode) {
        return meta.getLong(inode * INODE_BYTES + INODE_START);
    }

    /** Nanoseconds since 1970. */
    public long modified(int inode) {
        return meta.getLong(inode * INODE_BYTES + INODE_MODIFIED);
    }

    /** CRC-32C of a file's bytes. */
    public int crc(int inode) {
        return meta.getInt(inode * INODE_BYTES + INODE_CRC);
    }

    public boolean isDirectory(int inode) {
        return (mode(inode) & S_IFMT) == S_IFDIR;
    }

    public boolean isFile(int inode) {
        return (mode(inode) & S_IFMT) == S_IFREG;
    }

    public boolean isLink(int inode) {
        return (mode(inode) & S_IFMT) == S_IFLNK;
    }

    /** Where a symbolic link leads. */
    public String target(int link) {
        return text(start(link), (int) size(link));
    }

    /** Name of entry {@code i} of a directory; names ascend by their bytes. */
    public String name(int directory, int i) {
        int entry = entry(directory, i);
        return text(meta.getInt(entry + ENTRY_NAME) & 0xffffffffL, meta.getShort(entry + ENTRY_NAME_BYTES) & 0xffff);
    }

    /** Inode of entry {@code i} of a directory. */
    public int inode(int directory, int i) {
        return meta.getInt(entry(directory, i) + ENTRY_INODE);
    }

    /**
     * Compares a file's bytes with its checksum.
     *
     * @throws DamagedImage if they differ
     */
    public void checkData(int file, Source source) {
        byte[] buffer = new byte[1 << 16];
        CRC32C crc = new CRC32C();
        for (long at = 0; at < size(file); ) {
            int n = (int) Math.min(buffer.length, size(file) - at);
            source.read(start(file) + at, buffer, 0, n);
            crc.update(buffer, 0, n);
            at += n;
        }
        require((int) crc.getValue() == crc(file), "checksum of the data of inode %d is %08x, should be %08x", file,
            (int) crc.getValue(), crc(file));
    }

    private int entry(int directory, int i) {
        return entryTable + ((int) start(directory) + i) * ENTRY_BYTES;
    }

    private String text(long offset, int length) {
        return new String(meta.array(), names + (int) offset, length, StandardCharsets.UTF_8);
    }

    // ------------------------------------------------------------------ checking

    private void checkInodes() {
        long data = PAGE + align(meta.capacity());
        for (int i = 0; i < inodes; i++) {
            String fault = inodeFault(i, data);
            require(fault == null, "inode %d: %d+%d %s", i, start(i), size(i), fault);
        }
        require(isDirectory(ROOT), "the top is no directory");
    }

    /** What is wrong with an inode's numbers, or null. */
    private String inodeFault(int inode, long data) {
        long size = size(inode);
        long start = start(inode);
        switch (mode(inode) & S_IFMT) {
            case S_IFREG -> {
                boolean empty = size == 0 && start == 0;
                boolean inside = size > 0 && start >= data && start % PAGE == 0 && start <= bytes && size <= bytes - start;
                return empty || inside ? null : "is no range of pages of the file data, " + data + " to " + bytes;
            }
            case S_IFDIR -> {
                boolean inside = size >= 0 && start >= 0 && start <= entries && size <= entries - start;
                return inside ? null : "is no range of the " + entries + " entries";
            }
            case S_IFLNK -> {
                boolean inside = size >= 1 && size <= MAX_TARGET && inNames(start, size);
                return inside ? textFault(start, (int) size) : "is no target in the " + nameBytes + " bytes of names";
            }
            default -> {
                return "mode " + Integer.toOctalString(mode(inode)) + " has no known type";
            }
        }
    }

    /** Every inode but the top is in exactly one directory, so no directory can be inside itself. */
    private void checkTree() {
        BitSet found = new BitSet(inodes);
        found.set(ROOT);
        for (int directory = 0; directory < inodes; directory++) {
            if (!isDirectory(directory)) {
                continue;
            }
            int previous = -1;
            for (int i = 0; i < size(directory); i++) {
                int entry = entry(directory, i);
                int inode = meta.getInt(entry + ENTRY_INODE);
                boolean fresh = inode > 0 && inode < inodes && !found.get(inode);
                require(fresh, "entry %d of directory inode %d: inode %d is outside or was named before", i, directory, inode);
                found.set(inode);
                checkName(entry, directory, i);
                boolean ascends = previous < 0 || compareNames(previous, entry) < 0;
                require(ascends, "names of directory inode %d do not ascend at entry %d", directory, i);
                previous = entry;
            }
        }
        require(found.cardinality() == inodes, "%d inodes have no name", inodes - found.cardinality());
    }

    private void checkName(int entry, int directory, int i) {
        long offset = meta.getInt(entry + ENTRY_NAME) & 0xffffffffL;
        int length = meta.getShort(entry + ENTRY_NAME_BYTES) & 0xffff;
        String fault = null;
        if (length < 1 || length > MAX_NAME || !inNames(offset, length)) {
            fault = "is " + offset + "+" + length + " of " + nameBytes;
        } else {
            fault = textFault(offset, length);
            byte[] array = meta.array();
            int at = names + (int) offset;
            for (int k = 0; k < length; k++) {
                fault = array[at + k] == '/' ? "holds a slash" : fault;
            }
            if (array[at] == '.' && (length == 1 || length == 2 && array[at + 1] == '.')) {
                fault = "is . or ..";
            }
        }
        if (fault != null) {
            throw new DamagedImage("name of entry " + i + " of directory inode " + directory + " " + fault);
        }
    }

    private int compareNames(int entry, int other) {
        int a = names + meta.getInt(entry + ENTRY_NAME);
        int b = names + meta.getInt(other + ENTRY_NAME);
        return Arrays.compareUnsigned(meta.array(), a, a + meta.getShort(entry + ENTRY_NAME_BYTES),
            meta.array(), b, b + meta.getShort(other + ENTRY_NAME_BYTES));
    }

    private boolean inNames(long offset, long length) {
        return offset >= 0 && offset <= nameBytes && length <= nameBytes - offset;
    }

    /** What is wrong with bytes that should be text, or null. */
    private String textFault(long offset, int length) {
        boolean plain = true;
        for (int i = 0; i < length; i++) {
            byte b = meta.array()[names + (int) offset + i];
            if (b == 0) {
                return "holds a NUL byte";
            }
            plain &= b > 0;
        }
        if (!plain) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(meta.array(), names + (int) offset, length));
            } catch (CharacterCodingException e) {
                return "is no UTF-8";
            }
        }
        return null;
    }

    static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    private static void require(boolean ok, String format, Object... arguments) {
        if (!ok) {
            throw new DamagedImage(String.format(format, arguments));
        }
    }
}
