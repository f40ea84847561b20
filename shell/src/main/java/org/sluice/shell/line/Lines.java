package org.sluice.shell.line;

import org.sluice.shell.run.Unwind;

/** Where the lines of an interactive shell come from. */
interface Lines {
    /**
     * Reads a complete command, asking for further lines while it needs them.
     *
     * @param prompt shown first
     * @return the text, which may be several lines; {@code null} at the end of the input
     * @throws Unwind of kind interrupt when Ctrl-C was pressed
     */
    String read(String prompt);
}
