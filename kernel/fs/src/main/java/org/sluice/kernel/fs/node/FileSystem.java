package org.sluice.kernel.fs.node;

import org.sluice.abi.FileFlags;

/**
 * A tree of inodes that can be mounted once. Implementations are safe for use by several threads; every error is a
 * {@link org.sluice.kernel.CallFailed}.
 */
public abstract class FileSystem {
    private final String type;
    private final String source;
    private final boolean readOnly;
    private volatile int device;

    /**
     * @param type   its kind, as {@code /proc/mounts} shows it
     * @param source what it shows: a device or share
     */
    protected FileSystem(String type, String source, boolean readOnly) {
        this.type = type;
        this.source = source;
        this.readOnly = readOnly;
    }

    public final String type() {
        return type;
    }

    public final String source() {
        return source;
    }

    /** Whether every change is refused with EROFS. */
    public final boolean readOnly() {
        return readOnly;
    }

    /** The number {@link FileFlags#ST_DEV} shows; 0 until it is mounted. */
    public final int device() {
        return device;
    }

    /** Gives the file system its number, when it is mounted. */
    public final void attach(int number) {
        device = number;
    }

    /** The directory at the top; the same object at every call. */
    public abstract Inode root();

    /** Fills a record laid out as {@link FileFlags#FS_BLOCK_SIZE} and following say. */
    public abstract void statfs(long[] info);

    /** Brings everything acknowledged to the medium. */
    public void sync() {
    }

    /**
     * Gives frames that only save time back to the allocator.
     *
     * @param wanted frames
     * @return frames given back
     */
    public int reclaim(int wanted) {
        return 0;
    }

    /** Gives back what the file system holds. Nothing may be open any more. */
    public void close() {
    }
}
