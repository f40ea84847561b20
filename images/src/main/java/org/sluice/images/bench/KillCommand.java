package org.sluice.images.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice bench kill}: kills every hostile program many times. */
@Command(name = "kill", mixinStandardHelpOptions = true, description = "Starts hostile programs and kills them, many times each.")
final class KillCommand implements Callable<Integer> {
    @Option(names = "--kills", defaultValue = "300", description = "Kills of each program (default: ${DEFAULT-VALUE}).")
    private int kills;

    @Option(names = "--smp", defaultValue = "2", description = "Virtual processors (default: ${DEFAULT-VALUE}).")
    private int processors;

    @Parameters(paramLabel = "CASE", description = "Programs to kill (default: all).")
    private List<String> cases = new ArrayList<>();

    @Override
    public Integer call() {
        Report.machine("--smp " + processors);
        try (Rig rig = new Rig()) {
            return rig.run(List.of("--smp", Integer.toString(processors)),
                Rig.java("KillBench", "-n " + kills + " " + String.join(" ", cases)).trim(), line -> {
                    String[] words = line.split(" ");
                    if (words.length > 1 && words[1].equals("FAILED")) {
                        System.out.println(line);
                    } else {
                        Report.row(words[0], (Object[]) List.of(words).subList(1, words.length).toArray());
                    }
                });
        }
    }
}
