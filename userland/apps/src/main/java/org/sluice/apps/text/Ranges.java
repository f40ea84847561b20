package org.sluice.apps.text;

import java.util.Arrays;
import org.sluice.apps.Failure;

/** A set of positions counted from 1, given as {@code 1,3-5,8-}. */
final class Ranges {
    private final long[] from;
    private final long[] to;

    private Ranges(long[] from, long[] to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Reads a list.
     *
     * @throws Failure.Usage when it is malformed
     */
    static Ranges parse(String list) {
        String[] parts = split(list);
        long[] from = new long[parts.length];
        long[] to = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            int dash = part.indexOf('-');
            String first = dash < 0 ? part : part.substring(0, dash);
            String last = dash < 0 ? part : part.substring(dash + 1);
            if (first.isEmpty() && last.isEmpty()) {
                throw new Failure.Usage(part.isEmpty() ? "fields and positions are numbered from 1"
                        : "invalid range with no endpoint: -");
            }
            from[i] = first.isEmpty() ? 1 : number(first, list);
            to[i] = last.isEmpty() ? Long.MAX_VALUE : number(last, list);
            if (from[i] > to[i]) {
                throw new Failure.Usage("invalid decreasing range");
            }
        }
        return new Ranges(from, to);
    }

    private static String[] split(String list) {
        String[] parts = new String[list.length() + 1];
        int count = 0;
        int at = 0;
        for (int i = 0; i <= list.length(); i++) {
            if (i == list.length() || list.charAt(i) == ',' || list.charAt(i) == ' ') {
                parts[count++] = list.substring(at, i);
                at = i + 1;
            }
        }
        return Arrays.copyOf(parts, count);
    }

    private static long number(String digits, String list) {
        long value;
        try {
            value = Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new Failure.Usage("invalid list of positions: '" + list + "'");
        }
        if (value < 1) {
            throw new Failure.Usage("fields and positions are numbered from 1");
        }
        return value;
    }

    boolean contains(long position) {
        for (int i = 0; i < from.length; i++) {
            if (position >= from[i] && position <= to[i]) {
                return true;
            }
        }
        return false;
    }
}
