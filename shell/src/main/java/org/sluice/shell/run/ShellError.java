package org.sluice.shell.run;

/** An error that ends the current command line, and a shell that is not interactive: a failed expansion or assignment. */
public final class ShellError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the error.
     *
     * @param message shown after {@code "sh: "}
     */
    public ShellError(String message) {
        super(message, null, false, false);
    }
}
