package org.sluice.process;

import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/**
 * Both handles of a pipe. Give an end to a child with {@link Launch#handle} and close the caller's own copy afterwards:
 * a reader sees the end of the data only when every copy of the writing handle is closed.
 */
public final class Pipe implements AutoCloseable {
    private final SystemCalls calls;
    private final int[] ends = {-1, -1};

    private Pipe(SystemCalls calls) {
        this.calls = calls;
    }

    /**
     * Makes a pipe.
     *
     * @return the pipe, whose two handles the caller is to close
     * @throws SysException with {@code EMFILE} or {@code ENOMEM} when a quota is used up
     */
    public static Pipe open() throws SysException {
        return open(Sys.calls());
    }

    /**
     * As {@link #open()}, over a given system-call table.
     *
     * @param calls the table to use
     * @return the pipe, whose two handles the caller is to close
     * @throws SysException with {@code EMFILE} or {@code ENOMEM} when a quota is used up
     */
    public static Pipe open(SystemCalls calls) throws SysException {
        Pipe pipe = new Pipe(calls);
        Sys.check(calls.pipe(pipe.ends), "pipe");
        return pipe;
    }

    /**
     * The handle to read from.
     *
     * @return the handle, or -1 once closed
     */
    public int readEnd() {
        return ends[0];
    }

    /**
     * The handle to write to.
     *
     * @return the handle, or -1 once closed
     */
    public int writeEnd() {
        return ends[1];
    }

    /** Closes the caller's reading handle; does nothing the second time. */
    public void closeRead() {
        close(0);
    }

    /** Closes the caller's writing handle; does nothing the second time. */
    public void closeWrite() {
        close(1);
    }

    /** Closes both handles. */
    @Override
    public void close() {
        close(0);
        close(1);
    }

    private void close(int end) {
        if (ends[end] >= 0) {
            calls.close(ends[end]);
            ends[end] = -1;
        }
    }
}
