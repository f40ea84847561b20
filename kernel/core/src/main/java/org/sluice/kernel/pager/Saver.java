package org.sluice.kernel.pager;

import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.trace.KernelLog;

/** Brings pages to their media. */
final class Saver {
    /** Most pages that are written in one transfer. */
    static final int MOST_TOGETHER = 16;

    private final Pager pager;
    private final KernelLog log;

    Saver(Pager pager, KernelLog log) {
        this.pager = pager;
        this.log = log;
    }

    /** Saves pages, neighbours on their medium together. Without the lock. @return those whose medium failed */
    List<Page> save(List<Page> pages) {
        List<Page> failed = new ArrayList<>();
        for (int from = 0; from < pages.size();) {
            Page first = pages.get(from);
            int to = from + 1;
            while (to < pages.size() && to - from < MOST_TOGETHER && pages.get(to).object == first.object
                && first.object.follows(pages.get(to - 1), pages.get(to))) {
                to++;
            }
            List<Page> together = pages.subList(from, to);
            try {
                first.object.save(together);
            } catch (CallFailed e) {
                failed.addAll(together);
                failed(first.object, e.errno());
            }
            from = to;
        }
        return failed;
    }

    private void failed(MemoryObject object, int errno) {
        if (object instanceof FileMemory file) {
            pager.lock();
            file.failed(errno);
            pager.unlock();
        }
        log.line("pager", "pages of object " + object.number() + " cannot be written: " + Errno.message(errno));
    }

    /** Counts a page that was to be saved. Lock held. */
    void count(Page page, boolean failed) {
        if (failed) {
            pager.counters().errors++;
        } else if (page.object instanceof FileMemory) {
            pager.counters().fileOut++;
        } else {
            pager.counters().swapOut++;
        }
    }
}
