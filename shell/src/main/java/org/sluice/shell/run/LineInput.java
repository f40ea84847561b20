package org.sluice.shell.run;

import java.io.ByteArrayOutputStream;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.Tty;

/**
 * Reads lines without taking anything behind them from the handle, which others go on reading: a seekable file is read in
 * blocks and set back, a terminal hands over one line at a time, anything else is read byte by byte.
 */
public final class LineInput {
    private static final int BLOCK = 1024;

    private final Interpreter shell;
    private final SystemCalls sys;
    private final int handle;

    /**
     * Lines of a handle.
     *
     * @param shell  whose signals cut reading short
     * @param handle an open handle, which stays the caller's
     */
    public LineInput(Interpreter shell, int handle) {
        this.shell = shell;
        this.sys = shell.session().sys();
        this.handle = handle;
    }

    /**
     * Whether a handle is a terminal.
     *
     * @param sys    the kernel
     * @param handle any number
     * @return true when it is open and one
     */
    public static boolean isTerminal(SystemCalls sys, int handle) {
        return sys.ttyGet(handle, new int[Tty.ATTR_LENGTH]) >= 0;
    }

    /**
     * Reads one line.
     *
     * @param to receives its bytes, without the newline
     * @return false when the input ended, or failed, before a newline
     * @throws Unwind when Ctrl-C was pressed
     */
    public boolean line(ByteArrayOutputStream to) {
        boolean seekable = sys.seek(handle, 0, FileFlags.SEEK_CUR) >= 0;
        byte[] block = new byte[seekable || isTerminal(sys, handle) ? BLOCK : 1];
        while (true) {
            int got = sys.read(handle, block, 0, block.length);
            if (got == -Errno.EINTR) {
                shell.checkpoint();
                continue;
            }
            if (got <= 0) {
                return false;
            }
            for (int i = 0; i < got; i++) {
                if (block[i] == '\n') {
                    to.write(block, 0, i);
                    if (seekable && i + 1 < got) {
                        sys.seek(handle, i + 1L - got, FileFlags.SEEK_CUR);
                    }
                    return true;
                }
            }
            to.write(block, 0, got);
        }
    }
}
