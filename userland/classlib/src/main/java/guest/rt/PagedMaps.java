package guest.rt;

import guest.java.io.IOException;
import guest.java.io.UncheckedIOException;
import org.sluice.abi.Errno;
import org.sluice.abi.Paging;

/** System calls on ranges of paged memory, for buffers that are mapped files. */
public final class PagedMaps {
    private static final int PAGES_BETWEEN_POLLS = 256;

    private PagedMaps() {
    }

    private static long start(long address) {
        return Paged.untagged(address) & -Paged.PAGE;
    }

    /** Bytes from the start of the first page on. */
    private static long length(long address, long bytes) {
        return bytes + (address & Paged.OFFSET);
    }

    private static long pages(long address, long bytes) {
        return (length(address, bytes) + Paged.OFFSET) / Paged.PAGE;
    }

    /** Takes a mapping away; there is none any more if it was taken away before. */
    public static void unmap(long address) {
        Kernel.CALLS.pageUnmap(Paged.untagged(address));
    }

    /** Brings what was written to the file's medium. */
    public static void force(long address, long bytes) {
        int result;
        do {
            result = Kernel.CALLS.pageSync(start(address), length(address, bytes));
        } while (result == -Errno.EAGAIN);
        if (result < 0) {
            throw new UncheckedIOException(new IOException(Errno.message(-result)));
        }
    }

    static boolean isNothing(long address, long bytes) {
        return address == 0 || bytes == 0;
    }

    public static boolean isLoaded(long address, long bytes) {
        return isNothing(address, bytes) || Kernel.CALLS.pageResident(start(address), length(address, bytes)) == pages(address, bytes);
    }

    /** Asks for all pages at once, and then for each. */
    public static void load(long address, long bytes) {
        if (isNothing(address, bytes)) {
            return;
        }
        Kernel.CALLS.pageAdvise(start(address), length(address, bytes), Paging.WILL_NEED);
        long pages = pages(address, bytes);
        long at = address & -Paged.PAGE;
        for (long i = 0; i < pages; i++) {
            Paged.translate(at + i * Paged.PAGE, Paged.READ);
            if (i % PAGES_BETWEEN_POLLS == 0) {
                Poll.poll();
            }
        }
    }

    public static void unload(long address, long bytes) {
        if (!isNothing(address, bytes)) {
            Kernel.CALLS.pageAdvise(start(address), length(address, bytes), Paging.NOT_NEEDED);
        }
    }
}
