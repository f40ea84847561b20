package org.sluice.shell.run;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts that stand for bytes. Characters are UTF-8; a byte from 0x80 on that somebody asked for by its number, as with
 * {@code printf '\377'}, is kept as a lone low surrogate 0xDC00 plus the byte, which no text has otherwise.
 */
public final class RawBytes {
    private static final int BASE = 0xdc00;

    private RawBytes() {
    }

    /**
     * The character for a byte.
     *
     * @param value 0 to 255
     * @return to be put into a text that {@link #encode} takes
     */
    public static char of(int value) {
        return (char) (value < 0x80 ? value : BASE + value);
    }

    /**
     * The bytes of a text.
     *
     * @param text any text
     * @return the caller's
     */
    public static byte[] encode(String text) {
        byte[] bytes = null;
        int length = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= BASE + 0x80 && c <= BASE + 0xff && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)))) {
                byte[] before = text.substring(from, i).getBytes(StandardCharsets.UTF_8);
                bytes = Arrays.copyOf(bytes == null ? new byte[0] : bytes, length + before.length + 1);
                System.arraycopy(before, 0, bytes, length, before.length);
                length = bytes.length;
                bytes[length - 1] = (byte) c;
                from = i + 1;
            }
        }
        byte[] rest = (from == 0 ? text : text.substring(from)).getBytes(StandardCharsets.UTF_8);
        if (bytes == null) {
            return rest;
        }
        bytes = Arrays.copyOf(bytes, length + rest.length);
        System.arraycopy(rest, 0, bytes, length, rest.length);
        return bytes;
    }
}
