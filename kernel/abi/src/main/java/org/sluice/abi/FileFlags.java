package org.sluice.abi;

/** Flags, modes and record layouts of the file calls. Numbers are Linux' own, so that relinked library code can pass them through. */
public final class FileFlags {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_ACCMODE = 3;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_DIRECTORY = 0x10000;
    public static final int O_NOFOLLOW = 0x20000;

    public static final int S_IFMT = 0xf000;
    public static final int S_IFIFO = 0x1000;
    public static final int S_IFCHR = 0x2000;
    public static final int S_IFDIR = 0x4000;
    public static final int S_IFREG = 0x8000;
    public static final int S_IFLNK = 0xa000;
    public static final int S_IFSOCK = 0xc000;

    public static final int SEEK_SET = 0;
    public static final int SEEK_CUR = 1;
    public static final int SEEK_END = 2;

    public static final int R_OK = 4;
    public static final int W_OK = 2;
    public static final int X_OK = 1;
    public static final int F_OK = 0;

    /** Indexes into the {@code long[]} a stat call fills. */
    public static final int ST_MODE = 0;
    public static final int ST_SIZE = 1;
    public static final int ST_INO = 2;
    public static final int ST_DEV = 3;
    public static final int ST_NLINK = 4;
    public static final int ST_UID = 5;
    public static final int ST_GID = 6;
    /** Nanoseconds since 1970-01-01T00:00Z. */
    public static final int ST_ATIME = 7;
    public static final int ST_MTIME = 8;
    public static final int ST_CTIME = 9;
    /** Storage taken, in 512-byte units. */
    public static final int ST_BLOCKS = 10;
    public static final int ST_RDEV = 11;
    /** Length of the array. */
    public static final int ST_LENGTH = 12;

    /** Indexes into the {@code long[]} of {@link SystemCalls#statfs}: block size in bytes, then counts of blocks. */
    public static final int FS_BLOCK_SIZE = 0;
    public static final int FS_BLOCKS = 1;
    public static final int FS_FREE = 2;
    /** 1 when the file system is read-only. */
    public static final int FS_READ_ONLY = 3;
    public static final int FS_LENGTH = 4;

    private FileFlags() {
    }
}
