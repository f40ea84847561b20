package org.sluice.kernel.syscall;

import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.abi.Transfers;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.area.Arrival;
import org.sluice.kernel.area.Parcel;
import org.sluice.kernel.area.Shown;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.handle.Rights;
import org.sluice.kernel.network.SocketSession;
import org.sluice.kernel.process.Process;

/** The calls that transfer I/O vectors from and to files and pipes, numbers 148 to 153, and those a socket has sent, 182. */
final class VectorCalls {
    /** One call copies at most that much, so that none keeps a process from ending for long. */
    private static final int MAX_COPIED = 1 << 20;
    /** One call hands out at most that much, for a disk may have to be read for all of it. */
    private static final int MAX_HANDED_OUT = 4 << 20;
    private static final int FLAGS = Transfers.ZERO_COPY | Transfers.NO_WAIT;

    private final Kernel kernel;
    private final Process process;

    VectorCalls(Kernel kernel, Process process) {
        this.kernel = kernel;
        this.process = process;
    }

    private interface Action {
        long on(FileSession session, Transfer transfer);
    }

    private interface Shows {
        long on(FileSession session, Shown shown, Transfer transfer);
    }

    /** Makes a transfer and reports it, also when it fails: what was copied was copied. */
    private long with(int handle, int rights, int flags, long[] report, Action action) {
        if ((flags & ~FLAGS) != 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        if (report != null && report.length < Transfers.REPORT_LENGTH) {
            throw new CallFailed(Errno.EFAULT);
        }
        OpenObject<FileSession> open = process.handles().use(handle, FileSession.class, rights);
        Transfer transfer = new Transfer(kernel.machine().memory(), kernel.areas(), flags);
        try {
            return action.on(open.object(), transfer);
        } finally {
            open.release();
            kernel.areas().moved(transfer.bytesMoved());
            if (report != null) {
                transfer.report(report);
            }
        }
    }

    private int showing(int handle, int rights, long[] vector, int flags, long[] report, Shows action) {
        requireVector(vector);
        return (int) with(handle, rights, flags, report, (session, transfer) -> {
            Shown shown = process.areas().show(vector, rights == Rights.READ, MAX_COPIED);
            try {
                return action.on(session, shown, transfer);
            } finally {
                shown.done();
            }
        });
    }

    private static void requireVector(long[] vector) {
        if (vector == null || vector.length == 0) {
            throw new CallFailed(Errno.EFAULT);
        }
    }

    private static void requirePosition(long position) {
        if (position < 0) {
            throw new CallFailed(Errno.EINVAL);
        }
    }

    int readv(int handle, long[] vector, int flags, long[] report) {
        return showing(handle, Rights.READ, vector, flags, report, (session, shown, t) -> session.read(shown.parts(), t));
    }

    int writev(int handle, long[] vector, int flags, long[] report) {
        return showing(handle, Rights.WRITE, vector, flags, report, FileSession::write);
    }

    int preadv(int handle, long[] vector, long position, int flags, long[] report) {
        requirePosition(position);
        return showing(handle, Rights.READ, vector, flags, report, (session, shown, t) -> session.pread(shown.parts(), position, t));
    }

    int pwritev(int handle, long[] vector, long position, int flags, long[] report) {
        requirePosition(position);
        return showing(handle, Rights.WRITE, vector, flags, report, (session, shown, t) -> session.pwrite(shown, position, t));
    }

    long readAreas(int handle, long bytes, long[] vector, int flags, long[] report) {
        if (vector == null || IoVectors.capacity(vector) < 1) {
            throw new CallFailed(Errno.EFAULT);
        }
        if (bytes < 1) {
            throw new CallFailed(Errno.EINVAL);
        }
        return with(handle, Rights.READ, flags, report, (session, transfer) -> {
            long n = session.readAreas(Math.min(bytes, MAX_HANDED_OUT), transfer, new Arrival(process.areas(), vector));
            if (n == 0) {
                IoVectors.header(vector, 0, 0);
            }
            return n;
        });
    }

    long socketReclaim(int handle, long[] vector, int flags, long[] report) {
        if (vector == null || IoVectors.capacity(vector) < 1) {
            throw new CallFailed(Errno.EFAULT);
        }
        if ((flags & Transfers.ZERO_COPY) != 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        return with(handle, 0, flags, report, (session, transfer) -> {
            if (!(session instanceof SocketSession socket)) {
                throw new CallFailed(Errno.ENOTSOCK);
            }
            long n = socket.reclaim(transfer, new Arrival(process.areas(), vector));
            if (n == 0) {
                IoVectors.header(vector, 0, 0);
            }
            return n;
        });
    }

    long writeAreas(int handle, long[] vector, int flags, long[] report) {
        requireVector(vector);
        return with(handle, Rights.WRITE, flags, report, (session, transfer) -> {
            Parcel parcel = process.areas().send(vector);
            try {
                long n = session.write(parcel, transfer);
                parcel.dropWritten(n);
                return n;
            } finally {
                parcel.giveBack();
            }
        });
    }
}
