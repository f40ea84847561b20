package org.sluice.kernel.fs.share;

import java.util.Arrays;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.fs.node.FrameFile;
import org.sluice.kernel.memory.FramePart;
import org.sluice.vm.memory.PhysicalMemory;

/** A file of a share that is open on the host; the device's token is given back when it is closed. */
final class ShareFile implements FrameFile {
    /** Bytes one step moves by DMA, so that none keeps a process from ending for long. */
    private static final int MOST_MOVED = 1 << 20;

    private final ShareFs fs;
    private final String path;
    private final long token;
    /** Asked for only when files are mapped, since the device has to be asked. */
    private volatile Identity identity;

    ShareFile(ShareFs fs, String path, long token) {
        this.fs = fs;
        this.path = path;
        this.token = token;
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) {
        int done = 0;
        while (done < length) {
            int n = fs.device.read(token, position + done, buffer, offset + done, length - done);
            if (n <= 0) {
                break;
            }
            done += n;
        }
        return done;
    }

    @Override
    public int write(long position, byte[] buffer, int offset, int length) {
        if (position != END) {
            return fs.device.write(token, position, buffer, offset, length);
        }
        fs.append.acquire();
        try {
            return fs.device.write(token, fs.device.size(token), buffer, offset, length);
        } finally {
            fs.append.release();
        }
    }

    @Override
    public long read(long position, FramePart[] targets, Transfer transfer) {
        long done = 0;
        for (FramePart target : targets) {
            int n = fill(position + done, target, transfer);
            done += n;
            if (n < target.length()) {
                break;
            }
        }
        return done;
    }

    private int fill(long position, FramePart target, Transfer transfer) {
        int n = Math.max(0, fs.device.read(token, position, target.frames().run(), target.offset(), target.length()));
        transfer.byDevice(n);
        return n;
    }

    @Override
    public long write(long position, Offer offer, Transfer transfer) {
        if (position != END) {
            return writeAt(position, offer, transfer);
        }
        fs.append.acquire();
        try {
            return writeAt(fs.device.size(token), offer, transfer);
        } finally {
            fs.append.release();
        }
    }

    private long writeAt(long position, Offer offer, Transfer transfer) {
        long done = 0;
        try {
            for (int i = 0; i < offer.count() && done < MOST_MOVED; i++) {
                FramePart part = offer.part(i);
                int length = (int) Math.min(part.length(), MOST_MOVED - done);
                int n = fs.device.write(token, position + done, part.frames().run(), part.offset(), length);
                transfer.byDevice(n);
                done += n;
                if (n < part.length()) {
                    break;
                }
            }
        } catch (CallFailed e) {
            if (done == 0) {
                throw e;
            }
        }
        return done;
    }

    @Override
    public List<FramePart> areas(long position, long bytes, int most, Transfer transfer) {
        long there = Math.max(0, Math.min(Math.min(bytes, MOST_MOVED), fs.device.size(token) - position));
        if (there == 0) {
            return List.of();
        }
        FramePart part = fresh((int) there, transfer);
        int n = 0;
        try {
            n = fill(position, part, transfer);
        } finally {
            if (n == 0) {
                part.drop();
            }
        }
        transfer.moved(n);
        return n == 0 ? List.of() : List.of(part.clipped(0, n));
    }

    /** As much contiguous memory as there is, up to what is wanted. */
    private static FramePart fresh(int wanted, Transfer transfer) {
        for (int bytes = wanted; ; bytes = bytes / 2) {
            try {
                return transfer.fresh(bytes);
            } catch (CallFailed e) {
                if (e.errno() != Errno.ENOMEM || bytes <= PhysicalMemory.FRAME_SIZE) {
                    throw e;
                }
            }
        }
    }

    @Override
    public long size() {
        return fs.device.size(token);
    }

    /** The host's number of the file tells that two names are the same file; if the name has gone, it is known by that. */
    @Override
    public Object identity() {
        if (identity == null) {
            long[] stat = new long[FileFlags.ST_LENGTH];
            try {
                fs.device.stat(path, stat, true);
                identity = new Identity(fs.device(), stat[FileFlags.ST_INO], null);
            } catch (CallFailed e) {
                identity = new Identity(fs.device(), 0, path);
            }
        }
        return identity;
    }

    private record Identity(long device, long number, String path) {
    }

    @Override
    public void truncate(long length) {
        fs.device.truncate(token, length);
    }

    @Override
    public void sync() {
        fs.device.sync(token);
    }

    /** The device describes paths only: if the name has gone, what is still known is told. */
    @Override
    public void stat(long[] stat) {
        try {
            fs.device.stat(path, stat, true);
        } catch (CallFailed e) {
            Arrays.fill(stat, 0, FileFlags.ST_LENGTH, 0);
            stat[FileFlags.ST_MODE] = FileFlags.S_IFREG;
            stat[FileFlags.ST_SIZE] = size();
        }
        stat[FileFlags.ST_DEV] = fs.device();
    }

    @Override
    public void close() {
        fs.device.close(token);
    }
}
