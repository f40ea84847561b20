package org.sluice.shell.builtin;

import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;
import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.State;

/** {@code cd} and {@code pwd}, on the shell's logical directory; only the main shell moves the process with it. */
final class Directories implements Builtin {
    private static final int PATH_LIMIT = 4096;

    @Override
    public int run(Interpreter shell, String[] args) {
        boolean physical = false;
        int first = 1;
        while (first < args.length && (args[first].equals("-P") || args[first].equals("-L") || args[first].equals("--"))) {
            physical = args[first].equals("-P");
            first++;
        }
        if (args[0].equals("pwd")) {
            return shell.out(shell.state().directory() + "\n");
        }
        if (args.length - first > 1) {
            shell.error("cd: too many arguments");
            return 2;
        }
        return change(shell, first < args.length ? args[first] : null, physical);
    }

    private static int change(Interpreter shell, String argument, boolean physical) {
        State state = shell.state();
        String target = argument;
        boolean show = false;
        if (target == null || target.equals("-")) {
            String variable = target == null ? "HOME" : "OLDPWD";
            target = state.get(variable);
            show = variable.equals("OLDPWD");
            if (target == null || target.isEmpty()) {
                shell.error("cd: " + variable + " not set");
                return 1;
            }
        }
        String path = normalize(state.resolve(target));
        SystemCalls sys = shell.session().sys();
        int result = target.isEmpty() ? -Errno.ENOENT : state.subshell() ? check(sys, path) : sys.chdir(path);
        if (result < 0) {
            shell.error("cd: " + target + ": " + Errno.message(-result));
            return 1;
        }
        if (physical && !state.subshell()) {
            byte[] buffer = new byte[PATH_LIMIT];
            int length = sys.getcwd(buffer);
            path = length > 0 ? new String(buffer, 0, length, java.nio.charset.StandardCharsets.UTF_8) : path;
        }
        state.set("OLDPWD", state.directory());
        state.directory(path);
        state.set("PWD", path);
        return show ? shell.out(path + "\n") : 0;
    }

    private static int check(SystemCalls sys, String path) {
        long[] stat = new long[FileFlags.ST_LENGTH];
        int result = sys.stat(path, stat, 0);
        boolean directory = (stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) == FileFlags.S_IFDIR;
        return result < 0 || directory ? result : -Errno.ENOTDIR;
    }

    private static String normalize(String path) {
        StringBuilder clean = new StringBuilder();
        int start = 0;
        while (start < path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String part = path.substring(start, end);
            if (part.equals("..")) {
                clean.setLength(Math.max(0, clean.lastIndexOf("/")));
            } else if (!part.isEmpty() && !part.equals(".")) {
                clean.append('/').append(part);
            }
            start = end + 1;
        }
        return clean.isEmpty() ? "/" : clean.toString();
    }
}
