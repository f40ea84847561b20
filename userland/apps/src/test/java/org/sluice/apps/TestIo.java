package org.sluice.apps;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.SysException;

/**
 * A command's surroundings inside a test: byte arrays for streams, a directory of its own, and system calls that tests
 * define.
 */
public final class TestIo extends Io {
    private final Path directory;
    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    private final Output err = new Output(errBytes, true);
    private Output out = new Output(outBytes, false);
    private InputStream in = new ByteArrayInputStream(new byte[0]);
    private final Map<String, Function<Object[], Object>> answers = new LinkedHashMap<>();
    private final SystemCalls calls = (SystemCalls) Proxy.newProxyInstance(
            TestIo.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, (proxy, method, args) -> {
                Function<Object[], Object> answer = answers.get(method.getName());
                return answer != null ? answer.apply(args) : method.getReturnType() == long.class
                        ? (Object) (long) -Errno.ENOSYS : -Errno.ENOSYS;
            });

    final Map<String, String> variables = new LinkedHashMap<>(Map.of("TZ", "UTC"));
    final Set<Integer> terminals = new HashSet<>();
    final List<Long> sleeps = new ArrayList<>();
    /** Programs that were started, with their arguments. */
    final List<List<String>> started = new ArrayList<>();
    final List<String> startedHow = new ArrayList<>();
    /** Decides the exit status of programs; may write to {@link #out()}. A negative one is an error number of the start. */
    Function<List<String>, Integer> program = command -> 0;
    Map<String, String> startedEnvironment;
    String proc = "/proc";
    long now = 1_700_000_000_000L;

    public TestIo(Path directory) {
        this.directory = directory;
    }

    void input(byte[] bytes) {
        in = new ByteArrayInputStream(bytes);
    }

    void output(OutputStream sink) {
        out = new Output(sink, false);
    }

    void answer(String call, Function<Object[], Object> answer) {
        answers.put(call, answer);
    }

    byte[] outBytes() {
        return outBytes.toByteArray();
    }

    String outText() {
        return outBytes.toString(StandardCharsets.UTF_8);
    }

    String errText() {
        return errBytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public Output out() {
        return out;
    }

    @Override
    public Output err() {
        return err;
    }

    @Override
    public String variable(String name) {
        return variables.get(name);
    }

    @Override
    public Map<String, String> environment() {
        return variables;
    }

    @Override
    public SystemCalls calls() {
        return calls;
    }

    @Override
    public Programs programs() {
        return (command, environment, flags, input, error) -> {
            started.add(List.of(command));
            startedHow.add("flags=" + flags + " input=" + input + " error=" + error);
            startedEnvironment = environment;
            int status = program.apply(List.of(command));
            if (status < 0) {
                throw new SysException(-status, command[0]);
            }
            return new Programs.Running() {
                @Override
                public int pid() {
                    return 100;
                }

                @Override
                public int waitFor() {
                    return status;
                }
            };
        };
    }

    @Override
    protected File directory() {
        return directory.toFile();
    }

    @Override
    public String workingDirectory() {
        return directory.toString();
    }

    @Override
    public long[] stat(String name, boolean follow) throws IOException {
        Path path = path(name);
        LinkOption[] options = follow ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
        Map<String, Object> found = Files.readAttributes(path, "unix:*", options);
        long[] stat = new long[FileFlags.ST_LENGTH];
        stat[FileFlags.ST_MODE] = ((Number) found.get("mode")).longValue();
        stat[FileFlags.ST_SIZE] = ((Number) found.get("size")).longValue();
        stat[FileFlags.ST_INO] = ((Number) found.get("ino")).longValue();
        stat[FileFlags.ST_DEV] = ((Number) found.get("dev")).longValue();
        stat[FileFlags.ST_NLINK] = ((Number) found.get("nlink")).longValue();
        stat[FileFlags.ST_ATIME] = ((FileTime) found.get("lastAccessTime")).to(TimeUnit.NANOSECONDS);
        stat[FileFlags.ST_MTIME] = ((FileTime) found.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS);
        stat[FileFlags.ST_CTIME] = ((FileTime) found.get("ctime")).to(TimeUnit.NANOSECONDS);
        stat[FileFlags.ST_BLOCKS] = (stat[FileFlags.ST_SIZE] + 4095) / 4096 * 8;
        return stat;
    }

    @Override
    public boolean isTerminal(int handle) {
        return terminals.contains(handle);
    }

    @Override
    public String proc() {
        return proc;
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public void sleep(long nanos) {
        sleeps.add(nanos);
    }

    @Override
    public ClassLoader extendClassPath(String path) throws IOException {
        String[] entries = path.split(":");
        URL[] urls = new URL[entries.length];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = file(entries[i]).toURI().toURL();
        }
        return new URLClassLoader(urls, TestIo.class.getClassLoader());
    }
}
