package org.sluice.kernel.pager;

import java.util.List;
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
    int fill(List<Page> pages) {
        long position = (long) pages.get(0).index * PAGE;
        byte[] buffer = new byte[pages.size() * PAGE];
        int n = 0;
        while (n < buffer.length) {
            int read = store().read(position + n, buffer, n, buffer.length - n);
            if (read <= 0) {
                break;
            }
            n += read;
        }
        if (n == 0) {
            throw new CallFailed(Errno.EFAULT);
        }
        PhysicalMemory memory = pager.memory();
        int filled = (n + PAGE - 1) / PAGE;
        for (int i = 0; i < filled; i++) {
            long address = pages.get(i).run().address();
            int length = Math.min(n - i * PAGE, PAGE);
            memory.write(address, buffer, i * PAGE, length);
            memory.clear(address + length, PAGE - length);
        }
        return filled;
    }

    @Override
    boolean prepareToSave(Page page) {
        return writer != null;
    }

    @Override
    boolean follows(Page before, Page page) {
        return page.index == before.index + 1;
    }

    /** What lies behind the end of the file goes nowhere: mapping never makes a file longer. */
    @Override
    void save(List<Page> pages) {
        long position = (long) pages.get(0).index * PAGE;
        int length = (int) Math.min((long) pages.size() * PAGE, store().size() - position);
        if (length <= 0) {
            return;
        }
        byte[] buffer = new byte[length];
        for (int i = 0; i * PAGE < length; i++) {
            pager.memory().read(pages.get(i).run().address(), buffer, i * PAGE, Math.min(PAGE, length - i * PAGE));
        }
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
