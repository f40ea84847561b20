package org.sluice.shell.run;

/**
 * Shell patterns: {@code *}, {@code ?}, {@code [...]} with ranges, negation and classes; a backslash takes the next
 * character's meaning away. An unclosed bracket stands for itself.
 */
public final class Pattern {
    private Pattern() {
    }

    /**
     * Whether a pattern matches a whole text.
     *
     * @param pattern the pattern
     * @param text    the text
     * @return true when it does
     */
    public static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int starText = 0;
        while (t < text.length()) {
            int after = p < pattern.length() && pattern.charAt(p) != '*' ? one(pattern, p, text.charAt(t)) : -1;
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                starText = t;
            } else if (after >= 0) {
                p = after;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++starText;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Matches one character; @return the index behind the pattern's element, or -1 */
    private static int one(String pattern, int p, char c) {
        char m = pattern.charAt(p);
        if (m == '?') {
            return p + 1;
        }
        if (m == '[') {
            int end = closing(pattern, p);
            if (end > 0) {
                return bracket(pattern, p + 1, end, c) ? end + 1 : -1;
            }
        }
        if (m == '\\' && p + 1 < pattern.length()) {
            return pattern.charAt(p + 1) == c ? p + 2 : -1;
        }
        return m == c ? p + 1 : -1;
    }

    private static int closing(String pattern, int open) {
        int i = open + 1;
        if (i < pattern.length() && (pattern.charAt(i) == '!' || pattern.charAt(i) == '^')) {
            i++;
        }
        boolean first = true;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            if (c == ']' && !first) {
                return i;
            }
            if (c == '[' && i + 1 < pattern.length() && pattern.charAt(i + 1) == ':') {
                int end = pattern.indexOf(":]", i + 2);
                if (end > 0) {
                    i = end + 1;
                }
            } else if (c == '\\') {
                i++;
            }
            first = false;
            i++;
        }
        return -1;
    }

    private static boolean bracket(String pattern, int from, int end, char c) {
        int i = from;
        boolean negated = pattern.charAt(i) == '!' || pattern.charAt(i) == '^';
        if (negated) {
            i++;
        }
        boolean found = false;
        while (i < end) {
            char low = pattern.charAt(i);
            if (low == '[' && i + 1 < end && pattern.charAt(i + 1) == ':') {
                int close = pattern.indexOf(":]", i + 2);
                if (close > 0 && close < end) {
                    found |= inClass(pattern.substring(i + 2, close), c);
                    i = close + 2;
                    continue;
                }
            }
            if (low == '\\' && i + 1 < end) {
                low = pattern.charAt(++i);
            }
            i++;
            char high = low;
            if (i + 1 < end && pattern.charAt(i) == '-') {
                i++;
                if (pattern.charAt(i) == '\\' && i + 1 < end) {
                    i++;
                }
                high = pattern.charAt(i++);
            }
            found |= c >= low && c <= high;
        }
        return found != negated;
    }

    private static boolean inClass(String name, char c) {
        return switch (name) {
            case "alpha" -> Character.isLetter(c);
            case "digit" -> c >= '0' && c <= '9';
            case "alnum" -> Character.isLetterOrDigit(c);
            case "upper" -> Character.isUpperCase(c);
            case "lower" -> Character.isLowerCase(c);
            case "space" -> c == ' ' || c >= '\t' && c <= '\r';
            case "blank" -> c == ' ' || c == '\t';
            case "punct" -> c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
            case "cntrl" -> c < ' ' || c == 127;
            case "print" -> c >= ' ' && c != 127;
            case "graph" -> c > ' ' && c != 127;
            case "xdigit" -> Character.digit(c, 16) >= 0;
            default -> false;
        };
    }

    /**
     * Escapes a text so that as a pattern it matches itself only.
     *
     * @param text the text
     * @return the pattern
     */
    public static String escape(String text) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpecial(c) || c == '\\' || c == ']' || c == '-' || c == '!' || c == '^') {
                if (escaped == null) {
                    escaped = new StringBuilder(text.length() + 8).append(text, 0, i);
                }
                escaped.append('\\');
            }
            if (escaped != null) {
                escaped.append(c);
            }
        }
        return escaped == null ? text : escaped.toString();
    }

    /** Whether a character, unquoted, makes a word a pattern. */
    static boolean isSpecial(char c) {
        return c == '*' || c == '?' || c == '[';
    }

    /** Whether a pattern has an element that is not plain text. */
    static boolean isPattern(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '\\') {
                i++;
            } else if (isSpecial(pattern.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** The text a pattern without special elements matches. */
    static String unescape(String pattern) {
        if (pattern.indexOf('\\') < 0) {
            return pattern;
        }
        StringBuilder text = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '\\' && i + 1 < pattern.length()) {
                i++;
            }
            text.append(pattern.charAt(i));
        }
        return text.toString();
    }
}
