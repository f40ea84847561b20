package org.sluice.vm.firmware;

/** The machine cannot boot. The message is one line for the person who started it: what is wrong and what would help. */
public final class BootFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with a message of one line. */
    public BootFailure(String message) {
        super(message);
    }

    /** A failure with a message of one line, and what led to it. */
    public BootFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
