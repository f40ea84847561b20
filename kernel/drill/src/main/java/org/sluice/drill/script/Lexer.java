package org.sluice.drill.script;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a script into words. Comments are those of C, C++ and shells. */
final class Lexer {
    /** In this order; the first that fits is taken. */
    private enum Rule {
        BLANK("\\s+"),
        LINE_COMMENT("(?://|#)[^\n]*"),
        COMMENT("(?s)/\\*.*?\\*/"),
        CODE("(?s)%\\{(.*?)\\}%"),
        OPTION("--([a-zA-Z0-9_]+)(?:=(\"(?:\\\\.|[^\"])*\"|[a-zA-Z0-9_]+=\"[^\"]*\"|[a-zA-Z0-9_]+=`[^`]*`|[^\\s\"`]+))?"),
        COMMAND("(?s)`((?:\\\\.|[^`\\\\])*)`"),
        STRING("(?s)\"((?:\\\\.|[^\"\\\\])*)\""),
        ELLIPSIS("\\.\\.\\."),
        ADDRESS("\\d+\\.\\d+\\.\\d+\\.\\d+|[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{0,4}){2,7}"),
        FLOAT("-?\\d*\\.\\d+"),
        HEX("0x[0-9a-fA-F]+\\b"),
        INTEGER("-?\\d+(?![a-zA-Z0-9_])"),
        WORD("[a-zA-Z0-9_]+"),
        CHARACTER("(?s).");

        private final Pattern pattern;

        Rule(String pattern) {
            this.pattern = Pattern.compile(pattern);
        }
    }

    private Lexer() {
    }

    static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        int line = 1;
        while (at < text.length()) {
            int end = at + 1;
            for (Rule rule : Rule.values()) {
                Matcher m = rule.pattern.matcher(text).region(at, text.length());
                if (m.lookingAt()) {
                    end = m.end();
                    add(tokens, rule, m, line);
                    break;
                }
            }
            line += (int) text.substring(at, end).chars().filter(c -> c == '\n').count();
            at = end;
        }
        tokens.add(new Token(Token.Kind.END, "", line));
        return tokens;
    }

    private static void add(List<Token> tokens, Rule rule, Matcher m, int line) {
        switch (rule) {
            case BLANK, LINE_COMMENT, COMMENT -> { }
            case OPTION -> tokens.add(new Token(Token.Kind.OPTION, m.group(1) + (m.group(2) == null ? "" : "=" + unquoted(m.group(2))), line));
            case CODE, COMMAND -> tokens.add(new Token(Token.Kind.valueOf(rule.name()), m.group(1), line));
            case STRING -> tokens.add(new Token(Token.Kind.STRING, escaped(m.group(1)), line));
            default -> tokens.add(new Token(Token.Kind.valueOf(rule.name()), m.group(), line));
        }
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
    }

    /** The escapes of C that a string may have. */
    private static String escaped(String text) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                result.append(c);
                continue;
            }
            c = text.charAt(++i);
            switch (c) {
                case 'n' -> result.append('\n');
                case 't' -> result.append('\t');
                case 'r' -> result.append('\r');
                case '0' -> result.append('\0');
                case 'x' -> {
                    int end = Math.min(i + 3, text.length());
                    result.append((char) Integer.parseInt(text.substring(i + 1, end), 16));
                    i = end - 1;
                }
                default -> result.append(c);
            }
        }
        return result.toString();
    }
}
