package org.sluice.images.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The launcher as a command of the host. */
final class Sluice {
    private static final Path ROOT = root();

    private Sluice() {
    }

    /** The top folder of the sources, where the launcher is. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("sluice")) || !Files.isDirectory(folder.resolve("kernel"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("no folder above " + Path.of("").toAbsolutePath() + " holds the launcher");
            }
        }
        return folder;
    }

    /** Where these tests put what they make; emptied by {@code mvn clean}. */
    static Path workFolder() {
        return ROOT.resolve("images/target/e2e");
    }

    /** A full command line of the launcher. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ROOT.resolve("sluice").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** The environment the launcher gets: an image of the tests' own. */
    static Map<String, String> environment() {
        return Map.of("SLUICE_HOME", workFolder().resolve("home").toString());
    }

    /** The environment of somebody who has the launcher and the JDK's commands on the path. */
    static Map<String, String> pageEnvironment() {
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("PATH", ROOT + ":" + Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
        return environment;
    }

    /** Runs the launcher with nothing on its standard input. */
    static Outcome run(String... arguments) {
        return HostProcess.run(command(arguments), environment(), new byte[0]);
    }

    /** Boots and runs one command of the shell. */
    static Outcome boot(String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of("boot"));
        arguments.addAll(List.of(options));
        arguments.add("-c");
        arguments.add(command);
        return run(arguments.toArray(String[]::new));
    }
}
