package org.sluice.kernel.fs.share;

import java.util.Arrays;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.fs.node.OpenFile;

/** A file of a share that is open on the host; the device's token is given back when it is closed. */
final class ShareFile implements OpenFile {
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
