package org.sluice.kernel.fs.mem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Transfers;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.file.PartCursor;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.fs.node.FrameFile;
import org.sluice.kernel.fs.node.OpenFile;
import org.sluice.kernel.fs.node.SpinLock;
import org.sluice.kernel.memory.FramePart;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * A regular file in memory: one frame a page, none for a hole. It lives while it has a name or is open; the last of the two
 * to go gives its frames back. Long transfers take the lock once for each {@link #STRETCH} bytes, so nobody spins for long.
 */
final class MemFile extends MemNode implements FrameFile {
    private static final int PAGE = PhysicalMemory.FRAME_SIZE;
    private static final int STRETCH = 16 * PAGE;
    /** Bytes one call copies out of what it is offered, so that none keeps a process from ending for long. */
    private static final int MOST_COPIED = 4 << 20;

    private final SpinLock lock = new SpinLock();
    private MemPages pages;
    private long size;
    /** A file is made open: its first user is whoever created it. */
    private int opens = 1;
    private boolean linked = true;

    MemFile(MemFs fs, int mode) {
        super(fs, FileFlags.S_IFREG | mode & 07777);
        pages = new MemPages(fs);
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
        MemPages garbage = null;
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
            garbage.cut(0);
            fs.nodeGone();
        }
    }

    /** Takes all pages away, so that their frames can be released without the lock. */
    private MemPages detach() {
        MemPages old = pages;
        pages = new MemPages(fs);
        size = 0;
        return old;
    }

    // ---- reading

    /** Where bytes go that are read: those at an address, or zeros for address 0, are bytes {@code done} and on. */
    private interface Sink {
        void take(long address, int done, int length);
    }

    @Override
    public int read(long position, byte[] buffer, int offset, int length) {
        return read(position, length, (address, done, n) -> {
            if (address == 0) {
                Arrays.fill(buffer, offset + done, offset + done + n, (byte) 0);
            } else {
                fs.memory.read(address, buffer, offset + done, n);
            }
        });
    }

    @Override
    public long read(long position, FramePart[] targets, Transfer transfer) {
        transfer.mayCopy(0);
        PartCursor cursor = new PartCursor(targets);
        return read(position, cursor.bytes(), (address, done, n) -> cursor.eachPiece(n, (target, at, part) -> {
            if (address == 0) {
                fs.memory.clear(target, part);
            } else {
                transfer.copy(address + at, target, part, Transfers.KEPT);
            }
        }));
    }

    private int read(long position, int length, Sink sink) {
        int done = 0;
        while (done < length) {
            int from = done;
            int n = readStretch(position + done, Math.min(STRETCH, length - done),
                (address, at, part) -> sink.take(address, from + at, part));
            if (n == 0) {
                break;
            }
            done += n;
        }
        if (done > 0) {
            wasRead();
        }
        return done;
    }

    private void wasRead() {
        if (accessed <= modified) {
            accessed = fs.now();
        }
    }

    private int readStretch(long position, int length, Sink sink) {
        lock.lock();
        try {
            if (position >= size) {
                return 0;
            }
            int n = (int) Math.min(length, size - position);
            for (int done = 0; done < n; ) {
                long at = position + done;
                int inPage = (int) (at % PAGE);
                int part = Math.min(PAGE - inPage, n - done);
                int frame = pages.frame((int) (at / PAGE));
                sink.take(frame == 0 ? 0 : MemPages.address(frame) + inPage, done, part);
                done += part;
            }
            return n;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<FramePart> areas(long position, long bytes, int most, Transfer transfer) {
        List<FramePart> parts = new ArrayList<>();
        boolean done = false;
        try {
            long at = position;
            while (at < position + bytes && parts.size() < most) {
                long end = lendStretch(at, Math.min(STRETCH, position + bytes - at), most, parts, transfer);
                if (end == at) {
                    break;
                }
                at = end;
            }
            done = true;
        } catch (CallFailed e) {
            // a hole, and no frame to show it
            if (parts.isEmpty()) {
                throw e;
            }
            done = true;
        } finally {
            if (!done) {
                parts.forEach(FramePart::drop);
            }
        }
        if (!parts.isEmpty()) {
            wasRead();
        }
        return parts;
    }

    private long lendStretch(long position, long bytes, int most, List<FramePart> parts, Transfer transfer) {
        lock.lock();
        try {
            long at = position;
            long end = Math.min(size, position + bytes);
            while (at < end && parts.size() < most) {
                int inPage = (int) (at % PAGE);
                int length = (int) Math.min(PAGE - inPage, end - at);
                pages.lend((int) (at / PAGE), inPage, length, parts, transfer);
                at += length;
            }
            return at;
        } finally {
            lock.unlock();
        }
    }

    // ---- writing

    /** Where bytes come from that are written: bytes {@code done} and on are to be put at an address. */
    private interface Origin {
        void put(long address, int done, int length);
    }

    @Override
    public int write(long position, byte[] buffer, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        Origin origin = (address, done, n) -> fs.memory.write(address, buffer, offset + done, n);
        if (position == END) {
            return append(length, origin);
        }
        requireBelowMaximum(position);
        int limit = (int) Math.min(length, MemFs.MAX_FILE - position);
        return (int) written(writeAt(position, limit, null, origin));
    }

    private int writeAt(long position, int length, Transfer transfer, Origin origin) {
        int done = 0;
        while (done < length) {
            int part = Math.min(STRETCH - (int) ((position + done) % PAGE), length - done);
            int from = done;
            int n = writeStretch(position + done, part, transfer, (address, at, bytes) -> origin.put(address, from + at, bytes));
            done += n;
            if (n < part) {
                break;
            }
        }
        return done;
    }

    /** Claims the range behind the end first, so that appends never interleave; until it is filled it reads as zeros. */
    private int append(int length, Origin origin) {
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
        // less if somebody cut the file under us and the frames went elsewhere: what is written so far stands
        return (int) written(limit == 0 ? 0 : writeAt(start, limit, null, origin));
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
            if (pages.frameToWrite((int) (at / PAGE), false, null) == 0) {
                break;
            }
            done += Math.min(PAGE - (int) (at % PAGE), length - done);
        }
        return done;
    }

    private long written(long bytes) {
        if (bytes == 0) {
            throw new CallFailed(Errno.ENOSPC);
        }
        long now = fs.now();
        modified = now;
        changed = now;
        return bytes;
    }

    private int writeStretch(long position, int length, Transfer transfer, Origin origin) {
        int done = 0;
        lock.lock();
        try {
            while (done < length) {
                long at = position + done;
                int inPage = (int) (at % PAGE);
                int part = Math.min(PAGE - inPage, length - done);
                int frame = pages.frameToWrite((int) (at / PAGE), part == PAGE, transfer);
                if (frame == 0) {
                    break;
                }
                origin.put(MemPages.address(frame) + inPage, done, part);
                done += part;
                size = Math.max(size, at + part);
            }
        } finally {
            lock.unlock();
        }
        return done;
    }

    /**
     * {@inheritDoc}
     *
     * <p>An append claims its range first, as a hole. If there is no space for all of it and another has appended behind it meanwhile, the
     * rest stays a hole.
     */
    @Override
    public long write(long position, Offer offer, Transfer transfer) {
        if (position != END) {
            requireBelowMaximum(position);
            return written(writeParts(position, Math.min(offer.bytes(), MemFs.MAX_FILE - position), offer, transfer));
        }
        long start;
        long limit;
        lock.lock();
        try {
            start = size;
            requireBelowMaximum(start);
            limit = Math.min(offer.bytes(), MemFs.MAX_FILE - start);
            size = start + limit;
        } finally {
            lock.unlock();
        }
        long done = 0;
        try {
            done = writeParts(start, limit, offer, transfer);
            return written(done);
        } finally {
            if (done < limit) {
                unclaim(start + limit, start + done);
            }
        }
    }

    private void unclaim(long claimed, long used) {
        lock.lock();
        try {
            if (size == claimed) {
                size = used;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes part after part, taken or copied, until there is no space. */
    private long writeParts(long position, long limit, Offer offer, Transfer transfer) {
        long done = 0;
        int copied = 0;
        for (int i = 0; i < offer.count() && done < limit; i++) {
            FramePart part = offer.part(i);
            long at = position + done;
            int reason = reasonToCopy(offer, part, at, limit - done);
            if (reason == 0) {
                int kept = adopt(at, position + limit, offer, i, done, transfer);
                done += kept;
                if (kept < part.length()) {
                    return done;
                }
                continue;
            }
            if (!transfer.mayCopy(done)) {
                return done;
            }
            int length = (int) Math.min(Math.min(part.length(), limit - done), MOST_COPIED - copied);
            int n = writeAt(at, length, transfer, (to, from, bytes) -> transfer.copy(part.address() + from, to, bytes, reason));
            done += n;
            copied += n;
            if (n < part.length()) {
                return done;
            }
        }
        return done;
    }

    /** Why a part cannot be kept as it is, 0 if it can. */
    private static int reasonToCopy(Offer offer, FramePart part, long at, long room) {
        if (!offer.given()) {
            return Transfers.KEPT;
        }
        if (part.frames().holders() > 1) {
            return Transfers.SHARED;
        }
        return at % PAGE == 0 && part.aligned() && part.length() >= PAGE && part.length() <= room ? 0 : Transfers.UNALIGNED;
    }

    /**
     * Takes a part nobody else holds. A last page that is not whole is kept too if nothing of the file is behind it; else its bytes are
     * copied first.
     *
     * @param end where the range ends that this call has claimed
     * @return bytes written: all of the part, or 0 when there is no space, or when its end has to be copied and cannot
     */
    private int adopt(long at, long end, Offer offer, int index, long done, Transfer transfer) {
        FramePart part = offer.part(index);
        int charge = part.frames().run().count();
        if (!fs.charge(charge)) {
            return 0;
        }
        int tail = part.length() % PAGE;
        boolean kept = false;
        try {
            kept = keep(at, end, offer, index, transfer);
            if (!kept && transfer.mayCopy(done)) {
                int whole = part.length() - tail;
                int n = writeAt(at + whole, tail, transfer, (to, from, bytes) ->
                    transfer.copy(part.address() + whole + from, to, bytes, Transfers.UNALIGNED));
                kept = n == tail && keep(at, at + whole, offer, index, transfer);
            }
        } finally {
            if (!kept) {
                fs.uncharge(charge);
            }
        }
        return kept ? part.length() : 0;
    }

    /**
     * Makes pages of a part: all of them if it ends with a page or the file does behind it, or those before {@code end} if the rest
     * was written already.
     */
    private boolean keep(long at, long end, Offer offer, int index, Transfer transfer) {
        FramePart part = offer.part(index);
        int tail = part.length() % PAGE;
        int count = part.length() / PAGE;
        long behind = at + part.length();
        boolean written = end < behind;
        lock.lock();
        try {
            if (tail > 0 && !written) {
                boolean last = size <= behind || size == end && pages.frame((int) (behind / PAGE)) == 0;
                if (!last || part.frames().whole() != part.frames()) {
                    return false;
                }
                fs.memory.clear(part.address() + part.length(), PAGE - tail);
                count++;
            }
            pages.adopt(offer.take(index), (int) (at / PAGE), count);
            size = Math.max(size, behind);
        } finally {
            lock.unlock();
        }
        transfer.moved(written ? part.length() - tail : part.length());
        return true;
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
        MemPages garbage = null;
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
            garbage.cut(0);
        }
        long now = fs.now();
        modified = now;
        changed = now;
    }

    /** Gives back the pages behind a length and clears the rest of its last page, which must read as zeros if it grows. */
    private void shrink(long length) {
        int keep = (int) ((length + PAGE - 1) / PAGE);
        int inPage = (int) (length % PAGE);
        if (inPage != 0 && !pages.clearEnd(keep - 1, inPage)) {
            throw new CallFailed(Errno.ENOSPC);
        }
        if (keep < PageTree.MAX_PAGES) {
            pages.cut(keep);
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
            frames = pages.present();
            links = linked ? 1 : 0;
        } finally {
            lock.unlock();
        }
        fill(stat, length, links, frames);
    }
}
