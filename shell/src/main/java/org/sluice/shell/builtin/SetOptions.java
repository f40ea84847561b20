package org.sluice.shell.builtin;

import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.Options;
import org.sluice.shell.run.ShellError;
import org.sluice.shell.run.State;

/** {@code set}: options and positional parameters. */
final class SetOptions implements Builtin {
    @Override
    public int run(Interpreter shell, String[] args) {
        State state = shell.state();
        if (args.length == 1) {
            StringBuilder text = new StringBuilder();
            for (String name : state.names(false, false)) {
                text.append(name).append('=').append(quoted(state.get(name))).append('\n');
            }
            return shell.out(text.toString());
        }
        int i = 1;
        boolean positional = false;
        while (i < args.length && !positional && args[i].length() > 1 && (args[i].charAt(0) == '-' || args[i].charAt(0) == '+')) {
            String arg = args[i++];
            if (arg.equals("--")) {
                positional = true;
            } else if (arg.substring(1).equals("o")) {
                if (i == args.length) {
                    return show(shell, arg.charAt(0) == '-');
                }
                if (!state.options().set(args[i], arg.charAt(0) == '-')) {
                    throw new ShellError("set: " + args[i] + ": no such option");
                }
                i++;
            } else {
                letters(state, arg);
            }
        }
        if (positional || i < args.length) {
            String[] values = new String[args.length - i];
            System.arraycopy(args, i, values, 0, values.length);
            state.positional(values);
        }
        return 0;
    }

    private static void letters(State state, String arg) {
        for (int j = 1; j < arg.length(); j++) {
            if (!state.options().set(arg.charAt(j), arg.charAt(0) == '-')) {
                throw new ShellError("set: " + arg.charAt(0) + arg.charAt(j) + ": no such option");
            }
        }
    }

    private static int show(Interpreter shell, boolean readable) {
        StringBuilder text = new StringBuilder();
        for (String name : Options.names()) {
            boolean on = shell.state().options().get(name);
            text.append(readable ? name + "\t" + (on ? "on" : "off") : "set " + (on ? "-o " : "+o ") + name).append('\n');
        }
        return shell.out(text.toString());
    }

    /** A value in single quotes, as listings show it. */
    static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
