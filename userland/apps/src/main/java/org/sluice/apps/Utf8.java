package org.sluice.apps;

import java.nio.charset.StandardCharsets;

/**
 * UTF-8 that loses nothing: a byte that is not part of valid UTF-8 becomes the lone surrogate U+DC00 plus the byte, and
 * becomes that byte again when written. So text tools pass binary data through unchanged.
 */
public final class Utf8 {
    private static final char ESCAPE = 0xdc00;

    private Utf8() {
    }

    /** The text of some bytes. */
    public static String decode(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 ? text : decodeEscaping(bytes, offset, length);
    }

    /** The bytes of a text; the inverse of {@link #decode}. */
    public static byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (isEscape(c)) {
                return encodeEscaped(text);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The length in bytes of the character that starts with a byte; 1 for bytes that start none. */
    public static int width(byte lead) {
        int b = lead & 0xff;
        return b < 0xc2 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : b < 0xf5 ? 4 : 1;
    }

    /** Whether a byte continues a character, rather than starting one. */
    public static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    private static boolean isEscape(char c) {
        return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff;
    }

    private static String decodeEscaping(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int width = Math.min(width(bytes[at]), end - at);
            String one = new String(bytes, at, width, StandardCharsets.UTF_8);
            boolean genuine = width == 3 && (bytes[at] & 0xff) == 0xef && (bytes[at + 1] & 0xff) == 0xbf
                    && (bytes[at + 2] & 0xff) == 0xbd;
            if (one.indexOf('\ufffd') < 0 || genuine) {
                text.append(one);
                at += width;
            } else {
                text.append((char) (ESCAPE + (bytes[at] & 0xff)));
                at++;
            }
        }
        return text.toString();
    }

    private static byte[] encodeEscaped(String text) {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream(text.length() + 16);
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            int units = Character.charCount(point);
            if (units == 1 && isEscape((char) point)) {
                bytes.write(point - ESCAPE);
            } else {
                byte[] one = text.substring(at, at + units).getBytes(StandardCharsets.UTF_8);
                bytes.write(one, 0, one.length);
            }
            at += units;
        }
        return bytes.toByteArray();
    }
}
