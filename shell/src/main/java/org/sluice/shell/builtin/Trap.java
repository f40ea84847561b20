package org.sluice.shell.builtin;

import org.sluice.abi.Errno;
import org.sluice.abi.Signals;
import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.SignalState;

/**
 * {@code trap [action] [signal ...]}. A subshell can set its own {@code EXIT} trap; signals come to the process, so their
 * traps belong to the main shell and are refused elsewhere.
 */
final class Trap implements Builtin {
    @Override
    public int run(Interpreter shell, String[] args) {
        int first = args.length > 1 && args[1].equals("--") ? 2 : 1;
        if (first == args.length) {
            return list(shell);
        }
        boolean reset = Numbers.parse(args[first]) >= 0 || args.length == first + 1;
        String action = reset || args[first].equals("-") ? null : args[first];
        int status = 0;
        for (int i = reset ? first : first + 1; i < args.length; i++) {
            int signal = args[i].equals("EXIT") ? 0 : Signals.number(args[i]);
            if (signal < 0) {
                shell.error("trap: " + args[i] + ": no such signal");
                status = 1;
            } else if (signal == 0) {
                shell.exitTrap(action);
            } else if (!shell.state().subshell()) {
                int result = shell.session().signals().setTrap(signal, action);
                if (result < 0) {
                    shell.error("trap: " + args[i] + ": " + Errno.message(-result));
                    status = 1;
                }
            } else if (action != null) {
                shell.error("trap: " + args[i] + ": only EXIT can be trapped in a subshell");
                status = 1;
            }
        }
        return status;
    }

    private static int list(Interpreter shell) {
        StringBuilder text = new StringBuilder();
        if (shell.exitTrap() != null) {
            text.append("trap -- ").append(SetOptions.quoted(shell.exitTrap())).append(" EXIT\n");
        }
        SignalState signals = shell.session().signals();
        for (int s = 1; s < Signals.COUNT; s++) {
            String action = signals.trap(s);
            if (action != null) {
                text.append("trap -- ").append(SetOptions.quoted(action)).append(' ').append(Signals.name(s)).append('\n');
            }
        }
        return shell.out(text.toString());
    }
}
