package org.sluice.shell.builtin;

import java.math.BigDecimal;
import java.util.Locale;
import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Interpreter;

/** {@code printf format arguments}: the format is used again while arguments are left. */
final class Printf implements Builtin {
    private Interpreter shell;
    private String[] args;
    private int next;
    private int status;
    private final StringBuilder out = new StringBuilder();

    @Override
    public int run(Interpreter in, String[] arguments) {
        shell = in;
        args = arguments;
        int first = args.length > 1 && args[1].equals("--") ? 2 : 1;
        if (args.length <= first) {
            shell.error("printf: usage: printf format [argument ...]");
            return 2;
        }
        next = first + 1;
        boolean cut;
        int before;
        do {
            before = next;
            cut = format(args[first]);
        } while (!cut && next < args.length && next > before);
        int written = shell.out(out.toString());
        return written != 0 ? written : status;
    }

    private String argument() {
        return next < args.length ? args[next++] : null;
    }

    private boolean format(String format) {
        int i = 0;
        StringBuilder plain = new StringBuilder();
        while (i < format.length()) {
            char c = format.charAt(i);
            if (c == '\\' && i + 1 < format.length()) {
                plain.append(c).append(format.charAt(i + 1));
                i += 2;
            } else if (c != '%') {
                plain.append(c);
                i++;
            } else {
                if (Backslash.append(out, plain.toString(), false)) {
                    return true;
                }
                plain.setLength(0);
                int end = i + 1;
                while (end < format.length() && "-+ #0123456789.*".indexOf(format.charAt(end)) >= 0) {
                    end++;
                }
                if (end == format.length()) {
                    problem(format.substring(i) + ": incomplete conversion");
                    return true;
                }
                if (convert(format.substring(i + 1, end), format.charAt(end))) {
                    return true;
                }
                i = end + 1;
            }
        }
        return Backslash.append(out, plain.toString(), false);
    }

    private void problem(String message) {
        shell.error("printf: " + message);
        status = 1;
    }

    /** @return true when the output ends here */
    private boolean convert(String spec, char conversion) {
        if (conversion == '%') {
            out.append('%');
            return false;
        }
        int digits = 0;
        while (digits < spec.length() && "-+ #0".indexOf(spec.charAt(digits)) >= 0) {
            digits++;
        }
        String flags = spec.substring(0, digits);
        int dot = spec.indexOf('.', digits);
        int width = size(dot < 0 ? spec.substring(digits) : spec.substring(digits, dot));
        int precision = dot < 0 ? -1 : size(spec.substring(dot + 1));
        if (width < 0) {
            flags += "-";
            width = -width;
        }
        switch (conversion) {
            case 's' -> {
                String s = argument();
                pad(cut(s == null ? "" : s, precision), flags, width, false);
            }
            case 'b' -> {
                StringBuilder s = new StringBuilder();
                String text = argument();
                boolean ended = Backslash.append(s, text == null ? "" : text, true);
                pad(cut(s.toString(), precision), flags, width, false);
                return ended;
            }
            case 'c' -> {
                String s = argument();
                pad(s == null || s.isEmpty() ? "" : s.substring(0, 1), flags, width, false);
            }
            case 'd', 'i', 'u', 'o', 'x', 'X' -> integer(conversion, flags, width, precision);
            case 'e', 'E', 'f', 'F', 'g', 'G' -> decimal(conversion, flags, width, precision);
            default -> {
                problem("%" + spec + conversion + ": invalid conversion");
                return true;
            }
        }
        return false;
    }

    private int size(String digits) {
        if (digits.equals("*")) {
            return (int) number(argument());
        }
        int n = Numbers.parse(digits);
        return n < 0 ? 0 : Math.min(n, 100_000);
    }

    private static String cut(String s, int precision) {
        return precision >= 0 && precision < s.length() ? s.substring(0, precision) : s;
    }

