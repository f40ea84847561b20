package org.sluice.apps.text;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sluice.apps.Failure;

/**
 * Turns POSIX regular expressions, basic and extended, with the usual GNU additions, into those of java.util.regex. One
 * difference remains: of several alternatives that match at the same place Java takes the first, POSIX the longest.
 */
public final class Regex {
    private final String source;
    private final boolean extended;
    private final StringBuilder java = new StringBuilder();
    private int at;
    /** Whether a repetition may follow: something stands before it in this branch. */
    private boolean repeatable;

    private Regex(String source, boolean extended) {
        this.source = source;
        this.extended = extended;
    }

    /**
     * Compiles an expression.
     *
     * @param extended   extended rather than basic syntax
     * @param ignoreCase whether upper and lower case are the same
     * @throws Failure with status 2 when it is malformed
     */
    public static Pattern compile(String source, boolean extended, boolean ignoreCase) {
        return compileJava(translate(source, extended), source, ignoreCase);
    }

    static Pattern compileJava(String java, String shown, boolean ignoreCase) {
        int flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        try {
            return Pattern.compile(java, flags);
        } catch (PatternSyntaxException e) {
            throw new Failure(2, "invalid regular expression '" + shown + "': " + e.getDescription());
        }
    }

    /** The same expression in the syntax of java.util.regex. */
    static String translate(String source, boolean extended) {
        Regex regex = new Regex(source, extended);
        while (regex.at < source.length()) {
            regex.next();
        }
        return regex.java.toString();
    }

