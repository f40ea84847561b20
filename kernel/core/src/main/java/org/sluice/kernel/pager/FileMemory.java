package org.sluice.kernel.pager;

import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.PageStore;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * The pages of one file that is mapped, shared by all who map it. It lives while a region shows it or a page is still to be
 * written back, and keeps the file open for as long.
 */
final class FileMemory extends MemoryObject {
    private static final int PAGE = PhysicalMemory.FRAME_SIZE;

    /** A way to the file, and what to do when it is needed no longer. */
    record Backing(PageStore store, Runnable release) {
    }

    private final Pager pager;
    private final Object identity;
    /** Guarded by the pager's lock as is what follows. */
    private Backing reader;
    private Backing writer;
    /** Regions that show it. */
    int regions;
    /** The error a page could not be written back with since the last {@link #takeError}; 0 for none. */
    private int error;

    FileMemory(Pager pager, int number, Object identity) {
        super(number);
        this.pager = pager;
        this.identity = identity;
    }

    Object identity() {
        return identity;
    }

    /** One way to read and one to write are kept. @return the backing that is not needed, or null */
    Backing adopt(Backing backing, boolean writable) {
        regions++;
        if (writable && writer == null) {
            writer = backing;
            return null;
        }
        if (reader == null && writer == null) {
            reader = backing;
            return null;
        }
        return backing;
    }

    /** Closes the file. Without the lock. */
    void close() {
        if (reader != null) {
            reader.release.run();
        }
        if (writer != null) {
            writer.release.run();
        }
    }

    PageStore store() {
        return writer != null ? writer.store : reader.store;
    }

    @Override
    void fill(Page page) {
        long position = (long) page.index * PAGE;
        byte[] buffer = new byte[PAGE];
        int n = read(position, buffer, PAGE);
        if (n == 0 && position >= store().size()) {
            throw new CallFailed(Errno.EFAULT);
        }
        PhysicalMemory memory = pager.memory();
        memory.write(page.run().address(), buffer, 0, n);
        memory.clear(page.run().address() + n, PAGE - n);
    }

    /** Reads as many pages as there are, the first of them behind each other; for read-ahead. @return bytes */
    int read(long position, byte[] buffer, int length) {
        int done = 0;
        while (done < length) {
            int n = store().read(position + done, buffer, done, length - done);
            if (n <= 0) {
                break;
            }
            done += n;
        }
        return done;
    }

    @Override
    boolean prepareToSave(Page page) {
        return writer != null;
    }

    /** What lies behind the end of the file goes nowhere: mapping never makes a file longer. */
    @Override
    void save(Page page) {
        long position = (long) page.index * PAGE;
        int length = (int) Math.min(PAGE, store().size() - position);
        if (length <= 0) {
            return;
        }
        byte[] buffer = new byte[length];
        pager.memory().read(page.run().address(), buffer, 0, length);
        for (int done = 0; done < length;) {
            int n = store().write(position + done, buffer, done, length - done);
            if (n <= 0) {
                throw new CallFailed(Errno.EIO);
            }
            done += n;
        }
    }

    @Override
    void evicted(Page page) {
    }

    void failed(int errno) {
        error = errno;
    }

    int takeError() {
        int result = error;
        error = 0;
        return result;
    }
}
