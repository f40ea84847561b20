package org.sluice.shell.line;

import java.io.IOException;
import org.jline.utils.NonBlockingReader;

/**
 * Characters of the terminal, which speaks UTF-8; malformed bytes read as the replacement character.
 *
 * <p>Only looking ahead has a time limit. JLine reads every key in a loop of 100 ms waits; here such a read just waits for
 * the key, so that an idle prompt costs nothing.
 */
final class TtyReader extends NonBlockingReader {
    private static final int NOTHING = -3;
    private static final char REPLACEMENT = '\ufffd';

    private final TtyInput in;
    private int peeked = NOTHING;
    private int low = NOTHING;

    TtyReader(TtyInput in) {
        this.in = in;
    }

    @Override
    protected int read(long timeout, boolean isPeek) throws IOException {
        if (peeked == NOTHING) {
            int c = low != NOTHING ? low : decode(isPeek ? timeout : 0);
            low = c == low ? NOTHING : low;
            if (!isPeek || c < 0) {
                return c;
            }
            peeked = c;
            return c;
        }
        int c = peeked;
        peeked = isPeek ? peeked : NOTHING;
        return c;
    }

    private int decode(long timeout) throws IOException {
        int first = in.read(timeout, false);
        if (first < 0x80) {
            return first;
        }
        int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
        int code = more == 0 ? REPLACEMENT : first & 0x3f >> more;
        for (int i = 0; i < more; i++) {
            int next = in.read(0, true);
            if ((next & 0xc0) != 0x80 || next < 0) {
                return REPLACEMENT;
            }
            in.read(0, false);
            code = code << 6 | next & 0x3f;
        }
        if (code >= 0x10000 && code <= 0x10ffff) {
            low = Character.lowSurrogate(code);
            return Character.highSurrogate(code);
        }
        return code > 0xffff ? REPLACEMENT : code;
    }

    @Override
    public int readBuffered(char[] buffer, int offset, int length, long timeout) throws IOException {
        int n = 0;
        while (n < length && (n == 0 || in.ready() || low != NOTHING || peeked != NOTHING)) {
            int c = read(n == 0 ? timeout : 1, false);
            if (c < 0) {
                return n == 0 ? c : n;
            }
            buffer[offset + n++] = (char) c;
        }
        return n;
    }

    @Override
    public int available() {
        return in.ready() || low != NOTHING || peeked != NOTHING ? 1 : 0;
    }
}
