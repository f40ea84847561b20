package org.sluice.kernel.fs;

import java.util.List;
import java.util.function.LongSupplier;
import org.sluice.kernel.file.MappedFiles;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.fs.node.FrameFile;
import org.sluice.kernel.memory.FramePart;

/** An open file whose bytes may be mapped meanwhile: reads and writes are kept in step with the mapped pages. */
record SharedFile(FrameFile file, MappedFiles mapped) implements FrameFile {
    @Override
    public Object identity() {
        return file.identity();
    }

    private void beforeRead(long position, long length) {
        if (mapped.any()) {
            mapped.beforeRead(identity(), position, length);
        }
    }

    private long writing(long position, long length, LongSupplier write) {
        if (!mapped.any()) {
            return write.getAsLong();
        }
        // Mapped pages reach to the end of the last page, so an append may touch one.
        return mapped.write(identity(), position == END ? file.size() : position, length, write);
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) {
        beforeRead(position, length);
        return file.read(position, buffer, offset, length);
    }

    @Override
    public long read(long position, FramePart[] targets, Transfer transfer) {
        long length = 0;
        for (FramePart target : targets) {
            length += target.length();
        }
        beforeRead(position, length);
        return file.read(position, targets, transfer);
    }

    @Override
    public List<FramePart> areas(long position, long bytes, int most, Transfer transfer) {
        beforeRead(position, bytes);
        return file.areas(position, bytes, most, transfer);
    }

    @Override
    public int write(long position, byte[] buffer, int offset, int length) {
        return (int) writing(position, length, () -> file.write(position, buffer, offset, length));
    }

    @Override
    public long write(long position, Offer offer, Transfer transfer) {
        return writing(position, offer.bytes(), () -> file.write(position, offer, transfer));
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
        beforeRead(0, Long.MAX_VALUE);
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
