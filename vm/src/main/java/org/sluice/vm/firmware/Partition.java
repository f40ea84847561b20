package org.sluice.vm.firmware;

import java.util.UUID;

/**
 * A partition of a disk.
 *
 * @param name       what it is found by: {@link #BOOT}, {@link #LIBRARY}, {@link #ROOT}, {@link #SWAP}, {@link #DATA}
 * @param type       partition type GUID
 * @param unique     GUID of this partition; one made by {@link #checkedId} vouches for the contents
 * @param firstBlock first block, in blocks of {@link Gpt#BLOCK_SIZE} bytes
 * @param blocks     number of blocks
 */
public record Partition(String name, UUID type, UUID unique, long firstBlock, long blocks) {
    public static final String BOOT = "boot";
    public static final String LIBRARY = "library";
    public static final String ROOT = "root";
    public static final String SWAP = "swap";
    public static final String DATA = "data";

    /** A FAT volume that firmware reads: the EFI system partition type (UEFI 2.10, table 5.7). */
    public static final UUID TYPE_BOOT = UUID.fromString("c12a7328-f81f-11d2-ba4b-00a0c93ec93b");
    /** Swap space, by the type Linux gives it. */
    public static final UUID TYPE_SWAP = UUID.fromString("0657fd6d-a4ab-43c4-84e5-0933c84b4f4f");
    /** Data of this system. */
    public static final UUID TYPE_SLUICE = UUID.fromString("5e1b9a02-6c9e-4f0b-9f0e-53a7c1d02b4c");

    private static final long RANDOM_HALF = 0x8000_0000_0000_0000L;

    /** Offset of the first byte on the disk. */
    public long offset() {
        return firstBlock * Gpt.BLOCK_SIZE;
    }

    /** Length in bytes. */
    public long bytes() {
        return blocks * Gpt.BLOCK_SIZE;
    }

    /**
     * A partition GUID that carries a checksum of the contents, so that a damaged partition is noticed before it is read.
     *
     * @param crc32 CRC-32 of all bytes of the partition
     * @param salt  makes it unique
     */
    public static UUID checkedId(int crc32, int salt) {
        return new UUID((long) crc32 << 32 | salt & 0xffff_0fffL | 0x8000L, RANDOM_HALF | Integer.toUnsignedLong(salt));
    }

    /** The checksum in a GUID made by {@link #checkedId}. */
    public int checksum() {
        return (int) (unique.getMostSignificantBits() >>> 32);
    }
}
