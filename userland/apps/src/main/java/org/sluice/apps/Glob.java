package org.sluice.apps;

/** Shell patterns: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]} and backslash. Matches in linear space, no recursion. */
public final class Glob {
    private Glob() {
    }

    /** Whether a whole name matches a pattern; {@code *} also matches slashes. */
    public static boolean matches(String pattern, String name, boolean ignoreCase) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = ++p;
                resume = n;
                continue;
            }
            int end = p < pattern.length() ? one(pattern, p, name.charAt(n), ignoreCase) : -1;
            if (end >= 0) {
                p = end;
                n++;
            } else if (star >= 0) {
                p = star;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Matches one character; returns the index behind the pattern's part for it, or -1. */
    private static int one(String pattern, int p, char c, boolean ignoreCase) {
        char want = pattern.charAt(p);
        if (want == '?') {
            return p + 1;
        }
        if (want == '[') {
            int close = pattern.indexOf(']', negated(pattern, p) ? p + 3 : p + 2);
            if (close > 0) {
                return inSet(pattern, p, close, c, ignoreCase) ? close + 1 : -1;
            }
        }
        if (want == '\\' && p + 1 < pattern.length()) {
            return same(pattern.charAt(p + 1), c, ignoreCase) ? p + 2 : -1;
        }
        return same(want, c, ignoreCase) ? p + 1 : -1;
    }

    private static boolean negated(String pattern, int open) {
        return open + 1 < pattern.length() && (pattern.charAt(open + 1) == '!' || pattern.charAt(open + 1) == '^');
    }

    private static boolean inSet(String pattern, int open, int close, char c, boolean ignoreCase) {
        boolean negated = negated(pattern, open);
        int at = negated ? open + 2 : open + 1;
        boolean found = false;
        while (at < close) {
            char from = pattern.charAt(at);
            boolean range = at + 2 < close && pattern.charAt(at + 1) == '-';
            char to = range ? pattern.charAt(at + 2) : from;
            found |= c >= from && c <= to;
            if (ignoreCase) {
                char swapped = Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
                found |= swapped >= from && swapped <= to;
            }
            at += range ? 3 : 1;
        }
        return found != negated;
    }

    private static boolean same(char a, char b, boolean ignoreCase) {
        return a == b || ignoreCase && Character.toLowerCase(a) == Character.toLowerCase(b);
    }
}
