package org.sluice.images.bench;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice bench process}: the life of the smallest program, from start to end. */
@Command(name = "process", mixinStandardHelpOptions = true, description = "Times the smallest program from its start to its end.")
final class ProcessCommand implements Callable<Integer> {
    @Option(names = "--warm-up", defaultValue = "50", description = "Runs before the measured ones (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--runs", defaultValue = "50", description = "Measured runs (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Override
    public Integer call() {
        Report.machine("");
        String command = Rig.java("ProcessBench", warmUp + " " + runs + " " + Rig.HELLO) + " 2>&1 >/dev/null";
        try (Rig rig = new Rig()) {
            return rig.run(List.of(), command, line -> {
                String[] words = line.split(" ");
                if (words.length == 2 && words[0].endsWith("_us")) {
                    Report.row("hello, start to end, " + words[0].replace("_us", "") + " [ms]",
                        Report.figure(Double.parseDouble(words[1]) / 1000));
                } else {
                    System.err.println(line);
                }
            });
        }
    }
}
