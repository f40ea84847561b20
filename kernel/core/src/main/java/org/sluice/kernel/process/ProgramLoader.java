package org.sluice.kernel.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.ProcessKilled;
import org.sluice.abi.Spawn;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.vm.code.ClassArchive;
import org.sluice.vm.code.Namespace;
import org.sluice.vm.code.PagedMemory;
import org.sluice.vm.code.TranslationCache;

/**
 * Finds out what an executable is and starts it. Four kinds: a class file, a jar with a {@code Main-Class}, {@code #!java
 * [-cp PATH] CLASS [ARG...]}, which names a class directly, and {@code #!INTERPRETER [ARG]}.
 */
public final class ProgramLoader {
    private static final int MAX_LEVELS = 4;
    private static final int MAX_LINE = 4096;
    private static final int MAX_ARGUMENT_BYTES = 1 << 20;
    /** Exit status of a process whose name space could not be made. */
    private static final int CANNOT_RUN = 126;

    private final Kernel kernel;
    private final Gates gates;
    private final ClassArchive library;
    private final TranslationCache cache;
    private final JarCache jars;
    private final Quotas quotas;

    public ProgramLoader(Kernel kernel, Gates gates, ClassArchive library, TranslationCache cache, Quotas quotas) {
        this.kernel = kernel;
        this.gates = gates;
        this.library = library;
        this.cache = cache;
        this.quotas = quotas;
        this.jars = new JarCache(kernel);
    }

    /** Makes the system calls of a process, an {@link org.sluice.abi.SystemCalls}. */
    public interface Gates {
        Object make(Process process, boolean traced);
    }

    /** A request to start a program; fields as in {@link org.sluice.abi.SystemCalls#spawn}. */
    public record Request(String path, String[] argv, String[] environment, String directory, int group, boolean traced) {
    }

    /** What gets the new process before it runs, to give it handles. */
    public interface Preparation {
        void prepare(Process process);
    }

    /**
     * Starts a process.
     *
     * @param parent null for the first process
     * @throws CallFailed with the errors of {@code spawn}; then there is no process
     */
    public Process start(Process parent, Request request, Preparation preparation) {
        checkArguments(request);
        String path = parent == null ? request.path() : parent.absolute(request.path());
        Program program = identify(path, request.argv(), request.directory(), 0);
        Process process = kernel.processes().create(parent, program, request.environment(), request.directory(), quotas,
            request.group());
        try {
            preparation.prepare(process);
            process.startThread(() -> run(process, request.traced()), "main", KernelThread.NORMAL_PRIORITY, false);
        } catch (RuntimeException | Error e) {
            kernel.processes().abandon(process);
            throw e;
        }
        return process;
    }

    private void run(Process process, boolean traced) {
        try {
            Object calls = gates.make(process, traced);
            Program program = process.program();
            Namespace namespace = Namespace.create(library, cache, program.classPath(), calls,
                org.sluice.abi.SystemCalls.class.getClassLoader(),
                PagedMemory.of(kernel.machine().memory(), process.space().tlb()));
            process.attach(namespace);
            namespace.runMain(program.mainClass(), program.arguments(), process.environment(), program.name());
        } catch (ProcessKilled end) {
            throw end;
        } catch (RuntimeException | Error e) {
            // Nothing of the guest's gets here: the class library ends a program that throws with status 1.
            kernel.log().line("process", process + " could not run: " + e);
            kernel.processes().end(process, Spawn.exited(CANNOT_RUN));
        }
    }

    private static void checkArguments(Request request) {
        if (request.path() == null || request.argv() == null || request.environment() == null) {
            throw new CallFailed(Errno.EFAULT);
        }
        long bytes = 0;
        for (String[] strings : List.of(request.argv(), request.environment())) {
            for (String s : strings) {
                if (s == null) {
                    throw new CallFailed(Errno.EFAULT);
                }
                bytes += s.length() + 1L;
            }
        }
        if (bytes > MAX_ARGUMENT_BYTES) {
            throw new CallFailed(Errno.E2BIG);
        }
    }

