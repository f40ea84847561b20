package org.sluice.apps.file;

import java.io.IOException;
import org.sluice.apps.Io;

/** Asks the user. */
final class Prompt {
    private Prompt() {
    }

    /** Whether the answer, one line from standard input, begins with a y. */
    static boolean ask(Io io, String question) throws IOException {
        io.out().flush();
        io.err().print(question);
        io.err().flush();
        int first = io.in().read();
        int c = first;
        while (c >= 0 && c != '\n') {
            c = io.in().read();
        }
        return first == 'y' || first == 'Y';
    }
}
