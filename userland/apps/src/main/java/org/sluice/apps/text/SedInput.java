package org.sluice.apps.text;

import java.io.IOException;
import java.io.InputStream;
import org.sluice.apps.Io;
import org.sluice.apps.Lines;

/** The lines of several files as one sequence. One line is read ahead, so that the last is known as such. */
final class SedInput {
    /** Hears of files that cannot be read. */
    interface Problems {
        void report(String file, IOException e);
    }

    private final Io io;
    private final String[] files;
    private final Problems problems;
    private int next;
    private InputStream in;
    private Lines lines;
    private String ahead;
    private boolean aheadTerminated;
    private boolean started;
    private boolean terminated = true;

    SedInput(Io io, String[] files, Problems problems) {
        this.io = io;
        this.files = files;
        this.problems = problems;
    }

    /** Whether there is no line after the current one. */
    boolean isLast() {
        if (!started) {
            advance();
        }
        return ahead == null;
    }

    /** The next line, or {@code null} at the end. */
    String next() {
        if (isLast()) {
            return null;
        }
        String line = ahead;
        terminated = aheadTerminated;
        advance();
        return line;
    }

    /** Whether the current line ended with a newline. */
    boolean terminated() {
        return terminated;
    }

    private void advance() {
        started = true;
        ahead = null;
        while (lines != null || open()) {
            try {
                if (lines.next()) {
                    ahead = lines.text();
                    aheadTerminated = lines.terminated();
                    return;
                }
                io.close(in);
            } catch (IOException e) {
                problems.report(files[next - 1], e);
            }
            lines = null;
        }
    }

    private boolean open() {
        while (next < files.length) {
            String file = files[next++];
            try {
                in = io.open(file);
                lines = new Lines(in);
                return true;
            } catch (IOException e) {
                problems.report(file, e);
            }
        }
        return false;
    }
}
