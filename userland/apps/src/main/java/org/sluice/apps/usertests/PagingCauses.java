package org.sluice.apps.usertests;

import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Paging;
import org.sluice.abi.SystemCalls;

/** One way to each error of the calls on paged memory. */
final class PagingCauses {
    private static final int PAGE = Paging.PAGE;
    private static final int[] NOBODYS = {0, PAGE};

    private final Kit kit;
    private final SystemCalls c;
    private final List<ErrorCauses.Cause> causes;
    private int reading;
    private int writing;
    private int directory;
    private int[] pipe;
    private long fresh;
    private long view;

    PagingCauses(Kit kit, List<ErrorCauses.Cause> causes) {
        this.kit = kit;
        this.causes = causes;
        c = kit.calls;
    }

    void prepare() {
        kit.write(kit.path("mapped"), "text");
        reading = kit.open(kit.path("mapped"), FileFlags.O_RDONLY);
        writing = kit.open(kit.path("mapped"), FileFlags.O_WRONLY);
        directory = kit.open(kit.folder, FileFlags.O_RDONLY);
        pipe = kit.pipe();
        fresh = mapped(Paging.NO_FILE, 2L * PAGE, Paging.WRITE);
        view = mapped(reading, 3L * PAGE, 0);
        mapping();
        ranges();
        faults();
    }

    void tidy() {
        c.pageUnmap(fresh);
        c.pageUnmap(view);
        kit.close(pipe);
        kit.close(reading, writing, directory);
    }

    private long mapped(int handle, long bytes, int flags) {
        long address = c.pageMap(handle, 0, bytes, flags);
        if (address <= 0) {
            throw new IllegalStateException("pageMap gave " + address);
        }
        return address;
    }

    private void cause(String call, int errno, ErrorCauses.Action action) {
        causes.add(new ErrorCauses.Cause(call, errno, action));
    }

    private void mapping() {
        cause("pageMap", Errno.EINVAL, () -> c.pageMap(Paging.NO_FILE, 0, 0, 0));
        cause("pageMap", Errno.EINVAL, () -> c.pageMap(Paging.NO_FILE, 0, -1, 0));
        cause("pageMap", Errno.EINVAL, () -> c.pageMap(Paging.NO_FILE, PAGE, 1, 0));
        cause("pageMap", Errno.EINVAL, () -> c.pageMap(Paging.NO_FILE, 0, 1, 64));
        cause("pageMap", Errno.EINVAL, () -> c.pageMap(reading, 1, 1, 0));
        cause("pageMap", Errno.EINVAL, () -> c.pageMap(reading, -PAGE, 1, 0));
        cause("pageMap", Errno.EINVAL, () -> c.pageMap(reading, 0, 0, 0));
        cause("pageMap", Errno.EBADF, () -> c.pageMap(Kit.NO_HANDLE, 0, 1, 0));
        cause("pageMap", Errno.EBADF, () -> c.pageMap(-2, 0, 1, 0));
        cause("pageMap", Errno.EACCES, () -> c.pageMap(writing, 0, 1, 0));
        cause("pageMap", Errno.EACCES, () -> c.pageMap(reading, 0, 1, Paging.WRITE));
        cause("pageMap", Errno.EACCES, () -> c.pageMap(writing, 0, 1, Paging.WRITE | Paging.PRIVATE));
        cause("pageMap", Errno.ENODEV, () -> c.pageMap(directory, 0, 1, 0));
        cause("pageMap", Errno.ENODEV, () -> c.pageMap(pipe[0], 0, 1, 0));
        cause("pageMap", Errno.EOVERFLOW, () -> c.pageMap(reading, 1L << 61, 1, 0));
        cause("pageMap", Errno.EOVERFLOW, () -> c.pageMap(reading, 0, Long.MAX_VALUE, 0));
        cause("pageMap", Errno.ENOMEM, () -> c.pageMap(Paging.NO_FILE, 0, Long.MAX_VALUE, Paging.WRITE));
        cause("pageMap", Errno.ENOMEM, () -> c.pageMap(Paging.NO_FILE, 0, 1L << 42, Paging.WRITE));
        cause("pageMap", Errno.ENOMEM, () -> c.pageMap(reading, 0, 1L << 42, Paging.WRITE | Paging.PRIVATE));
        cause("pageUnmap", Errno.EINVAL, () -> c.pageUnmap(fresh + PAGE));
        cause("pageUnmap", Errno.EINVAL, () -> c.pageUnmap(-1));
        cause("pageUnmap", Errno.EINVAL, () -> {
            long gone = mapped(Paging.NO_FILE, 1, 0);
            Kit.ok("pageUnmap", c.pageUnmap(gone));
            return c.pageUnmap(gone);
        });
    }

    private void ranges() {
        cause("pageSync", Errno.EINVAL, () -> c.pageSync(fresh, -1));
        cause("pageAdvise", Errno.EINVAL, () -> c.pageAdvise(fresh, -1, Paging.WILL_NEED));
        cause("pageAdvise", Errno.EINVAL, () -> c.pageAdvise(fresh, 1, 0));
        cause("pageResident", Errno.EINVAL, () -> c.pageResident(fresh, Long.MIN_VALUE));
        for (int nobodys : NOBODYS) {
            cause("pageSync", Errno.ENOMEM, () -> c.pageSync(nobodys, 1));
            cause("pageAdvise", Errno.ENOMEM, () -> c.pageAdvise(nobodys, 1, Paging.NOT_NEEDED));
            cause("pageResident", Errno.ENOMEM, () -> c.pageResident(nobodys, 1));
        }
        cause("pageSync", Errno.ENOMEM, () -> c.pageSync(fresh, 2L * PAGE + 1));
        cause("pageSync", Errno.ENOMEM, () -> c.pageSync(fresh, Long.MAX_VALUE));
        cause("pageResident", Errno.ENOMEM, () -> c.pageResident(-PAGE, 2L * PAGE));
    }

    private void faults() {
        cause("pageFault", Errno.EFAULT, () -> c.pageFault(0, false));
        cause("pageFault", Errno.EFAULT, () -> c.pageFault(-1, true));
        cause("pageFault", Errno.EFAULT, () -> c.pageFault(Long.MIN_VALUE, true));
        cause("pageFault", Errno.EFAULT, () -> c.pageFault(fresh + 2L * PAGE, true));
        cause("pageFault", Errno.EFAULT, () -> c.pageFault(view + PAGE, false));
        cause("pageFault", Errno.EACCES, () -> c.pageFault(view, true));
    }
}
