package org.sluice.apps.net.http;

import java.io.IOException;

/** Decodes the chunked coding (RFC 9112, section 7.1), fed with bytes as they come. */
final class Chunks {
    private enum State { SIZE, EXTENSION, SIZE_END, DATA, DATA_CR, DATA_END, TRAILER, TRAILER_LINE, TRAILER_END, DONE }

    private static final int MOST_DIGITS = 15;
    private static final int MOST_LINE = 65536;

    private State state = State.SIZE;
    private long left;
    private int digits;
    private int line;

    /** Whether the last chunk and what follows it have come. */
    boolean done() {
        return state == State.DONE;
    }

    /**
     * Takes bytes, and moves the data among them to their front.
     *
     * @param used filled: bytes that were taken; those behind the end are not
     * @return bytes of data
     * @throws IOException for what is out of form
     */
    int decode(byte[] bytes, int offset, int length, int[] used) throws IOException {
        int data = 0;
        int at = offset;
        int end = offset + length;
        while (at < end && state != State.DONE) {
            if (state == State.DATA) {
                int n = (int) Math.min(left, end - at);
                System.arraycopy(bytes, at, bytes, offset + data, n);
                data += n;
                at += n;
                left -= n;
                if (left == 0) {
                    state = State.DATA_CR;
                }
            } else {
                step(bytes[at++]);
            }
        }
        used[0] = at - offset;
        return data;
    }

    private void step(byte b) throws IOException {
        switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> {
                if (b == '\n') {
                    sizeEnds();
                } else if (++line > MOST_LINE) {
                    throw bad();
                }
            }
            case SIZE_END -> {
                expect(b, '\n');
                sizeEnds();
            }
            case DATA_CR -> {
                if (b != '\n') {
                    expect(b, '\r');
                }
                state = b == '\n' ? State.SIZE : State.DATA_END;
            }
            case DATA_END -> {
                expect(b, '\n');
                state = State.SIZE;
            }
            case TRAILER -> {
                state = b == '\n' ? State.DONE : b == '\r' ? State.TRAILER_END : State.TRAILER_LINE;
            }
            case TRAILER_LINE -> {
                if (b == '\n') {
                    state = State.TRAILER;
                } else if (++line > MOST_LINE) {
                    throw bad();
                }
            }
            default -> {
                expect(b, '\n');
                state = State.DONE;
            }
        }
    }

    private void size(byte b) throws IOException {
        int digit = Character.digit(b, 16);
        if (digit >= 0) {
            if (++digits > MOST_DIGITS) {
                throw bad();
            }
            left = left << 4 | digit;
            return;
        }
        if (digits == 0) {
            throw bad();
        }
        line = 0;
        switch (b) {
            case '\r' -> state = State.SIZE_END;
            case '\n' -> sizeEnds();
            case ';', ' ', '\t' -> state = State.EXTENSION;
            default -> throw bad();
        }
    }

    private void sizeEnds() {
        digits = 0;
        line = 0;
        state = left == 0 ? State.TRAILER : State.DATA;
    }

    private static void expect(byte b, char wanted) throws IOException {
        if (b != wanted) {
            throw bad();
        }
    }

    private static IOException bad() {
        return new IOException("a chunk is out of form");
    }
}
