package org.sluice.kernel.pager;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.trace.KernelLog;
import org.sluice.vm.time.Clock;

/**
 * The files that are mapped, and bringing their written pages back to them. Called with the pager's lock held but where it says
 * otherwise.
 */
final class FileTable {
    /** Most pages that are cleaned in one go, sharing a grace period. */
    private static final int BATCH = 32;
    /** How long to wait for a grace period before writing pages that are still being written to, perhaps. */
    private static final long PATIENCE_NANOS = 20_000_000;
    /** How old written pages become before they are written back. */
    private static final long WRITE_BACK_NANOS = 1_000_000_000L;

    private final Pager pager;
    private final Saver saver;
    private final Clock clock;
    private final KernelLog log;
    private final Map<Object, FileMemory> files = new HashMap<>();
    /** Files nobody maps any more whose pages are to be written back. */
    private final ArrayDeque<FileMemory> orphans = new ArrayDeque<>();
    /** Whether there is any; read without the lock, so that files nobody maps cost nothing. */
    private volatile boolean any;
    private boolean writeBackArmed;
    private volatile boolean writeBackDue;

    FileTable(Pager pager, Saver saver, Clock clock, KernelLog log) {
        this.pager = pager;
        this.saver = saver;
        this.clock = clock;
        this.log = log;
    }

    /** Whether any file is mapped. Without the lock. */
    boolean any() {
        return any;
    }

    int size() {
        return files.size();
    }

    /** The pages of a file, known by an identity; null when it is not mapped. */
    FileMemory find(Object identity) {
        return files.get(identity);
    }

    /** The pages of a file that is being mapped. */
    FileMemory make(Object identity) {
        any = true;
        return files.computeIfAbsent(identity, i -> new FileMemory(pager, pager.newNumber(), i));
    }

    /** A region of a file has gone, or who kept it has let go; after the last one its pages are written back and dropped. */
    void regionGone(FileMemory file) {
        if (--file.regions == 0) {
            orphans.add(file);
            pager.wake();
        }
    }

    /**
     * Brings written pages of a file to it, and reports what could not be written since this was last asked. Called without the
     * lock; the file has a region, or is kept by its count of them.
     *
     * @param from first page
     * @param to   behind the last
     * @throws CallFailed EIO and others of the medium
     */
    void clean(FileMemory file, long from, long to) {
        pager.lock();
        try {
            List<Page> pages = file.pages(from, to);
            pages.sort(Comparator.comparingInt(page -> page.index));
            for (int i = 0; i < pages.size(); i += BATCH) {
                clean(file, pages.subList(i, Math.min(i + BATCH, pages.size())));
            }
            int error = file.takeError();
            if (error != 0) {
                throw new CallFailed(error);
            }
        } finally {
            pager.unlock();
        }
    }

    /** Cleans those that are written; others may be at work on them, or done with them. Gives the lock up. */
    private void clean(FileMemory file, List<Page> pages) {
        GracePeriod grace = new GracePeriod();
        List<Page> batch = new ArrayList<>();
        for (Page page : pages) {
            while (file.page(page.index) == page && (page.cleaning || page.busy)) {
                pager.awaitPage(page);
            }
        }
        for (Page page : pages) {
            if (file.page(page.index) == page && !page.cleaning && !page.busy && page.isDirty()) {
                page.cleaning = true;
                page.protect(grace);
                batch.add(page);
            }
        }
        if (batch.isEmpty()) {
            return;
        }
        List<Page> failed = batch;
        boolean over = false;
        pager.unlock();
        try {
            over = grace.await(PATIENCE_NANOS);
            failed = saver.save(batch);
        } finally {
            pager.lock();
            for (Page page : batch) {
                page.cleaning = false;
                // Who still has a translation may write with it unnoticed: then the page goes to the file once more.
                page.dirty |= failed.contains(page) || !over;
                saver.count(page, failed.contains(page));
                pager.changed(page);
            }
            if (!over) {
                willBeWritten();
            }
        }
    }

    /** A page of a shared file is about to be written: it goes to the file in time. */
    void willBeWritten() {
        if (!writeBackArmed) {
            writeBackArmed = true;
            clock.at(clock.monotonicNanos() + WRITE_BACK_NANOS, () -> {
                writeBackDue = true;
                pager.wake();
            });
        }
    }

    /** Writes back what is due. Gives the lock up. @return whether there was anything to do */
    boolean writeBack() {
        if (!writeBackDue) {
            return false;
        }
        writeBackDue = false;
        writeBackArmed = false;
        for (FileMemory file : List.copyOf(files.values())) {
            if (!file.dead && file.regions > 0) {
                cleanQuietly(file);
            }
        }
        return true;
    }

    /** Cleans a file that nobody waits for. Gives the lock up. */
    private void cleanQuietly(FileMemory file) {
        file.regions++;
        pager.unlock();
        try {
            clean(file, 0, Long.MAX_VALUE);
        } catch (CallFailed e) {
            // Logged where it happened; whoever syncs the file next is told.
            pager.lock();
            file.failed(e.errno());
            pager.unlock();
        }
        pager.lock();
        regionGone(file);
    }

    /** Closes a file that nobody maps any more. Gives the lock up. @return whether there was anything to do */
    boolean dropOrphan() {
        FileMemory file = orphans.poll();
        if (file == null) {
            return false;
        }
        if (file.dead || file.regions > 0) {
            return true;
        }
        boolean failed = file.takeError() != 0;
        for (Page page : file.pages(0, Long.MAX_VALUE)) {
            if (page.dirty && !failed) {
                cleanQuietly(file); // puts it among the orphans again
                return true;
            }
        }
        file.dead = true;
        files.remove(file.identity());
        any = !files.isEmpty();
        for (Page page : file.pages(0, Long.MAX_VALUE)) {
            if (page.dirty) {
                log.line("pager", "page " + page.index + " of " + file.identity() + " is lost");
            }
            pager.take(page);
            pager.release(page);
        }
        pager.unlock();
        file.close();
        pager.lock();
        return true;
    }
}
