package org.sluice.kernel.fs.share;

import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.fs.node.Inode;
import org.sluice.kernel.fs.node.OpenFile;

/** A path in a share, and the mode it had when it was looked up. */
final class ShareInode extends Inode {
    private final ShareFs fs;
    private final String path;
    private final int mode;

    ShareInode(ShareFs fs, String path, int mode) {
        super(fs);
        this.fs = fs;
        this.path = path;
        this.mode = mode;
    }

    private String child(String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    @Override
    public int mode() {
        return mode;
    }

    /** The host has users of its own: what any of them may do is tried, and the device refuses what the host refuses. */
    @Override
    public boolean permits(int bits) {
        return ((mode >> 6 | mode >> 3 | mode) & bits) == bits;
    }

    @Override
    public void stat(long[] stat) {
        fs.device.stat(path, stat, true);
        stat[FileFlags.ST_DEV] = fs.device();
    }

    @Override
    public Inode lookup(String name) {
        if (!isDirectory()) {
            throw new CallFailed(Errno.ENOTDIR);
        }
        long[] stat = new long[FileFlags.ST_LENGTH];
        try {
            fs.device.stat(child(name), stat, true);
        } catch (CallFailed e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
        return new ShareInode(fs, child(name), (int) stat[FileFlags.ST_MODE]);
    }

    @Override
    public String[] names() {
        return fs.device.list(path);
    }

    @Override
    public OpenFile create(String name, int bits, int flags) {
        int access = flags & FileFlags.O_ACCMODE;
        try {
            return file(child(name), access | FileFlags.O_CREAT | FileFlags.O_EXCL, bits);
        } catch (CallFailed e) {
            if (e.errno() == Errno.EEXIST) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public OpenFile open(int flags) {
        boolean truncate = (flags & FileFlags.O_TRUNC) != 0;
        int access = flags & FileFlags.O_ACCMODE;
        try {
            return file(path, (truncate && access == FileFlags.O_RDONLY ? FileFlags.O_RDWR : access) | FileFlags.O_NOFOLLOW, 0);
        } catch (CallFailed e) {
            if (e.errno() == Errno.ENOENT) {
                return null;
            }
            throw e;
        }
    }

    private OpenFile file(String name, int flags, int bits) {
        return new ShareFile(fs, name, fs.device.open(name, flags, bits));
    }

    @Override
    public void mkdir(String name, int bits) {
        fs.device.mkdir(child(name), bits);
    }

    @Override
    public void symlink(String name, String target) {
        throw new CallFailed(Errno.ENOTSUP);
    }

    @Override
    public void unlink(String name) {
        fs.device.remove(child(name), false);
    }

    @Override
    public void rmdir(String name) {
        fs.device.remove(child(name), true);
    }

    @Override
    public void rename(String name, Inode directory, String newName) {
        String from = child(name);
        String to = ((ShareInode) directory).child(newName);
        if (to.startsWith(from + "/")) {
            throw new CallFailed(Errno.EINVAL);
        }
        fs.device.rename(from, to);
    }

    @Override
    public String target() {
        if (!isLink()) {
            throw new CallFailed(Errno.EINVAL);
        }
        return fs.device.readLink(path);
    }

    @Override
    public void utimes(long accessNanos, long modifyNanos) {
        fs.device.setTimes(path, accessNanos, modifyNanos);
    }
}
