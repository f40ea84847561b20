package org.sluice.kernel.fs.mem;

import java.util.Arrays;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.fs.node.OpenFile;
import org.sluice.kernel.fs.node.SpinLock;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * A regular file in memory: one frame a page, none for a hole. It lives while it has a name or is open; the last of the two
 * to go gives its frames back. Long transfers take the lock once for each {@link #STRETCH} bytes, so nobody spins for long.
 */
final class MemFile extends MemNode implements OpenFile {
    private static final int PAGE = PhysicalMemory.FRAME_SIZE;
    private static final int STRETCH = 16 * PAGE;

    private final SpinLock lock = new SpinLock();
    private PageTree pages = new PageTree();
    private int present;
    private long size;
    /** A file is made open: its first user is whoever created it. */
    private int opens = 1;
    private boolean linked = true;

    MemFile(MemFs fs, int mode) {
        super(fs, FileFlags.S_IFREG | mode & 07777);
    }

    @Override
    public OpenFile open(int flags) {
        lock.lock();
        try {
            if (!linked) {
                return null;
            }
            opens++;
            return this;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        drop(false);
    }

    @Override
    void unlinked() {
        drop(true);
    }

    private void drop(boolean name) {
        PageTree garbage = null;
        lock.lock();
        try {
            if (name) {
                linked = false;
                changed = fs.now();
            } else {
                opens--;
            }
            if (!linked && opens == 0) {
                garbage = detach();
            }
        } finally {
            lock.unlock();
        }
        if (garbage != null) {
            garbage.cut(0, fs::release);
            fs.nodeGone();
        }
    }

    /** Takes all pages away, so that their frames can be released without the lock. */
    private PageTree detach() {
        PageTree old = pages;
        pages = new PageTree();
        present = 0;
        size = 0;
        return old;
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) {
        int done = 0;
        while (done < length) {
            int n = readStretch(position + done, buffer, offset + done, Math.min(STRETCH, length - done));
            if (n == 0) {
                break;
            }
            done += n;
        }
        if (done > 0 && accessed <= modified) {
            accessed = fs.now();
        }
        return done;
    }

    private int readStretch(long position, byte[] buffer, int offset, int length) {
        lock.lock();
        try {
            if (position >= size) {
                return 0;
            }
            int n = (int) Math.min(length, size - position);
            for (int done = 0; done < n; ) {
                long at = position + done;
                int page = (int) (at / PAGE);
                int inPage = (int) (at % PAGE);
                int part = Math.min(PAGE - inPage, n - done);
                int[] leaf = pages.leaf(page);
                int frame = leaf == null ? 0 : leaf[PageTree.index(page)];
                if (frame == 0) {
                    Arrays.fill(buffer, offset + done, offset + done + part, (byte) 0);
                } else {
                    fs.memory.read(((long) frame << PhysicalMemory.FRAME_SHIFT) + inPage, buffer, offset + done, part);
                }
                done += part;
            }
            return n;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int write(long position, byte[] buffer, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (position == END) {
            return append(buffer, offset, length);
        }
        requireBelowMaximum(position);
        int limit = (int) Math.min(length, MemFs.MAX_FILE - position);
        int done = 0;
        while (done < limit) {
            int part = Math.min(STRETCH - (int) ((position + done) % PAGE), limit - done);
            int n = writeStretch(position + done, buffer, offset + done, part);
            done += n;
            if (n < part) {
                break;
            }
        }
        return written(done);
    }

    /** Claims the range behind the end first, so that appends never interleave; until it is filled it reads as zeros. */
    private int append(byte[] buffer, int offset, int length) {
        long start;
        int limit;
        lock.lock();
        try {
            start = size;
            requireBelowMaximum(start);
            limit = claim(start, (int) Math.min(length, MemFs.MAX_FILE - start));
            size = start + limit;
        } finally {
            lock.unlock();
        }
        for (int done = 0; done < limit; ) {
            int n = writeStretch(start + done, buffer, offset + done, Math.min(STRETCH, limit - done));
            if (n == 0) {
                // somebody cut the file under us and the frames went elsewhere: what is written so far stands
                return written(done);
            }
            done += n;
        }
        return written(limit);
    }

    private static void requireBelowMaximum(long position) {
        if (position >= MemFs.MAX_FILE) {
            throw new CallFailed(Errno.EFBIG);
        }
    }

    /** Finds frames for a range at the end of the file; returns how many bytes of it have one. */
    private int claim(long start, int length) {
        int done = 0;
        while (done < length) {
            long at = start + done;
            if (frameFor((int) (at / PAGE)) == 0) {
                break;
            }
            done += Math.min(PAGE - (int) (at % PAGE), length - done);
        }
        return done;
    }

    private int written(int bytes) {
        if (bytes == 0) {
            throw new CallFailed(Errno.ENOSPC);
        }
        long now = fs.now();
        modified = now;
        changed = now;
        return bytes;
    }

    private int writeStretch(long position, byte[] buffer, int offset, int length) {
        int done = 0;
        lock.lock();
        try {
            while (done < length) {
                long at = position + done;
                int inPage = (int) (at % PAGE);
                int part = Math.min(PAGE - inPage, length - done);
                int frame = frameFor((int) (at / PAGE));
                if (frame == 0) {
                    break;
                }
                fs.memory.write(((long) frame << PhysicalMemory.FRAME_SHIFT) + inPage, buffer, offset + done, part);
                done += part;
                size = Math.max(size, at + part);
            }
        } finally {
            lock.unlock();
        }
        return done;
    }

    /** The frame of a page, taken from the allocator if there is none yet; 0 when there is no space. Lock held. */
    private int frameFor(int page) {
        int[] leaf = pages.makeLeaf(page);
        int i = PageTree.index(page);
        if (leaf[i] == 0) {
            leaf[i] = fs.take();
            if (leaf[i] != 0) {
                present++;
            }
        }
        return leaf[i];
    }

    @Override
    public long size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void truncate(long length) {
        if (length > MemFs.MAX_FILE) {
            throw new CallFailed(Errno.EINVAL);
        }
        PageTree garbage = null;
        lock.lock();
        try {
            if (length == 0) {
                garbage = detach();
            } else if (length < size) {
                shrink(length);
            }
            size = length;
        } finally {
            lock.unlock();
        }
        if (garbage != null) {
            garbage.cut(0, fs::release);
        }
        long now = fs.now();
        modified = now;
        changed = now;
    }

    /** Gives back the pages behind a length and clears the rest of its last page, which must read as zeros if it grows. */
    private void shrink(long length) {
        int keep = (int) ((length + PAGE - 1) / PAGE);
        if (keep < PageTree.MAX_PAGES) {
            pages.cut(keep, frame -> {
                present--;
                fs.release(frame);
            });
        }
        int inPage = (int) (length % PAGE);
        if (inPage != 0) {
            int[] leaf = pages.leaf(keep - 1);
            int frame = leaf == null ? 0 : leaf[PageTree.index(keep - 1)];
            if (frame != 0) {
                fs.memory.clear(((long) frame << PhysicalMemory.FRAME_SHIFT) + inPage, PAGE - inPage);
            }
        }
    }

    @Override
    public void stat(long[] stat) {
        long length;
        int frames;
        int links;
        lock.lock();
        try {
            length = size;
            frames = present;
            links = linked ? 1 : 0;
        } finally {
            lock.unlock();
        }
        fill(stat, length, links, frames);
    }
}
