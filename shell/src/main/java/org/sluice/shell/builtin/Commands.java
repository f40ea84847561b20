package org.sluice.shell.builtin;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;
import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.Programs;
import org.sluice.shell.run.ShellError;
import org.sluice.shell.run.State;
import org.sluice.shell.run.Unwind;

/** {@code eval . source exec command type hash}. */
final class Commands implements Builtin {
    private static final int NOT_FOUND = 127;

    @Override
    public int run(Interpreter shell, String[] args) {
        return switch (args[0]) {
            case "eval" -> shell.runText(String.join(" ", Arrays.asList(args).subList(1, args.length)));
            case ".", "source" -> source(shell, args);
            case "command" -> command(shell, args);
            case "type" -> type(shell, args);
            case "hash" -> 0;
            default -> exec(shell, args);
        };
    }

    /** {@code command exec}: without redirections of its own there is only a command to run and leave with. */
    private static int exec(Interpreter shell, String[] args) {
        if (args.length == 1) {
            return 0;
        }
        throw new Unwind(Unwind.Kind.EXIT, shell.runCommand(Arrays.copyOfRange(args, 1, args.length)));
    }

    private static int source(Interpreter shell, String[] args) {
        if (args.length < 2) {
            throw new ShellError(args[0] + ": file name expected");
        }
        State state = shell.state();
        String path = args[1].indexOf('/') >= 0 ? state.resolve(args[1]) : inPath(shell, args[1]);
        int handle = shell.session().sys().open(path, FileFlags.O_RDONLY, 0);
        if (handle < 0) {
            throw new ShellError(args[0] + ": " + args[1] + ": " + Errno.message(-handle));
        }
        String text = read(shell.session().sys(), handle);
        String[] outer = state.positional();
        if (args.length > 2) {
            state.positional(Arrays.copyOfRange(args, 2, args.length));
        }
        try {
            return shell.runText(text);
        } catch (Unwind u) {
            if (u.kind() != Unwind.Kind.RETURN) {
                throw u;
            }
            return u.status();
        } finally {
            if (args.length > 2) {
                state.positional(outer);
            }
        }
    }

    private static String inPath(Interpreter shell, String name) {
        State state = shell.state();
        for (String folder : state.get("PATH", "").split(":")) {
            String path = state.resolve(folder.isEmpty() ? name : folder + "/" + name);
            if (shell.session().sys().access(path, FileFlags.R_OK) >= 0) {
                return path;
            }
        }
        return state.resolve(name);
    }

    private static String read(SystemCalls sys, int handle) {
        byte[] bytes = new byte[8192];
        int length = 0;
        int got = sys.read(handle, bytes, 0, bytes.length);
        while (got > 0) {
            length += got;
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, length * 2);
            }
            got = sys.read(handle, bytes, length, bytes.length - length);
        }
        sys.close(handle);
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static int command(Interpreter shell, String[] args) {
        int first = 1;
        char ask = 0;
        while (first < args.length && args[first].startsWith("-") && args[first].length() == 2) {
            char c = args[first++].charAt(1);
            if (c == '-') {
                break;
            }
            if (c != 'v' && c != 'V' && c != 'p') {
                throw new ShellError("command: -" + c + ": no such option");
            }
            ask = c == 'p' ? ask : c;
        }
        if (first == args.length) {
            return 0;
        }
        if (ask == 0) {
            return shell.runCommand(Arrays.copyOfRange(args, first, args.length));
        }
        int status = 0;
        for (int i = first; i < args.length; i++) {
            status |= describe(shell, args[i], ask == 'V');
        }
        return status;
    }

    private static int type(Interpreter shell, String[] args) {
        int status = 0;
        for (int i = 1; i < args.length; i++) {
            status |= describe(shell, args[i], true);
        }
        return status;
    }

    private static int describe(Interpreter shell, String name, boolean words) {
        State state = shell.state();
        String alias = state.aliases().get(name);
        String path = null;
        String kind;
        if (alias != null) {
            return shell.out(words ? name + " is an alias for " + alias + "\n"
                : "alias " + name + "=" + SetOptions.quoted(alias) + "\n");
        } else if (isKeyword(name)) {
            kind = "a shell keyword";
        } else if (shell.session().builtins().special(name)) {
            kind = "a special shell builtin";
        } else if (state.functions().containsKey(name)) {
            kind = "a shell function";
        } else if (shell.session().builtins().find(name) != null) {
            kind = "a shell builtin";
        } else {
            path = new Programs(shell.session().sys(), state).find(name);
            kind = path;
        }
        if (kind == null) {
            if (words) {
                shell.error(null, name + ": not found");
            }
            return NOT_FOUND;
        }
        return shell.out(words ? name + " is " + kind + "\n" : (path != null ? path : name) + "\n");
    }

    private static boolean isKeyword(String name) {
        return switch (name) {
            case "if", "then", "else", "elif", "fi", "while", "until", "do", "done", "for", "in", "case", "esac", "{", "}", "!" ->
                true;
            default -> false;
        };
    }
}
