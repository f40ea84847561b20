package org.sluice.apps.text;

import java.io.ByteArrayOutputStream;
import org.sluice.apps.Utf8;

/** Backslash escapes as {@code echo -e}, {@code printf} and {@code tr} understand them. */
final class Escapes {
    private static final String LETTERS = "abefnrtv\\";
    private static final String CODES = "\u0007\b\u001b\f\n\r\t\u000b\\";

    private Escapes() {
    }

    /**
     * Expands escapes.
     *
     * @param text      text with backslashes
     * @param bytes     receives the result in UTF-8
     * @param zeroOctal octal codes are {@code \0nnn} rather than {@code \nnn}
     * @return false when {@code \c} cut the text short
     */
    static boolean expand(String text, ByteArrayOutputStream bytes, boolean zeroOctal) {
        int at = 0;
        while (at < text.length()) {
            int slash = text.indexOf('\\', at);
            if (slash < 0 || slash == text.length() - 1) {
                put(text.substring(at), bytes);
                return true;
            }
            put(text.substring(at, slash), bytes);
            char c = text.charAt(slash + 1);
            if (c == 'c') {
                return false;
            }
            at = one(text, slash, bytes, zeroOctal);
        }
        return true;
    }

    /** Expands the escape at an index; returns the index behind it. */
    static int one(String text, int slash, ByteArrayOutputStream bytes, boolean zeroOctal) {
        char c = text.charAt(slash + 1);
        int letter = LETTERS.indexOf(c);
        if (letter >= 0) {
            bytes.write(CODES.charAt(letter));
            return slash + 2;
        }
        if (c == 'x') {
            return code(text, slash, slash + 2, 16, 2, bytes);
        }
        if (c == 'u' || c == 'U') {
            return code(text, slash, slash + 2, 16, c == 'u' ? 4 : 8, bytes);
        }
        if (zeroOctal && c == '0') {
            return octal(text, slash + 2, bytes);
        }
        if (!zeroOctal && c >= '0' && c <= '7') {
            return octal(text, slash + 1, bytes);
        }
        bytes.write('\\');
        put(String.valueOf(c), bytes);
        return slash + 2;
    }

    private static int octal(String text, int from, ByteArrayOutputStream bytes) {
        int at = from;
        int value = 0;
        while (at < text.length() && at < from + 3 && text.charAt(at) >= '0' && text.charAt(at) <= '7') {
            value = value * 8 + text.charAt(at++) - '0';
        }
        bytes.write(value);
        return at;
    }

    private static int code(String text, int slash, int from, int radix, int most, ByteArrayOutputStream bytes) {
        int at = from;
        int value = 0;
        while (at < text.length() && at < from + most && Character.digit(text.charAt(at), radix) >= 0) {
            value = value * radix + Character.digit(text.charAt(at++), radix);
        }
        if (at == from) {
            put(text.substring(slash, from), bytes);
        } else if (most == 2) {
            bytes.write(value);
        } else {
            put(Character.isValidCodePoint(value) ? Character.toString(value) : "\ufffd", bytes);
        }
        return at;
    }

    private static void put(String text, ByteArrayOutputStream bytes) {
        byte[] encoded = Utf8.encode(text);
        bytes.write(encoded, 0, encoded.length);
    }
}
