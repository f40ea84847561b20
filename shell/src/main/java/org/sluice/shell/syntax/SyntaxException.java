package org.sluice.shell.syntax;

/** The input is no shell program. The message says where and what, ready to be shown after {@code "sh: "}. */
public final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean incomplete;

    SyntaxException(int line, String what, boolean incomplete) {
        super("line " + line + ": " + what, null, false, false);
        this.incomplete = incomplete;
    }

    /**
     * Whether more input could complete the program, so that a prompt may ask for it.
     *
     * @return true when the input ended too early
     */
    public boolean incomplete() {
        return incomplete;
    }
}
