package org.sluice.images.build;

/** An image cannot be built. The message is one line for the person who asked for it. */
public final class BuildFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with a message of one line. */
    public BuildFailure(String message) {
        super(message);
    }

    /** A failure with a message of one line, and what led to it. */
    public BuildFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
