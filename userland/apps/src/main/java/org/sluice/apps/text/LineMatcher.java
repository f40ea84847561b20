package org.sluice.apps.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.apps.Utf8;

/** Decides whether lines match the patterns of grep. Plain words are sought as bytes, without any regular expression. */
abstract class LineMatcher {
    /** Whether a line matches. */
    abstract boolean matches(byte[] buffer, int start, int length);

    /**
     * Finds the next match in a line.
     *
     * @param span receives the indexes where the match begins and ends
     */
    abstract boolean find(String line, int from, int[] span);

    /** @param syntax {@code F} for fixed strings, {@code E} for extended, {@code G} for basic regular expressions */
    static LineMatcher of(List<String> patterns, char syntax, boolean ignoreCase, boolean wholeWord, boolean wholeLine) {
        boolean literal = !ignoreCase && !wholeWord && !wholeLine;
        for (int i = 0; i < patterns.size() && literal; i++) {
            literal = syntax == 'F' || Regex.isLiteral(patterns.get(i));
        }
        if (literal) {
            return new Literals(patterns);
        }
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < patterns.size(); i++) {
            String pattern = patterns.get(i);
            String java = syntax == 'F' ? Pattern.quote(pattern) : Regex.translate(pattern, syntax == 'E');
            all.append(i > 0 ? "|" : "").append(patterns.size() > 1 ? "(?:" + java + ")" : java);
        }
        String java = patterns.isEmpty() ? "(?!)" : all.toString();
        if (wholeLine) {
            java = "\\A(?:" + java + ")\\z";
        } else if (wholeWord) {
            java = "(?<![\\w])(?:" + java + ")(?![\\w])";
        }
        return new Expressions(Regex.compileJava(java, String.join("\n", patterns), ignoreCase));
    }

    private static final class Literals extends LineMatcher {
        private final String[] texts;
        private final byte[][] words;

        Literals(List<String> patterns) {
            texts = patterns.toArray(new String[0]);
            words = new byte[texts.length][];
            for (int i = 0; i < texts.length; i++) {
                words[i] = Utf8.encode(texts[i]);
            }
        }

        @Override
        boolean matches(byte[] buffer, int start, int length) {
            for (int i = 0; i < words.length; i++) {
                if (contains(buffer, start, length, words[i])) {
                    return true;
                }
            }
            return false;
        }

        private static boolean contains(byte[] buffer, int start, int length, byte[] word) {
            if (word.length == 0) {
                return true;
            }
            byte first = word[0];
            int last = start + length - word.length;
            for (int i = start; i <= last; i++) {
                if (buffer[i] == first && startsWith(buffer, i, word)) {
                    return true;
                }
            }
            return false;
        }

        private static boolean startsWith(byte[] buffer, int at, byte[] word) {
            for (int i = 1; i < word.length; i++) {
                if (buffer[at + i] != word[i]) {
                    return false;
                }
            }
            return true;
        }

        /** Of several matches the leftmost, and of those the longest. */
        @Override
        boolean find(String line, int from, int[] span) {
            boolean found = false;
            for (int i = 0; i < texts.length; i++) {
                int at = line.indexOf(texts[i], from);
                int end = at + texts[i].length();
                if (at >= 0 && (!found || at < span[0] || at == span[0] && end > span[1])) {
                    span[0] = at;
                    span[1] = end;
                    found = true;
                }
            }
            return found;
        }
    }

    private static final class Expressions extends LineMatcher {
        private final Matcher matcher;
        private String current;

        Expressions(Pattern pattern) {
            matcher = pattern.matcher("");
        }

        @Override
        boolean matches(byte[] buffer, int start, int length) {
            current = Utf8.decode(buffer, start, length);
            return matcher.reset(current).find();
        }

        @Override
        boolean find(String line, int from, int[] span) {
            if (!line.equals(current)) {
                current = line;
                matcher.reset(line);
            }
            if (!matcher.find(from)) {
                return false;
            }
            span[0] = matcher.start();
            span[1] = matcher.end();
            return true;
        }
    }
}
