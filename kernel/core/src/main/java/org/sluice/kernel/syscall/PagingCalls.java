package org.sluice.kernel.syscall;

import org.sluice.abi.Errno;
import org.sluice.abi.Paging;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.PageStore;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.handle.Rights;
import org.sluice.kernel.process.Process;

/** The calls on paged memory, numbers 160 to 165. */
final class PagingCalls {
    private final Process process;

    PagingCalls(Process process) {
        this.process = process;
    }

    long pageMap(int handle, long offset, long bytes, int flags) {
        if (handle == Paging.NO_FILE) {
            return process.space().map(null, offset, bytes, flags, () -> { });
        }
        OpenObject<FileSession> open = process.handles().use(handle, FileSession.class, 0);
        PageStore store;
        boolean checked = false;
        try {
            int needed = (flags & Paging.WRITE) != 0 && (flags & Paging.PRIVATE) == 0 ? Rights.READ | Rights.WRITE : Rights.READ;
            store = open.object().pages();
            if ((open.rights() & needed) != needed) {
                throw new CallFailed(Errno.EACCES);
            }
            checked = true;
        } finally {
            if (!checked) {
                open.release();
            }
        }
        return process.space().map(store, offset, bytes, flags, open::release);
    }

    int pageUnmap(long address) {
        process.space().unmap(address);
        return 0;
    }

    int pageSync(long address, long bytes) {
        process.space().sync(address, bytes);
        return 0;
    }

    int pageFault(long address, boolean write) {
        process.space().fault(address, write);
        return 0;
    }

    int pageAdvise(long address, long bytes, int advice) {
        process.space().advise(address, bytes, advice);
        return 0;
    }

    long pageResident(long address, long bytes) {
        return process.space().resident(address, bytes);
    }
}
