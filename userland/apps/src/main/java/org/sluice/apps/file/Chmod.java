package org.sluice.apps.file;

import java.io.IOException;
import java.util.Arrays;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;

/** {@code chmod}: changes permission bits. */
public final class Chmod extends Command {
    private String expression;
    private boolean recursive;
    private boolean verbose;
    private boolean changesOnly;

    public Chmod() {
        super("chmod");
    }

    public static void main(String[] args) {
        new Chmod().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        // a mode such as -w looks like an option: it is taken out first
        String[] rest = args;
        for (int i = 0; i < args.length && expression == null && !args[i].equals("--"); i++) {
            if (args[i].length() > 1 && args[i].charAt(0) == '-' && "rwxXugo".indexOf(args[i].charAt(1)) >= 0) {
                expression = args[i];
                rest = new String[args.length - 1];
                System.arraycopy(args, 0, rest, 0, i);
                System.arraycopy(args, i + 1, rest, i, rest.length - i);
            }
        }
        Options options = new Options("R/recursive v/verbose c/changes f/silent", rest);
        while (options.next()) {
            switch (options.name()) {
                case "R" -> recursive = true;
                case "v" -> verbose = true;
                case "c" -> changesOnly = true;
                default -> verbose = false;
            }
        }
        String[] operands = options.operands();
        int first = expression == null ? 1 : 0;
        if (operands.length <= first) {
            throw new Failure.Usage(operands.length == 0 ? "missing operand" : "missing operand after '" + operands[0] + "'");
        }
        if (expression == null) {
            expression = operands[0];
        }
        Modes.apply(expression, 0, false);
        for (int i = first; i < operands.length; i++) {
            change(operands[i]);
        }
        return status();
    }

    private void change(String name) {
        long mode;
        try {
            mode = io.stat(name, true)[FileFlags.ST_MODE];
        } catch (IOException e) {
            warn("cannot access '" + name + "': " + Reasons.of(e));
            return;
        }
        boolean directory = Modes.is(mode, FileFlags.S_IFDIR);
        int old = (int) mode & 0777;
        int changed = Modes.apply(expression, old, directory) & 0777;
        try {
            Modes.set(io.path(name), changed);
        } catch (IOException e) {
            warn("changing permissions of '" + name + "': " + Reasons.of(e));
            return;
        }
        tell(name, old, changed);
        String[] names = recursive && directory ? io.file(name).list() : null;
        if (names != null) {
            Arrays.sort(names);
            for (int i = 0; i < names.length; i++) {
                change(Names.join(name, names[i]));
            }
        }
    }

    private void tell(String name, int old, int changed) {
        if (old != changed && (verbose || changesOnly)) {
            out.println("mode of '" + name + "' changed from " + octal(old) + " to " + octal(changed));
        } else if (verbose) {
            out.println("mode of '" + name + "' retained as " + octal(old));
        }
    }

    private static String octal(int mode) {
        return org.sluice.apps.Numbers.zeros(Long.parseLong(Integer.toOctalString(mode)), 4) + " ("
                + Modes.text(mode).substring(1) + ")";
    }
}
