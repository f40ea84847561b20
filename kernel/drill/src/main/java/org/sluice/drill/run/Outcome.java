package org.sluice.drill.run;

import java.util.List;

/**
 * How a script ended.
 *
 * @param message  why, with file and line; empty if it passed
 * @param warnings what is remarkable although it passed
 */
public record Outcome(Kind kind, String message, List<String> warnings) {
    /** Ends of a script. */
    public enum Kind { PASSED, FAILED, UNSUPPORTED }

    /** Whether everything was as the script says. */
    public boolean passed() {
        return kind == Kind.PASSED;
    }
}
