package org.sluice.drill.script;

import java.math.BigDecimal;
import java.util.List;
import org.sluice.drill.script.Token.Kind;

/** The words of a script, of which the next is looked at. */
final class Tokens {
    private static final int NANO_DIGITS = 9;

    private final List<Token> tokens;
    private int at;

    Tokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    void back() {
        at--;
    }

    /** Passes over a word if it is the next. */
    boolean take(String text) {
        if (peek().is(text)) {
            next();
            return true;
        }
        return false;
    }

    void expect(String text) {
        if (!take(text)) {
            throw wrong("'" + text + "'");
        }
    }

    Unsupported wrong(String expected) {
        return new Unsupported(peek().line(), "syntax: expected " + expected + ", found " + peek());
    }

    /** Seconds, as nanoseconds. */
    long nanos() {
        Token token = peek();
        if (token.kind() != Kind.INTEGER && token.kind() != Kind.FLOAT || token.text().startsWith("-")) {
            throw wrong("a time");
        }
        next();
        return new BigDecimal(token.text()).movePointRight(NANO_DIGITS).longValue();
    }

    /** A decimal number within bounds. */
    long integer(String what, long least, long most) {
        Token token = peek();
        if (token.kind() != Kind.INTEGER && token.kind() != Kind.HEX || number(token) < least || number(token) > most) {
            throw wrong(what);
        }
        next();
        return number(token);
    }

    static long number(Token token) {
        return token.kind() == Kind.HEX ? Long.parseUnsignedLong(token.text().substring(2), 16) : Long.parseLong(token.text());
    }
}
