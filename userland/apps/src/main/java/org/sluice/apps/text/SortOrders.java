package org.sluice.apps.text;

import java.util.Arrays;
import org.sluice.apps.Utf8;

/** The orders in which sort can see two byte ranges. Each returns a number below, at or above zero. */
final class SortOrders {
    private static final String MONTHS = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    private static final String UNITS = "KMGTPEZY";

    private SortOrders() {
    }

    /** By bytes, which for UTF-8 is by code points. */
    static int text(byte[] a, int fromA, int toA, byte[] b, int fromB, int toB, boolean dictionary, boolean fold,
            boolean printable) {
        if (!dictionary && !fold && !printable) {
            return Arrays.compareUnsigned(a, fromA, toA, b, fromB, toB);
        }
        int i = fromA;
        int j = fromB;
        while (true) {
            while (i < toA && isIgnored(a[i], dictionary, printable)) {
                i++;
            }
            while (j < toB && isIgnored(b[j], dictionary, printable)) {
                j++;
            }
            if (i == toA || j == toB) {
                return (i < toA ? 1 : 0) - (j < toB ? 1 : 0);
            }
            int difference = folded(a[i++], fold) - folded(b[j++], fold);
            if (difference != 0) {
                return difference;
            }
        }
    }

    private static boolean isIgnored(byte b, boolean dictionary, boolean printable) {
        boolean letter = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b < 0;
        return dictionary && !letter && !SortKey.isBlank(b) || printable && b >= 0 && (b < ' ' || b == 127);
    }

    private static int folded(byte b, boolean fold) {
        return fold && b >= 'a' && b <= 'z' ? b - 32 : b & 0xff;
    }

    /** By value of the decimal number at the start, of any length; no number is 0. */
    static int numeric(byte[] a, int fromA, int toA, byte[] b, int fromB, int toB) {
        int i = skipBlanks(a, fromA, toA);
        int j = skipBlanks(b, fromB, toB);
        boolean minusA = i < toA && a[i] == '-';
        boolean minusB = j < toB && b[j] == '-';
        i += minusA ? 1 : 0;
        j += minusB ? 1 : 0;
        int size = magnitude(a, i, toA, b, j, toB);
        if (minusA == minusB) {
            return minusA ? -size : size;
        }
        boolean zeros = isZero(a, i, toA) && isZero(b, j, toB);
        return zeros ? 0 : minusA ? -1 : 1;
    }

    private static int magnitude(byte[] a, int fromA, int toA, byte[] b, int fromB, int toB) {
        int i = skipZeros(a, fromA, toA);
        int j = skipZeros(b, fromB, toB);
        int endA = digitsEnd(a, i, toA);
        int endB = digitsEnd(b, j, toB);
        if (endA - i != endB - j) {
            return endA - i < endB - j ? -1 : 1;
        }
        int whole = Arrays.compare(a, i, endA, b, j, endB);
        if (whole != 0) {
            return whole;
        }
        int fractionA = endA < toA && a[endA] == '.' ? endA + 1 : toA;
        int fractionB = endB < toB && b[endB] == '.' ? endB + 1 : toB;
        return Arrays.compare(a, fractionA, fractionEnd(a, fractionA, toA), b, fractionB, fractionEnd(b, fractionB, toB));
    }

    private static int fractionEnd(byte[] line, int from, int to) {
        int end = digitsEnd(line, from, to);
        while (end > from && line[end - 1] == '0') {
            end--;
        }
        return end;
    }

    private static boolean isZero(byte[] line, int from, int to) {
        int at = skipZeros(line, from, to);
        if (at < to && line[at] == '.') {
            at = skipZeros(line, at + 1, to);
        }
        return at >= to || !isDigit(line[at]);
    }

    /** By unit (none, K, M, G ...) first, then by value: as {@code du -h} writes sizes. */
    static int human(byte[] a, int fromA, int toA, byte[] b, int fromB, int toB) {
        int unitA = unit(a, fromA, toA);
        int unitB = unit(b, fromB, toB);
        return unitA != unitB ? Integer.compare(unitA, unitB) : numeric(a, fromA, toA, b, fromB, toB);
    }

    private static int unit(byte[] line, int from, int to) {
        int at = skipBlanks(line, from, to);
        boolean minus = at < to && line[at] == '-';
        int start = minus ? at + 1 : at;
        int end = digitsEnd(line, start, to);
        if (end < to && line[end] == '.') {
            end = digitsEnd(line, end + 1, to);
        }
        if (isZero(line, start, to) || end >= to) {
            return 0;
        }
        int unit = UNITS.indexOf(Character.toUpperCase((char) line[end])) + 1;
        return minus ? -unit : unit;
    }

    /** By value of the floating-point number at the start; what is none comes first. */
    static int general(byte[] a, int fromA, int toA, byte[] b, int fromB, int toB) {
        return Double.compare(value(a, fromA, toA), value(b, fromB, toB));
    }

    private static double value(byte[] line, int from, int to) {
        int start = skipBlanks(line, from, to);
        int end = start;
        while (end < to && (isDigit(line[end]) || "+-.eE".indexOf(line[end]) >= 0)) {
            end++;
        }
        for (; end > start; end--) {
            try {
                double value = Double.parseDouble(Utf8.decode(line, start, end - start));
                return value == 0 ? 0 : value;
            } catch (NumberFormatException e) {
                continue;
            }
        }
        return Double.NEGATIVE_INFINITY;
    }

    /** By the English abbreviation of a month; what is none comes first. */
    static int month(byte[] a, int fromA, int toA, byte[] b, int fromB, int toB) {
        return Integer.compare(month(a, fromA, toA), month(b, fromB, toB));
    }

    private static int month(byte[] line, int from, int to) {
        int start = skipBlanks(line, from, to);
        if (to - start < 3) {
            return -1;
        }
        int at = MONTHS.indexOf(Utf8.decode(line, start, 3).toUpperCase(java.util.Locale.ROOT));
        return at % 3 == 0 ? at : -1;
    }

    /** As people number versions: runs of digits by value, the rest by letters before other signs. */
    static int version(byte[] a, int fromA, int toA, byte[] b, int fromB, int toB) {
        int i = fromA;
        int j = fromB;
        while (i < toA || j < toB) {
            while (i < toA && !isDigit(a[i]) || j < toB && !isDigit(b[j])) {
                int difference = rank(a, i, toA) - rank(b, j, toB);
                if (difference != 0) {
                    return difference;
                }
                i++;
                j++;
            }
            int startA = skipZeros(a, i, toA);
            int startB = skipZeros(b, j, toB);
            i = digitsEnd(a, startA, toA);
            j = digitsEnd(b, startB, toB);
            if (i - startA != j - startB) {
                return i - startA < j - startB ? -1 : 1;
            }
            int difference = Arrays.compare(a, startA, i, b, startB, j);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int rank(byte[] line, int at, int to) {
        if (at >= to || isDigit(line[at])) {
            return 0;
        }
        int b = line[at] & 0xff;
        return b == '~' ? -1 : Character.isLetter(b) && b < 128 ? b : b + 256;
    }

    private static int skipBlanks(byte[] line, int from, int to) {
        int at = from;
        while (at < to && SortKey.isBlank(line[at])) {
            at++;
        }
        return at;
    }

    private static int skipZeros(byte[] line, int from, int to) {
        int at = from;
        while (at < to && line[at] == '0') {
            at++;
        }
        return at;
    }

    private static int digitsEnd(byte[] line, int from, int to) {
        int at = from;
        while (at < to && isDigit(line[at])) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
