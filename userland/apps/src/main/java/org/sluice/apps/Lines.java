package org.sluice.apps;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a byte stream into lines without knowing their character set. The current line lies in {@link #buffer} from
 * {@link #start()} for {@link #length()} bytes, valid until the next {@link #next()}. Memory is bounded by the longest line.
 */
public final class Lines {
    private final InputStream in;
    private final byte separator;
    private byte[] buffer = new byte[Io.BUFFER];
    private int start;
    private int length;
    private int next;
    private int filled;
    private boolean ended;
    private boolean terminated;

    /** Lines ended by newlines. */
    public Lines(InputStream in) {
        this(in, '\n');
    }

    /** @param separator the byte that ends a line, such as NUL */
    public Lines(InputStream in, int separator) {
        this.in = in;
        this.separator = (byte) separator;
    }

    /** Moves to the next line; false at the end of the input. */
    public boolean next() throws IOException {
        start = next;
        int scan = start;
        while (true) {
            for (int i = scan; i < filled; i++) {
                if (buffer[i] == separator) {
                    length = i - start;
                    next = i + 1;
                    terminated = true;
                    return true;
                }
            }
            scan = filled;
            if (ended) {
                length = filled - start;
                next = filled;
                terminated = false;
                return length > 0;
            }
            scan -= makeRoom();
            fill();
        }
    }

    /** The array the current line lies in; not to be changed. */
    public byte[] buffer() {
        return buffer;
    }

    /** Index of the line's first byte. */
    public int start() {
        return start;
    }

    /** Length of the line in bytes, without its separator. */
    public int length() {
        return length;
    }

    /** Whether a separator ended the line, rather than the end of the input. */
    public boolean terminated() {
        return terminated;
    }

    /** A copy of the line's bytes. */
    public byte[] bytes() {
        return Arrays.copyOfRange(buffer, start, start + length);
    }

    /** The line as text. */
    public String text() {
        return Utf8.decode(buffer, start, length);
    }

    /** Writes the line and its separator, also when the input lacked it. */
    public void writeTo(Output out) {
        out.write(buffer, start, length);
        out.write(separator);
    }

    /** Makes space behind the filled part; returns by how many bytes the current line moved towards the front. */
    private int makeRoom() {
        if (filled < buffer.length) {
            return 0;
        }
        int moved = start;
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            filled -= start;
            start = 0;
        }
        if (filled > buffer.length / 2) {
            if (buffer.length > Integer.MAX_VALUE / 2) {
                throw new Failure(2, "line too long");
            }
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        return moved;
    }

    private void fill() throws IOException {
        int n = in.read(buffer, filled, buffer.length - filled);
        if (n < 0) {
            ended = true;
        } else {
            filled += n;
        }
    }
}
