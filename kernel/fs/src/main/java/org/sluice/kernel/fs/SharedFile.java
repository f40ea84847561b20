package org.sluice.kernel.fs;

import org.sluice.kernel.file.MappedFiles;
import org.sluice.kernel.fs.node.OpenFile;

/** An open file whose bytes may be mapped meanwhile: reads and writes are kept in step with the mapped pages. */
record SharedFile(OpenFile file, MappedFiles mapped) implements OpenFile {
    @Override
    public Object identity() {
        return file.identity();
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) {
        if (mapped.any()) {
            mapped.beforeRead(identity(), position, length);
        }
        return file.read(position, buffer, offset, length);
    }

    @Override
    public int write(long position, byte[] buffer, int offset, int length) {
        if (!mapped.any()) {
            return file.write(position, buffer, offset, length);
        }
        // Mapped pages reach to the end of the last page, so an append may touch one.
        return mapped.write(identity(), position == END ? file.size() : position, buffer, offset, length,
            () -> file.write(position, buffer, offset, length));
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public void truncate(long length) {
        file.truncate(length);
        if (mapped.any()) {
            mapped.truncated(identity(), length);
        }
    }

    @Override
    public void sync() {
        if (mapped.any()) {
            mapped.beforeRead(identity(), 0, Long.MAX_VALUE - 4095);
        }
        file.sync();
    }

    @Override
    public void stat(long[] stat) {
        file.stat(stat);
    }

    @Override
    public void close() {
        file.close();
    }
}
