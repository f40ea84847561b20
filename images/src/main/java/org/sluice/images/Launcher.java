package org.sluice.images;

import java.io.PrintWriter;
import org.sluice.images.bench.BenchCommand;
import org.sluice.images.build.Distribution;
import org.sluice.images.command.BootCommand;
import org.sluice.images.command.ImageCommand;
import org.sluice.images.command.LauncherFailure;
import org.sluice.images.command.MemoryMapCommand;
import org.sluice.images.command.PdrillCommand;
import org.sluice.images.command.RunCommand;
import org.sluice.images.command.SwitchCommand;
import org.sluice.vm.firmware.BootFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The command {@code sluice}. Exit status: that of the guest for {@code boot} and {@code run}; 2 for a wrong command line; 1
 * when something else prevents the command. Every error is one line on standard error.
 */
@Command(name = "sluice", mixinStandardHelpOptions = true, versionProvider = Launcher.Version.class,
    description = "Boots Sluice, an operating system in Java, from its disk image.",
    subcommands = {BootCommand.class, RunCommand.class, ImageCommand.class, BenchCommand.class, MemoryMapCommand.class,
        SwitchCommand.class, PdrillCommand.class},
    synopsisSubcommandLabel = "COMMAND", footer = {"", "./sluice boot starts a shell; ./sluice boot -c 'ls /' runs one command."})
public final class Launcher implements Runnable {
    /** Exit status of a wrong command line. */
    public static final int USAGE = 2;
    /** Exit status of any other failure of the launcher. */
    public static final int FAILURE = 1;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs one command and exits with its status. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command and returns its exit status. */
    public static int run(String... args) {
        CommandLine line = new CommandLine(new Launcher());
        // what follows the program is the program's
        line.getSubcommands().get("run").setStopAtPositional(true);
        line.setParameterExceptionHandler((e, arguments) -> {
            complain(e.getCommandLine().getErr(), e.getMessage() + " (" + e.getCommandLine().getCommandSpec().qualifiedName()
                + " --help shows the usage)");
            return USAGE;
        });
        line.setExecutionExceptionHandler((e, command, result) -> {
            if (e instanceof LauncherFailure failure) {
                complain(command.getErr(), failure.getMessage());
                return failure.status();
            }
            if (e instanceof BootFailure) {
                complain(command.getErr(), e.getMessage());
                return FAILURE;
            }
            throw e;
        });
        return line.execute(args);
    }

    private static void complain(PrintWriter err, String message) {
        message.lines().findFirst().ifPresent(line -> err.println("sluice: " + line));
        err.flush();
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command");
    }

    /** The version from the distribution. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sluice " + Distribution.VERSION};
        }
    }
}
