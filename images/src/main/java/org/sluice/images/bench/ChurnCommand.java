package org.sluice.images.bench;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice bench churn}: very many short processes, and what is left of them. */
@Command(name = "churn", mixinStandardHelpOptions = true, description = "Runs many short processes and looks for what they leave.")
final class ChurnCommand implements Callable<Integer> {
    @Option(names = "--runs", defaultValue = "1000", description = "Processes one after another (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--at-once", defaultValue = "40", description = "Processes at once (default: ${DEFAULT-VALUE}).")
    private int atOnce;

    @Override
    public Integer call() {
        Report.machine("");
        try (Rig rig = new Rig()) {
            return rig.run(List.of(), Rig.java("Churn", runs + " " + atOnce), System.out::println);
        }
    }
}
