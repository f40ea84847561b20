package org.sluice.kernel.fs;

import org.sluice.kernel.file.PageStore;
import org.sluice.kernel.fs.node.OpenFile;

/** An open file as the pager wants it. */
record FilePages(OpenFile file, String name) implements PageStore {
    @Override
    public Object identity() {
        return file.identity();
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) {
        return file.read(position, buffer, offset, length);
    }

    @Override
    public int write(long position, byte[] buffer, int offset, int length) {
        return file.write(position, buffer, offset, length);
    }

    @Override
    public void sync() {
        file.sync();
    }
}
