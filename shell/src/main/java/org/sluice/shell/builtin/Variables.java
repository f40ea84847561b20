package org.sluice.shell.builtin;

import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.ShellError;
import org.sluice.shell.run.State;
import org.sluice.shell.syntax.Parser;

/** {@code export readonly unset local shift}. */
final class Variables implements Builtin {
    @Override
    public int run(Interpreter shell, String[] args) {
        return switch (args[0]) {
            case "unset" -> unset(shell, args);
            case "shift" -> shift(shell, args);
            default -> declare(shell, args);
        };
    }

    private static int declare(Interpreter shell, String[] args) {
        State state = shell.state();
        String what = args[0];
        if (what.equals("local") && state.functionDepth() == 0) {
            shell.error("local: not in a function");
            return 1;
        }
        boolean remove = args.length > 1 && args[1].equals("-n") && what.equals("export");
        int first = args.length > 1 && (remove || args[1].equals("-p") || args[1].equals("--")) ? 2 : 1;
        if (first == args.length && !what.equals("local")) {
            return list(shell, what);
        }
        for (int i = first; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            String name = equals < 0 ? args[i] : args[i].substring(0, equals);
            if (!Parser.isName(name)) {
                throw new ShellError(what + ": " + name + ": bad variable name");
            }
            if (what.equals("local")) {
                state.local(name);
            }
            if (equals >= 0) {
                state.set(name, args[i].substring(equals + 1));
            }
            if (what.equals("export")) {
                state.export(name, !remove);
            } else if (what.equals("readonly")) {
                state.protect(name);
            }
        }
        return 0;
    }

    private static int list(Interpreter shell, String what) {
        StringBuilder text = new StringBuilder();
        for (String name : shell.state().names(what.equals("export"), what.equals("readonly"))) {
            String value = shell.state().get(name);
            text.append(what).append(' ').append(name);
            if (value != null) {
                text.append('=').append(SetOptions.quoted(value));
            }
            text.append('\n');
        }
        return shell.out(text.toString());
    }

    private static int unset(Interpreter shell, String[] args) {
        State state = shell.state();
        boolean functions = args.length > 1 && args[1].equals("-f");
        int first = functions || args.length > 1 && (args[1].equals("-v") || args[1].equals("--")) ? 2 : 1;
        for (int i = first; i < args.length; i++) {
            if (functions) {
                state.functions().remove(args[i]);
            } else if (!Parser.isName(args[i])) {
                throw new ShellError("unset: " + args[i] + ": bad variable name");
            } else {
                state.unset(args[i]);
            }
        }
        return 0;
    }

    private static int shift(Interpreter shell, String[] args) {
        State state = shell.state();
        int count = args.length > 1 ? Numbers.parse(args[1]) : 1;
        if (count < 0) {
            throw new ShellError("shift: bad number '" + args[1] + "'");
        }
        String[] old = state.positional();
        if (count > old.length) {
            throw new ShellError("shift: can't shift that many");
        }
        String[] rest = new String[old.length - count];
        System.arraycopy(old, count, rest, 0, rest.length);
        state.positional(rest);
        return 0;
    }
}
