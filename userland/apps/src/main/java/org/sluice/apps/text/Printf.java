package org.sluice.apps.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.ManualPage;
import org.sluice.apps.Utf8;

/** {@code printf}: writes its arguments in a format, which is used again while arguments are left. */
public final class Printf extends Command {
    private String[] arguments;
    private int next;
    private boolean stopped;

    public Printf() {
        super("printf");
    }

    public static void main(String[] args) {
        new Printf().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        if (args.length > 0 && args[0].equals("--help")) {
            out.print(ManualPage.help(io, name()));
            return 0;
        }
        int first = args.length > 0 && args[0].equals("--") ? 1 : 0;
        if (args.length == first) {
            throw new Failure.Usage("missing operand");
        }
        String format = args[first];
        arguments = java.util.Arrays.copyOfRange(args, first + 1, args.length);
        int before;
        do {
            before = next;
            once(format);
        } while (!stopped && next < arguments.length && next > before);
        return status();
    }

    private void once(String format) {
        ByteArrayOutputStream literal = new ByteArrayOutputStream();
        int at = 0;
        while (at < format.length() && !stopped) {
            char c = format.charAt(at);
            if (c == '%' && at + 1 < format.length() && format.charAt(at + 1) == '%') {
                literal.write('%');
                at += 2;
            } else if (c == '%') {
                flush(literal);
                at = convert(format, at);
            } else if (c == '\\' && at + 1 < format.length()) {
                stopped = format.charAt(at + 1) == 'c';
                at = stopped ? at : Escapes.one(format, at, literal, false);
            } else {
                int end = at + 1;
                while (end < format.length() && format.charAt(end) != '%' && format.charAt(end) != '\\') {
                    end++;
                }
                byte[] bytes = Utf8.encode(format.substring(at, end));
                literal.write(bytes, 0, bytes.length);
                at = end;
            }
        }
        flush(literal);
    }

    private void flush(ByteArrayOutputStream literal) {
        out.write(literal.toByteArray());
        literal.reset();
    }

    private int convert(String format, int percent) {
        Conversion conversion = Conversion.parse(format, percent);
        if (conversion == null) {
            throw new Failure(1, "'" + format.substring(percent) + "': missing conversion letter");
        }
        if (conversion.takesWidth()) {
            conversion.setWidth((int) integer(argument()));
        }
        if (conversion.takesPrecision()) {
            conversion.setPrecision((int) integer(argument()));
        }
        if (conversion.isInteger()) {
            out.print(conversion.integer(integer(argument())));
        } else if (conversion.isDecimal()) {
            out.print(conversion.decimal(rounded(decimal(argument()))));
        } else {
            text(conversion, format.substring(percent, conversion.end()));
        }
        return conversion.end();
    }

    private void text(Conversion conversion, String shown) {
        switch (conversion.letter()) {
            case 's' -> out.print(conversion.text(argument()));
            case 'c' -> {
                String argument = argument();
                int length = argument.isEmpty() ? 0 : Character.charCount(argument.codePointAt(0));
                out.print(conversion.text(argument.substring(0, length)));
            }
            case 'b' -> {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                stopped = !Escapes.expand(argument(), bytes, true);
                byte[] expanded = bytes.toByteArray();
                out.print(conversion.text(Utf8.decode(expanded, 0, expanded.length)));
            }
            case 'q' -> out.print(conversion.text(quote(argument())));
            default -> throw new Failure(1, shown + ": invalid conversion specification");
        }
    }

    private String argument() {
        return next < arguments.length ? arguments[next++] : "";
    }

    private static String quote(String text) {
        boolean safe = !text.isEmpty();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            safe &= Character.isLetterOrDigit(c) || "_-./:,+@%=".indexOf(c) >= 0;
        }
        return safe ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private long integer(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        char first = text.charAt(0);
        if (first == '\'' || first == '"') {
            return text.length() > 1 ? text.codePointAt(1) : 0;
        }
        int sign = first == '-' || first == '+' ? 1 : 0;
        int radix = 10;
        int digits = sign;
        if (text.startsWith("0x", sign) || text.startsWith("0X", sign)) {
            radix = 16;
            digits = sign + 2;
        } else if (text.startsWith("0", sign)) {
            radix = 8;
        }
        int end = digits;
        while (end < text.length() && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        check(text, end, end == digits);
        if (end == digits) {
            return 0;
        }
        BigInteger value = new BigInteger(text.substring(digits, end), radix);
        if (value.bitLength() > 64) {
            warn("'" + text + "': Numerical result out of range");
            return first == '-' ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return first == '-' ? -value.longValue() : value.longValue();
    }

    private BigDecimal decimal(String text) {
        if (text.isEmpty()) {
            return BigDecimal.ZERO;
        }
        char first = text.charAt(0);
        if (first == '\'' || first == '"' || text.startsWith("0x")) {
            return new BigDecimal(integer(text));
        }
        for (int end = text.length(); end > 0; end--) {
            try {
                BigDecimal value = new BigDecimal(text.substring(0, end));
                check(text, end, false);
                return value;
            } catch (NumberFormatException e) {
                continue;
            }
        }
        check(text, 0, true);
        return BigDecimal.ZERO;
    }

    /**
     * The nearest number with a mantissa of 64 bits, in which printf computes elsewhere too: 2.345 then is a little more
     * than that, so that it is shown as 2.35 with two places.
     */
    private static BigDecimal rounded(BigDecimal value) {
        if (value.signum() == 0 || Math.abs(value.precision() - value.scale()) > 4000) {
            return value;
        }
        int bits = value.abs().toBigInteger().bitLength();
        if (bits == 0) {
            bits = -BigDecimal.ONE.divide(value.abs(), 0, RoundingMode.FLOOR).toBigInteger().bitLength() + 1;
        }
        int shift = 64 - bits;
        BigDecimal scale = new BigDecimal(BigInteger.TWO.pow(Math.abs(shift)));
        BigDecimal mantissa = shift < 0 ? value.divide(scale, 0, RoundingMode.HALF_EVEN)
                : value.multiply(scale).setScale(0, RoundingMode.HALF_EVEN);
        return shift < 0 ? mantissa.multiply(scale) : mantissa.divide(scale);
    }

    private void check(String text, int end, boolean nothing) {
        if (nothing) {
            warn("'" + text + "': expected a numeric value");
        } else if (end < text.length()) {
            warn("'" + text + "': value not completely converted");
        }
    }
}
