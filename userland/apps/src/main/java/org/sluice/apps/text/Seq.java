package org.sluice.apps.text;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;

/** {@code seq}: writes a sequence of numbers. Computes in decimal, so that steps such as 0.1 add no error. */
public final class Seq extends Command {
    private String separator = "\n";
    private String format;
    private boolean equalWidth;

    public Seq() {
        super("seq");
    }

    public static void main(String[] args) {
        new Seq().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("+ #operand s/separator: w/equal-width f/format:", args);
        while (options.next()) {
            switch (options.name()) {
                case "s" -> separator = options.value();
                case "f" -> format = options.value();
                default -> equalWidth = true;
            }
        }
        String[] operands = options.operands();
        if (operands.length == 0) {
            throw new Failure.Usage("missing operand");
        }
        if (operands.length > 3) {
            throw new Failure.Usage("extra operand '" + operands[3] + "'");
        }
        if (format != null && equalWidth) {
            throw new Failure.Usage("format string may not be specified when printing equal width strings");
        }
        boolean simple = format == null && !equalWidth;
        for (int i = 0; i < operands.length; i++) {
            simple &= isShortInteger(operands[i]);
        }
        if (simple) {
            integers(operands);
        } else {
            decimals(operands);
        }
        return 0;
    }

    private static boolean isShortInteger(String text) {
        int first = text.startsWith("-") ? 1 : 0;
        if (text.length() == first || text.length() > 18) {
            return false;
        }
        for (int i = first; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private void integers(String[] operands) {
        int n = operands.length;
        long first = n > 1 ? Long.parseLong(operands[0]) : 1;
        long step = n > 2 ? Long.parseLong(operands[1]) : 1;
        long last = Long.parseLong(operands[n - 1]);
        checkStep(step == 0, operands);
        boolean any = false;
        for (long i = first; step > 0 ? i <= last : i >= last; i += step) {
            if (any) {
                out.print(separator);
            }
            out.print(i);
            any = true;
        }
        if (any) {
            out.println();
        }
    }

    private static void checkStep(boolean zero, String[] operands) {
        if (zero) {
            throw new Failure.Usage("invalid Zero increment value: '" + operands[1] + "'");
        }
    }

    private void decimals(String[] operands) {
        int n = operands.length;
        BigDecimal first = n > 1 ? number(operands[0]) : BigDecimal.ONE;
        BigDecimal step = n > 2 ? number(operands[1]) : BigDecimal.ONE;
        BigDecimal last = number(operands[n - 1]);
        checkStep(step.signum() == 0, operands);
        int scale = Math.max(0, Math.max(first.scale(), step.scale()));
        int width = equalWidth ? width(first, step, last, scale) : 0;
        boolean any = false;
        for (BigDecimal i = first; i.compareTo(last) * step.signum() <= 0; i = i.add(step)) {
            if (any) {
                out.print(separator);
            }
            out.print(show(i, scale, width));
            any = true;
        }
        if (any) {
            out.println();
        }
    }

    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new Failure.Usage("invalid floating point argument: '" + text + "'");
        }
    }

    private static int width(BigDecimal first, BigDecimal step, BigDecimal last, int scale) {
        BigInteger steps = last.subtract(first).divideToIntegralValue(step).toBigInteger();
        BigDecimal end = first.add(step.multiply(new BigDecimal(steps.max(BigInteger.ZERO))));
        return Math.max(plain(first, scale).length(), plain(end, scale).length());
    }

    private static String plain(BigDecimal number, int scale) {
        return number.setScale(scale, java.math.RoundingMode.HALF_EVEN).toPlainString();
    }

    private String inTemplate(BigDecimal number) {
        int percent = format.indexOf('%');
        Conversion conversion = percent < 0 ? null : Conversion.parse(format, percent);
        if (conversion == null || !conversion.isDecimal()) {
            throw new Failure.Usage("format '" + format + "' has no %f, %e or %g directive");
        }
        return format.substring(0, percent) + conversion.decimal(number) + format.substring(conversion.end());
    }

    private String show(BigDecimal number, int scale, int width) {
        if (format != null) {
            return inTemplate(number);
        }
        String text = plain(number, scale);
        if (text.length() >= width) {
            return text;
        }
        boolean negative = text.startsWith("-");
        StringBuilder padded = new StringBuilder(negative ? "-" : "");
        for (int i = text.length(); i < width; i++) {
            padded.append('0');
        }
        return padded.append(text, negative ? 1 : 0, text.length()).toString();
    }
}
