package org.sluice.kernel.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.vm.code.ProgramSource;

/**
 * Jars and directories a program's classes come from, searched in order. Files are read whole before anything is made of
 * them: a class is never defined from a half-read file.
 */
public final class ClassPath implements ProgramSource {
    private static final int MAX_FILE = 64 << 20;
    private static final int MAX_ENTRIES = 1024;
    private static final int MAX_TEXT = 64 << 10;
    private static final String SYSTEM_JARS = "/lib/";

    private interface Entry {
        byte[] find(String resource);

        String path();
    }

    private final Kernel kernel;
    private final JarCache jars;
    private volatile List<Entry> entries = List.of();

    ClassPath(Kernel kernel, JarCache jars) {
        this.kernel = kernel;
        this.jars = jars;
    }

    /**
     * Appends entries separated by ':'; an empty one is the directory itself. A jar's own {@code Class-Path} follows the jar.
     *
     * @param directory what relative entries are relative to
     * @throws CallFailed ENOENT when an entry does not exist, ENOEXEC when one is no directory and no jar, E2BIG when there are
     *     more than 1024 entries or 64 KiB of text; then nothing is appended
     */
    public void append(String path, String directory) {
        if (path.isEmpty()) {
            return;
        }
        if (path.length() > MAX_TEXT) {
            throw new CallFailed(Errno.E2BIG);
        }
        List<Entry> result = new ArrayList<>(entries);
        for (String part : path.split(":", -1)) {
            Entry entry = append(result, part.startsWith("/") ? part : directory + "/" + part);
            // Not by recursion: a jar may name itself by ever longer paths.
            ArrayDeque<String> named = new ArrayDeque<>(classPathOf(entry));
            while (!named.isEmpty()) {
                try {
                    List<String> more = classPathOf(append(result, named.poll()));
                    for (int i = more.size() - 1; i >= 0; i--) {
                        named.addFirst(more.get(i));
                    }
                } catch (CallFailed missing) {
                    // The JAR specification lets a Class-Path element be absent.
                }
            }
        }
        entries = List.copyOf(result);
    }

    /** @return the new entry, or null when it is there already */
    private Entry append(List<Entry> result, String path) {
        for (Entry entry : result) {
            if (entry.path().equals(path)) {
                return null;
            }
        }
        if (result.size() >= MAX_ENTRIES) {
            throw new CallFailed(Errno.E2BIG);
        }
        long[] stat = new long[FileFlags.ST_LENGTH];
        kernel.files().stat(path, stat, false);
        long type = stat[FileFlags.ST_MODE] & FileFlags.S_IFMT;
        boolean directory = type == FileFlags.S_IFDIR;
        if (!directory && type != FileFlags.S_IFREG) {
            // Reading a terminal or a pipe to its end could take for ever.
            throw new CallFailed(Errno.ENOEXEC);
        }
        Entry entry = directory ? new DirectoryEntry(path.endsWith("/") ? path : path + "/") : new LazyJar(path);
        if (entry instanceof LazyJar jar && !path.startsWith(SYSTEM_JARS)) {
            jar.jar();
        }
        result.add(entry);
        return entry;
    }

    /** Absolute paths of what a jar's manifest adds. */
    private static List<String> classPathOf(Entry entry) {
        // A system jar's classes are in the library already translated; the jar is opened only for what is not.
        if (!(entry instanceof LazyJar jar) || jar.path().startsWith(SYSTEM_JARS)) {
            return List.of();
        }
        String attribute = jar.jar().classPath();
        if (attribute == null) {
            return List.of();
        }
        String base = jar.path().substring(0, jar.path().lastIndexOf('/') + 1);
        List<String> result = new ArrayList<>();
        for (String element : attribute.split(" +")) {
            if (!element.isEmpty()) {
                result.add(element.startsWith("/") ? element : base + element);
            }
        }
        return result;
    }

    @Override
    public byte[] find(String resource) {
        for (Entry entry : entries) {
            byte[] found = entry.find(resource);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    public List<byte[]> findAll(String resource) {
        List<byte[]> result = new ArrayList<>();
        for (Entry entry : entries) {
            byte[] found = entry.find(resource);
            if (found != null) {
                result.add(found);
            }
        }
        return result;
    }

    @Override
    public String location(String resource) {
        for (Entry entry : entries) {
            if (entry.find(resource) != null) {
                return entry.path().length() > 1 && entry.path().endsWith("/")
                    ? entry.path().substring(0, entry.path().length() - 1) : entry.path();
            }
        }
        return null;
    }

    /** The entries as one string, as {@code java.class.path} shows it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            text.append(text.isEmpty() ? "" : ":").append(entry.path());
        }
        return text.toString();
    }

    private final class LazyJar implements Entry {
        private final String path;
        private volatile JarFile jar;

        LazyJar(String path) {
            this.path = path;
        }

        JarFile jar() {
            JarFile j = jar;
            if (j == null) {
                j = jars.open(path);
                jar = j;
            }
            return j;
        }

        @Override
        public byte[] find(String resource) {
            return jar().find(resource);
        }

        @Override
        public String path() {
            return path;
        }
    }

    private final class DirectoryEntry implements Entry {
        private final String path;

        DirectoryEntry(String path) {
            this.path = path;
        }

        @Override
        public byte[] find(String resource) {
            try {
                long[] stat = new long[FileFlags.ST_LENGTH];
                kernel.files().stat(path + resource, stat, false);
                if ((stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) != FileFlags.S_IFREG) {
                    return null;
                }
                return kernel.files().readAll(path + resource, MAX_FILE);
            } catch (CallFailed e) {
                return null;
            }
        }

        @Override
        public String path() {
            return path;
        }
    }
}
