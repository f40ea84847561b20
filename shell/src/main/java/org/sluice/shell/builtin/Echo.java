package org.sluice.shell.builtin;

import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Interpreter;

/** {@code echo [-neE] words}: backslash escapes count only after {@code -e}. */
final class Echo implements Builtin {
    @Override
    public int run(Interpreter shell, String[] args) {
        boolean newline = true;
        boolean escapes = false;
        int first = 1;
        while (first < args.length && isFlags(args[first])) {
            for (int i = 1; i < args[first].length(); i++) {
                char c = args[first].charAt(i);
                newline &= c != 'n';
                escapes = c == 'e' || c != 'E' && escapes;
            }
            first++;
        }
        StringBuilder text = new StringBuilder();
        boolean cut = false;
        for (int i = first; i < args.length && !cut; i++) {
            if (i > first) {
                text.append(' ');
            }
            if (escapes) {
                cut = Backslash.append(text, args[i], true);
            } else {
                text.append(args[i]);
            }
        }
        if (newline && !cut) {
            text.append('\n');
        }
        return shell.out(text.toString());
    }

    private static boolean isFlags(String arg) {
        if (arg.length() < 2 || arg.charAt(0) != '-') {
            return false;
        }
        for (int i = 1; i < arg.length(); i++) {
            if ("neE".indexOf(arg.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
