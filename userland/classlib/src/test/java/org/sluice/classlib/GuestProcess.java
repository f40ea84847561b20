package org.sluice.classlib;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import org.sluice.abi.SystemCalls;
import org.sluice.vm.code.ClassArchive;
import org.sluice.vm.code.Namespace;
import org.sluice.vm.code.ProgramSource;
import org.sluice.vm.code.TranslationCache;

/** A process without a kernel: a name space whose system calls are those of {@link HostSystemCalls}. */
final class GuestProcess {
    private static final long CACHE = 64 << 20;
    /** Of a process that does not ask for a pager of its own: 16 MiB. */
    private static final int FRAMES = 4096;
    static final ClassArchive LIBRARY = library();
    static final TranslationCache TRANSLATIONS = new TranslationCache(LIBRARY, CACHE);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final HostSystemCalls calls;
    /** Reachable as long as the process, whose code knows the memory by its address. */
    final HostPager pager;
    final Namespace namespace;

    private static ClassArchive library() {
        try {
            return ClassArchive.open(MemorySegment.ofArray(Files.readAllBytes(Path.of(System.getProperty("sluice.library",
                "target/library.img")))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A class path of directories and jars of the host. */
    record Parts(List<Map<String, byte[]>> parts, List<String> names) implements ProgramSource {
        static Parts of(List<Path> paths) {
            List<Map<String, byte[]>> parts = new ArrayList<>();
            List<String> names = new ArrayList<>();
            try {
                for (Path p : paths) {
                    Map<String, byte[]> entries = new HashMap<>();
                    if (Files.isDirectory(p)) {
                        try (var files = Files.walk(p)) {
                            for (Path f : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                                entries.put(p.relativize(f).toString(), Files.readAllBytes(f));
                            }
                        }
                    } else {
                        try (JarFile jar = new JarFile(p.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
                            for (JarEntry e : (Iterable<JarEntry>) jar.versionedStream()::iterator) {
                                entries.put(e.getName(), jar.getInputStream(e).readAllBytes());
                            }
                        }
                    }
                    parts.add(entries);
                    names.add("/lib/" + p.getFileName());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Parts(parts, names);
        }

        @Override
        public byte[] find(String resource) {
            return parts.stream().map(p -> p.get(resource)).filter(b -> b != null).findFirst().orElse(null);
        }

        @Override
        public List<byte[]> findAll(String resource) {
            return parts.stream().map(p -> p.get(resource)).filter(b -> b != null).toList();
        }

        @Override
        public String location(String resource) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).containsKey(resource)) {
                    return names.get(i);
                }
            }
            return null;
        }
    }

    GuestProcess(ProgramSource program, Path root, String input, long quota) {
        this(program, root, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), null, quota);
    }

    GuestProcess(ProgramSource program, Path root, InputStream in, OutputStream to, long quota) {
        this(program, root, in, to, quota, new HostPager(FRAMES, FRAMES, 0), false);
    }

    /**
     * A process with a pager.
     *
     * @param graceful whether the pager waits for grace periods, which takes that all system calls are noted
     */
    GuestProcess(ProgramSource program, Path root, InputStream in, OutputStream to, long quota, HostPager pager, boolean graceful) {
        OutputStream sink = to != null ? to : out;
        this.pager = pager;
        calls = new HostSystemCalls(root, in, sink, sink, quota, pager);
        namespace = Namespace.create(LIBRARY, TRANSLATIONS, program, graceful ? calls.noted() : calls,
            SystemCalls.class.getClassLoader(), pager.memory());
        calls.onRaise(namespace::raisePoll, namespace::lowerPoll);
    }

    /** Runs the program on the calling thread; the status it ended with. */
    int run(String main, String... args) {
        calls.runAsThread(() -> namespace.runMain(main, args, new String[] {"HOME=/home", "PATH=/bin", "USER=tester"}, main));
        return calls.status();
    }

    /** What the program has written to both outputs. */
    String output() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
