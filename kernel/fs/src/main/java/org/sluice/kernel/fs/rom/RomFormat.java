package org.sluice.kernel.fs.rom;

/** Where things lie in an image; docs/romfs.md explains them. All numbers are little-endian, offsets in bytes. */
final class RomFormat {
    static final int PAGE = 4096;
    /** "SLUICROM" read as a little-endian number. */
    static final long MAGIC = 0x4d4f524349554c53L;
    static final int VERSION = 1;

    static final int SUPER_MAGIC = 0;
    static final int SUPER_VERSION = 8;
    static final int SUPER_PAGE = 12;
    static final int SUPER_BYTES = 16;
    static final int SUPER_INODES = 24;
    static final int SUPER_ENTRIES = 28;
    static final int SUPER_NAME_BYTES = 32;
    static final int SUPER_META_CRC = 36;
    static final int SUPER_BUILT = 40;
    static final int SUPER_CRC = 4092;

    static final int INODE_BYTES = 40;
    static final int INODE_MODE = 0;
    static final int INODE_CRC = 4;
    static final int INODE_SIZE = 8;
    static final int INODE_START = 16;
    static final int INODE_MODIFIED = 24;

    static final int ENTRY_BYTES = 12;
    static final int ENTRY_INODE = 0;
    static final int ENTRY_NAME = 4;
    static final int ENTRY_NAME_BYTES = 8;

    static final int MAX_NAME = 255;
    static final int MAX_TARGET = 4095;
    /** Bound on what a reader keeps in memory: inodes, entries and names together. */
    static final long MAX_META = 64L << 20;

    static final int S_IFMT = 0xf000;
    static final int S_IFDIR = 0x4000;
    static final int S_IFREG = 0x8000;
    static final int S_IFLNK = 0xa000;

    private RomFormat() {
    }

    static long align(long bytes) {
        return (bytes + PAGE - 1) & -PAGE;
    }
}
