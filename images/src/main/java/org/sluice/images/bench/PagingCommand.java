package org.sluice.images.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.sluice.images.build.Distribution;
import org.sluice.images.build.HostJvm;
import org.sluice.images.command.LauncherFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice bench paging-policies}: which page should leave memory, see {@link PagingBench}. */
@Command(name = "paging-policies", mixinStandardHelpOptions = true,
    description = "Compares the pager's replacement policies with exact LRU and Belady's optimum; the output is the same everywhere.")
final class PagingCommand implements Callable<Integer> {
    @Option(names = "--csv", description = "Print comma-separated values instead of a table.")
    private boolean csv;

    @Override
    public Integer call() {
        try {
            return new HostJvm(Distribution.current()).run(List.of("boot", "modules"), List.of("org.sluice.kernel"),
                "org.sluice.images/" + PagingBench.class.getName(), List.of(csv ? "csv" : "table"));
        } catch (IOException e) {
            throw new LauncherFailure(1, "bench: " + e.getMessage());
        }
    }
}
