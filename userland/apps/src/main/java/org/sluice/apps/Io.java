package org.sluice.apps;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.sluice.abi.SystemCalls;
import org.sluice.io.AreaChannel;

/**
 * Everything a command reaches outside itself: streams, environment, files, clocks and the kernel. {@link SystemIo} is the
 * real one; tests give their own, so that a command runs inside the test with byte arrays for streams and a temporary
 * directory for the working directory.
 */
public abstract class Io {
    /** Size of the buffers through which data streams, in bytes. */
    public static final int BUFFER = 65536;

    /** Standard input, unbuffered. */
    public abstract InputStream in();

    /** Standard output, buffered; line by line when it is a terminal. */
    public abstract Output out();

    /** Standard error, flushed at the end of each line. */
    public abstract Output err();

    /** The value of an environment variable, or {@code null}. */
    public abstract String variable(String name);

    /** The whole environment; not to be changed. */
    public abstract Map<String, String> environment();

    /** The kernel. */
    public abstract SystemCalls calls();

    /** Starts other programs. */
    public abstract Programs programs();

    /** The working directory against which relative names count, or {@code null} when the system resolves them itself. */
    protected abstract File directory();

    /** The absolute name of the working directory. */
    public abstract String workingDirectory() throws IOException;

    /**
     * Describes a file as the stat call does.
     *
     * @param name   a file name
     * @param follow whether to describe what a symbolic link leads to
     * @return an array indexed by the {@code ST_} constants of {@link org.sluice.abi.FileFlags}
     * @throws IOException when there is no such file, with the reason that {@link Reasons} words
     */
    public abstract long[] stat(String name, boolean follow) throws IOException;

    /** Whether one of the handles 0, 1 and 2 is a terminal. */
    public abstract boolean isTerminal(int handle);

    /** Where the process information is found: {@code /proc}. */
    public String proc() {
        return "/proc";
    }

    /** Milliseconds since 1970-01-01T00:00Z. */
    public long now() {
        return System.currentTimeMillis();
    }

    /** Blocks the caller for some nanoseconds. */
    public abstract void sleep(long nanos) throws IOException;

    /**
     * Makes classes of jars and directories loadable.
     *
     * @param path jars and directories separated by {@code ':'}
     * @return the loader that finds them
     * @throws IOException when an entry does not exist or is not a readable jar
     */
    public abstract ClassLoader extendClassPath(String path) throws IOException;

    /** The file of a name given by the user. */
    public final File file(String name) {
        File directory = directory();
        return directory == null || name.startsWith("/") ? new File(name) : new File(directory, name);
    }

    /** The path of a name given by the user; the empty name is no file. */
    public final Path path(String name) throws IOException {
        if (name.isEmpty()) {
            throw new NoSuchFileException(name);
        }
        File directory = directory();
        return directory == null ? Path.of(name) : directory.toPath().resolve(name);
    }

    /** Opens a file for reading; {@code "-"} is standard input, which {@link #close} will leave open. */
    public final InputStream open(String name) throws IOException {
        return name.equals("-") ? in() : new FileInputStream(file(name));
    }

    /**
     * Opens a file, or standard input, as one that passes memory on; to be closed.
     *
     * @return null when it is neither a pipe nor a regular file, or areas cannot be had here
     */
    public AreaChannel areas(String name) throws IOException {
        return null;
    }

    /** Standard output as {@link #areas} gives a file. What {@link #out} holds back must be flushed before it is used. */
    public AreaChannel areasOut() throws IOException {
        return null;
    }

    /** Closes what {@link #open} gave. */
    public final void close(InputStream stream) throws IOException {
        if (stream != in()) {
            stream.close();
        }
    }

    /** Reads a small text file whole, such as those of {@code /proc}, whose size is not known beforehand. */
    public final String readText(String name) throws IOException {
        try (FileInputStream stream = new FileInputStream(file(name))) {
            byte[] buffer = new byte[4096];
            int length = 0;
            while (true) {
                int n = stream.read(buffer, length, buffer.length - length);
                if (n <= 0) {
                    return Utf8.decode(buffer, 0, length);
                }
                length += n;
                if (length == buffer.length) {
                    buffer = java.util.Arrays.copyOf(buffer, 2 * length);
                }
            }
        }
    }
}
