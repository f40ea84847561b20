package org.sluice.shell.line;

import java.io.IOException;
import java.io.OutputStream;
import org.sluice.abi.Errno;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;

/** Bytes to the terminal, each write one system call where the terminal takes it whole. */
final class TtyOutput extends OutputStream {
    private final SystemCalls sys;
    private final int handle;

    TtyOutput(SystemCalls sys, int handle) {
        this.sys = sys;
        this.handle = handle;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int n = sys.write(handle, bytes, offset + done, length - done);
            if (n != -Errno.EINTR) {
                done += Sys.check(n, "terminal");
            }
        }
    }
}
