package org.sluice.drill.code;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.drill.script.Unsupported;

/** The words of one statement. */
final class Words {
    private static final Pattern WORD = Pattern.compile(
        "\\s+|(?<number>0x[0-9a-fA-F]+|\\d+\\.\\d*(?:[eE][-+]?\\d+)?|\\.\\d+|\\d+(?:[eE][-+]?\\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_]*)"
            + "|(?<string>\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*')|(?<operator>\\*\\*|//|<<|>>|<=|>=|==|!=|\\+=|-=|\\*=|[-+*/%<>=()\\[\\],:&|^~.])");

    /** A word. @param kind number, name, string, operator or end */
    record Word(String kind, String text) {
    }

    private final List<Word> words = new ArrayList<>();
    private int at;

    Words(String text) {
        Matcher m = WORD.matcher(text);
        int from = 0;
        while (from < text.length()) {
            if (!m.region(from, text.length()).lookingAt()) {
                throw new Unsupported(0, "in code: '" + text.substring(from) + "'");
            }
            for (String kind : List.of("number", "name", "string", "operator")) {
                if (m.group(kind) != null) {
                    words.add(new Word(kind, m.group(kind)));
                }
            }
            from = m.end();
        }
        words.add(new Word("end", ""));
    }

    Word peek() {
        return words.get(at);
    }

    Word peek(int ahead) {
        return words.get(Math.min(at + ahead, words.size() - 1));
    }

    Word next() {
        return words.get(at < words.size() - 1 ? at++ : at);
    }

    boolean is(String text) {
        return peek().text.equals(text) && !peek().kind.equals("string");
    }

    boolean take(String text) {
        if (is(text)) {
            next();
            return true;
        }
        return false;
    }

    void expect(String text) {
        if (!take(text)) {
            throw wrong();
        }
    }

    void end() {
        if (!peek().kind.equals("end")) {
            throw wrong();
        }
    }

    Unsupported wrong() {
        return new Unsupported(0, "in code: '" + peek().text + "'");
    }
}
