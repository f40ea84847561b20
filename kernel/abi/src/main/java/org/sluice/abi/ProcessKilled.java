package org.sluice.abi;

/**
 * Thrown at a poll to unwind the threads of a process that is ending. No guest handler sees it: the translator puts a check
 * in front of every handler that throws it again. It has no stack trace and cannot be suppressed, so one instance serves all.
 */
public final class ProcessKilled extends Error {
    private static final long serialVersionUID = 1L;

    /** The only instance. */
    public static final ProcessKilled INSTANCE = new ProcessKilled();

    private ProcessKilled() {
        super("process is ending", null, false, false);
    }
}
