package org.sluice.apps.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.Utf8;

/**
 * Splits input into arguments for xargs: at a given byte, or at white space with quotes and backslashes taken off, or into
 * lines without the blanks before them.
 */
final class ArgumentReader {
    private final InputStream in;
    private final int delimiter;
    private final boolean byLine;
    private boolean endedLine;

    /**
     * @param delimiter the byte between arguments, or -1 for white space
     * @param byLine    whether, without a delimiter, a whole line is one argument
     */
    ArgumentReader(InputStream in, int delimiter, boolean byLine) {
        this.in = new BufferedInputStream(in, Io.BUFFER);
        this.delimiter = delimiter;
        this.byLine = byLine;
    }

    /** Whether the last argument was the last of its line. */
    boolean endedLine() {
        return endedLine;
    }

    /** The next argument, or {@code null} at the end. */
    String next() throws IOException {
        return delimiter >= 0 ? delimited() : quoted();
    }

    private String delimited() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        while (b >= 0 && b != delimiter) {
            bytes.write(b);
            b = in.read();
        }
        endedLine = true;
        return text(bytes);
    }

    private String quoted() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int b = in.read();
        while (b == ' ' || b == '\t' || b == '\n') {
            b = in.read();
        }
        if (b < 0) {
            return null;
        }
        while (b >= 0 && b != '\n' && (byLine || b != ' ' && b != '\t')) {
            if (b == '\\') {
                b = in.read();
                if (b >= 0) {
                    bytes.write(b);
                }
            } else if (b == '\'' || b == '"') {
                untilQuote(b, bytes);
            } else {
                bytes.write(b);
            }
            b = in.read();
        }
        while (b == ' ' || b == '\t') {
            in.mark(1);
            b = in.read();
            if (b != ' ' && b != '\t' && b != '\n') {
                in.reset();
            }
        }
        endedLine = b == '\n' || b < 0;
        return text(bytes);
    }

    private void untilQuote(int quote, ByteArrayOutputStream bytes) throws IOException {
        int b = in.read();
        while (b != quote) {
            if (b < 0 || b == '\n') {
                throw new Failure(1, "unmatched " + (quote == '"' ? "double" : "single")
                        + " quote; by default quotes are special to xargs unless you use the -0 option");
            }
            bytes.write(b);
            b = in.read();
        }
    }

    private static String text(ByteArrayOutputStream bytes) {
        byte[] array = bytes.toByteArray();
        return Utf8.decode(array, 0, array.length);
    }
}
