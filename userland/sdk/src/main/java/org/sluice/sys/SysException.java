package org.sluice.sys;

import java.io.IOException;
import org.sluice.abi.Errno;

/** A system call's error. The message reads as Unix users know it: {@code "notes.txt: No such file or directory"}. */
public class SysException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * Makes the exception of an error.
     *
     * @param errno an {@link Errno} number, above zero
     * @param what  whom the error is about; empty for nothing in particular
     */
    public SysException(int errno, String what) {
        super(what.isEmpty() ? Errno.message(errno) : what + ": " + Errno.message(errno));
        this.errno = errno;
    }

    /**
     * The error number.
     *
     * @return an {@link Errno} number, above zero
     */
    public int errno() {
        return errno;
    }
}
