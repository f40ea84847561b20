package org.sluice.kernel;

import org.sluice.abi.Errno;

/** A kernel operation failed with an error number, which becomes the negative result of the system call that asked for it. */
public final class CallFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int errno;

    /** @param errno one of {@link Errno}, positive */
    public CallFailed(int errno) {
        super(Errno.name(errno), null, false, false);
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }
}