    private Program identify(String path, String[] argv, String directory, int level) {
        if (level > MAX_LEVELS) {
            throw new CallFailed(Errno.ELOOP);
        }
        long[] stat = new long[FileFlags.ST_LENGTH];
        kernel.files().stat(path, stat, false);
        if ((stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) != FileFlags.S_IFREG) {
            throw new CallFailed(Errno.EACCES);
        }
        byte[] head = new byte[MAX_LINE];
        var file = kernel.files().open(path, FileFlags.O_RDONLY, 0);
        int length;
        try {
            length = Math.max(0, file.read(head, 0, head.length));
        } finally {
            file.close();
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        String[] arguments = argv.length == 0 ? new String[0] : Arrays.copyOfRange(argv, 1, argv.length);
        if (length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4) {
            JarFile jar = jars.open(path);
            String main = jar.mainClass();
            if (main == null) {
                throw new CallFailed(Errno.ENOEXEC);
            }
            return new Program(name, path, main, classPath(path, directory), arguments, argv);
        }
        if (length >= 8 && (head[0] & 0xff) == 0xca && (head[1] & 0xff) == 0xfe && (head[2] & 0xff) == 0xba
            && (head[3] & 0xff) == 0xbe) {
            String main = ClassFileName.read(kernel.files().readAll(path, 16 << 20));
            String root = path.substring(0, path.lastIndexOf('/') + 1);
            String inPackage = main.replace('.', '/') + ".class";
            if (path.endsWith("/" + inPackage)) {
                root = path.substring(0, path.length() - inPackage.length());
            }
            return new Program(name, path, main, classPath(root, directory), arguments, argv);
        }
        if (length >= 2 && head[0] == '#' && head[1] == '!') {
            return interpreted(path, name, firstLine(head, length), arguments, argv, directory, level);
        }
        throw new CallFailed(Errno.ENOEXEC);
    }

    private static String firstLine(byte[] head, int length) {
        int end = 2;
        while (end < length && head[end] != '\n') {
            end++;
        }
        if (end == MAX_LINE) {
            throw new CallFailed(Errno.ENOEXEC);
        }
        return new String(head, 2, end - 2, StandardCharsets.UTF_8).strip();
    }

    private Program interpreted(String path, String name, String line, String[] arguments, String[] argv, String directory,
                                int level) {
        String[] words = line.split("[ \t]+");
        if (words[0].isEmpty()) {
            throw new CallFailed(Errno.ENOEXEC);
        }
        if (words[0].equals("java")) {
            int next = 1;
            String cp = "";
            if (next + 1 < words.length && words[next].equals("-cp")) {
                cp = words[next + 1];
                next += 2;
            }
            if (next >= words.length) {
                throw new CallFailed(Errno.ENOEXEC);
            }
            List<String> all = new ArrayList<>(Arrays.asList(words).subList(next + 1, words.length));
            all.addAll(Arrays.asList(arguments));
            return new Program(name, path, words[next], classPath(cp, directory), all.toArray(String[]::new), argv);
        }
        // As Unix does: the rest of the line is one argument, then the script, then the script's own arguments.
        List<String> next = new ArrayList<>();
        next.add(words[0]);
        String rest = line.substring(words[0].length()).strip();
        if (!rest.isEmpty()) {
            next.add(rest);
        }
        next.add(path);
        next.addAll(Arrays.asList(arguments));
        String interpreter = words[0].startsWith("/") ? words[0] : directory + "/" + words[0];
        Program program = identify(interpreter, next.toArray(String[]::new), directory, level + 1);
        return new Program(name, program.path(), program.mainClass(), program.classPath(), program.arguments(), program.argv());
    }

    private ClassPath classPath(String entries, String directory) {
        ClassPath result = new ClassPath(kernel, jars);
        result.append(entries, directory);
        return result;
    }
}
