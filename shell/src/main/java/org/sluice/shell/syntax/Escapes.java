package org.sluice.shell.syntax;

/** The backslash escapes of {@code $'...'}. */
final class Escapes {
    private static final int END = -1;

    private final Lexer in;

    Escapes(Lexer in) {
        this.in = in;
    }

    /** Reads up to and including the closing quote. */
    String dollarQuoted() {
        int startLine = in.line();
        StringBuilder text = new StringBuilder();
        for (int c = in.next(); c != '\''; c = in.next()) {
            if (c == END) {
                throw in.incomplete(startLine, "unterminated quoted string");
            }
            if (c == '\\') {
                escape(text, startLine);
            } else {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    private void escape(StringBuilder text, int startLine) {
        int c = in.next();
        switch (c) {
            case END -> throw in.incomplete(startLine, "unterminated quoted string");
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'a' -> text.append('\007');
            case 'b' -> text.append('\b');
            case 'e', 'E' -> text.append('\033');
            case 'f' -> text.append('\f');
            case 'v' -> text.append('\013');
            case 'x' -> text.appendCodePoint(number(16, 2));
            case 'u' -> text.appendCodePoint(number(16, 4));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> text.appendCodePoint(number(8, 2, c - '0'));
            case '\\', '\'', '"', '?' -> text.append((char) c);
            default -> text.append('\\').append((char) c);
        }
    }

    private int number(int base, int digits) {
        return number(base, digits, 0);
    }

    private int number(int base, int digits, int start) {
        int value = start;
        for (int i = 0; i < digits; i++) {
            int digit = Character.digit(in.peek() == END ? ' ' : in.peek(), base);
            if (digit < 0) {
                break;
            }
            in.next();
            value = value * base + digit;
        }
        return value;
    }
}
