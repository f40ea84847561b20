package org.sluice.kernel.fs.disk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.fs.cache.PageCache;
import org.sluice.kernel.fs.node.FrameFile;
import org.sluice.kernel.fs.node.Inode;
import org.sluice.kernel.fs.node.OpenFile;
import org.sluice.kernel.fs.rom.RomImage;
import org.sluice.kernel.memory.FramePart;

/** An entry of a read-only image. A file is its own open file, since opening it keeps nothing. */
final class RomInode extends Inode implements FrameFile {
    private final RomFs fs;
    private final RomImage image;
    private final PageCache cache;
    private final int number;
    private final int mode;
    private final long size;
    private final long start;
    /** A directory's names, hashed at the first lookup and never changed after that. */
    private volatile Map<String, RomInode> entries;

    RomInode(RomFs fs, RomImage image, PageCache cache, int number) {
        super(fs);
        this.fs = fs;
        this.image = image;
        this.cache = cache;
        this.number = number;
        mode = image.mode(number);
        size = image.size(number);
        start = image.start(number);
    }

    @Override
    public int mode() {
        return mode;
    }

    @Override
    public Inode lookup(String name) {
        Map<String, RomInode> map = entries;
        if (map == null) {
            int count = (int) size;
            map = HashMap.newHashMap(count);
            for (int i = 0; i < count; i++) {
                map.put(image.name(number, i), fs.inode(image.inode(number, i)));
            }
            entries = map;
        }
        return map.get(name);
    }

    @Override
    public String[] names() {
        String[] names = new String[(int) size];
        for (int i = 0; i < names.length; i++) {
            names[i] = image.name(number, i);
        }
        return names;
    }

    @Override
    public String target() {
        if (!isLink()) {
            throw new CallFailed(Errno.EINVAL);
        }
        return image.target(number);
    }

    @Override
    public OpenFile open(int flags) {
        return this;
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) {
        if (position >= size) {
            return 0;
        }
        int n = (int) Math.min(length, size - position);
        cache.read(start + position, buffer, offset, n);
        return n;
    }

    @Override
    public int write(long position, byte[] buffer, int offset, int length) {
        throw new CallFailed(Errno.EROFS);
    }

    @Override
    public long read(long position, FramePart[] targets, Transfer transfer) {
        transfer.mayCopy(0);
        long done = 0;
        for (FramePart target : targets) {
            int n = (int) Math.max(0, Math.min(target.length(), size - position - done));
            if (n > 0) {
                cache.read(start + position + done, target.address(), n, transfer);
            }
            done += n;
            if (n < target.length()) {
                break;
            }
        }
        return done;
    }

    @Override
    public long write(long position, Offer offer, Transfer transfer) {
        throw new CallFailed(Errno.EROFS);
    }

    @Override
    public List<FramePart> areas(long position, long bytes, int most, Transfer transfer) {
        return position >= size ? List.of() : cache.lend(start + position, Math.min(bytes, size - position), most, transfer);
    }

    @Override
    public void truncate(long length) {
        throw new CallFailed(Errno.EROFS);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void stat(long[] stat) {
        fill(stat, number + 1L, size, image.modified(number));
        if (isDirectory()) {
            stat[FileFlags.ST_NLINK] = 2;
        } else if (!isLink()) {
            stat[FileFlags.ST_BLOCKS] = (size + 4095) / 4096 * 8;
        }
    }
}
