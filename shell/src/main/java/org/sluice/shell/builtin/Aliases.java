package org.sluice.shell.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Interpreter;

/** {@code alias} and {@code unalias}. */
final class Aliases implements Builtin {
    @Override
    public int run(Interpreter shell, String[] args) {
        Map<String, String> aliases = shell.state().aliases();
        return args[0].equals("alias") ? alias(shell, aliases, args) : unalias(shell, aliases, args);
    }

    private static int alias(Interpreter shell, Map<String, String> aliases, String[] args) {
        int status = 0;
        StringBuilder text = new StringBuilder();
        if (args.length == 1) {
            List<String> names = new ArrayList<>(aliases.keySet());
            names.sort(null);
            for (String name : names) {
                show(text, name, aliases.get(name));
            }
        }
        for (int i = 1; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            if (equals > 0) {
                aliases.put(args[i].substring(0, equals), args[i].substring(equals + 1));
            } else if (aliases.containsKey(args[i])) {
                show(text, args[i], aliases.get(args[i]));
            } else {
                shell.error("alias: " + args[i] + ": not found");
                status = 1;
            }
        }
        return text.isEmpty() ? status : shell.out(text.toString()) | status;
    }

    private static void show(StringBuilder text, String name, String value) {
        text.append("alias ").append(name).append('=').append(SetOptions.quoted(value)).append('\n');
    }

    private static int unalias(Interpreter shell, Map<String, String> aliases, String[] args) {
        int status = 0;
        for (int i = 1; i < args.length; i++) {
            if (args[i].equals("-a")) {
                aliases.clear();
            } else if (aliases.remove(args[i]) == null) {
                shell.error("unalias: " + args[i] + ": not found");
                status = 1;
            }
        }
        return status;
    }
}
