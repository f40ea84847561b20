package org.sluice.images.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sluice.vm.board.BoardConfig;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code sluice memory-map}: boots, runs a command, and writes the picture that the guest's command of the same name draws to the
 * host. What the command leaves running is in it.
 */
@Command(name = "memory-map", mixinStandardHelpOptions = true,
    description = "Boots, runs a command, and draws physical memory coloured by owner.",
    footer = {"", "A command is over before the picture is taken, unless it ends with '&':",
        "./sluice memory-map --png map.png -c 'usertests area & sleep 1'"})
public final class MemoryMapCommand implements Callable<Integer> {
    private static final String MOUNT = "/mnt/memory-map";
    private static final String NAME = "map";

    @Mixin
    private MachineOptions machine;

    @Option(names = "-c", paramLabel = "COMMAND", description = "A shell command to run first; its output is printed.")
    private String command = "true";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Format format;

    /** Where the picture goes. */
    static final class Format {
        @Option(names = "--svg", paramLabel = "FILE", description = "Writes an SVG file.")
        private Path svg;

        @Option(names = "--png", paramLabel = "FILE", description = "Writes a PNG file.")
        private Path png;
    }

    @Override
    public Integer call() {
        Path target = format.svg != null ? format.svg : format.png;
        Path folder = null;
        try {
            folder = Files.createTempDirectory("sluice-memory-map");
            Path picture = folder.resolve(NAME);
            int status = machine.boot(Map.of("command", script()), List.of(new BoardConfig.Share(folder, MOUNT, true)));
            if (!Files.exists(picture)) {
                throw new LauncherFailure(1, "memory-map: no picture was taken; the command ended the shell, or the system");
            }
            Files.move(picture, target, StandardCopyOption.REPLACE_EXISTING);
            return status;
        } catch (IOException e) {
            throw new LauncherFailure(1, "memory-map: " + target + ": " + e.getMessage());
        } finally {
            remove(folder);
        }
    }

    private String script() {
        return command + "\nmap_status=$?\nmemory-map " + (format.svg != null ? "--svg " : "--png ") + MOUNT + "/" + NAME
            + " || exit\nexit $map_status\n";
    }

    private static void remove(Path folder) {
        if (folder == null) {
            return;
        }
        try {
            Files.deleteIfExists(folder.resolve(NAME));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            System.err.println("sluice: memory-map: " + folder + " could not be removed: " + e.getMessage());
        }
    }
}
