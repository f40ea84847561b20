package org.sluice.images.build;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Starts further JVMs of the same JDK on the system's modules. Their output is ours. */
public final class HostJvm {
    private final Distribution distribution;

    /** A starter for the jars of a distribution. */
    public HostJvm(Distribution distribution) {
        this.distribution = distribution;
    }

    /**
     * Runs a main class and waits for its end.
     *
     * @param folders    folders of the distribution that make the module path
     * @param addModules modules to resolve beside the main one's
     * @param main       module and class
     * @return its exit status
     */
    public int run(List<String> folders, List<String> addModules, String main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + distribution.jvmOptions());
        command.add("-D" + Distribution.PROPERTY + "=" + distribution.root());
        command.add("--module-path");
        command.add(folders.stream().map(f -> distribution.root().resolve(f).toString())
            .collect(Collectors.joining(File.pathSeparator)));
        if (!addModules.isEmpty()) {
            command.add("--add-modules");
            command.add(String.join(",", addModules));
        }
        command.add("--module");
        command.add(main);
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + main);
        }
    }
}
