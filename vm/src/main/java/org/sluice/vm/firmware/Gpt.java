package org.sluice.vm.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * A GUID partition table (UEFI specification 2.10, chapter 5): block 0 a protective MBR, block 1 the header, blocks 2 to 33
 * the entries, and a copy of entries and header in the last 33 blocks, which is written for other tools but not read here.
 */
public final class Gpt {
    /** Bytes in a block. */
    public static final int BLOCK_SIZE = 512;
    /** Partitions begin at a multiple of this many blocks. */
    public static final int ALIGNMENT = 2048;
    /** Bytes at the start of the disk that hold the table. */
    public static final int TABLE_BYTES = 34 * BLOCK_SIZE;
    /** Blocks at the end of the disk that hold the copy. */
    public static final int BACKUP_BLOCKS = 33;

    private static final long SIGNATURE = 0x5452415020494645L; // "EFI PART", little-endian
    private static final int REVISION = 0x00010000;
    private static final int HEADER_BYTES = 92;
    private static final int ENTRIES = 128;
    private static final int ENTRY_BYTES = 128;
    private static final int NAME_BYTES = 72;
    private static final UUID UNUSED = new UUID(0, 0);

    private Gpt() {
    }

    /**
     * Reads a partition table.
     *
     * @param table the first {@link #TABLE_BYTES} of the disk
     * @param disk  length of the disk in bytes
     * @return its partitions in order of their first block, at least one
     * @throws BootFailure if this is no partition table, or a damaged one
     */
    public static List<Partition> parse(byte[] table, long disk) {
        ByteBuffer buffer = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        if (table.length < TABLE_BYTES || buffer.getLong(BLOCK_SIZE) != SIGNATURE || buffer.getShort(510) != (short) 0xaa55) {
            throw new BootFailure("no GUID partition table: not a disk image");
        }
        if (buffer.get(450) != (byte) 0xee) {
            throw damaged("the protective MBR is missing");
        }
        ByteBuffer header = buffer.slice(BLOCK_SIZE, BLOCK_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        checkHeader(header);
        ByteBuffer entries = buffer.slice(2 * BLOCK_SIZE, ENTRIES * ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (crc(entries.duplicate()) != header.getInt(88)) {
            throw damaged("checksum of the entries is wrong");
        }
        long last = Math.min(header.getLong(48), disk / BLOCK_SIZE - 1);
        List<Partition> partitions = new ArrayList<>();
        for (int i = 0; i < ENTRIES; i++) {
            ByteBuffer entry = entries.slice(i * ENTRY_BYTES, ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            UUID type = guid(entry, 0);
            if (!type.equals(UNUSED)) {
                partitions.add(parseEntry(entry, type, last));
            }
        }
        partitions.sort(Comparator.comparingLong(Partition::firstBlock));
        checkOverlap(partitions);
        return partitions;
    }

    private static void checkHeader(ByteBuffer header) {
        if (header.getInt(8) != REVISION || header.getInt(12) != HEADER_BYTES || header.getLong(24) != 1) {
            throw damaged("unknown header");
        }
        ByteBuffer copy = ByteBuffer.allocate(HEADER_BYTES).put(header.slice(0, HEADER_BYTES)).flip();
        copy.putInt(16, 0);
        if (crc(copy) != header.getInt(16)) {
            throw damaged("checksum of the header is wrong");
        }
        if (header.getLong(72) != 2 || header.getInt(80) != ENTRIES || header.getInt(84) != ENTRY_BYTES) {
            throw damaged("entries are not where they are expected");
        }
    }

    private static Partition parseEntry(ByteBuffer entry, UUID type, long lastUsable) {
        long first = entry.getLong(32);
        long last = entry.getLong(40);
        if (first < TABLE_BYTES / BLOCK_SIZE || last < first || last > lastUsable) {
            throw damaged("a partition of blocks " + first + " to " + last + " is not on the disk");
        }
        byte[] name = new byte[NAME_BYTES];
        entry.get(56, name);
        String text = new String(name, StandardCharsets.UTF_16LE);
        int end = text.indexOf('\0');
        return new Partition(end < 0 ? text : text.substring(0, end), type, guid(entry, 16), first, last - first + 1);
    }

    private static void checkOverlap(List<Partition> sorted) {
        if (sorted.isEmpty()) {
            throw damaged("no partitions");
        }
        for (int i = 1; i < sorted.size(); i++) {
            Partition before = sorted.get(i - 1);
            if (before.firstBlock() + before.blocks() > sorted.get(i).firstBlock()) {
                throw damaged("partitions overlap");
            }
        }
    }

    /**
     * Lays a table out.
     *
     * @param partitions at most 128, not overlapping, behind the table and before the copy
     * @param diskBlocks length of the disk in blocks
     * @param diskId     GUID of the disk
     * @return the first {@link #TABLE_BYTES} of the disk and the last {@link #BACKUP_BLOCKS} blocks
     */
    public static byte[][] format(List<Partition> partitions, long diskBlocks, UUID diskId) {
        if (partitions.size() > ENTRIES) {
            throw new IllegalArgumentException(partitions.size() + " partitions: at most " + ENTRIES);
        }
        ByteBuffer entries = ByteBuffer.allocate(ENTRIES * ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < partitions.size(); i++) {
            formatEntry(entries.slice(i * ENTRY_BYTES, ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN), partitions.get(i));
        }
        int entriesCrc = crc(entries.duplicate());
        long backup = diskBlocks - 1;
        ByteBuffer front = ByteBuffer.allocate(TABLE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        protectiveMbr(front, diskBlocks);
        front.put(BLOCK_SIZE, header(1, backup, 2, diskBlocks, diskId, entriesCrc));
        front.put(2 * BLOCK_SIZE, entries.array());
        byte[] back = Arrays.copyOf(entries.array(), BACKUP_BLOCKS * BLOCK_SIZE);
        byte[] backHeader = header(backup, 1, diskBlocks - BACKUP_BLOCKS, diskBlocks, diskId, entriesCrc);
        System.arraycopy(backHeader, 0, back, (BACKUP_BLOCKS - 1) * BLOCK_SIZE, backHeader.length);
        return new byte[][] {front.array(), back};
    }

    private static void protectiveMbr(ByteBuffer front, long diskBlocks) {
        front.putInt(446, 0x00020000);
        front.putInt(450, 0xffffffee);
        front.putInt(454, 1);
        front.putInt(458, (int) Math.min(diskBlocks - 1, 0xffffffffL));
        front.putShort(510, (short) 0xaa55);
    }

    private static byte[] header(long self, long other, long entriesBlock, long diskBlocks, UUID diskId, int entriesCrc) {
        ByteBuffer h = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        h.putLong(0, SIGNATURE).putInt(8, REVISION).putInt(12, HEADER_BYTES);
        h.putLong(24, self).putLong(32, other);
        h.putLong(40, TABLE_BYTES / BLOCK_SIZE).putLong(48, diskBlocks - BACKUP_BLOCKS - 1);
        putGuid(h, 56, diskId);
        h.putLong(72, entriesBlock).putInt(80, ENTRIES).putInt(84, ENTRY_BYTES).putInt(88, entriesCrc);
        h.putInt(16, crc(h.duplicate()));
        return h.array();
    }

    private static void formatEntry(ByteBuffer entry, Partition partition) {
        putGuid(entry, 0, partition.type());
        putGuid(entry, 16, partition.unique());
        entry.putLong(32, partition.firstBlock()).putLong(40, partition.firstBlock() + partition.blocks() - 1);
        byte[] name = partition.name().getBytes(StandardCharsets.UTF_16LE);
        if (name.length > NAME_BYTES) {
            throw new IllegalArgumentException("partition name " + partition.name() + " is longer than 36 characters");
        }
        entry.put(56, name);
    }

    /** GUIDs are mixed-endian on disk: the first three fields little-endian, the rest in order. */
    private static UUID guid(ByteBuffer buffer, int offset) {
        long high = Integer.toUnsignedLong(buffer.getInt(offset)) << 32
            | Short.toUnsignedLong(buffer.getShort(offset + 4)) << 16 | Short.toUnsignedLong(buffer.getShort(offset + 6));
        return new UUID(high, Long.reverseBytes(buffer.getLong(offset + 8)));
    }

    private static void putGuid(ByteBuffer buffer, int offset, UUID guid) {
        long high = guid.getMostSignificantBits();
        buffer.putInt(offset, (int) (high >>> 32)).putShort(offset + 4, (short) (high >>> 16)).putShort(offset + 6, (short) high);
        buffer.putLong(offset + 8, Long.reverseBytes(guid.getLeastSignificantBits()));
    }

    private static int crc(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static BootFailure damaged(String how) {
        return new BootFailure("damaged partition table: " + how);
    }
}
