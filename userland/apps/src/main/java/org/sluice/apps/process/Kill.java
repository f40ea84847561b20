package org.sluice.apps.process;

import java.io.IOException;
import java.util.Arrays;
import org.sluice.abi.Signals;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;
import org.sluice.sys.Sys;

/** {@code kill}: sends signals to processes. */
public final class Kill extends Command {
    public Kill() {
        super("kill");
    }

    public static void main(String[] args) {
        new Kill().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        int signal = Signals.TERM;
        String[] rest;
        if (args.length > 0 && isSignal(args[0])) {
            signal = number(args[0].substring(1));
            rest = Arrays.copyOfRange(args, 1, args.length);
            if (rest.length > 0 && rest[0].equals("--")) {
                rest = Arrays.copyOfRange(rest, 1, rest.length);
            }
        } else {
            Options options = new Options("+ #operand s/signal: n: l/list", args);
            boolean list = false;
            while (options.next()) {
                switch (options.name()) {
                    case "s", "n" -> signal = number(options.value());
                    default -> list = true;
                }
            }
            rest = options.operands();
            if (list) {
                return list(rest);
            }
        }
        if (rest.length == 0) {
            throw new Failure.Usage("no process id given");
        }
        for (int i = 0; i < rest.length; i++) {
            send(rest[i], signal);
        }
        return status();
    }

    /** A first argument such as {@code -9}, {@code -TERM} or {@code -SIGTERM}. */
    private static boolean isSignal(String arg) {
        return arg.length() > 1 && arg.charAt(0) == '-'
                && (Character.isDigit(arg.charAt(1)) || Character.isUpperCase(arg.charAt(1)));
    }

    private static int number(String name) {
        int signal = name.equals("0") ? 0 : Signals.number(name);
        if (signal < 0) {
            throw new Failure.Usage("unknown signal '" + name + "'; 'kill -l' lists them");
        }
        return signal;
    }

    private void send(String target, int signal) {
        if (target.startsWith("%")) {
            warn(target + ": jobs are known to the shell only; use its own kill");
            return;
        }
        int pid;
        try {
            pid = Integer.parseInt(target);
        } catch (NumberFormatException e) {
            warn("'" + target + "': not a process id");
            return;
        }
        try {
            Sys.check(io.calls().kill(pid, signal), target);
        } catch (IOException e) {
            warn("(" + target + ") - " + Reasons.of(e));
        }
    }

    /** A signal's number, or an exit status that tells of one: 128 more. */
    private static int ofStatus(String text) {
        boolean isStatus = text.length() == 3 && text.compareTo("128") > 0;
        return number(isStatus ? Integer.toString(Integer.parseInt(text) - 128) : text);
    }

    private int list(String[] which) {
        for (int i = 0; i < which.length; i++) {
            boolean asNumber = Character.isDigit(which[i].charAt(0));
            int signal = asNumber ? ofStatus(which[i]) : number(which[i]);
            out.println(asNumber ? Signals.name(signal) : Integer.toString(signal));
        }
        if (which.length == 0) {
            StringBuilder line = new StringBuilder();
            for (int signal = 1; signal < Signals.COUNT; signal++) {
                String name = Signals.name(signal);
                if (!Character.isDigit(name.charAt(0))) {
                    line.append(line.isEmpty() ? "" : " ").append(signal).append(") SIG").append(name);
                }
            }
            out.println(line.toString());
        }
        return 0;
    }
}
