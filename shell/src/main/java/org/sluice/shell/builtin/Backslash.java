package org.sluice.shell.builtin;

import org.sluice.shell.run.RawBytes;

/** The escapes of {@code echo -e} and {@code printf}. */
final class Backslash {
    private Backslash() {
    }

    /**
     * Appends a text with its escapes replaced.
     *
     * @param zeroOctal whether an octal number starts with an extra 0, as in {@code echo} and {@code %b}
     * @return true when {@code \c} ended all output
     */
    static boolean append(StringBuilder to, String text, boolean zeroOctal) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '\\' || i == text.length()) {
                to.append(c);
                continue;
            }
            c = text.charAt(i++);
            int octalDigits = c == '0' && zeroOctal ? 3 : c >= '0' && c <= '7' ? 2 : -1;
            if (c == 'c') {
                return true;
            } else if (octalDigits >= 0) {
                int value = c - '0';
                for (int n = 0; n < octalDigits && i < text.length() && isOctal(text.charAt(i)); n++) {
                    value = value * 8 + text.charAt(i++) - '0';
                }
                to.append(RawBytes.of(value & 0xff));
            } else if (c == 'x' && i < text.length() && Character.digit(text.charAt(i), 16) >= 0) {
                int value = Character.digit(text.charAt(i++), 16);
                if (i < text.length() && Character.digit(text.charAt(i), 16) >= 0) {
                    value = value * 16 + Character.digit(text.charAt(i++), 16);
                }
                to.append(RawBytes.of(value));
            } else {
                simple(to, c);
            }
        }
        return false;
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }

    private static void simple(StringBuilder to, char c) {
        switch (c) {
            case 'a' -> to.append('\007');
            case 'b' -> to.append('\b');
            case 'e' -> to.append('\033');
            case 'f' -> to.append('\f');
            case 'n' -> to.append('\n');
            case 'r' -> to.append('\r');
            case 't' -> to.append('\t');
            case 'v' -> to.append('\013');
            case '\\' -> to.append('\\');
            case '"' -> to.append('"');
            default -> to.append('\\').append(c);
        }
    }
}
