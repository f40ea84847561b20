package org.sluice.images.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.sluice.images.build.Distribution;
import org.sluice.images.command.LauncherFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code sluice bench stress}: builds and runs the module {@code kernel/stress}, which is no part of the system and of no other
 * build. Needs the sources and Maven, as the launcher's own build does.
 */
@Command(name = "stress", mixinStandardHelpOptions = true,
    description = "Runs what machine and kernel do without locks millions of times, and looks for outcomes that must not be.")
final class StressCommand implements Callable<Integer> {
    @Option(names = "--tests", paramLabel = "REGEX", defaultValue = ".*", description = "Tests to run (default: all).")
    private String tests;

    @Option(names = "--millis", defaultValue = "400",
        description = "Time for each of ten iterations of a test (default: ${DEFAULT-VALUE}).")
    private int millis;

    @Override
    public Integer call() {
        Path sources = Distribution.current().root().toAbsolutePath().resolve("../../..").normalize();
        if (!Files.isRegularFile(sources.resolve("kernel/stress/pom.xml"))) {
            throw new LauncherFailure(1, "bench: no sources at " + sources);
        }
        try {
            return new ProcessBuilder(List.of("mvn", "-q", "-B", "-ntp", "-Pstress", "-Dmaven.test.skip=true", "-pl", "kernel/stress",
                "-am", "verify", "-Dstress.tests=" + tests, "-Dstress.millis=" + millis)).directory(sources.toFile()).inheritIO()
                .start().waitFor();
        } catch (IOException e) {
            throw new LauncherFailure(1, "bench: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherFailure(1, "bench: interrupted");
        }
    }
}
