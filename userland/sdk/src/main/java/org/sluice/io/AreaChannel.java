package org.sluice.io;

import org.sluice.abi.FileFlags;
import org.sluice.abi.IoVectors;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.Transfers;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/**
 * A file or pipe as something areas come from and go to. There are two ways: {@link #readAreas} and {@link #writeAreas} pass memory on,
 * so that areas come into being and go; {@link #readv}, {@link #writev} and their kin fill or write memory that stays the caller's.
 *
 * <p>{@link #last} tells what the kernel copied for the last call, and why; {@link #total} for all of them. With {@link #requireZeroCopy} it
 * copies nothing: a call that cannot do without fails with ENOTSUP.
 *
 * <p>Not safe for use by several threads.
 */
public final class AreaChannel implements AutoCloseable {
    private static final int ENTRIES = 64;

    private final SystemCalls calls;
    private final int handle;
    private final String name;
    private final boolean own;
    private final long[] vector = new long[IoVectors.size(ENTRIES)];
    private final long[] report = new long[Transfers.REPORT_LENGTH];
    private int flags;
    private Transfer last = Transfer.NOTHING;
    private Transfer total = Transfer.NOTHING;

    private AreaChannel(SystemCalls calls, int handle, String name, boolean own) {
        this.calls = calls;
        this.handle = handle;
        this.name = name;
        this.own = own;
    }

    /** Over a handle that stays its owner's. @param name whom errors are about */
    public static AreaChannel of(SystemCalls calls, int handle, String name) {
        return new AreaChannel(calls, handle, name, false);
    }

    /** Opens a file. @param openFlags of {@link FileFlags} @throws SysException as the open call says */
    public static AreaChannel open(SystemCalls calls, String path, int openFlags) throws SysException {
        return new AreaChannel(calls, Sys.check(calls.open(path, openFlags, 0666), path), path, true);
    }

    /** Whether calls are to fail with ENOTSUP rather than copy. @return this */
    public AreaChannel requireZeroCopy(boolean required) {
        flags = required ? flags | Transfers.ZERO_COPY : flags & ~Transfers.ZERO_COPY;
        return this;
    }

    /** Whether calls wait for the other end of a pipe; else they fail with EAGAIN. They do at first. @return this */
    public AreaChannel wait(boolean waiting) {
        flags = waiting ? flags & ~Transfers.NO_WAIT : flags | Transfers.NO_WAIT;
        return this;
    }

    /** The system's number of the file or pipe. */
    public int handle() {
        return handle;
    }

    /** Whether it is a pipe or regular file, which alone can pass memory on. @throws SysException EBADF */
    public boolean passesMemory() throws SysException {
        long[] stat = new long[FileFlags.ST_LENGTH];
        Sys.check(calls.fstat(handle, stat), name);
        long type = stat[FileFlags.ST_MODE] & FileFlags.S_IFMT;
        return type == FileFlags.S_IFIFO || type == FileFlags.S_IFREG;
    }

    /** What the last call did. */
    public Transfer last() {
        return last;
    }

    /** What all calls did. */
    public Transfer total() {
        return total;
    }

    private long done(long result) throws SysException {
        last = Transfer.of(report);
        total = total.plus(last);
        return Sys.check(result, name);
    }

    private void fresh() {
        java.util.Arrays.fill(report, 0);
    }

    /**
     * Reads by taking over memory: areas that were given to the pipe, read-only shares of the file's frames, or new areas.
     *
     * @param bytes most bytes, at least 1
     * @return the areas in order, the caller's to close; none at the end of the file
     * @throws SysException EBADF, EISDIR, EINTR, EAGAIN, ENOMEM, EMFILE, ENOTSUP, EIO, ENODEV as the call {@code readAreas} says
     */
    public Area[] readAreas(long bytes) throws SysException {
        fresh();
        done(calls.readAreas(handle, bytes, vector, flags, report));
        return Area.of(calls, vector);
    }

    /**
     * Gives areas away, all of them.
     *
     * @param areas gone when this returns. When it throws, those that were not written whole are still the caller's; their views are closed
     * @throws SysException EBADF, EINVAL, EPERM, EBUSY, EPIPE, ENOSPC, EFBIG, EINTR, EAGAIN, ENOTSUP, EIO, ENODEV as the call
     *     {@code writeAreas} says
     */
    public void writeAreas(Area... areas) throws SysException {
        Transfer sum = Transfer.NOTHING;
        int next = 0;
        long inNext = 0;
        try {
            while (next < areas.length) {
                IoVector rest = new IoVector(Math.min(areas.length - next, IoVectors.MAX_ENTRIES));
                for (int i = next; i < areas.length && i - next < IoVectors.MAX_ENTRIES; i++) {
                    long skip = i == next ? inNext : 0;
                    rest.add(areas[i].address() + skip, areas[i].size() - skip);
                }
                fresh();
                long written = calls.writeAreas(handle, rest.array(), flags, report);
                sum = sum.plus(Transfer.of(report));
                Sys.check(written, name);
                while (written > 0 && written >= areas[next].size() - inNext) {
                    written -= areas[next].size() - inNext;
                    areas[next++].sent();
                    inNext = 0;
                }
                inNext += written;
            }
        } finally {
            last = sum;
            total = total.plus(sum);
        }
    }

    /** One call of {@code writeAreas} that does not wait. @return bytes written, or a negated error number */
    long offer(IoVector parts) {
        fresh();
        long written = calls.writeAreas(handle, parts.array(), flags | Transfers.NO_WAIT, report);
        last = Transfer.of(report);
        total = total.plus(last);
        return written;
    }

    /** Whom errors are about. */
    String name() {
        return name;
    }

    /**
     * Fills parts of areas that stay the caller's.
     *
     * @return bytes read, 0 at the end of the file
     * @throws SysException as the call {@code readv} says
     */
    public int readv(IoVector parts) throws SysException {
        fresh();
        return (int) done(calls.readv(handle, parts.array(), flags, report));
    }

    /** Writes parts of areas that stay the caller's. @return bytes written @throws SysException as the call {@code writev} says */
    public int writev(IoVector parts) throws SysException {
        fresh();
        return (int) done(calls.writev(handle, parts.array(), flags, report));
    }

    /** As {@link #readv}, from a position and without moving the file's. @throws SysException as the call {@code preadv} says */
    public int preadv(IoVector parts, long position) throws SysException {
        fresh();
        return (int) done(calls.preadv(handle, parts.array(), position, flags, report));
    }

    /** As {@link #writev}, at a position and without moving the file's. @throws SysException as the call {@code pwritev} says */
    public int pwritev(IoVector parts, long position) throws SysException {
        fresh();
        return (int) done(calls.pwritev(handle, parts.array(), position, flags, report));
    }

    /** Closes the file if this has opened it. @throws SysException never but for a handle somebody else has closed: EBADF */
    @Override
    public void close() throws SysException {
        if (own) {
            Sys.check(calls.close(handle), name);
        }
    }
}
