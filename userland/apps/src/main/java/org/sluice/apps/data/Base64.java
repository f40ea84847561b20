package org.sluice.apps.data;

import java.io.IOException;
import java.io.InputStream;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.Options;

/** {@code base64}: encodes bytes as text and back (RFC 4648). */
public final class Base64 extends Command {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private long wrap = 76;
    private long column;
    private boolean ignoreGarbage;

    public Base64() {
        super("base64");
    }

    public static void main(String[] args) {
        new Base64().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("d/decode D i/ignore-garbage w/wrap:", args);
        boolean decode = false;
        while (options.next()) {
            switch (options.name()) {
                case "d", "D" -> decode = true;
                case "i" -> ignoreGarbage = true;
                default -> wrap = options.number("wrap size");
            }
        }
        String[] files = options.operandsOr("-");
        if (files.length > 1) {
            throw new Failure.Usage("extra operand '" + files[1] + "'");
        }
        try {
            InputStream in = io.open(files[0]);
            if (decode) {
                decode(in);
            } else {
                encode(in);
            }
            io.close(in);
        } catch (IOException e) {
            warn(files[0], e);
        }
        return status();
    }

    private void encode(InputStream in) throws IOException {
        byte[] buffer = new byte[Io.BUFFER / 3 * 3];
        int n;
        while ((n = in.readNBytes(buffer, 0, buffer.length)) > 0) {
            for (int i = 0; i < n; i += 3) {
                int b1 = i + 1 < n ? buffer[i + 1] & 0xff : 0;
                int b2 = i + 2 < n ? buffer[i + 2] & 0xff : 0;
                int bits = (buffer[i] & 0xff) << 16 | b1 << 8 | b2;
                put(DIGITS.charAt(bits >> 18));
                put(DIGITS.charAt(bits >> 12 & 63));
                put(i + 1 < n ? DIGITS.charAt(bits >> 6 & 63) : '=');
                put(i + 2 < n ? DIGITS.charAt(bits & 63) : '=');
            }
        }
        if (column > 0 && wrap > 0) {
            out.println();
        }
    }

    private void put(char c) {
        out.write(c);
        column++;
        if (column == wrap) {
            out.println();
            column = 0;
        }
    }

    private void decode(InputStream in) throws IOException {
        byte[] buffer = new byte[Io.BUFFER];
        int bits = 0;
        int digits = 0;
        int padding = 0;
        int n;
        while ((n = in.read(buffer)) > 0) {
            for (int i = 0; i < n; i++) {
                char c = (char) (buffer[i] & 0xff);
                int digit = DIGITS.indexOf(c);
                if (digit >= 0 && padding == 0) {
                    bits = bits << 6 | digit;
                    digits++;
                    if (digits == 4) {
                        emit(bits, 3);
                        digits = 0;
                        bits = 0;
                    }
                } else if (c == '=' && digits + padding >= 2 && digits + padding < 4) {
                    padding++;
                    if (digits + padding == 4) {
                        emit(bits << 6 * padding, 3 - padding);
                        digits = 0;
                        padding = 0;
                        bits = 0;
                    }
                } else if (c != '\n' && !(ignoreGarbage && digit < 0 && c != '=')) {
                    throw new Failure(1, "invalid input");
                }
            }
        }
        if (digits + padding > 0) {
            throw new Failure(1, "invalid input");
        }
    }

    private void emit(int bits, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.write(bits >> 16 - 8 * i & 0xff);
        }
    }
}
