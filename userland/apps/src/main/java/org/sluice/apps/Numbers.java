package org.sluice.apps;

/** Reads and writes numbers the way command lines have them. */
public final class Numbers {
    private static final String UNITS = "KMGTPE";

    private Numbers() {
    }

    /**
     * A decimal number.
     *
     * @param what names it in the message
     * @throws Failure.Usage when it is none
     */
    public static long parse(String text, String what) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Failure.Usage("invalid " + what + ": '" + text + "'");
        }
    }

    /**
     * A size with an optional unit: {@code b} for 512, {@code kB} for 1000, {@code K} or {@code KiB} for 1024, and so on.
     *
     * @throws Failure.Usage when it is none or too large
     */
    public static long size(String text, String what) {
        int digits = 0;
        while (digits < text.length() && (Character.isDigit(text.charAt(digits)) || digits == 0
                && "+-".indexOf(text.charAt(0)) >= 0)) {
            digits++;
        }
        String unit = text.substring(digits);
        long factor = factor(unit);
        if (factor == 0) {
            throw new Failure.Usage("invalid " + what + ": '" + text + "'");
        }
        long number = parse(text.substring(0, digits), what);
        try {
            return Math.multiplyExact(number, factor);
        } catch (ArithmeticException e) {
            throw new Failure.Usage("invalid " + what + ": '" + text + "': value too large");
        }
    }

    private static long factor(String unit) {
        if (unit.isEmpty()) {
            return 1;
        }
        if (unit.equals("b")) {
            return 512;
        }
        int power = UNITS.indexOf(Character.toUpperCase(unit.charAt(0))) + 1;
        String rest = unit.substring(1);
        if (power == 0 || !rest.isEmpty() && !rest.equals("B") && !rest.equals("iB")) {
            return 0;
        }
        long base = rest.equals("B") ? 1000 : 1024;
        long factor = 1;
        for (int i = 0; i < power; i++) {
            factor *= base;
        }
        return factor;
    }

    /** A size for people: at most three digits and a unit, rounded up as ls and du do, such as {@code 1.5K}. */
    public static String human(long bytes) {
        if (bytes < 1024) {
            return Long.toString(bytes);
        }
        int unit = 0;
        long scale = 1024;
        while (unit < UNITS.length() - 1 && bytes / scale >= 1024) {
            scale *= 1024;
            unit++;
        }
        long whole = bytes / scale;
        long remainder = bytes % scale;
        long tenths = (long) Math.ceil(remainder * 10.0 / scale);
        if (whole < 10) {
            long all = whole * 10 + tenths;
            if (all < 100) {
                return all / 10 + "." + all % 10 + UNITS.charAt(unit);
            }
            return "10" + UNITS.charAt(unit);
        }
        long rounded = remainder == 0 ? whole : whole + 1;
        if (rounded == 1024 && unit < UNITS.length() - 1) {
            return "1.0" + UNITS.charAt(unit + 1);
        }
        return rounded + String.valueOf(UNITS.charAt(unit));
    }

    /** A number in decimal with leading zeros. */
    public static String zeros(long number, int width) {
        String digits = Long.toString(number);
        StringBuilder text = new StringBuilder();
        for (int i = digits.length(); i < width; i++) {
            text.append('0');
        }
        return text.append(digits).toString();
    }
}
