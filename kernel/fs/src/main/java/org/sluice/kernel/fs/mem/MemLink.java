package org.sluice.kernel.fs.mem;

import org.sluice.abi.FileFlags;
import org.sluice.kernel.fs.node.Utf8;

/** A symbolic link in memory. */
final class MemLink extends MemNode {
    private final String target;

    MemLink(MemFs fs, String target) {
        super(fs, FileFlags.S_IFLNK | 0777);
        this.target = target;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public void stat(long[] stat) {
        fill(stat, Utf8.length(target), 1, 0);
    }

    @Override
    void unlinked() {
        fs.nodeGone();
    }
}
