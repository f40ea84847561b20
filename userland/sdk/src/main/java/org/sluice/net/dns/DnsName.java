package org.sluice.net.dns;

import java.io.ByteArrayOutputStream;

/**
 * Names as text and as on the wire. In a text labels are parted by dots, a dot at the end says that the name is complete, a backslash makes
 * the next character part of a label, and a backslash with three decimal digits is that byte (RFC 1035, 5.1). The root is {@code "."}.
 */
public final class DnsName {
    /** Longest label, and longest name on the wire (RFC 1035, 2.3.4). */
    static final int MAX_LABEL = 63;
    static final int MAX_NAME = 255;
    private static final int MAX_BYTE = 255;

    private DnsName() {
    }

    /** The labels of a text on the wire, the root's empty one at the end. @throws DnsFormatException for an empty or too long label or name */
    public static byte[] toWire(String text) throws DnsFormatException {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        if (!text.equals(".")) {
            ByteArrayOutputStream label = new ByteArrayOutputStream();
            int i = 0;
            while (i < text.length()) {
                char c = text.charAt(i);
                if (c == '.') {
                    end(text, label, wire);
                    i++;
                } else if (c == '\\') {
                    int digits = digits(text, i + 1);
                    label.write(digits >= 0 ? digits : plain(text, i + 1));
                    i += digits >= 0 ? 4 : 2;
                } else {
                    label.write(plain(text, i));
                    i++;
                }
            }
            if (label.size() > 0) {
                end(text, label, wire);
            } else if (wire.size() == 0) {
                throw new DnsFormatException("an empty name");
            }
        }
        wire.write(0);
        if (wire.size() > MAX_NAME) {
            throw new DnsFormatException(text + ": longer than " + MAX_NAME + " bytes");
        }
        return wire.toByteArray();
    }

    private static int plain(String text, int at) throws DnsFormatException {
        if (at >= text.length() || text.charAt(at) > 0x7f) {
            throw new DnsFormatException(text + ": " + (at < text.length() ? "a character outside ASCII" : "ends with a backslash"));
        }
        return text.charAt(at);
    }

    /** The byte that three digits say; -1 if there is no digit. */
    private static int digits(String text, int at) throws DnsFormatException {
        if (at >= text.length() || !isDigit(text.charAt(at))) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + 3; i++) {
            if (i >= text.length() || !isDigit(text.charAt(i))) {
                throw new DnsFormatException(text + ": a backslash wants three digits");
            }
            value = value * 10 + text.charAt(i) - '0';
        }
        if (value > MAX_BYTE) {
            throw new DnsFormatException(text + ": \\" + value + " is no byte");
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static void end(String text, ByteArrayOutputStream label, ByteArrayOutputStream wire) throws DnsFormatException {
        if (label.size() == 0 || label.size() > MAX_LABEL) {
            throw new DnsFormatException(text + ": a label of " + label.size() + " bytes, 1 to " + MAX_LABEL + " are allowed");
        }
        wire.write(label.size());
        wire.writeBytes(label.toByteArray());
        label.reset();
    }

    /** Adds a label as text, with the dot behind it. */
    static void append(StringBuilder text, byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            int b = bytes[i] & 0xff;
            if (b == '.' || b == '\\' || b == '"' || b == ';' || b == '(' || b == ')' || b == '@' || b == '$') {
                text.append('\\').append((char) b);
            } else if (b > ' ' && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append('\\').append((char) ('0' + b / 100)).append((char) ('0' + b / 10 % 10)).append((char) ('0' + b % 10));
            }
        }
        text.append('.');
    }

    /** Whether two complete names in the form {@link DnsMessage} gives are the same: case does not matter (RFC 4343). */
    public static boolean same(String a, String b) {
        if (a.length() != b.length()) {
            return false;
        }
        for (int i = 0; i < a.length(); i++) {
            if (lower(a.charAt(i)) != lower(b.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }

    /** The name that PTR records of an address are at (RFC 1035, 3.5; RFC 3596, 2.5). @param address 4 or 16 bytes */
    public static String reverse(byte[] address) {
        StringBuilder name = new StringBuilder();
        for (int i = address.length - 1; i >= 0; i--) {
            int b = address[i] & 0xff;
            if (address.length == 4) {
                name.append(b).append('.');
            } else {
                name.append(Character.forDigit(b & 15, 16)).append('.').append(Character.forDigit(b >>> 4, 16)).append('.');
            }
        }
        return name.append(address.length == 4 ? "in-addr.arpa." : "ip6.arpa.").toString();
    }
}
