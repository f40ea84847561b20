package org.sluice.apps;

import java.io.IOException;

/**
 * Standard output cannot be written any more. Unchecked, so that a command's handling of files it cannot read does not take
 * it for one of those: it ends the command, silently when a pipe's reader is gone.
 */
public final class WriteFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why the write failed, as {@link Reasons} words it. */
    private final String reason;

    /** @param cause what the write failed with */
    public WriteFailure(IOException cause) {
        super(cause);
        this.reason = Reasons.of(cause);
    }

    String reason() {
        return reason;
    }

    boolean isBrokenPipe() {
        return reason.equals("Broken pipe");
    }
}
