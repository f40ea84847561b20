package org.sluice.apps;

import java.io.IOException;
import java.util.Map;

/** Starts programs on behalf of commands such as {@code env}, {@code xargs} and {@code find -exec}. */
public interface Programs {
    /** A program that was started. */
    interface Running {
        int pid();

        /** Waits for the end; returns the exit status, or 128 plus the signal that ended it. */
        int waitFor() throws IOException;
    }

    /**
     * Starts a program with the caller's standard output.
     *
     * @param command     program and arguments; a program without a slash is looked up in {@code PATH}
     * @param environment the whole environment of the program, or {@code null} for the caller's
     * @param flags       flags of {@link org.sluice.abi.Spawn}
     * @param input       file that becomes standard input, or {@code null} for the caller's
     * @param error       file, created or emptied, that becomes standard error, or {@code null} for the caller's
     * @throws IOException when it cannot be started, with the reason that {@link Reasons} words
     */
    Running start(String[] command, Map<String, String> environment, int flags, String input, String error) throws IOException;
}
