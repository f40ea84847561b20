package org.sluice.shell.line;

import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.ShellError;
import org.sluice.shell.run.State;
import org.sluice.shell.syntax.Parser;
import org.sluice.shell.syntax.SyntaxException;

/**
 * Prompt strings: parameters and the escapes {@code \w} (directory, with {@code ~} for home), {@code \W} (its last part),
 * {@code \$}, {@code \s} (shell), {@code \?} (last status), {@code \e}, {@code \n}, {@code \\}; {@code \[} and {@code \]} are
 * dropped.
 */
final class Prompt {
    private Prompt() {
    }

    static String expand(Interpreter shell, String prompt) {
        String text = prompt;
        if (prompt.indexOf('$') >= 0 || prompt.indexOf('`') >= 0) {
            try {
                text = shell.expander().text(Parser.document(prompt.replace("\\", "\\\\")));
            } catch (SyntaxException | ShellError e) {
                text = prompt;
            }
        }
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
                continue;
            }
            c = text.charAt(++i);
            switch (c) {
                case 'w' -> out.append(shorten(shell.state()));
                case 'W' -> out.append(last(shorten(shell.state())));
                case 's' -> out.append("sh");
                case '?' -> out.append(shell.state().status());
                case 'e' -> out.append('\033');
                case 'n' -> out.append('\n');
                case '[', ']' -> { }
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    private static String shorten(State state) {
        String directory = state.directory();
        String home = state.get("HOME", "");
        if (home.length() > 1 && (directory.equals(home) || directory.startsWith(home + "/"))) {
            return "~" + directory.substring(home.length());
        }
        return directory;
    }

    private static String last(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 || path.length() == 1 ? path : path.substring(slash + 1);
    }
}
