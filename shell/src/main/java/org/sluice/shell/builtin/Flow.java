package org.sluice.shell.builtin;

import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.ShellError;
import org.sluice.shell.run.Unwind;

/** {@code : true false break continue return exit}. */
final class Flow implements Builtin {
    @Override
    public int run(Interpreter shell, String[] args) {
        switch (args[0]) {
            case "break":
                return loop(shell, args, Unwind.Kind.BREAK);
            case "continue":
                return loop(shell, args, Unwind.Kind.CONTINUE);
            case "return":
                throw new Unwind(Unwind.Kind.RETURN, status(shell, args));
            case "exit":
                throw new Unwind(Unwind.Kind.EXIT, status(shell, args));
            default:
                return args[0].equals("false") ? 1 : 0;
        }
    }

    private static int loop(Interpreter shell, String[] args, Unwind.Kind kind) {
        int levels = args.length > 1 ? Numbers.parse(args[1]) : 1;
        if (levels < 1) {
            throw new ShellError(args[0] + ": bad number '" + args[1] + "'");
        }
        int loops = shell.state().loops();
        if (loops == 0) {
            return 0;
        }
        throw new Unwind(kind, 0, Math.min(levels, loops));
    }

    private static int status(Interpreter shell, String[] args) {
        if (args.length < 2) {
            return shell.state().status();
        }
        int status = Numbers.parse(args[1]);
        if (status < 0) {
            throw new ShellError(args[0] + ": bad number '" + args[1] + "'");
        }
        return status & 0xff;
    }
}
