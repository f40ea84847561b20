package org.sluice.kernel.fs.mem;

import org.sluice.abi.FileFlags;
import org.sluice.kernel.fs.node.Inode;

/** What files, directories and links in memory share: number, permission bits and times. */
abstract sealed class MemNode extends Inode permits MemFile, MemDirectory, MemLink {
    final MemFs fs;
    private final long number;
    private volatile int mode;
    volatile long accessed;
    volatile long modified;
    volatile long changed;

    MemNode(MemFs fs, int mode) {
        super(fs);
        this.fs = fs;
        this.mode = mode;
        number = fs.newNumber();
        accessed = modified = changed = fs.now();
    }

    @Override
    public int mode() {
        return mode;
    }

    @Override
    public void chmod(int bits) {
        mode = mode & FileFlags.S_IFMT | bits & 07777;
        changed = fs.now();
    }

    @Override
    public void utimes(long accessNanos, long modifyNanos) {
        if (accessNanos != Long.MIN_VALUE) {
            accessed = accessNanos;
        }
        if (modifyNanos != Long.MIN_VALUE) {
            modified = modifyNanos;
        }
        changed = fs.now();
    }

    final void fill(long[] stat, long size, int links, long pages) {
        fill(stat, number, size, modified);
        stat[FileFlags.ST_NLINK] = links;
        stat[FileFlags.ST_ATIME] = accessed;
        stat[FileFlags.ST_CTIME] = changed;
        stat[FileFlags.ST_BLOCKS] = pages * 8;
    }

    /** Called once, when its last name is gone and the tree lock has been released. */
    abstract void unlinked();
}
