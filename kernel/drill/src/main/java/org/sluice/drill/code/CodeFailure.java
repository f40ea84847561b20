package org.sluice.drill.code;

/** A code block does not hold: an assertion, or an error Python would raise. */
public final class CodeFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CodeFailure(String message) {
        super(message);
    }
}
