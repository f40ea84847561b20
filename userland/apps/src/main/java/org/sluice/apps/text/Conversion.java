package org.sluice.apps.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** One conversion of a C format, such as {@code %-08.3f}: its parts, and how it shows values. */
final class Conversion {
    private boolean left;
    private boolean plus;
    private boolean space;
    private boolean alternate;
    private boolean zero;
    private boolean starWidth;
    private boolean starPrecision;
    private int width;
    private int precision = -1;
    private char letter;
    private int end;

    private Conversion() {
    }

    /**
     * Reads a conversion.
     *
     * @param format  a format
     * @param percent index of a percent sign in it
     * @return the conversion, or {@code null} when the text ends before its letter
     */
    static Conversion parse(String format, int percent) {
        Conversion c = new Conversion();
        int at = percent + 1;
        while (at < format.length() && "-+ #0".indexOf(format.charAt(at)) >= 0) {
            switch (format.charAt(at++)) {
                case '-' -> c.left = true;
                case '+' -> c.plus = true;
                case ' ' -> c.space = true;
                case '#' -> c.alternate = true;
                default -> c.zero = true;
            }
        }
        if (at < format.length() && format.charAt(at) == '*') {
            c.starWidth = true;
            at++;
        }
        while (at < format.length() && isDigit(format.charAt(at)) && c.width < 100_000) {
            c.width = c.width * 10 + format.charAt(at++) - '0';
        }
        if (at < format.length() && format.charAt(at) == '.') {
            at++;
            c.precision = 0;
            if (at < format.length() && format.charAt(at) == '*') {
                c.starPrecision = true;
                at++;
            }
            while (at < format.length() && isDigit(format.charAt(at)) && c.precision < 100_000) {
                c.precision = c.precision * 10 + format.charAt(at++) - '0';
            }
        }
        while (at < format.length() && "lhLjzt".indexOf(format.charAt(at)) >= 0) {
            at++;
        }
        if (at >= format.length()) {
            return null;
        }
        c.letter = format.charAt(at);
        c.end = at + 1;
        return c;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The letter that says what is shown how. */
    char letter() {
        return letter;
    }

    /** Index behind the conversion. */
    int end() {
        return end;
    }

    /** Whether the width is taken from the arguments. */
    boolean takesWidth() {
        return starWidth;
    }

    /** Whether the precision is taken from the arguments. */
    boolean takesPrecision() {
        return starPrecision;
    }

    /** Sets a width taken from the arguments; a negative one aligns to the left. */
    void setWidth(int value) {
        left |= value < 0;
        width = Math.abs(value);
    }

    /** Sets a precision taken from the arguments; a negative one counts as none. */
    void setPrecision(int value) {
        precision = value < 0 ? -1 : value;
    }

    boolean isInteger() {
        return "diouxX".indexOf(letter) >= 0;
    }

    boolean isDecimal() {
        return "fFeEgG".indexOf(letter) >= 0;
    }

    /** A text, cut to the precision and padded to the width. */
    String text(String value) {
        boolean cut = precision >= 0 && value.codePointCount(0, value.length()) > precision;
        return pad(cut ? value.substring(0, value.offsetByCodePoints(0, precision)) : value);
    }

    /** An integer as {@code d i o u x X} show it; all but the first two take it as unsigned. */
    String integer(long value) {
        boolean signed = letter == 'd' || letter == 'i';
        String digits = switch (letter) {
            case 'o' -> Long.toOctalString(value);
            case 'x' -> Long.toHexString(value);
            case 'X' -> Long.toHexString(value).toUpperCase(java.util.Locale.ROOT);
            case 'u' -> Long.toUnsignedString(value);
            default -> value < 0 ? Long.toString(value).substring(1) : Long.toString(value);
        };
        if (precision == 0 && value == 0) {
            digits = "";
        }
        digits = zeros(precision - digits.length()) + digits;
        if (alternate && letter == 'o' && !digits.startsWith("0")) {
            digits = "0" + digits;
        }
        String prefix = alternate && value != 0 && (letter == 'x' || letter == 'X') ? "0" + letter : "";
        String sign = signed ? sign(value < 0) : "";
        boolean fill = zero && !left && precision < 0;
        if (fill) {
            digits = zeros(width - digits.length() - sign.length() - prefix.length()) + digits;
        }
        return pad(sign + prefix + digits);
    }

    /** A number as {@code f e g} show it. */
    String decimal(BigDecimal value) {
        BigDecimal size = value.abs();
        int places = precision < 0 ? 6 : precision;
        String digits = switch (Character.toLowerCase(letter)) {
            case 'f' -> fixed(size, places);
            case 'e' -> exponential(size, places);
            default -> general(size, places == 0 ? 1 : places);
        };
        if (Character.isUpperCase(letter)) {
            digits = digits.toUpperCase(java.util.Locale.ROOT);
        }
        String sign = sign(value.signum() < 0);
        if (zero && !left) {
            digits = zeros(width - digits.length() - sign.length()) + digits;
        }
        return pad(sign + digits);
    }

    private String fixed(BigDecimal value, int places) {
        String digits = value.setScale(places, RoundingMode.HALF_EVEN).toPlainString();
        return places == 0 && alternate ? digits + "." : digits;
    }

    private String exponential(BigDecimal value, int places) {
        BigDecimal rounded = value.signum() == 0 ? value : value.round(new MathContext(places + 1, RoundingMode.HALF_EVEN));
        int exponent = exponent(rounded);
        String digits = fixed(rounded.scaleByPowerOfTen(-exponent), places);
        String power = Integer.toString(Math.abs(exponent));
        return digits + (exponent < 0 ? "e-" : "e+") + (power.length() < 2 ? "0" : "") + power;
    }

    private String general(BigDecimal value, int significant) {
        BigDecimal rounded = value.signum() == 0 ? value : value.round(new MathContext(significant, RoundingMode.HALF_EVEN));
        int exponent = exponent(rounded);
        boolean scientific = exponent < -4 || exponent >= significant;
        String digits = scientific ? exponential(rounded, significant - 1) : fixed(rounded, significant - 1 - exponent);
        return alternate ? digits : withoutTrailingZeros(digits);
    }

    private static int exponent(BigDecimal value) {
        return value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
    }

    private static String withoutTrailingZeros(String digits) {
        int e = digits.indexOf('e');
        String mantissa = e < 0 ? digits : digits.substring(0, e);
        if (mantissa.indexOf('.') >= 0) {
            int last = mantissa.length();
            while (mantissa.charAt(last - 1) == '0') {
                last--;
            }
            mantissa = mantissa.substring(0, mantissa.charAt(last - 1) == '.' ? last - 1 : last);
        }
        return e < 0 ? mantissa : mantissa + digits.substring(e);
    }

    private String sign(boolean negative) {
        return negative ? "-" : plus ? "+" : space ? " " : "";
    }

    private static String zeros(int count) {
        return count > 0 ? "0".repeat(count) : "";
    }

    private String pad(String body) {
        int missing = width - body.codePointCount(0, body.length());
        if (missing <= 0) {
            return body;
        }
        String spaces = " ".repeat(missing);
        return left ? body + spaces : spaces + body;
    }
}
