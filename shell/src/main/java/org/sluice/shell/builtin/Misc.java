package org.sluice.shell.builtin;

import org.sluice.abi.SystemCalls;
import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Interpreter;

/** {@code history help umask times}. */
final class Misc implements Builtin {
    private static final long NANOS_PER_MILLI = 1_000_000;

    @Override
    public int run(Interpreter shell, String[] args) {
        return switch (args[0]) {
            case "history" -> history(shell, args);
            case "umask" -> umask(shell, args);
            case "times" -> times(shell);
            default -> help(shell);
        };
    }

    private static int history(Interpreter shell, String[] args) {
        if (args.length > 1 && args[1].equals("-c")) {
            shell.session().history().clear();
            return 0;
        }
        String[] lines = shell.session().history().lines();
        int count = args.length > 1 ? Numbers.parse(args[1]) : lines.length;
        if (count < 0) {
            shell.error("history: bad number '" + args[1] + "'");
            return 2;
        }
        StringBuilder text = new StringBuilder();
        for (int i = Math.max(0, lines.length - count); i < lines.length; i++) {
            text.append(lines[i]).append('\n');
        }
        return shell.out(text.toString());
    }

    private static int umask(Interpreter shell, String[] args) {
        int mask = shell.state().mask();
        if (args.length == 1) {
            return shell.out("0" + Integer.toOctalString(01000 | mask).substring(1) + "\n");
        }
        int bits = 0;
        for (int i = 0; i < args[1].length(); i++) {
            int digit = args[1].charAt(i) - '0';
            bits = digit < 0 || digit > 7 ? 01000 : bits * 8 + digit;
            if (bits > 0777) {
                shell.error("umask: " + args[1] + ": expected an octal number up to 777");
                return 2;
            }
        }
        shell.state().mask(bits);
        return 0;
    }

    private static int times(Interpreter shell) {
        SystemCalls sys = shell.session().sys();
        return shell.out("shell    " + seconds(sys.clock(SystemCalls.CLOCK_PROCESS)) + "\n"
            + "children " + seconds(sys.clock(SystemCalls.CLOCK_CHILDREN)) + "\n");
    }

    private static String seconds(long nanos) {
        long millis = Math.max(0, nanos) / NANOS_PER_MILLI;
        String fraction = Long.toString(1000 + millis % 1000).substring(1);
        return millis / 60_000 + "m" + millis / 1000 % 60 + "." + fraction + "s";
    }

    private static int help(Interpreter shell) {
        StringBuilder text = new StringBuilder(
            "Commands of the shell itself ('man sh' tells more; others are programs in /bin):\n");
        int column = 0;
        for (String name : shell.session().builtins().names()) {
            text.append(name);
            column++;
            if (column % 7 == 0) {
                text.append('\n');
            } else {
                text.append(" ".repeat(Math.max(1, 11 - name.length())));
            }
        }
        return shell.out(text.append(column % 7 == 0 ? "" : "\n").toString());
    }
}
