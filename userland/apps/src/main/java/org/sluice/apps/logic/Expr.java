package org.sluice.apps.logic;

import java.io.IOException;
import java.math.BigInteger;
import java.util.regex.Matcher;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.ManualPage;
import org.sluice.apps.text.Regex;

/** {@code expr}: evaluates an expression. Numbers may have any length. */
public final class Expr extends Command {
    private static final String[][] LEVELS = {
        {"|"}, {"&"}, {"<", "<=", "=", "==", "!=", ">=", ">"}, {"+", "-"}, {"*", "/", "%"}, {":"}};

    private String[] args;
    private int at;

    public Expr() {
        super("expr", 2);
    }

    public static void main(String[] args) {
        new Expr().start(args);
    }

    @Override
    protected int run(String[] arguments) throws IOException {
        if (arguments.length == 1 && arguments[0].equals("--help")) {
            out.print(ManualPage.help(io, name()));
            return 0;
        }
        args = arguments;
        if (args.length == 0) {
            throw new Failure.Usage("missing operand");
        }
        String result = level(0);
        if (at < args.length) {
            throw new Failure(2, "syntax error: unexpected argument '" + args[at] + "'");
        }
        out.println(result);
        return isNull(result) ? 1 : 0;
    }

    private String level(int level) {
        if (level == LEVELS.length) {
            return word();
        }
        String left = level(level + 1);
        String operator;
        while ((operator = operator(LEVELS[level])) != null) {
            at++;
            left = apply(left, operator, level(level + 1));
        }
        return left;
    }

    private String operator(String[] operators) {
        for (int i = 0; at < args.length && i < operators.length; i++) {
            if (args[at].equals(operators[i])) {
                return operators[i];
            }
        }
        return null;
    }

    private String word() {
        String word = take();
        switch (word) {
            case "(" -> {
                String inner = level(0);
                if (at == args.length) {
                    throw new Failure(2, "syntax error: expecting ')' after '" + args[at - 1] + "'");
                }
                if (!args[at].equals(")")) {
                    throw new Failure(2, "syntax error: expecting ')' instead of '" + args[at] + "'");
                }
                at++;
                return inner;
            }
            case "+" -> {
                return take();
            }
            case "length" -> {
                String text = word();
                return Integer.toString(text.codePointCount(0, text.length()));
            }
            case "match" -> {
                String text = word();
                return match(text, word());
            }
            case "index" -> {
                String text = word();
                return index(text, word());
            }
            case "substr" -> {
                String text = word();
                String from = word();
                return substring(text, from, word());
            }
            default -> {
                return word;
            }
        }
    }

    private String take() {
        if (at == args.length) {
            throw new Failure(2, "syntax error: missing argument after '" + args[at - 1] + "'");
        }
        return args[at++];
    }

    private static boolean isNull(String value) {
        if (value.isEmpty()) {
            return true;
        }
        int start = value.startsWith("-") && value.length() > 1 ? 1 : 0;
        for (int i = start; i < value.length(); i++) {
            if (value.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    private static String apply(String left, String operator, String right) {
        return switch (operator) {
            case "|" -> !isNull(left) ? left : !isNull(right) ? right : "0";
            case "&" -> isNull(left) || isNull(right) ? "0" : left;
            case ":" -> match(left, right);
            case "+" -> number(left).add(number(right)).toString();
            case "-" -> number(left).subtract(number(right)).toString();
            case "*" -> number(left).multiply(number(right)).toString();
            case "/" -> number(left).divide(divisor(right)).toString();
            case "%" -> number(left).remainder(divisor(right)).toString();
            default -> compare(left, operator, right) ? "1" : "0";
        };
    }

    private static boolean compare(String left, String operator, String right) {
        boolean numeric = isNumber(left) && isNumber(right);
        int order = numeric ? number(left).compareTo(number(right)) : left.compareTo(right);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case "!=" -> order != 0;
            case ">=" -> order >= 0;
            case ">" -> order > 0;
            default -> order == 0;
        };
    }

    private static boolean isNumber(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > start;
    }

    private static BigInteger number(String text) {
        if (!isNumber(text)) {
            throw new Failure(2, "non-integer argument");
        }
        return new BigInteger(text);
    }

    private static BigInteger divisor(String text) {
        BigInteger value = number(text);
        if (value.signum() == 0) {
            throw new Failure(2, "division by zero");
        }
        return value;
    }

    /** The first group of a match at the start, or its length when the expression has no group. */
    private static String match(String text, String expression) {
        Matcher matcher = Regex.compile(expression, false, false).matcher(text);
        boolean found = matcher.lookingAt();
        if (matcher.groupCount() > 0) {
            String group = found ? matcher.group(1) : null;
            return group == null ? "" : group;
        }
        return found ? Integer.toString(text.codePointCount(0, matcher.end())) : "0";
    }

    private static String index(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return Integer.toString(text.codePointCount(0, i) + 1);
            }
        }
        return "0";
    }

    private static String substring(String text, String from, String length) {
        if (!isNumber(from) || !isNumber(length)) {
            return "";
        }
        int count = text.codePointCount(0, text.length());
        long start = Long.parseLong(from) - 1;
        long end = Math.min(count, start + Math.max(0, Long.parseLong(length)));
        if (start < 0 || start >= end) {
            return "";
        }
        return text.substring(text.offsetByCodePoints(0, (int) start), text.offsetByCodePoints(0, (int) end));
    }
}