    /** Whether a text means itself as an expression of either syntax. */
    static boolean isLiteral(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("\\[].*^$+?{}()|".indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    private void next() {
        char c = source.charAt(at++);
        switch (c) {
            case '\\' -> escape();
            case '[' -> bracket();
            case '.' -> atom("[^\\n]");
            case '*' -> star();
            case '^' -> caret();
            case '$' -> dollar();
            case '(', ')', '|', '+', '?', '{' -> {
                if (extended) {
                    operator(c);
                } else {
                    literal(c);
                }
            }
            default -> literal(c);
        }
    }

    private void atom(String text) {
        java.append(text);
        repeatable = true;
    }

    private void literal(char c) {
        if (c < 0x80 && !Character.isLetterOrDigit(c) && c > ' ') {
            java.append('\\');
        }
        java.append(c);
        repeatable = true;
    }

    private void star() {
        if (repeatable) {
            repeat("*");
        } else {
            literal('*');
        }
    }

    private void repeat(String operator) {
        if (!repeatable) {
            if (extended) {
                throw new Failure(2, "invalid preceding regular expression in '" + source + "'");
            }
            java.append("\\").append(operator);
            return;
        }
        // a second operator repeats what the first one made; a bare "+" there would be Java's possessive form
        int length = java.length();
        char last = length == 0 ? 0 : java.charAt(length - 1);
        boolean twice = "*+?}".indexOf(last) >= 0 && (length < 2 || java.charAt(length - 2) != '\\');
        if (twice) {
            java.insert(lastAtom(), "(?:").append(')');
        }
        java.append(operator);
    }

    /** Index at which the last atom of what was translated so far begins. */
    private int lastAtom() {
        int i = java.length() - 1;
        while (i > 0 && "*+?".indexOf(java.charAt(i)) >= 0) {
            i--;
        }
        if (java.charAt(i) == '}') {
            i = java.lastIndexOf("{", i) - 1;
        }
        if (java.charAt(i) == ')' || java.charAt(i) == ']') {
            return opening(i);
        }
        return i > 0 && java.charAt(i - 1) == '\\' ? i - 1 : i;
    }

    private int opening(int close) {
        char end = java.charAt(close);
        char begin = end == ')' ? '(' : '[';
        int depth = 0;
        for (int i = close; i >= 0; i--) {
            boolean escaped = i > 0 && java.charAt(i - 1) == '\\';
            if (!escaped && java.charAt(i) == end) {
                depth++;
            } else if (!escaped && java.charAt(i) == begin && --depth == 0) {
                return i;
            }
        }
        return 0;
    }

    private void caret() {
        boolean first = at == 1 || extended || source.startsWith("\\(", at - 3) || source.startsWith("\\|", at - 3);
        if (first) {
            java.append('^');
            repeatable = false;
        } else {
            literal('^');
        }
    }

    private void dollar() {
        boolean last = at == source.length() || extended || source.startsWith("\\)", at) || source.startsWith("\\|", at);
        if (last) {
            java.append("\\z");
            repeatable = false;
        } else {
            literal('$');
        }
    }

    private void escape() {
        if (at == source.length()) {
            throw new Failure(2, "trailing backslash (\\) in '" + source + "'");
        }
        char c = source.charAt(at++);
        switch (c) {
            case '(', ')', '|', '+', '?', '{' -> {
                if (extended) {
                    literal(c);
                } else {
                    operator(c);
                }
            }
            case '<' -> java.append("\\b(?=\\w)");
            case '>' -> java.append("\\b(?<=\\w)");
            case 'b', 'B' -> java.append('\\').append(c);
            case '`' -> java.append("\\A");
            case '\'' -> java.append("\\z");
            case 'w', 'W', 's', 'S' -> atom("\\" + c);
            case 'n' -> atom("\\n");
            case 't' -> atom("\\t");
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> atom("(?:\\" + c + ")");
            default -> literal(c);
        }
    }

    private void operator(char c) {
        switch (c) {
            case '(' -> {
                java.append('(');
                repeatable = false;
            }
            case ')' -> atom(")");
            case '|' -> {
                java.append('|');
                repeatable = false;
            }
            case '{' -> interval();
            default -> repeat(String.valueOf(c));
        }
    }

    private void interval() {
        String close = extended ? "}" : "\\}";
        int end = source.indexOf(close, at);
        String bounds = end < 0 ? "" : source.substring(at, end);
        boolean valid = !bounds.isEmpty();
        int commas = 0;
        for (int i = 0; i < bounds.length(); i++) {
            char c = bounds.charAt(i);
            commas += c == ',' ? 1 : 0;
            valid &= c == ',' || c >= '0' && c <= '9';
        }
        if (!valid || commas > 1) {
            if (extended) {
                literal('{');
                return;
            }
            throw new Failure(2, "invalid interval \\{ in '" + source + "'");
        }
        at = end + close.length();
        repeat("{" + (bounds.startsWith(",") ? "0" : "") + bounds + "}");
    }

    /** A bracket expression: everything in it is literal but ranges, classes and the closing bracket. */
    private void bracket() {
        StringBuilder set = new StringBuilder("[");
        if (at < source.length() && source.charAt(at) == '^') {
            set.append("^\\n");
            at++;
        }
        boolean first = true;
        while (true) {
            if (at >= source.length()) {
                throw new Failure(2, "unmatched [ in '" + source + "'");
            }
            char c = source.charAt(at);
            if (c == ']' && !first) {
                at++;
                break;
            }
            first = false;
            if (c == '[' && at + 1 < source.length() && ":.=".indexOf(source.charAt(at + 1)) >= 0) {
                characterClass(set);
                continue;
            }
            at++;
            boolean range = c == '-' && at < source.length() && source.charAt(at) != ']' && set.length() > 1
                    && !set.toString().endsWith("^\\n");
            if (range) {
                set.append('-');
            } else {
                quoted(set, c);
            }
        }
        atom(set.append(']').toString());
    }

    private static void quoted(StringBuilder set, char c) {
        if ("[]\\^-&".indexOf(c) >= 0) {
            set.append('\\');
        }
        set.append(c);
    }

    private void characterClass(StringBuilder set) {
        String close = source.charAt(at + 1) + "]";
        int end = source.indexOf(close, at + 2);
        if (end < 0) {
            throw new Failure(2, "unmatched [ in '" + source + "'");
        }
        String name = source.substring(at + 2, end);
        if (close.charAt(0) != ':') {
            for (int i = 0; i < name.length(); i++) {
                quoted(set, name.charAt(i));
            }
        } else {
            set.append(switch (name) {
                case "alpha" -> "\\p{IsAlphabetic}";
                case "digit" -> "0-9";
                case "alnum" -> "\\p{IsAlphabetic}0-9";
                case "upper" -> "\\p{Lu}";
                case "lower" -> "\\p{Ll}";
                case "space" -> "\\s";
                case "blank" -> " \\t";
                case "punct" -> "\\p{Punct}";
                case "cntrl" -> "\\p{Cntrl}";
                case "print" -> "\\p{Print}";
                case "graph" -> "\\p{Graph}";
                case "xdigit" -> "0-9a-fA-F";
                default -> throw new Failure(2, "invalid character class '" + name + "' in '" + source + "'");
            });
        }
        at = end + 2;
    }
}
