package org.sluice.kernel.fs.node;

import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;

/**
 * A file, directory, symbolic link or device of a file system. Names given to it are one path component: not empty, not "."
 * or "..", without "/", at most 255 bytes of UTF-8.
 *
 * <p>The caller has checked permissions and {@link #readOnly}, and what it found may be out of date by the time a method
 * runs: each method checks again what its own consistency needs. The defaults refuse: directories answer for names, links
 * for targets, files for bytes.
 */
public abstract class Inode {
    private final FileSystem fileSystem;

    protected Inode(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    public final FileSystem fileSystem() {
        return fileSystem;
    }

    /** Type and permission bits, as in {@link FileFlags#ST_MODE}. The type never changes. */
    public abstract int mode();

    public final boolean isDirectory() {
        return (mode() & FileFlags.S_IFMT) == FileFlags.S_IFDIR;
    }

    public final boolean isLink() {
        return (mode() & FileFlags.S_IFMT) == FileFlags.S_IFLNK;
    }

    /** Whether changing it is refused with EROFS. */
    public boolean readOnly() {
        return fileSystem.readOnly();
    }

    /**
     * Whether the caller may do all of what the bits ask for. There is one user, who owns everything, so the owner's bits
     * decide.
     *
     * @param bits of {@link FileFlags#R_OK}, {@link FileFlags#W_OK}, {@link FileFlags#X_OK}
     */
    public boolean permits(int bits) {
        return (mode() >> 6 & bits) == bits;
    }

    /** Fills a whole record laid out as {@link FileFlags#ST_MODE} and following say. */
    public abstract void stat(long[] stat);

    /** The entry of that name, or null. */
    public Inode lookup(String name) {
        throw new CallFailed(Errno.ENOTDIR);
    }

    /** All names in a directory, in an order of the file system's choice. */
    public String[] names() {
        throw new CallFailed(Errno.ENOTDIR);
    }

    /**
     * Makes a regular file and opens it.
     *
     * @param mode  permission bits
     * @param flags of the open call
     * @return null when the name is taken by now
     * @throws CallFailed ENOSPC; ENOENT when the directory has been removed
     */
    public OpenFile create(String name, int mode, int flags) {
        throw new CallFailed(Errno.EROFS);
    }

    /** Makes a directory. @throws CallFailed EEXIST, ENOSPC; ENOENT when this directory has been removed */
    public void mkdir(String name, int mode) {
        throw new CallFailed(Errno.EROFS);
    }

    /** Makes a symbolic link. @throws CallFailed EEXIST, ENOSPC, ENOTSUP; ENOENT when this directory has been removed */
    public void symlink(String name, String target) {
        throw new CallFailed(Errno.EROFS);
    }

    /** Removes a name that is no directory's. @throws CallFailed ENOENT, EISDIR */
    public void unlink(String name) {
        throw new CallFailed(Errno.EROFS);
    }

    /** Removes an empty directory. @throws CallFailed ENOENT, ENOTDIR, ENOTEMPTY */
    public void rmdir(String name) {
        throw new CallFailed(Errno.EROFS);
    }

    /**
     * Moves an entry of this directory, replacing what stands at the new name, in one step.
     *
     * @param directory of the same file system
     * @throws CallFailed ENOENT, EISDIR, ENOTDIR, ENOTEMPTY, EINVAL as the rename call says
     */
    public void rename(String name, Inode directory, String newName) {
        throw new CallFailed(Errno.EROFS);
    }

    /** Where a symbolic link leads. */
    public String target() {
        throw new CallFailed(Errno.EINVAL);
    }

    /**
     * Opens a regular file's bytes.
     *
     * @param flags of the open call; truncating is the caller's business
     * @return null when the file has been removed meanwhile
     */
    public OpenFile open(int flags) {
        throw new CallFailed(Errno.EINVAL);
    }

    /**
     * Opens a character device.
     *
     * @param flags of the open call
     * @param path  it was opened by, for {@link FileSession#path}
     */
    public FileSession openDevice(int flags, String path) {
        throw new CallFailed(Errno.ENODEV);
    }

    /** Sets permission bits. */
    public void chmod(int mode) {
        throw new CallFailed(Errno.ENOTSUP);
    }

    /** Sets times in nanoseconds since 1970; {@code Long.MIN_VALUE} leaves one as it is. */
    public void utimes(long accessNanos, long modifyNanos) {
        throw new CallFailed(Errno.EROFS);
    }

    /** Fills a record with what all inodes have; one link, no owner but 0, no blocks, one time for all three. */
    protected final void fill(long[] stat, long number, long size, long nanos) {
        stat[FileFlags.ST_MODE] = mode();
        stat[FileFlags.ST_SIZE] = size;
        stat[FileFlags.ST_INO] = number;
        stat[FileFlags.ST_DEV] = fileSystem.device();
        stat[FileFlags.ST_NLINK] = 1;
        stat[FileFlags.ST_UID] = 0;
        stat[FileFlags.ST_GID] = 0;
        stat[FileFlags.ST_ATIME] = nanos;
        stat[FileFlags.ST_MTIME] = nanos;
        stat[FileFlags.ST_CTIME] = nanos;
        stat[FileFlags.ST_BLOCKS] = 0;
        stat[FileFlags.ST_RDEV] = 0;
    }
}
