package org.sluice.images.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice boot}: boots to the shell, or to one command or script. */
@Command(name = "boot", mixinStandardHelpOptions = true,
    description = "Boots the system to its shell, or runs one command or script and exits with its status.")
public final class BootCommand implements Callable<Integer> {
    @Mixin
    private MachineOptions machine;

    @ArgGroup(exclusive = true)
    private Work work;

    /** What to run instead of an interactive shell. */
    static final class Work {
        @Option(names = "-c", paramLabel = "COMMAND", description = "Runs a shell command; nothing but its output is printed.")
        private String command;

        @Option(names = "--script", paramLabel = "FILE", description = "Runs the shell script in a host file likewise.")
        private Path script;
    }

    @Override
    public Integer call() {
        Map<String, String> arguments = new TreeMap<>();
        if (work != null && work.command != null) {
            arguments.put("command", work.command);
        } else if (work != null) {
            arguments.put("command", read(work.script));
            arguments.put("argument.0", work.script.getFileName().toString());
        }
        return machine.boot(arguments, List.of());
    }

    private static String read(Path script) {
        try {
            return Files.readString(script);
        } catch (IOException e) {
            throw new LauncherFailure(1, "--script " + script + ": " + (Files.exists(script) ? "cannot be read as UTF-8 text"
                : "no such file"));
        }
    }
}
