package org.sluice.shell.builtin;

import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.Tty;
import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Handle;
import org.sluice.shell.run.Interpreter;

/** {@code test} and {@code [}. With up to four arguments their number decides the meaning, as POSIX says. */
final class Test implements Builtin {
    private static final int TROUBLE = 2;

    private Interpreter shell;
    private String[] words;
    private int at;
    private int end;

    /** The expression is none; carries what is wrong with it. */
    private static final class BadTest extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadTest(String message) {
            super(message, null, false, false);
        }
    }

    @Override
    public int run(Interpreter in, String[] args) {
        shell = in;
        words = args;
        at = 1;
        end = args.length;
        if (args[0].equals("[") && !args[--end].equals("]")) {
            shell.error("[: missing ']'");
            return TROUBLE;
        }
        try {
            return evaluate() ? 0 : 1;
        } catch (BadTest e) {
            shell.error(args[0] + ": " + e.getMessage());
            return TROUBLE;
        }
    }

    private boolean evaluate() {
        int count = end - at;
        if (count == 0) {
            return false;
        }
        if (count == 3 && isBinary(words[at + 1])) {
            return binary(words[at], words[at + 1], words[at + 2]);
        }
        if (count == 4 && words[at].equals("!") && isBinary(words[at + 2])) {
            return !binary(words[at + 1], words[at + 2], words[at + 3]);
        }
        boolean result = or();
        if (at < end) {
            throw new BadTest(words[at] + ": unexpected argument");
        }
        return result;
    }

    private boolean or() {
        boolean result = and();
        while (at < end && words[at].equals("-o")) {
            at++;
            result |= and();
        }
        return result;
    }

    private boolean and() {
        boolean result = not();
        while (at < end && words[at].equals("-a")) {
            at++;
            result &= not();
        }
        return result;
    }

    private boolean not() {
        if (at >= end) {
            throw new BadTest("argument expected");
        }
        if (words[at].equals("!") && end - at > 1) {
            at++;
            return !not();
        }
        return primary();
    }

    private boolean primary() {
        String first = words[at];
        if (at + 2 < end && isBinary(words[at + 1])) {
            at += 3;
            return binary(first, words[at - 2], words[at - 1]);
        }
        if (first.equals("(") && end - at > 2) {
            at++;
            boolean result = or();
            if (at >= end || !words[at].equals(")")) {
                throw new BadTest("missing ')'");
            }
            at++;
            return result;
        }
        if (first.length() == 2 && first.charAt(0) == '-' && end - at > 1 && isUnary(first.charAt(1))) {
            at += 2;
            return unary(first.charAt(1), words[at - 1]);
        }
        at++;
        return !first.isEmpty();
    }

    private static boolean isUnary(char c) {
        return "bcdefghLnprsStuwxz".indexOf(c) >= 0;
    }

    private static boolean isBinary(String s) {
        return switch (s) {
            case "=", "==", "!=", "<", ">", "-eq", "-ne", "-gt", "-ge", "-lt", "-le", "-nt", "-ot", "-ef" -> true;
            default -> false;
        };
    }

    private static long number(String s) {
        try {
            return Long.parseLong(s.strip());
        } catch (NumberFormatException e) {
            throw new BadTest(s + ": integer expected");
        }
    }

    private boolean binary(String a, String operator, String b) {
        return switch (operator) {
            case "=", "==" -> a.equals(b);
            case "!=" -> !a.equals(b);
            case "<" -> a.compareTo(b) < 0;
            case ">" -> a.compareTo(b) > 0;
            case "-eq" -> number(a) == number(b);
            case "-ne" -> number(a) != number(b);
            case "-gt" -> number(a) > number(b);
            case "-ge" -> number(a) >= number(b);
            case "-lt" -> number(a) < number(b);
            case "-le" -> number(a) <= number(b);
            case "-nt" -> newer(a, b);
            case "-ot" -> newer(b, a);
            default -> same(a, b);
        };
    }

    private long[] stat(String path, int flags) {
        long[] stat = new long[FileFlags.ST_LENGTH];
        return path.isEmpty() || shell.session().sys().stat(shell.state().resolve(path), stat, flags) < 0 ? null : stat;
    }

    private boolean newer(String a, String b) {
        long[] first = stat(a, 0);
        long[] second = stat(b, 0);
        return first != null && (second == null || first[FileFlags.ST_MTIME] > second[FileFlags.ST_MTIME]);
    }

    private boolean same(String a, String b) {
        long[] first = stat(a, 0);
        long[] second = stat(b, 0);
        return first != null && second != null && first[FileFlags.ST_INO] == second[FileFlags.ST_INO]
            && first[FileFlags.ST_DEV] == second[FileFlags.ST_DEV];
    }

    private boolean unary(char operator, String operand) {
        switch (operator) {
            case 'n':
                return !operand.isEmpty();
            case 'z':
                return operand.isEmpty();
            case 't':
                return isTerminal(operand);
            case 'r':
                return allowed(operand, FileFlags.R_OK);
            case 'w':
                return allowed(operand, FileFlags.W_OK);
            case 'x':
                return allowed(operand, FileFlags.X_OK);
            default:
                break;
        }
        boolean link = operator == 'h' || operator == 'L';
        long[] stat = stat(operand, link ? FileFlags.O_NOFOLLOW : 0);
        if (stat == null) {
            return false;
        }
        long type = stat[FileFlags.ST_MODE] & FileFlags.S_IFMT;
        return switch (operator) {
            case 'e' -> true;
            case 'f' -> type == FileFlags.S_IFREG;
            case 'd' -> type == FileFlags.S_IFDIR;
            case 'c' -> type == FileFlags.S_IFCHR;
            case 'p' -> type == FileFlags.S_IFIFO;
            case 'h', 'L' -> type == FileFlags.S_IFLNK;
            case 's' -> stat[FileFlags.ST_SIZE] > 0;
            default -> false;
        };
    }

    private boolean allowed(String path, int mode) {
        return !path.isEmpty() && shell.session().sys().access(shell.state().resolve(path), mode) >= 0;
    }

    private boolean isTerminal(String digits) {
        int number = Numbers.parse(digits);
        SystemCalls sys = shell.session().sys();
        Handle handle = number < 0 ? null : shell.state().handles().get(number);
        return handle != null && !handle.isCapture() && sys.ttyGet(handle.number(), new int[Tty.ATTR_LENGTH]) >= 0;
    }
}
