package org.sluice.shell.run;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;

/** Pathname expansion. */
public final class Glob {
    private static final int NAMES_BUFFER = 8192;

    private final SystemCalls sys;
    private final State state;

    /**
     * Expansion relative to a shell's working directory.
     *
     * @param sys   the kernel
     * @param state the shell
     */
    public Glob(SystemCalls sys, State state) {
        this.sys = sys;
        this.state = state;
    }

    /**
     * The paths a pattern matches.
     *
     * @param pattern a path whose components are {@link Pattern}s
     * @return sorted; empty when nothing matches
     */
    public List<String> expand(String pattern) {
        List<String> found = new ArrayList<>();
        int start = 0;
        while (start < pattern.length() && pattern.charAt(start) == '/') {
            start++;
        }
        walk(pattern.substring(0, start), pattern, start, found);
        found.sort(null);
        return found;
    }

    private void walk(String base, String pattern, int from, List<String> found) {
        int slash = pattern.indexOf('/', from);
        String component = slash < 0 ? pattern.substring(from) : pattern.substring(from, slash);
        int next = slash;
        while (next >= 0 && next < pattern.length() && pattern.charAt(next) == '/') {
            next++;
        }
        String separator = slash < 0 ? "" : pattern.substring(slash, next);
        if (!Pattern.isPattern(component)) {
            step(base + Pattern.unescape(component), separator, pattern, next, found);
            return;
        }
        boolean hidden = component.startsWith(".") || component.startsWith("\\.");
        for (String name : list(base)) {
            if ((hidden || !name.startsWith(".")) && Pattern.matches(component, name)) {
                step(base + name, separator, pattern, next, found);
            }
        }
    }

    private void step(String path, String separator, String pattern, int next, List<String> found) {
        if (next < 0 || next >= pattern.length()) {
            long[] stat = new long[FileFlags.ST_LENGTH];
            boolean exists = sys.stat(state.resolve(path), stat, 0) >= 0
                || sys.stat(state.resolve(path), stat, FileFlags.O_NOFOLLOW) >= 0;
            boolean directory = (stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) == FileFlags.S_IFDIR;
            if (exists && (separator.isEmpty() || directory)) {
                found.add(path + separator);
            }
        } else {
            walk(path + separator, pattern, next, found);
        }
    }

    /**
     * The names in a directory.
     *
     * @param path the directory, relative to the shell's; empty for that itself
     * @return unsorted, without {@code .} and {@code ..}; empty when it cannot be read
     */
    public List<String> list(String path) {
        List<String> names = new ArrayList<>();
        String directory = path.isEmpty() ? state.directory() : state.resolve(path);
        int handle = sys.open(directory, FileFlags.O_RDONLY | FileFlags.O_DIRECTORY, 0);
        if (handle < 0) {
            return names;
        }
        byte[] buffer = new byte[NAMES_BUFFER];
        int filled = sys.readdir(handle, buffer);
        while (filled > 0) {
            int start = 0;
            for (int i = 0; i < filled; i++) {
                if (buffer[i] == 0) {
                    names.add(new String(buffer, start, i - start, StandardCharsets.UTF_8));
                    start = i + 1;
                }
            }
            filled = sys.readdir(handle, buffer);
        }
        sys.close(handle);
        return names;
    }
}
