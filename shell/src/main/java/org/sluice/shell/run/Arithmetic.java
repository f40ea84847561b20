package org.sluice.shell.run;

import org.sluice.shell.syntax.Parser;

/**
 * Arithmetic expressions on 64-bit integers with C's operators: assignments, conditional, comma, increments. A variable's
 * value may itself be an expression. Only the operand that counts of {@code &&}, {@code ||} and {@code ?:} is evaluated.
 */
public final class Arithmetic {
    /** Nesting of parentheses, operators and variables beyond which an expression is refused. */
    private static final int MAX_DEPTH = 200;
    private static final String[][] BINARY = {
        {"||"}, {"&&"}, {"|"}, {"^"}, {"&"}, {"==", "!="}, {"<=", ">=", "<", ">"}, {"<<", ">>"}, {"+", "-"}, {"*", "/", "%"}};
    private static final String[] ASSIGN = {"<<=", ">>=", "+=", "-=", "*=", "/=", "%=", "&=", "^=", "|=", "="};

    private final State state;
    private final String text;
    private int at;
    private int depth;
    /** Above zero while parsing an operand that is not to be evaluated. */
    private int skipping;

    private Arithmetic(State state, String text, int depth) {
        this.state = state;
        this.text = text;
        this.depth = depth;
    }

    /**
     * Evaluates an expression.
     *
     * @param state where variables are read and assigned
     * @param text  the expression; blank is 0
     * @return its value
     * @throws ShellError when it is no expression, or divides by zero
     */
    public static long evaluate(State state, String text) {
        return new Arithmetic(state, text, 0).whole();
    }

    private long whole() {
        skipBlanks();
        if (at == text.length()) {
            return 0;
        }
        long value = comma();
        skipBlanks();
        if (at < text.length()) {
            throw error();
        }
        return value;
    }

