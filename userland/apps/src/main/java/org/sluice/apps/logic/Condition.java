package org.sluice.apps.logic;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;

/**
 * An expression of test. With up to four arguments POSIX fixes what they mean by their number, so that operands that look
 * like operators are no problem; with more, {@code -o} binds loosest, then {@code -a}, then {@code !}.
 */
final class Condition {
    private static final List<String> BINARY = Arrays.asList(
            "=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef");
    private static final String UNARY = "bcdefghLkprsStuwxzn";

    private final Io io;
    private final String[] args;
    private int at;

    Condition(Io io, String[] args) {
        this.io = io;
        this.args = args;
    }

    boolean holds() throws IOException {
        return fixed(0, args.length);
    }

    private boolean fixed(int from, int count) throws IOException {
        switch (count) {
            case 0 -> {
                return false;
            }
            case 1 -> {
                return !args[from].isEmpty();
            }
            case 2 -> {
                if (args[from].equals("!")) {
                    return args[from + 1].isEmpty();
                }
                if (isUnary(args[from])) {
                    return unary(args[from], args[from + 1]);
                }
                throw new Failure(2, args[from] + ": unary operator expected");
            }
            case 3 -> {
                return three(from);
            }
            case 4 -> {
                if (args[from].equals("!")) {
                    return !fixed(from + 1, 3);
                }
                if (args[from].equals("(") && args[from + 3].equals(")")) {
                    return fixed(from + 1, 2);
                }
            }
            default -> { }
        }
        at = from;
        boolean result = or();
        if (at < from + count) {
            throw new Failure(2, args[at].equals(")") ? "')' unexpected" : "too many arguments at '" + args[at] + "'");
        }
        return result;
    }

    private boolean three(int from) throws IOException {
        String operator = args[from + 1];
        if (BINARY.contains(operator)) {
            return binary(args[from], operator, args[from + 2]);
        }
        if (operator.equals("-a") || operator.equals("-o")) {
            boolean left = !args[from].isEmpty();
            boolean right = !args[from + 2].isEmpty();
            return operator.equals("-a") ? left && right : left || right;
        }
        if (args[from].equals("!")) {
            return !fixed(from + 1, 2);
        }
        if (args[from].equals("(") && args[from + 2].equals(")")) {
            return !operator.isEmpty();
        }
        throw new Failure(2, operator + ": binary operator expected");
    }

    private boolean or() throws IOException {
        boolean result = and();
        while (at < args.length && args[at].equals("-o")) {
            at++;
            boolean right = and();
            result = result || right;
        }
        return result;
    }

    private boolean and() throws IOException {
        boolean result = not();
        while (at < args.length && args[at].equals("-a")) {
            at++;
            boolean right = not();
            result = result && right;
        }
        return result;
    }

    private boolean not() throws IOException {
        if (at < args.length && args[at].equals("!")) {
            at++;
            return !not();
        }
        return primary();
    }

    private boolean primary() throws IOException {
        String first = take();
        if (at + 1 < args.length && BINARY.contains(args[at])) {
            String operator = take();
            return binary(first, operator, take());
        }
        if (first.equals("(")) {
            boolean inner = or();
            if (at == args.length || !args[at].equals(")")) {
                throw new Failure(2, "missing ')'");
            }
            at++;
            return inner;
        }
        if (isUnary(first) && at < args.length) {
            return unary(first, take());
        }
        return !first.isEmpty();
    }

    private String take() {
        if (at == args.length) {
            throw new Failure(2, "argument expected" + (at > 0 ? " after '" + args[at - 1] + "'" : ""));
        }
        return args[at++];
    }

    private static boolean isUnary(String text) {
        return text.length() == 2 && text.charAt(0) == '-' && UNARY.indexOf(text.charAt(1)) >= 0;
    }

    private boolean unary(String operator, String operand) {
        switch (operator.charAt(1)) {
            case 'n' -> {
                return !operand.isEmpty();
            }
            case 'z' -> {
                return operand.isEmpty();
            }
            case 't' -> {
                return io.isTerminal(number(operand).intValue());
            }
            case 'h', 'L' -> {
                return isType(stat(operand, false), FileFlags.S_IFLNK);
            }
            default -> {
                return file(operator.charAt(1), operand);
            }
        }
    }

    private boolean file(char operator, String name) {
        long[] stat = stat(name, true);
        if (stat == null) {
            return false;
        }
        return switch (operator) {
            case 'e' -> true;
            case 'f' -> isType(stat, FileFlags.S_IFREG);
            case 'd' -> isType(stat, FileFlags.S_IFDIR);
            case 'c' -> isType(stat, FileFlags.S_IFCHR);
            case 'p' -> isType(stat, FileFlags.S_IFIFO);
            case 's' -> stat[FileFlags.ST_SIZE] > 0;
            case 'r' -> io.file(name).canRead();
            case 'w' -> io.file(name).canWrite();
            case 'x' -> io.file(name).canExecute();
            case 'u' -> (stat[FileFlags.ST_MODE] & 04000) != 0;
            case 'g' -> (stat[FileFlags.ST_MODE] & 02000) != 0;
            case 'k' -> (stat[FileFlags.ST_MODE] & 01000) != 0;
            default -> false; // block devices and sockets are not files here
        };
    }

    private long[] stat(String name, boolean follow) {
        try {
            return io.stat(name, follow);
        } catch (IOException e) {
            return null; // what cannot be seen does not exist, as far as test can tell
        }
    }

    private static boolean isType(long[] stat, int type) {
        return stat != null && ((int) stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) == type;
    }

    private boolean binary(String left, String operator, String right) {
        return switch (operator) {
            case "=", "==" -> left.equals(right);
            case "!=" -> !left.equals(right);
            case "<" -> left.compareTo(right) < 0;
            case ">" -> left.compareTo(right) > 0;
            case "-nt" -> time(left) > time(right);
            case "-ot" -> time(left) < time(right);
            case "-ef" -> sameFile(stat(left, true), stat(right, true));
            case "-eq" -> number(left).equals(number(right));
            case "-ne" -> !number(left).equals(number(right));
            case "-lt" -> number(left).compareTo(number(right)) < 0;
            case "-le" -> number(left).compareTo(number(right)) <= 0;
            case "-gt" -> number(left).compareTo(number(right)) > 0;
            default -> number(left).compareTo(number(right)) >= 0;
        };
    }

    /** When a file was changed; what does not exist is older than everything. */
    private long time(String name) {
        long[] stat = stat(name, true);
        return stat == null ? Long.MIN_VALUE : stat[FileFlags.ST_MTIME];
    }

    private static boolean sameFile(long[] a, long[] b) {
        return a != null && b != null && a[FileFlags.ST_INO] == b[FileFlags.ST_INO] && a[FileFlags.ST_DEV] == b[FileFlags.ST_DEV];
    }

    private static BigInteger number(String text) {
        try {
            return new BigInteger(text.trim());
        } catch (NumberFormatException e) {
            throw new Failure(2, "integer expression expected: '" + text + "'");
        }
    }
}
