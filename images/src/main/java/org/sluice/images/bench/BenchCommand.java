package org.sluice.images.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sluice bench}: the benchmarks, one subcommand each. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measures the system beside its host.",
    subcommands = {GuestCommand.class, KernelCommand.class, BootTimeCommand.class, KillCommand.class, ProcessCommand.class,
        ChurnCommand.class, AtmCommand.class, TcpCommand.class, FloodCommand.class, MemoryCommand.class, PagedMemoryCommand.class, PagingCommand.class, StressCommand.class},
    synopsisSubcommandLabel = "BENCHMARK")
public final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing benchmark");
    }
}
