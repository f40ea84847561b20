package org.sluice.shell.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.sluice.shell.syntax.Ast;

/** Runs simple commands: expands them, and calls a function, a builtin or a program. */
final class SimpleCommands {
    private final Interpreter shell;
    private final Session session;
    private final State state;

    SimpleCommands(Interpreter shell) {
        this.shell = shell;
        this.session = shell.session();
        this.state = shell.state();
    }

    int run(Ast.Simple c) {
        shell.checkpoint();
        shell.forgetSubstitution();
        String text = shell.currentText();
        List<String> fields = shell.expander().fields(c.words());
        if (fields.isEmpty()) {
            return assignOnly(c);
        }
        String[] args = fields.toArray(new String[0]);
        Builtin builtin = session.builtins().find(args[0]);
        boolean special = builtin != null && session.builtins().special(args[0]);
        Ast.Command function = special ? null : state.functions().get(args[0]);
        if (special && args[0].equals("exec")) {
            return exec(c, args);
        }
        boolean bare = c.redirects().isEmpty() && c.assignments().isEmpty();
        if (bare) {
            trace(Map.of(), fields);
            return function != null ? call(function, args) : builtin != null ? builtin.run(shell, args)
                : new Pipelines(shell).program(args, Map.of(), text);
        }
        if (function != null || builtin != null) {
            Map<String, String> assign = assignments(c.assignments());
            trace(assign, fields);
            IntSupplier body = function != null ? () -> call(function, args) : () -> builtin.run(shell, args);
            return shell.withRedirects(c.redirects(), special, () -> withAssignments(assign, special, body));
        }
        return shell.withRedirects(c.redirects(), () -> {
            Map<String, String> assign = assignments(c.assignments());
            trace(assign, fields);
            return new Pipelines(shell).program(args, assign, text);
        });
    }

    private int assignOnly(Ast.Simple c) {
        return shell.withRedirects(c.redirects(), () -> {
            Map<String, String> traced = new LinkedHashMap<>();
            for (Ast.Assignment a : c.assignments()) {
                String value = shell.expander().assigned(a.value());
                state.set(a.name(), value);
                traced.put(a.name(), value);
            }
            trace(traced, List.of());
            return shell.substituted();
        });
    }

    /** Expands assignments without making them. */
    Map<String, String> assignments(List<Ast.Assignment> assignments) {
        if (assignments.isEmpty()) {
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Ast.Assignment a : assignments) {
            values.put(a.name(), shell.expander().assigned(a.value()));
        }
        return values;
    }

    private int withAssignments(Map<String, String> assign, boolean keep, IntSupplier body) {
        if (assign.isEmpty()) {
            return body.getAsInt();
        }
        Map<String, State.Variable> hidden = new HashMap<>();
        try {
            for (Map.Entry<String, String> e : assign.entrySet()) {
                if (!keep) {
                    state.hide(hidden, e.getKey());
                    state.export(e.getKey(), true);
                }
                state.set(e.getKey(), e.getValue());
            }
            return body.getAsInt();
        } finally {
            state.restore(hidden);
        }
    }

    /** Shows a command under {@code set -x}. */
    void trace(Map<String, String> assign, List<String> fields) {
        if (!state.options().trace) {
            return;
        }
        StringBuilder line = new StringBuilder(state.get("PS4", "+ "));
        for (Map.Entry<String, String> e : assign.entrySet()) {
            line.append(e.getKey()).append('=').append(quote(e.getValue())).append(' ');
        }
        for (String field : fields) {
            line.append(field.isEmpty() ? "''" : quote(field)).append(' ');
        }
        line.setLength(Math.max(0, line.length() - 1));
        shell.error(null, line.toString());
    }

    /** A text quoted so that the shell reads it back as it is; the text itself when it needs no quotes. */
    private static String quote(String text) {
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            char c = text.charAt(i);
            plain = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || "_-./:=,+@%".indexOf(c) >= 0
                || c > 127;
        }
        return plain ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private int call(Ast.Command body, String[] args) {
        String[] outer = state.positional();
        int loops = state.loops();
        String[] inner = new String[args.length - 1];
        System.arraycopy(args, 1, inner, 0, inner.length);
        shell.descend(args[0] + ": functions");
        state.enterFunction();
        state.positional(inner);
        state.loops(0);
        try {
            return shell.command(body);
        } catch (Unwind u) {
            if (u.kind() != Unwind.Kind.RETURN) {
                throw u;
            }
            return u.status();
        } finally {
            state.loops(loops);
            state.positional(outer);
            state.leaveFunction();
            shell.ascend();
        }
    }

    /** {@code exec}: redirections stay; a command takes the shell's place, which means that the shell exits after it. */
    private int exec(Ast.Simple c, String[] args) {
        Map<String, String> assign = assignments(c.assignments());
        boolean redirected = new Redirections(shell).apply(c.redirects());
        if (args.length == 1) {
            for (Map.Entry<String, String> e : assign.entrySet()) {
                state.set(e.getKey(), e.getValue());
            }
            if (!redirected && !session.interactive()) {
                throw new Unwind(Unwind.Kind.EXIT, 1);
            }
            return redirected ? 0 : 1;
        }
        if (!redirected) {
            throw new Unwind(Unwind.Kind.EXIT, 1);
        }
        String[] command = new String[args.length - 1];
        System.arraycopy(args, 1, command, 0, command.length);
        shell.exitTrap(null);
        throw new Unwind(Unwind.Kind.EXIT, new Pipelines(shell).program(command, assign, shell.currentText()));
    }
}
