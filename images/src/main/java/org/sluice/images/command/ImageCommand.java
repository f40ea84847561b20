package org.sluice.images.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sluice.images.build.Defaults;
import org.sluice.images.build.Distribution;
import org.sluice.images.build.ImageCheck;
import org.sluice.vm.firmware.BootImage;
import org.sluice.vm.firmware.Partition;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice image}: builds, lists and checks disk images. */
@Command(name = "image", mixinStandardHelpOptions = true, description = "Builds, lists or checks the disk image.",
    subcommands = {ImageCommand.Build.class, ImageCommand.Ls.class, ImageCommand.Check.class}, synopsisSubcommandLabel = "COMMAND")
public final class ImageCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command: build, ls or check");
    }

    private static Path orDefault(Path image) {
        return image != null ? image : Defaults.image();
    }

    /** {@code sluice image build}. */
    @Command(name = "build", mixinStandardHelpOptions = true,
        description = "Builds the image. The data partition of a former one is kept.")
    static final class Build implements Callable<Integer> {
        @Option(names = "--image", paramLabel = "FILE", description = "Image to build (default: the system's own).")
        private Path image;

        @Option(names = "--if-stale", description = "Does nothing if the image is up to date.")
        private boolean ifStale;

        @Override
        public Integer call() {
            BuildStep.run(Distribution.current(), orDefault(image).toAbsolutePath(), !ifStale);
            return 0;
        }
    }

    /** {@code sluice image ls}. */
    @Command(name = "ls", mixinStandardHelpOptions = true, description = "Lists partitions and what the image was built for.")
    static final class Ls implements Callable<Integer> {
        @Option(names = "--image", paramLabel = "FILE", description = "Image to list (default: the system's own).")
        private Path image;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() {
            BootImage opened = BootImage.open(orDefault(image));
            PrintWriter out = spec.commandLine().getOut();
            out.printf("image    %s%nformat   %s%njdk      %s%n", opened.file(), opened.property(BootImage.KEY_FORMAT),
                opened.property(BootImage.KEY_JDK));
            for (Partition p : opened.partitions()) {
                out.printf("%-8s block %8d  %10d KiB%n", p.name(), p.firstBlock(), p.bytes() >> 10);
            }
            for (Map.Entry<String, byte[]> file : opened.files().entrySet()) {
                out.printf("boot:    %-24s %10d bytes%n", file.getKey(), file.getValue().length);
            }
            out.flush();
            return 0;
        }
    }

    /** {@code sluice image check}. */
    @Command(name = "check", mixinStandardHelpOptions = true,
        description = "Checks partition table, boot and library partition, and whether the image fits this JDK and system.")
    static final class Check implements Callable<Integer> {
        @Option(names = "--image", paramLabel = "FILE", description = "Image to check (default: the system's own).")
        private Path image;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() {
            BootImage opened = BootImage.open(orDefault(image));
            opened.checkJdk();
            String problem = ImageCheck.problem(opened);
            if (problem != null) {
                throw new LauncherFailure(1, opened.file() + ": " + problem);
            }
            spec.commandLine().getOut().println(opened.file() + ": good");
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
