package org.sluice.shell.run;

import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;

/** Finds programs and starts them with a state's handles, directory and environment. */
public final class Programs {
    private static final String DEFAULT_PATH = "/bin";
    private static final String SHELL = "/bin/sh";

    private final SystemCalls sys;
    private final State state;

    /**
     * Programs as a shell sees them.
     *
     * @param sys   the kernel
     * @param state the shell
     */
    public Programs(SystemCalls sys, State state) {
        this.sys = sys;
        this.state = state;
    }

    /**
     * Finds a program.
     *
     * @param name a path, or a name to look for in {@code PATH}
     * @return its absolute path, or {@code null} when there is none
     */
    public String find(String name) {
        return find(name, state.get("PATH", DEFAULT_PATH));
    }

    private String find(String name, String search) {
        if (name.isEmpty()) {
            return null;
        }
        if (name.indexOf('/') >= 0) {
            String path = state.resolve(name);
            return sys.access(path, FileFlags.F_OK) >= 0 ? path : null;
        }
        String found = null;
        int from = 0;
        while (from <= search.length()) {
            int colon = search.indexOf(':', from);
            int end = colon < 0 ? search.length() : colon;
            String folder = search.substring(from, end);
            String path = state.resolve(folder.isEmpty() ? name : folder + "/" + name);
            int result = sys.access(path, FileFlags.X_OK);
            if (result >= 0 && !isDirectory(path)) {
                return path;
            }
            if (result == -Errno.EACCES && found == null) {
                found = path;
            }
            from = end + 1;
        }
        return found;
    }

    private boolean isDirectory(String path) {
        long[] stat = new long[FileFlags.ST_LENGTH];
        return sys.stat(path, stat, 0) >= 0 && (stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) == FileFlags.S_IFDIR;
    }

    /**
     * Starts a program.
     *
     * @param argv   its name and arguments
     * @param assign variables for it alone
     * @param group  as {@link SystemCalls#spawn}
     * @param flags  {@link Spawn} flags
     * @return its process id, or a negated error number; {@code ENOENT} means it was not found
     */
    int start(String[] argv, Map<String, String> assign, int group, int flags) {
        String path = find(argv[0], assign.getOrDefault("PATH", state.get("PATH", DEFAULT_PATH)));
        if (path == null) {
            return -Errno.ENOENT;
        }
        int executable = sys.access(path, FileFlags.X_OK);
        if (executable < 0) {
            return executable;
        }
        HandleTable table = state.handles();
        int[] handles = new int[table.size()];
        for (int i = 0; i < handles.length; i++) {
            Handle h = table.get(i);
            int number = h == null ? -1 : h.number();
            if (h != null && number < 0) {
                return number;
            }
            handles[i] = number;
        }
        String[] environment = state.environment(assign);
        int pid = spawn(path, argv, environment, handles, group, flags);
        if (pid == -Errno.ENOEXEC) {
            String[] script = new String[argv.length + 1];
            script[0] = "sh";
            script[1] = path;
            System.arraycopy(argv, 1, script, 2, argv.length - 1);
            pid = spawn(SHELL, script, environment, handles, group, flags);
        }
        return pid;
    }

    private int spawn(String path, String[] argv, String[] env, int[] handles, int group, int flags) {
        int pid = sys.spawn(path, argv, env, handles, state.directory(), group, flags);
        if (pid == -Errno.ESRCH && group > 0) {
            pid = sys.spawn(path, argv, env, handles, state.directory(), Spawn.GROUP_NEW, flags);
        }
        return pid;
    }
}
