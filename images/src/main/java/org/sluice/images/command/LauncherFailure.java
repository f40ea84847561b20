package org.sluice.images.command;

/** A command cannot be carried out; the message is the line the user sees, or empty if the reason has been told already. */
public final class LauncherFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    /** A failure with the launcher's exit status. */
    public LauncherFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The exit status: 2 for a wrong command line, 1 otherwise. */
    public int status() {
        return status;
    }
}
