package org.sluice.apps.text;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.sluice.apps.Failure;
import org.sluice.apps.Utf8;

/** The characters of a set of tr in order: ranges, classes, {@code [x*n]} and escapes expanded. */
final class TrSet {
    private int[] points = new int[16];
    private int length;
    /** Where {@code [x*]} stood, to be filled up to the other set's length; -1 when it did not. */
    private int fillAt = -1;
    private int fillPoint;

    private TrSet() {
    }

    static TrSet parse(String text) {
        TrSet set = new TrSet();
        int at = 0;
        int[] one = new int[1];
        while (at < text.length()) {
            int behind = set.group(text, at);
            if (behind > at) {
                at = behind;
                continue;
            }
            int next = character(text, at, one);
            int from = one[0];
            if (next + 1 < text.length() && text.charAt(next) == '-') {
                next = character(text, next + 1, one);
                if (one[0] < from) {
                    throw new Failure(1, "range-endpoints of '" + text.substring(at, next)
                            + "' are in reverse collating sequence order");
                }
                for (int c = from; c <= one[0]; c++) {
                    set.add(c);
                }
            } else {
                set.add(from);
            }
            at = next;
        }
        return set;
    }

    int length() {
        return length;
    }

    int at(int index) {
        return points[index];
    }

    int lastIndexOf(int point) {
        for (int i = length - 1; i >= 0; i--) {
            if (points[i] == point) {
                return i;
            }
        }
        return -1;
    }

    boolean isAscii() {
        for (int i = 0; i < length; i++) {
            if (points[i] > 127) {
                return false;
            }
        }
        return true;
    }

    /** Repeats the character of {@code [x*]} so that the set is as long as asked. */
    void fill(int wanted) {
        if (fillAt >= 0 && wanted > length) {
            int missing = wanted - length;
            int[] filled = new int[wanted];
            System.arraycopy(points, 0, filled, 0, fillAt);
            Arrays.fill(filled, fillAt, fillAt + missing, fillPoint);
            System.arraycopy(points, fillAt, filled, fillAt + missing, length - fillAt);
            points = filled;
            length = wanted;
        }
    }

    private void add(int point) {
        if (length == points.length) {
            points = Arrays.copyOf(points, 2 * length);
        }
        points[length++] = point;
    }

    /**
     * Reads a class, an equivalence or a repetition in brackets; returns the index behind it, or the given one if there is
     * none.
     */
    private int group(String text, int at) {
        if (text.startsWith("[:", at)) {
            int close = text.indexOf(":]", at + 2);
            if (close > 0) {
                characterClass(text.substring(at + 2, close));
                return close + 2;
            }
        } else if (text.startsWith("[=", at)) {
            int close = text.indexOf("=]", at + 2);
            if (close == at + 3) {
                add(text.charAt(at + 2));
                return close + 2;
            }
        } else if (text.charAt(at) == '[' && at + 3 < text.length()) {
            int[] one = new int[1];
            int star = character(text, at + 1, one);
            int close = text.indexOf(']', star);
            if (star < text.length() && text.charAt(star) == '*' && close > 0) {
                repetition(text.substring(star + 1, close), one[0]);
                return close + 1;
            }
        }
        return at;
    }

    private void repetition(String count, int point) {
        if (count.isEmpty() || count.equals("0")) {
            fillAt = length;
            fillPoint = point;
            return;
        }
        try {
            int times = Integer.parseInt(count, count.startsWith("0") ? 8 : 10);
            for (int i = 0; i < times; i++) {
                add(point);
            }
        } catch (NumberFormatException e) {
            throw new Failure(1, "invalid repeat count '" + count + "' in [c*n] construct");
        }
    }

    private void characterClass(String name) {
        if ("alnum alpha blank cntrl digit graph lower print punct space upper xdigit".indexOf(name) < 0) {
            throw new Failure(1, "invalid character class '" + name + "'");
        }
        for (int c = 0; c < 128; c++) {
            if (isIn(name, c)) {
                add(c);
            }
        }
    }

    private static boolean isIn(String name, int c) {
        boolean lower = c >= 'a' && c <= 'z';
        boolean upper = c >= 'A' && c <= 'Z';
        boolean digit = c >= '0' && c <= '9';
        boolean graph = c > ' ' && c < 127;
        return switch (name) {
            case "lower" -> lower;
            case "upper" -> upper;
            case "alpha" -> lower || upper;
            case "digit" -> digit;
            case "alnum" -> lower || upper || digit;
            case "blank" -> c == ' ' || c == '\t';
            case "space" -> c == ' ' || c >= '\t' && c <= '\r';
            case "cntrl" -> c < ' ' || c == 127;
            case "graph" -> graph;
            case "print" -> graph || c == ' ';
            case "punct" -> graph && !lower && !upper && !digit;
            case "xdigit" -> digit || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
            default -> throw new Failure(1, "invalid character class '" + name + "'");
        };
    }

    private static int character(String text, int at, int[] point) {
        if (text.charAt(at) != '\\' || at + 1 == text.length()) {
            point[0] = text.codePointAt(at);
            return at + Character.charCount(point[0]);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        char c = text.charAt(at + 1);
        if ("abfnrtv\\01234567".indexOf(c) < 0) {
            point[0] = text.codePointAt(at + 1);
            return at + 1 + Character.charCount(point[0]);
        }
        int behind = Escapes.one(text, at, bytes, false);
        byte[] expanded = bytes.toByteArray();
        point[0] = expanded.length == 1 ? expanded[0] & 0xff : Utf8.decode(expanded, 0, expanded.length).codePointAt(0);
        return behind;
    }
}
