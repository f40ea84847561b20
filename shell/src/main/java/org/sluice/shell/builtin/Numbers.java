package org.sluice.shell.builtin;

/** Decimal arguments. */
final class Numbers {
    private Numbers() {
    }

    /** @return the number, or -1 when the text is not a decimal number from 0 to 999999999 */
    static int parse(String text) {
        if (text.isEmpty() || text.length() > 9) {
            return -1;
        }
        int n = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            n = n * 10 + c - '0';
        }
        return n;
    }
}
