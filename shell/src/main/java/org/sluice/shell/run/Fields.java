package org.sluice.shell.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the pieces of expanded words are put together into fields: splits unquoted results at {@code IFS}, and keeps beside
 * each field's text a pattern in which quoted characters are escaped.
 */
final class Fields {
    private final List<String> done = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder pattern = new StringBuilder();
    private final String separators;
    private final Glob glob;
    private boolean open;
    private boolean wild;
    /** Whether the last field was ended by a blank separator, which a following other separator belongs to. */
    private boolean afterBlank;

    /**
     * @param separators {@code IFS}, or {@code null} to make a single field
     * @param glob       for pathname expansion, or {@code null} for none
     */
    Fields(String separators, Glob glob) {
        this.separators = separators;
        this.glob = glob;
    }

    boolean single() {
        return separators == null;
    }

    /** Text that is neither split nor a pattern; even empty it makes a field. */
    void quoted(String s) {
        open = true;
        afterBlank = false;
        text.append(s);
        pattern.append(Pattern.escape(s));
    }

    /** Unquoted text of the program: not split, but a pattern. */
    void plain(String s) {
        for (int i = 0; i < s.length(); i++) {
            put(s.charAt(i));
        }
    }

    /** The result of an unquoted expansion. */
    void split(String s) {
        if (separators == null) {
            plain(s);
            return;
        }
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (separators.indexOf(c) < 0) {
                put(c);
            } else if (c == ' ' || c == '\t' || c == '\n') {
                if (open) {
                    end();
                    afterBlank = true;
                }
            } else if (afterBlank && !open) {
                afterBlank = false;
            } else {
                open = true;
                end();
            }
        }
    }

    private void put(char c) {
        open = true;
        afterBlank = false;
        text.append(c);
        if (c == '\\') {
            pattern.append('\\');
        }
        wild |= Pattern.isSpecial(c);
        pattern.append(c);
    }

    /** Ends the current field, if there is one. */
    void end() {
        if (!open) {
            return;
        }
        List<String> paths = wild && glob != null ? glob.expand(pattern.toString()) : List.of();
        if (paths.isEmpty()) {
            done.add(text.toString());
        } else {
            done.addAll(paths);
        }
        text.setLength(0);
        pattern.setLength(0);
        open = false;
        wild = false;
        afterBlank = false;
    }

    List<String> list() {
        return done;
    }

    String text() {
        return text.toString();
    }

    String pattern() {
        return pattern.toString();
    }
}
