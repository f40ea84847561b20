package org.sluice.shell.run;

/** Control leaving the normal order of commands. Caught where its kind says; has no stack trace, it is no error. */
public final class Unwind extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is being left. */
    public enum Kind {
        /** The innermost {@link #levels} loops. */ BREAK,
        /** All but the outermost of {@link #levels} loops, which goes on with its next turn. */ CONTINUE,
        /** A function or sourced file. */ RETURN,
        /** The shell or subshell. */ EXIT,
        /** Everything up to the prompt, because of Ctrl-C or an error. */ INTERRUPT
    }

    private final Kind kind;
    private final int status;
    private final int levels;

    /**
     * Leaves with a status.
     *
     * @param kind   what is left
     * @param status the status it leaves behind
     */
    public Unwind(Kind kind, int status) {
        this(kind, status, 0);
    }

    /**
     * Leaves loops.
     *
     * @param kind   {@link Kind#BREAK} or {@link Kind#CONTINUE}
     * @param status the status it leaves behind
     * @param levels how many loops, at least 1
     */
    public Unwind(Kind kind, int status, int levels) {
        super(null, null, false, false);
        this.kind = kind;
        this.status = status;
        this.levels = levels;
    }

    /**
     * What is left.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The status left behind.
     *
     * @return 0 to 255
     */
    public int status() {
        return status;
    }

    /**
     * How many loops are left.
     *
     * @return at least 1 for loops, else 0
     */
    public int levels() {
        return levels;
    }
}
