package org.sluice.images.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sluice.images.build.Distribution;
import org.sluice.images.command.LauncherFailure;

/**
 * What a benchmark boots: a machine of its own, started as a user starts it, with the programs of
 * {@code org.sluice.images.bench.guest} at {@link #MOUNT}. Holds a folder of the host until it is closed.
 */
final class Rig implements AutoCloseable {
    /** Where the guest finds the programs. */
    static final String MOUNT = "/mnt/bench";
    /** Name of the program {@code Hello} as an executable file there. */
    static final String HELLO = MOUNT + "/hello";

    private static final String PROGRAMS = "org/sluice/images/bench/guest";

    private final Path folder;

    Rig() {
        try {
            folder = Files.createTempDirectory("sluice-bench");
            copyPrograms();
            Path hello = folder.resolve("hello");
            Files.writeString(hello, "#!java -cp " + MOUNT + " " + program("Hello") + "\n");
            Files.setPosixFilePermissions(hello, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new LauncherFailure(1, "bench: " + e.getMessage());
        }
    }

    /** The class name of a program. */
    static String program(String name) {
        return PROGRAMS.replace('/', '.') + "." + name;
    }

    /** A command of the guest that runs a program. */
    static String java(String name, String arguments) {
        return "java -cp " + MOUNT + " " + program(name) + (arguments.isEmpty() ? "" : " " + arguments);
    }

    /** A command line of the host that boots a machine with the programs. */
    List<String> boot(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(launcher().toString());
        command.add("boot");
        command.add("--share");
        command.add(folder + "=" + MOUNT);
        command.addAll(options);
        return command;
    }

    /** The script users start; it stands beside the modules' folders. */
    private static Path launcher() {
        Path script = Distribution.current().root().toAbsolutePath().resolve("../../../sluice").normalize();
        if (!Files.isExecutable(script)) {
            throw new LauncherFailure(1, "bench: no launcher " + script);
        }
        return script;
    }

    /**
     * Boots, runs a command of the shell, and hands each line of its standard output on as it comes. Its standard error is ours.
     *
     * @return the exit status
     */
    int run(List<String> options, String command, Consumer<String> line) {
        List<String> all = boot(options);
        all.add("-c");
        all.add(command);
        return lines(all, line);
    }

    /** What looks at a booted machine from outside. */
    interface Watcher {
        /** Gets a line of standard output and the machine's host process; a line it returns is typed in return, null for none. */
        String line(Process machine, String text) throws IOException, InterruptedException;
    }

    /** As {@link #run}, with somebody who answers on standard input. */
    int watch(List<String> options, String command, Watcher watcher) {
        List<String> all = boot(options);
        all.add("-c");
        all.add(command);
        try {
            Process process = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (var reader = process.inputReader(StandardCharsets.UTF_8); var answers = process.outputWriter(StandardCharsets.UTF_8)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    String answer = watcher.line(process, line);
                    if (answer != null) {
                        answers.write(answer + "\n");
                        answers.flush();
                    }
                }
            } finally {
                process.destroy();
            }
            return process.waitFor();
        } catch (IOException e) {
            throw new LauncherFailure(1, "bench: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherFailure(1, "bench: interrupted");
        }
    }

    /** A command line of the host that runs a class of this package on a plain JVM of the same JDK. */
    List<String> onHost(String option, String main) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), option, "-cp", ownCode().toString(), main);
    }

    /** Runs a command of the host, as {@link #run} does for the guest. */
    int lines(List<String> hostCommand, Consumer<String> line) {
        try {
            Process process = new ProcessBuilder(hostCommand).redirectError(ProcessBuilder.Redirect.INHERIT).start();
            process.getOutputStream().close();
            try (var reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                reader.lines().forEach(line);
            }
            return process.waitFor();
        } catch (IOException | UncheckedIOException e) {
            throw new LauncherFailure(1, "bench: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherFailure(1, "bench: interrupted");
        }
    }

    private void copyPrograms() throws IOException {
        Path source = ownCode();
        if (Files.isDirectory(source)) {
            copy(source.resolve(PROGRAMS));
        } else {
            try (FileSystem jar = FileSystems.newFileSystem(source)) {
                copy(jar.getPath(PROGRAMS));
            }
        }
    }

    /** The jar or folder this class comes from. */
    private static Path ownCode() {
        try {
            return Path.of(Rig.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void copy(Path programs) throws IOException {
        Path target = Files.createDirectories(folder.resolve(PROGRAMS));
        try (Stream<Path> files = Files.list(programs)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, target.resolve(file.getFileName().toString()));
            }
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("sluice: bench: " + folder + " could not be removed: " + e.getMessage());
        }
    }
}
