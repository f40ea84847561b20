package org.sluice.images.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.sluice.vm.board.BoardConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice run}: boots straight into one program of the host. */
@Command(name = "run", mixinStandardHelpOptions = true,
    description = "Boots, runs one Java program as the guest, and exits with its status.")
public final class RunCommand implements Callable<Integer> {
    private static final String MOUNT = "/mnt/app";

    @Mixin
    private MachineOptions machine;

    @Parameters(index = "0", paramLabel = "PROGRAM", description = "A jar with a main class, a class file, or a source file.")
    private Path program;

    @Parameters(index = "1..*", paramLabel = "ARG", description = "Arguments of the program.")
    private List<String> programArguments = new ArrayList<>();

    @Override
    public Integer call() {
        try (HostProgram prepared = HostProgram.prepare(program)) {
            Map<String, String> arguments = new TreeMap<>();
            arguments.put("init", MOUNT + "/" + prepared.name());
            for (int i = 0; i < programArguments.size(); i++) {
                arguments.put("argument." + i, programArguments.get(i));
            }
            return machine.boot(arguments, List.of(new BoardConfig.Share(prepared.folder(), MOUNT, false)));
        }
    }
}