    private long number(String s) {
        if (s == null || s.isEmpty()) {
            return 0;
        }
        if (s.charAt(0) == '\'' || s.charAt(0) == '"') {
            return s.length() > 1 ? s.codePointAt(1) : 0;
        }
        String digits = s.startsWith("-") || s.startsWith("+") ? s.substring(1) : s;
        long sign = s.startsWith("-") ? -1 : 1;
        try {
            if (digits.startsWith("0x") || digits.startsWith("0X")) {
                return sign * Long.parseUnsignedLong(digits.substring(2), 16);
            }
            return sign * (digits.length() > 1 && digits.startsWith("0") ? Long.parseLong(digits, 8) : Long.parseLong(digits));
        } catch (NumberFormatException e) {
            problem(s + ": expected a number");
            int good = 0;
            while (good < digits.length() && Character.isDigit(digits.charAt(good))) {
                good++;
            }
            return good == 0 || good > 18 ? 0 : sign * Long.parseLong(digits.substring(0, good));
        }
    }

    private void integer(char conversion, String flags, int width, int precision) {
        long value = number(argument());
        boolean signed = conversion == 'd' || conversion == 'i';
        String digits = switch (conversion) {
            case 'o' -> Long.toOctalString(value);
            case 'x' -> Long.toHexString(value);
            case 'X' -> Long.toHexString(value).toUpperCase(Locale.ROOT);
            case 'u' -> Long.toUnsignedString(value);
            default -> value < 0 ? Long.toString(value).substring(1) : Long.toString(value);
        };
        while (digits.length() < precision) {
            digits = "0" + digits;
        }
        String sign = signed && value < 0 ? "-" : signed && flags.indexOf('+') >= 0 ? "+"
            : signed && flags.indexOf(' ') >= 0 ? " " : "";
        if (flags.indexOf('#') >= 0 && value != 0) {
            sign = conversion == 'x' ? "0x" : conversion == 'X' ? "0X" : conversion == 'o' ? "0" : sign;
        }
        if (flags.indexOf('0') >= 0 && flags.indexOf('-') < 0 && precision < 0) {
            while (digits.length() + sign.length() < width) {
                digits = "0" + digits;
            }
        }
        pad(sign + digits, flags, width, false);
    }

    private void decimal(char conversion, String flags, int width, int precision) {
        String s = argument();
        BigDecimal value = BigDecimal.ZERO;
        try {
            value = s == null || s.isEmpty() ? value : new BigDecimal(s);
        } catch (NumberFormatException e) {
            problem(s + ": expected a number");
        }
        int digits = precision < 0 ? 6 : precision;
        char lower = Character.toLowerCase(conversion);
        String text = String.format(Locale.ROOT, "%." + digits + lower, value);
        if (lower == 'g' && text.indexOf('.') >= 0 && flags.indexOf('#') < 0) {
            text = trimZeros(text);
        }
        if (Character.isUpperCase(conversion)) {
            text = text.toUpperCase(Locale.ROOT);
        }
        if (flags.indexOf('+') >= 0 && value.signum() >= 0) {
            text = "+" + text;
        }
        pad(text, flags, width, flags.indexOf('0') >= 0);
    }

    private static String trimZeros(String text) {
        int exponent = text.indexOf('e');
        int end = exponent < 0 ? text.length() : exponent;
        int keep = end;
        while (text.charAt(keep - 1) == '0') {
            keep--;
        }
        if (text.charAt(keep - 1) == '.') {
            keep--;
        }
        return text.substring(0, keep) + text.substring(end);
    }

    private void pad(String s, String flags, int width, boolean zeros) {
        int missing = width - s.length();
        boolean left = flags.indexOf('-') >= 0;
        if (left) {
            out.append(s);
        }
        if (zeros && !left && missing > 0 && (s.startsWith("-") || s.startsWith("+"))) {
            out.append(s.charAt(0));
            s = s.substring(1);
        }
        for (int i = 0; i < missing; i++) {
            out.append(zeros && !left ? '0' : ' ');
        }
        if (!left) {
            out.append(s);
        }
    }
}
