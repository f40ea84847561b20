package org.sluice.shell.line;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;

/** A line being edited, cut into the words of the simple command the cursor is in. */
final class EditedLine implements CompletingParsedLine {
    private final String line;
    private final int cursor;
    private final List<String> words = new ArrayList<>();
    private final int rawStart;
    private final char quote;
    private final boolean redirected;

    EditedLine(String line, int cursor) {
        this.line = line;
        this.cursor = cursor;
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        boolean afterRedirect = false;
        int start = cursor;
        char open = 0;
        for (int i = 0; i < cursor; i++) {
            char c = line.charAt(i);
            boolean special = open == 0 && " \t\n;|&()<>`{".indexOf(c) >= 0;
            if (special) {
                if (inWord) {
                    addWord(word.toString(), afterRedirect);
                    afterRedirect = false;
                }
                word.setLength(0);
                inWord = false;
                if (c == '<' || c == '>') {
                    afterRedirect = true;
                } else if (c != ' ' && c != '\t') {
                    words.clear();
                    afterRedirect = false;
                }
                continue;
            }
            if (!inWord) {
                inWord = true;
                start = i;
            }
            if (c == '\\' && open != '\'' && i + 1 < cursor) {
                word.append(line.charAt(++i));
            } else if ((c == '\'' || c == '"') && (open == 0 || open == c)) {
                open = open == 0 ? c : 0;
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        this.rawStart = inWord ? start : cursor;
        this.quote = open;
        this.redirected = afterRedirect;
    }

    private void addWord(String word, boolean afterRedirect) {
        boolean prefix = words.isEmpty() && (isAssignment(word) || isPrefixKeyword(word));
        if (!afterRedirect && !prefix) {
            words.add(word);
        }
    }

    private static boolean isAssignment(String word) {
        int equals = word.indexOf('=');
        return equals > 0 && org.sluice.shell.syntax.Parser.isName(word.substring(0, equals));
    }

    private static boolean isPrefixKeyword(String word) {
        return switch (word) {
            case "if", "then", "else", "elif", "while", "until", "do", "!", "exec", "command" -> true;
            default -> false;
        };
    }

    /** Whether the word names the file of a redirection. */
    boolean redirected() {
        return redirected;
    }

    /** Whether the word is where a command's name stands. */
    boolean atCommand() {
        return words.size() == 1 && !redirected;
    }

    @Override
    public String word() {
        return words.get(words.size() - 1);
    }

    @Override
    public int wordCursor() {
        return word().length();
    }

    @Override
    public int wordIndex() {
        return words.size() - 1;
    }

    @Override
    public List<String> words() {
        return words;
    }

    @Override
    public String line() {
        return line;
    }

    @Override
    public int cursor() {
        return cursor;
    }

    @Override
    public int rawWordCursor() {
        return cursor - rawStart;
    }

    @Override
    public int rawWordLength() {
        return cursor - rawStart;
    }

    /** Puts a candidate into the quotes the word was begun with, or backslashes where it was begun without. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        String text = candidate.toString();
        int dollar = text.lastIndexOf('$');
        boolean variable = dollar >= 0 && org.sluice.shell.syntax.Parser.isName(text.substring(dollar + 1))
            && word().lastIndexOf('$') == dollar && quote != '\'';
        StringBuilder out = new StringBuilder();
        if (quote != 0) {
            out.append(quote);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = i == dollar && variable;
            if (quote == '\'' && c == '\'') {
                out.append("'\\''");
                continue;
            }
            String special = quote == 0 ? " \t\n;|&()<>`$\\\"'*?[]#!{}" : quote == '"' ? "`$\\\"" : "";
            boolean inside = !plain && special.indexOf(c) >= 0 && !(c == '!' && i > 0) && !(c == '#' && i > 0);
            out.append(inside ? "\\" : "").append(c);
        }
        if (quote != 0 && complete) {
            out.append(quote);
        }
        return out;
    }
}
