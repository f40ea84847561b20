package org.sluice.shell.run;

import java.util.List;
import org.sluice.shell.syntax.Parser;
import org.sluice.shell.syntax.Word;
import org.sluice.shell.syntax.Word.Part;

/**
 * Turns words into fields, in the order POSIX gives: tilde, parameters, commands and arithmetic, splitting, pathnames,
 * quotes.
 */
public final class Expander {
    private static final String DEFAULT_SEPARATORS = " \t\n";

    private final Interpreter shell;
    private final State state;

    Expander(Interpreter shell) {
        this.shell = shell;
        this.state = shell.state();
    }

    /**
     * Expands a command's words.
     *
     * @param words the words
     * @return any number of fields
     * @throws ShellError when an expansion fails
     */
    public List<String> fields(List<Word> words) {
        Glob glob = state.options().noGlob ? null : new Glob(shell.session().sys(), state);
        Fields fields = new Fields(state.get("IFS", DEFAULT_SEPARATORS), glob);
        for (Word word : words) {
            String literal = word.literal();
            if (literal != null && isPlain(literal)) {
                fields.quoted(literal);
            } else {
                parts(word.parts(), fields, false, false, true);
            }
            fields.end();
        }
        return fields.list();
    }

    private static boolean isPlain(String literal) {
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if (c == '~' || Pattern.isSpecial(c)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Expands a word to one text, without splitting and pathnames.
     *
     * @param word the word
     * @return its text
     * @throws ShellError when an expansion fails
     */
    public String text(Word word) {
        Fields one = new Fields(null, null);
        parts(word.parts(), one, false, false, true);
        return one.text();
    }

    /** Expands the value of an assignment, where a tilde counts after a colon too. */
    String assigned(Word word) {
        Fields one = new Fields(null, null);
        boolean first = true;
        for (Part part : word.parts()) {
            if (part instanceof Word.Text t && !t.quoted() && t.text().indexOf('~') >= 0) {
                tildes(t.text(), one, first, word.parts().size() == 1);
            } else {
                part(part, one, false, false);
            }
            first = false;
        }
        return one.text();
    }

    private void tildes(String text, Fields to, boolean first, boolean alone) {
        int start = 0;
        while (start <= text.length()) {
            int colon = text.indexOf(':', start);
            int end = colon < 0 ? text.length() : colon;
            String piece = text.substring(start, end);
            boolean candidate = start > 0 || first;
            int used = candidate && (colon >= 0 || alone || piece.indexOf('/') >= 0) ? tilde(piece, to, true) : 0;
            to.plain(piece.substring(used));
            if (colon >= 0) {
                to.plain(":");
            }
            start = end + 1;
        }
    }

    /** Expands a word to a {@link Pattern}, in which what was quoted is escaped. */
    String pattern(Word word) {
        Fields one = new Fields(null, null);
        parts(word.parts(), one, false, false, true);
        return one.pattern();
    }

    // ------------------------------------------------------------------ parts

    /**
     * @param quoted   inside double quotes
     * @param operand  the operand of an unquoted expansion, whose plain text is split as well
     * @param tildes   whether a tilde at the start counts
     */
    private void parts(List<Part> parts, Fields to, boolean quoted, boolean operand, boolean tildes) {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (i == 0 && tildes && !quoted && part instanceof Word.Text t && !t.quoted() && t.text().startsWith("~")) {
                int used = tilde(t.text(), to, parts.size() == 1);
                to.plain(t.text().substring(used));
            } else {
                part(part, to, quoted, operand);
            }
        }
    }

    private int tilde(String text, Fields to, boolean wordEnds) {
        if (!text.startsWith("~")) {
            return 0;
        }
        int slash = text.indexOf('/');
        if (slash < 0 && !wordEnds) {
            return 0;
        }
        String user = text.substring(1, slash < 0 ? text.length() : slash);
        String path = switch (user) {
            case "" -> state.get("HOME");
            case "+" -> state.directory();
            case "-" -> state.get("OLDPWD");
            default -> null;
        };
        if (path == null) {
            return 0;
        }
        to.quoted(path);
        return user.length() + 1;
    }

    private void part(Part part, Fields to, boolean quoted, boolean operand) {
        if (part instanceof Word.Text t) {
            if (t.quoted() || quoted) {
                to.quoted(t.text());
            } else if (operand) {
                to.split(t.text());
            } else {
                to.plain(t.text());
            }
        } else if (part instanceof Word.Quoted q) {
            quotes(q.parts(), to);
        } else if (part instanceof Word.Parameter p) {
            parameter(p, to, quoted);
        } else if (part instanceof Word.Substitution s) {
            result(shell.substitute(s.body()), to, quoted);
        } else {
            Word expression = ((Word.Arithmetic) part).expression();
            result(Long.toString(Arithmetic.evaluate(state, text(expression))), to, quoted);
        }
    }

    /** Double quotes make a field even when empty, except when they hold nothing but {@code $@} without parameters. */
    private void quotes(List<Part> parts, Fields to) {
        boolean nothing = state.positional().length == 0 && !parts.isEmpty();
        for (Part part : parts) {
            nothing &= part instanceof Word.Parameter p && p.name().equals("@") && p.operation() == Word.Operation.VALUE;
        }
        if (!nothing) {
            to.quoted("");
        }
        parts(parts, to, true, false, false);
    }

    private static void result(String value, Fields to, boolean quoted) {
        if (quoted) {
            to.quoted(value);
        } else {
            to.split(value);
        }
    }

    // ------------------------------------------------------------------ parameters

    private void parameter(Word.Parameter p, Fields to, boolean quoted) {
        boolean all = p.name().equals("@") || p.name().equals("*");
        String value = all ? joined(p.name()) : value(p.name());
        boolean present = all ? state.positional().length > 0 : value != null;
        boolean usable = present && !(p.colon() && value.isEmpty());
        switch (p.operation()) {
            case VALUE -> plainValue(p, value, to, quoted);
            case LENGTH -> {
                String v = all ? null : required(p, value);
                result(Integer.toString(all ? state.positional().length : v.codePointCount(0, v.length())), to, quoted);
            }
            case DEFAULT -> {
                if (usable) {
                    plainValue(p, value, to, quoted);
                } else {
                    parts(p.operand().parts(), to, quoted, !quoted, true);
                }
            }
            case ASSIGN -> {
                if (usable) {
                    plainValue(p, value, to, quoted);
                } else {
                    result(assign(p), to, quoted);
                }
            }
            case ALTERNATE -> {
                if (usable) {
                    parts(p.operand().parts(), to, quoted, !quoted, true);
                }
            }
            case REQUIRE -> {
                if (!usable) {
                    String message = text(p.operand());
                    throw new ShellError(p.name() + ": " + (!message.isEmpty() ? message
                        : p.colon() ? "parameter not set or null" : "parameter not set"));
                }
                plainValue(p, value, to, quoted);
            }
            case CUT_PREFIX -> result(cutPrefix(required(p, value), pattern(p.operand()), false), to, quoted);
            case CUT_LONGEST_PREFIX -> result(cutPrefix(required(p, value), pattern(p.operand()), true), to, quoted);
            case CUT_SUFFIX -> result(cutSuffix(required(p, value), pattern(p.operand()), false), to, quoted);
            case CUT_LONGEST_SUFFIX -> result(cutSuffix(required(p, value), pattern(p.operand()), true), to, quoted);
        }
    }

    private String assign(Word.Parameter p) {
        if (!Parser.isName(p.name())) {
            throw new ShellError(p.name() + ": cannot assign in this way");
        }
        String value = text(p.operand());
        state.set(p.name(), value);
        return value;
    }

    private String required(Word.Parameter p, String value) {
        if (value == null && state.options().noUnset) {
            throw new ShellError(p.name() + ": parameter not set");
        }
        return value == null ? "" : value;
    }

    private void plainValue(Word.Parameter p, String value, Fields to, boolean quoted) {
        if (p.name().equals("@") && !to.single() || p.name().equals("*") && !quoted && !to.single()) {
            String[] each = state.positional();
            for (int i = 0; i < each.length; i++) {
                if (i > 0) {
                    to.end();
                }
                result(each[i], to, quoted);
            }
        } else {
            String shown = required(p, value);
            if (value != null || quoted) {
                result(shown, to, quoted);
            }
        }
    }

    private String joined(String name) {
        String separators = state.get("IFS", DEFAULT_SEPARATORS);
        String between = name.equals("@") ? " " : separators.isEmpty() ? "" : separators.substring(0, 1);
        return String.join(between, state.positional());
    }

    /**
     * The value of a parameter.
     *
     * @param name a variable's name, digits, or a special character
     * @return the value, or {@code null} when it is not set
     */
    public String value(String name) {
        char c = name.charAt(0);
        if (c >= '0' && c <= '9') {
            return positional(name);
        }
        return switch (c) {
            case '?' -> Integer.toString(state.status());
            case '$' -> Integer.toString(shell.session().pid());
            case '!' -> state.lastBackground() == 0 ? null : Integer.toString(state.lastBackground());
            case '#' -> Integer.toString(state.positional().length);
            case '-' -> state.options().letters() + (shell.session().interactive() ? "i" : "");
            default -> state.get(name);
        };
    }

    private String positional(String digits) {
        int index = digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (index == 0) {
            return state.name();
        }
        return index <= state.positional().length ? state.positional()[index - 1] : null;
    }

    private static String cutPrefix(String value, String pattern, boolean longest) {
        for (int i = 0; i <= value.length(); i++) {
            int cut = longest ? value.length() - i : i;
            if (Pattern.matches(pattern, value.substring(0, cut))) {
                return value.substring(cut);
            }
        }
        return value;
    }

    private static String cutSuffix(String value, String pattern, boolean longest) {
        for (int i = 0; i <= value.length(); i++) {
            int cut = longest ? i : value.length() - i;
            if (Pattern.matches(pattern, value.substring(cut))) {
                return value.substring(0, cut);
            }
        }
        return value;
    }
}