    private ShellError error() {
        return new ShellError("arithmetic: syntax error in '" + text + "'");
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private boolean take(String operator) {
        skipBlanks();
        if (text.startsWith(operator, at)) {
            at += operator.length();
            return true;
        }
        return false;
    }

    private long comma() {
        long value = assignment();
        while (take(",")) {
            value = assignment();
        }
        return value;
    }

    private long assignment() {
        if (++depth > MAX_DEPTH) {
            throw new ShellError("arithmetic: nested too deeply");
        }
        try {
            skipBlanks();
            int start = at;
            String name = name();
            if (name != null) {
                for (String operator : ASSIGN) {
                    if (take(operator)) {
                        if (operator.equals("=") && at < text.length() && text.charAt(at) == '=') {
                            break;
                        }
                        return assign(name, operator, assignment());
                    }
                }
            }
            at = start;
            return conditional();
        } finally {
            depth--;
        }
    }

    private long assign(String name, String operator, long right) {
        if (skipping > 0) {
            return 0;
        }
        long value = operator.equals("=") ? right
            : apply(operator.substring(0, operator.length() - 1), variable(name), right);
        state.set(name, Long.toString(value));
        return value;
    }

    private long conditional() {
        long condition = binary(0);
        if (!take("?")) {
            return condition;
        }
        long yes = skippingUnless(condition != 0, false);
        if (!take(":")) {
            throw error();
        }
        long no = skippingUnless(condition == 0, true);
        return condition != 0 ? yes : no;
    }

    private long skippingUnless(boolean evaluate, boolean last) {
        skipping += evaluate ? 0 : 1;
        long value = last ? assignment() : comma();
        skipping -= evaluate ? 0 : 1;
        return value;
    }

    private long binary(int level) {
        if (level == BINARY.length) {
            return unary();
        }
        long left = binary(level + 1);
        while (true) {
            String operator = operatorAt(level);
            if (operator == null) {
                return left;
            }
            at += operator.length();
            boolean decided = operator.equals("||") && left != 0 || operator.equals("&&") && left == 0;
            skipping += decided ? 1 : 0;
            long right = binary(level + 1);
            skipping -= decided ? 1 : 0;
            left = decided ? left != 0 ? 1 : 0 : apply(operator, left, right);
        }
    }

    private String operatorAt(int level) {
        skipBlanks();
        for (String operator : BINARY[level]) {
            if (text.startsWith(operator, at)) {
                char after = at + operator.length() < text.length() ? text.charAt(at + operator.length()) : ' ';
                char c = operator.charAt(0);
                boolean longer = operator.length() == 1 && (after == c && "&|<>".indexOf(c) >= 0);
                boolean assigns = after == '=' && !operator.equals("==") && !operator.equals("!=")
                    && !operator.equals("<=") && !operator.equals(">=");
                if (!longer && !assigns) {
                    return operator;
                }
            }
        }
        return null;
    }

    private long apply(String operator, long left, long right) {
        if (skipping > 0) {
            return 0;
        }
        return switch (operator) {
            case "||" -> left != 0 || right != 0 ? 1 : 0;
            case "&&" -> left != 0 && right != 0 ? 1 : 0;
            case "|" -> left | right;
            case "^" -> left ^ right;
            case "&" -> left & right;
            case "==" -> left == right ? 1 : 0;
            case "!=" -> left != right ? 1 : 0;
            case "<=" -> left <= right ? 1 : 0;
            case ">=" -> left >= right ? 1 : 0;
            case "<" -> left < right ? 1 : 0;
            case ">" -> left > right ? 1 : 0;
            case "<<" -> left << right;
            case ">>" -> left >> right;
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            default -> divide(operator, left, right);
        };
    }

    private static long divide(String operator, long left, long right) {
        if (right == 0) {
            throw new ShellError("arithmetic: division by zero");
        }
        return operator.equals("/") ? left / right : left % right;
    }

    private long unary() {
        if (++depth > MAX_DEPTH) {
            throw new ShellError("arithmetic: nested too deeply");
        }
        try {
            if (take("++")) {
                return step(1, true);
            }
            if (take("--")) {
                return step(-1, true);
            }
            if (take("-")) {
                return -unary();
            }
            if (take("+")) {
                return unary();
            }
            if (take("!")) {
                return unary() == 0 ? 1 : 0;
            }
            if (take("~")) {
                return ~unary();
            }
            return primary();
        } finally {
            depth--;
        }
    }

    /** An increment before its operand; before anything but a variable the signs are just signs. */
    private long step(int by, boolean prefix) {
        skipBlanks();
        String name = name();
        if (name == null) {
            return unary();
        }
        return step(name, by, prefix);
    }

    private long step(String name, int by, boolean prefix) {
        if (skipping > 0) {
            return 0;
        }
        long old = variable(name);
        state.set(name, Long.toString(old + by));
        return prefix ? old + by : old;
    }

    private long primary() {
        if (take("(")) {
            long value = comma();
            if (!take(")")) {
                throw error();
            }
            return value;
        }
        String name = name();
        if (name != null) {
            if (take("++")) {
                return step(name, 1, false);
            }
            if (take("--")) {
                return step(name, -1, false);
            }
            return skipping > 0 ? 0 : variable(name);
        }
        return number();
    }

    private String name() {
        int end = at;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        String name = text.substring(at, end);
        if (!Parser.isName(name)) {
            return null;
        }
        at = end;
        return name;
    }

    private long number() {
        int end = at;
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        String digits = text.substring(at, end);
        if (digits.isEmpty()) {
            throw error();
        }
        at = end;
        try {
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                return Long.parseUnsignedLong(digits.substring(2), 16);
            }
            return digits.length() > 1 && digits.charAt(0) == '0' ? Long.parseLong(digits, 8) : Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new ShellError("arithmetic: bad number '" + digits + "'");
        }
    }

    private long variable(String name) {
        String value = state.get(name);
        if (value == null) {
            if (state.options().noUnset) {
                throw new ShellError(name + ": parameter not set");
            }
            return 0;
        }
        return new Arithmetic(state, value, depth + 1).whole();
    }
}
