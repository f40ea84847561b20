package org.sluice.apps.net.tftp;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Text as the mode netascii has it (RFC 1350, section 1; RFC 764): CR LF ends a line, CR NUL is a carriage return. */
final class Netascii {
    private Netascii() {
    }

    /** A text as it is sent. */
    static InputStream encoding(InputStream text) {
        return new FilterInputStream(text) {
            private int second = -1;

            @Override
            public int read() throws IOException {
                if (second >= 0) {
                    int b = second;
                    second = -1;
                    return b;
                }
                int b = super.read();
                if (b == '\n') {
                    second = '\n';
                    return '\r';
                }
                second = b == '\r' ? 0 : -1;
                return b;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int n = 0;
                for (int b = 0; n < length && (b = read()) >= 0; n++) {
                    bytes[offset + n] = (byte) b;
                }
                return n == 0 && length > 0 ? -1 : n;
            }
        };
    }

    /** Takes a text as it arrives. */
    static OutputStream decoding(OutputStream text) {
        return new FilterOutputStream(text) {
            private boolean cr;

            @Override
            public void write(int b) throws IOException {
                if (cr && b != '\n' && b != 0) {
                    out.write('\r');
                }
                if (cr && b == 0) {
                    out.write('\r');
                } else if (b != '\r') {
                    out.write(b);
                }
                cr = b == '\r';
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int i = 0; i < length; i++) {
                    write(bytes[offset + i] & 255);
                }
            }

            @Override
            public void close() throws IOException {
                if (cr) {
                    out.write('\r');
                    cr = false;
                }
                super.close();
            }
        };
    }
}
