package org.sluice.process;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/**
 * Describes a program to start. Unless told otherwise the child gets the caller's environment, working directory, process
 * group and handles 0, 1 and 2, and no other handle. A description can be started more than once.
 */
public final class Launch {
    private static final String DEFAULT_PATH = "/bin";

    private final SystemCalls calls;
    private final String program;
    private final String[] arguments;
    private String[] environment;
    private String searchPath;
    private String directory;
    private int[] handles = {0, 1, 2};
    private int group = Spawn.GROUP_INHERIT;
    private int flags;

    private Launch(SystemCalls calls, String program, String[] arguments) {
        this.calls = calls;
        this.program = program;
        this.arguments = arguments;
    }

    /**
     * A program to be started by the calling process.
     *
     * @param program path of the program, or a name without {@code '/'} to be looked for in {@code PATH}
     * @param args    its arguments, without its own name
     * @return a description to complete and start
     */
    public static Launch of(String program, String... args) {
        return of(Sys.calls(), program, args);
    }

    /**
     * As {@link #of(String, String...)}, over a given system-call table.
     *
     * @param calls   the table to use
     * @param program path of the program, or a name without {@code '/'} to be looked for in {@code PATH}
     * @param args    its arguments, without its own name
     * @return a description to complete and start
     */
    public static Launch of(SystemCalls calls, String program, String... args) {
        return new Launch(calls, program, args.clone());
    }

    /**
     * Sets the child's whole environment; its {@code PATH} is also where the program is looked for.
     *
     * @param variables names and values; copied
     * @return this
     */
    public Launch environment(Map<String, String> variables) {
        environment = pack(variables);
        searchPath = variables.getOrDefault("PATH", DEFAULT_PATH);
        return this;
    }

    /**
     * Sets the child's working directory; a relative path of the program starts there too.
     *
     * @param path the directory
     * @return this
     */
    public Launch directory(String path) {
        directory = path;
        return this;
    }

    /**
     * Gives the child a duplicate of one of the caller's handles.
     *
     * @param childHandle the number the child sees, 0 or above
     * @param mine        the caller's handle, which stays open and the caller's; -1 leaves the child's closed
     * @return this
     */
    public Launch handle(int childHandle, int mine) {
        if (childHandle >= handles.length) {
            int old = handles.length;
            handles = Arrays.copyOf(handles, childHandle + 1);
            Arrays.fill(handles, old, handles.length, -1);
        }
        handles[childHandle] = mine;
        return this;
    }

    /**
     * Sets the child's process group.
     *
     * @param id {@link Spawn#GROUP_INHERIT}, {@link Spawn#GROUP_NEW} or a group of the caller's session
     * @return this
     */
    public Launch group(int id) {
        group = id;
        return this;
    }

    /**
     * Sets the flags of the spawn call.
     *
     * @param spawnFlags {@link Spawn} flags
     * @return this
     */
    public Launch flags(int spawnFlags) {
        flags = spawnFlags;
        return this;
    }

    /**
     * Starts the program.
     *
     * @return the running child, which the caller is to wait for
     * @throws SysException with {@code ENOENT} when there is no such program, {@code EACCES} when it is not executable,
     *                      {@code ENOEXEC} when it is no program, or another error of the spawn call
     * @throws IOException  never otherwise
     */
    public Child start() throws IOException {
        if (environment == null) {
            environment(System.getenv());
        }
        String[] argv = new String[arguments.length + 1];
        argv[0] = program;
        System.arraycopy(arguments, 0, argv, 1, arguments.length);
        int pid = calls.spawn(locate(), argv, environment, handles.clone(), directory, group, flags);
        return new Child(calls, Sys.check(pid, program), program);
    }

    private String locate() throws SysException {
        if (program.indexOf('/') >= 0) {
            return inDirectory(program);
        }
        int error = Errno.ENOENT;
        int from = 0;
        while (!program.isEmpty() && from <= searchPath.length()) {
            int colon = searchPath.indexOf(':', from);
            int end = colon < 0 ? searchPath.length() : colon;
            String folder = searchPath.substring(from, end);
            String candidate = inDirectory(folder.isEmpty() ? program : folder + "/" + program);
            int result = calls.access(candidate, FileFlags.X_OK);
            if (result == 0) {
                return candidate;
            }
            if (result == -Errno.EACCES) {
                error = Errno.EACCES;
            }
            from = end + 1;
        }
        throw new SysException(error, program);
    }

    private String inDirectory(String path) {
        return directory == null || path.startsWith("/") ? path : directory + "/" + path;
    }

    private static String[] pack(Map<String, String> variables) {
        String[] packed = new String[variables.size()];
        int n = 0;
        for (Map.Entry<String, String> e : variables.entrySet()) {
            packed[n++] = e.getKey() + "=" + e.getValue();
        }
        return packed;
    }
}
