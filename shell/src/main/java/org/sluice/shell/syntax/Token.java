package org.sluice.shell.syntax;

/**
 * One token.
 *
 * @param kind  its kind
 * @param text  an operator's characters; for a word its unquoted literal text or {@code null}; the digits of a number
 * @param word  the word, or {@code null}
 * @param start index of its first character in the lexer's buffer
 * @param line  the line it starts on, from 1
 */
record Token(Kind kind, String text, Word word, int start, int line) {
    enum Kind { WORD, OPERATOR, NUMBER, NEWLINE, END }

    boolean is(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    boolean isKeyword(String keyword) {
        return kind == Kind.WORD && keyword.equals(text);
    }
}
