package org.sluice.apps;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A buffered byte sink for text and data. Text is written as UTF-8. Failures to write are {@link WriteFailure}, which is
 * unchecked. Not for use by several threads.
 */
public final class Output extends OutputStream {
    private final OutputStream sink;
    private final boolean lineByLine;
    private final byte[] buffer;
    private int count;

    /**
     * @param sink       where the bytes go
     * @param lineByLine whether each completed line is passed on at once
     */
    public Output(OutputStream sink, boolean lineByLine) {
        this.sink = sink;
        this.lineByLine = lineByLine;
        this.buffer = new byte[lineByLine ? 8192 : Io.BUFFER];
    }

    @Override
    public void write(int b) {
        if (count == buffer.length) {
            flush();
        }
        buffer[count++] = (byte) b;
        if (lineByLine && b == '\n') {
            flush();
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (length > buffer.length - count) {
            flush();
            if (length >= buffer.length) {
                pass(bytes, offset, length);
                return;
            }
        }
        System.arraycopy(bytes, offset, buffer, count, length);
        count += length;
        if (lineByLine) {
            flushAfterNewline(length);
        }
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /** Writes text. */
    public void print(String text) {
        int length = text.length();
        if (length <= buffer.length - count && putAscii(text, length)) {
            if (lineByLine) {
                flushAfterNewline(length);
            }
            return;
        }
        write(Utf8.encode(text));
    }

    /** Writes a character of the basic plane. */
    public void print(char c) {
        if (c < 0x80) {
            write(c);
        } else {
            print(String.valueOf(c));
        }
    }

    /** Writes a number in decimal. */
    public void print(long number) {
        print(Long.toString(number));
    }

    /** Writes text and ends the line. */
    public void println(String text) {
        print(text);
        write('\n');
    }

    /** Ends the line. */
    public void println() {
        write('\n');
    }

    /** Writes text right-aligned in a column. */
    public void printRight(String text, int width) {
        pad(width - text.length());
        print(text);
    }

    /** Writes text left-aligned in a column. */
    public void printLeft(String text, int width) {
        print(text);
        pad(width - text.length());
    }

    /** Writes spaces; none when the count is not positive. */
    public void pad(int spaces) {
        for (int i = 0; i < spaces; i++) {
            write(' ');
        }
    }

    @Override
    public void flush() {
        if (count > 0) {
            int length = count;
            count = 0;
            pass(buffer, 0, length);
        }
    }

    /** Copies the text if it is all ASCII; otherwise leaves the buffer as it was. */
    private boolean putAscii(String text, int length) {
        int at = count;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return false;
            }
            buffer[at++] = (byte) c;
        }
        count = at;
        return true;
    }

    private void flushAfterNewline(int written) {
        for (int i = count - written; i < count; i++) {
            if (buffer[i] == '\n') {
                flush();
                return;
            }
        }
    }

    private void pass(byte[] bytes, int offset, int length) {
        try {
            sink.write(bytes, offset, length);
            sink.flush();
        } catch (IOException e) {
            throw new WriteFailure(e);
        }
    }
}
