package org.sluice.kernel.fs.node;

/** Names as bytes, without making objects. */
public final class Utf8 {
    private Utf8() {
    }

    /** Bytes the text takes in UTF-8, or -1 when it holds half a surrogate pair and so has no encoding. */
    public static int length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (pairAt(text, i)) {
                bytes += 4;
                i++;
            } else {
                return -1;
            }
        }
        return bytes;
    }

    private static boolean pairAt(String text, int i) {
        return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
    }

    /**
     * Writes the text in UTF-8; half a surrogate pair becomes "?".
     *
     * @param buffer must have room for all of it
     * @return the offset behind the last byte
     */
    public static int put(String text, byte[] buffer, int offset) {
        int at = offset;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                buffer[at++] = (byte) c;
            } else if (c < 0x800) {
                buffer[at++] = (byte) (0xc0 | c >> 6);
                buffer[at++] = (byte) (0x80 | c & 0x3f);
            } else if (!Character.isSurrogate(c)) {
                buffer[at++] = (byte) (0xe0 | c >> 12);
                buffer[at++] = (byte) (0x80 | c >> 6 & 0x3f);
                buffer[at++] = (byte) (0x80 | c & 0x3f);
            } else if (pairAt(text, i)) {
                int code = text.codePointAt(i++);
                buffer[at++] = (byte) (0xf0 | code >> 18);
                buffer[at++] = (byte) (0x80 | code >> 12 & 0x3f);
                buffer[at++] = (byte) (0x80 | code >> 6 & 0x3f);
                buffer[at++] = (byte) (0x80 | code & 0x3f);
            } else {
                buffer[at++] = '?';
            }
        }
        return at;
    }
}
