package org.sluice.net.dns;

/** Addresses of both families as text. */
public final class IpText {
    private static final int GROUPS = 8;

    private IpText() {
    }

    /** Four decimal numbers, or eight hexadecimal ones with the longest run of zeros left out (RFC 5952). @param bytes 4 or 16 */
    public static String format(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        if (bytes.length == 4) {
            for (int i = 0; i < 4; i++) {
                text.append(i == 0 ? "" : ".").append(bytes[i] & 0xff);
            }
            return text.toString();
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int gap = -1;
        int longest = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > longest) {
                gap = i;
                longest = end - i;
            }
        }
        for (int i = 0; i < GROUPS; i++) {
            if (i == gap) {
                text.append("::");
                i += longest - 1;
            } else {
                text.append(i == 0 || i == gap + longest && gap >= 0 ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    /** The bytes of an IPv4 address, or of an IPv6 one without a scope; {@code null} for any other text. */
    public static byte[] parse(String text) {
        return text.indexOf(':') >= 0 ? parse6(text) : parse4(text);
    }

    private static byte[] parse4(String text) {
        byte[] bytes = new byte[4];
        int at = 0;
        for (int i = 0; i < 4; i++) {
            int from = at;
            int value = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && at - from < 3) {
                value = value * 10 + text.charAt(at++) - '0';
            }
            boolean ended = i == 3 ? at == text.length() : at < text.length() && text.charAt(at) == '.';
            if (at == from || value > 255 || !ended) {
                return null;
            }
            bytes[i] = (byte) value;
            at++;
        }
        return bytes;
    }

    private static byte[] parse6(String text) {
        int gap = text.indexOf("::");
        if (gap != text.lastIndexOf("::")) {
            return null;
        }
        byte[] head = groups(gap < 0 ? text : text.substring(0, gap));
        byte[] tail = gap < 0 ? new byte[0] : groups(text.substring(gap + 2));
        if (head == null || tail == null || (gap < 0 ? head.length != 16 : head.length + tail.length > 14)) {
            return null;
        }
        byte[] bytes = new byte[16];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(tail, 0, bytes, 16 - tail.length, tail.length);
        return bytes;
    }

    /** Groups between colons, the last of which may be an IPv4 address. */
    private static byte[] groups(String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] words = text.split(":", -1);
        byte[] last = words[words.length - 1].indexOf('.') >= 0 ? parse4(words[words.length - 1]) : null;
        int plain = last == null ? words.length : words.length - 1;
        if (plain * 2 + (last == null ? 0 : 4) > 16) {
            return null;
        }
        byte[] bytes = new byte[plain * 2 + (last == null ? 0 : 4)];
        for (int i = 0; i < plain; i++) {
            int value = 0;
            if (words[i].isEmpty() || words[i].length() > 4) {
                return null;
            }
            for (int j = 0; j < words[i].length(); j++) {
                int digit = words[i].charAt(j) < 0x80 ? Character.digit(words[i].charAt(j), 16) : -1;
                if (digit < 0) {
                    return null;
                }
                value = value << 4 | digit;
            }
            bytes[2 * i] = (byte) (value >>> 8);
            bytes[2 * i + 1] = (byte) value;
        }
        if (last != null) {
            System.arraycopy(last, 0, bytes, plain * 2, 4);
        }
        return bytes;
    }
}
