package org.sluice.shell.builtin;

import java.nio.charset.StandardCharsets;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;
import org.sluice.shell.run.Builtin;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.State;

/** {@code cd} and {@code pwd}, on the shell's logical directory; only the main shell moves the process with it. */
final class Directories implements Builtin {
    private static final int PATH_LIMIT = 4096;
    private static final int MAX_LINKS = 40;

    @Override
    public int run(Interpreter shell, String[] args) {
        boolean physical = false;
        int first = 1;
        while (first < args.length && (args[first].equals("-P") || args[first].equals("-L") || args[first].equals("--"))) {
            physical = args[first].equals("-P");
            first++;
        }
        if (args[0].equals("pwd")) {
            String directory = shell.state().directory();
            return shell.out((physical ? physical(shell.session().sys(), directory) : directory) + "\n");
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
        path = physical ? physical(sys, path) : path;
        int result = target.isEmpty() ? -Errno.ENOENT : state.subshell() ? check(sys, path) : sys.chdir(path);
        if (result < 0) {
            shell.error("cd: " + target + ": " + Errno.message(-result));
            return 1;
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

    /** The path without symbolic links in it; from the first part on that cannot be followed it stays as it is. */
    private static String physical(SystemCalls sys, String path) {
        String rest = path;
        String done = "";
        byte[] target = new byte[PATH_LIMIT];
        for (int links = 0; !rest.isEmpty() && links < MAX_LINKS;) {
            int slash = rest.indexOf('/', 1);
            String next = done + (slash < 0 ? rest : rest.substring(0, slash));
            rest = slash < 0 ? "" : rest.substring(slash);
            int length = sys.readlink(next, target);
            if (length <= 0) {
                done = next.equals("/") ? "" : next;
                continue;
            }
            String link = new String(target, 0, length, StandardCharsets.UTF_8);
            rest = normalize((link.startsWith("/") ? link : done + "/" + link) + rest);
            done = "";
            links++;
        }
        return done.isEmpty() && rest.isEmpty() ? "/" : done + rest;
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
