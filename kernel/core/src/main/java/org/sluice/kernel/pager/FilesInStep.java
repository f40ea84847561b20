package org.sluice.kernel.pager;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.sluice.kernel.file.MappedFiles;
import org.sluice.vm.memory.PhysicalMemory;

/** Keeps mapped pages and their files in step while the files are read and written. Called without the pager's lock. */
final class FilesInStep implements MappedFiles {
    private final Pager pager;
    private final FileTable files;

    FilesInStep(Pager pager, FileTable files) {
        this.pager = pager;
        this.files = files;
    }

    @Override
    public boolean any() {
        return files.any();
    }

    @Override
    public void beforeRead(Object identity, long position, long length) {
        FileMemory file = hold(identity);
        if (file == null) {
            return;
        }
        try {
            files.clean(file, position / PhysicalMemory.FRAME_SIZE, pagesUpTo(Math.min(position, Long.MAX_VALUE - length) + length));
        } finally {
            letGo(file);
        }
    }

    @Override
    public long write(Object identity, long position, long length, LongSupplier write) {
        FileMemory file = hold(identity);
        if (file == null) {
            return write.getAsLong();
        }
        long first = position / PhysicalMemory.FRAME_SIZE;
        long end = pagesUpTo(position + length);
        try {
            List<Page> held = keep(file, first, end);
            long written = 0;
            try {
                written = write.getAsLong();
            } finally {
                pager.lock();
                for (Page page : held) {
                    page.cleaning = false;
                    pager.changed(page);
                }
                pager.unlock();
            }
            refresh(file, position, written);
            return written;
        } finally {
            letGo(file);
        }
    }

    /** Pages that are in memory stay there while the file is written, so that none brings its old content to the file afterwards. */
    private List<Page> keep(FileMemory file, long from, long to) {
        pager.lock();
        try {
            awaitQuiet(file, from, to);
            List<Page> pages = file.pages(from, to);
            pages.forEach(page -> page.cleaning = true);
            return pages;
        } finally {
            pager.unlock();
        }
    }

    /** Brings what was written to a file to its pages in memory, and leaves what is beside it in them. */
    private void refresh(FileMemory file, long position, long length) {
        int most = Saver.MOST_TOGETHER * PhysicalMemory.FRAME_SIZE;
        byte[] buffer = new byte[(int) Math.min(most, length)];
        for (long at = position; at < position + length;) {
            int n = file.store().read(at, buffer, 0, (int) Math.min(buffer.length, position + length - at));
            if (n <= 0) {
                return; // it was cut meanwhile
            }
            pager.lock();
            try {
                long first = at / PhysicalMemory.FRAME_SIZE;
                long end = pagesUpTo(at + n);
                awaitQuiet(file, first, end);
                for (Page page : file.pages(first, end)) {
                    long start = (long) page.index * PhysicalMemory.FRAME_SIZE;
                    int from = (int) (Math.max(start, at) - start);
                    int to = (int) (Math.min(start + PhysicalMemory.FRAME_SIZE, at + n) - start);
                    pager.memory().write(page.run().address() + from, buffer, (int) (start + from - at), to - from);
                }
            } finally {
                pager.unlock();
            }
            at += n;
        }
    }

    /** Waits until no page of a range is being filled or saved. Gives the lock up. */
    private void awaitQuiet(FileMemory file, long from, long to) {
        for (Page page = firstInWork(file, from, to); page != null; page = firstInWork(file, from, to)) {
            pager.awaitPage(page);
        }
    }

    private static Page firstInWork(FileMemory file, long from, long to) {
        for (Page page : file.pages(from, to)) {
            if (page.busy || page.cleaning) {
                return page;
            }
        }
        return null;
    }

    @Override
    public void truncated(Object identity, long length) {
        FileMemory file = hold(identity);
        if (file == null) {
            return;
        }
        try {
            cut(file, length);
        } finally {
            letGo(file);
        }
    }

    private void cut(FileMemory file, long length) {
        GracePeriod grace = new GracePeriod();
        List<Page> gone = new ArrayList<>();
        long end = pagesUpTo(length);
        pager.lock();
        try {
            awaitQuiet(file, end, Long.MAX_VALUE);
            for (Page page : file.pages(end, Long.MAX_VALUE)) {
                page.unmapEverywhere(grace);
                pager.take(page);
                gone.add(page);
            }
            int inLast = (int) (length % PhysicalMemory.FRAME_SIZE);
            Page last = inLast == 0 ? null : file.page((int) (end - 1));
            if (last != null && !last.busy) {
                pager.memory().clear(last.run().address() + inLast, PhysicalMemory.FRAME_SIZE - inLast);
            }
        } finally {
            pager.unlock();
        }
        pager.lock();
        pager.releaseAfter(grace, gone);
        pager.unlock();
    }

    private static long pagesUpTo(long bytes) {
        return Math.ceilDiv(bytes, PhysicalMemory.FRAME_SIZE);
    }

    /** The file's pages, kept until {@link #letGo}; null when it is not mapped, which is what most files are. */
    private FileMemory hold(Object identity) {
        pager.lock();
        try {
            FileMemory file = files.find(identity);
            if (file != null) {
                file.regions++;
            }
            return file;
        } finally {
            pager.unlock();
        }
    }

    private void letGo(FileMemory file) {
        pager.lock();
        files.regionGone(file);
        pager.unlock();
    }
}
