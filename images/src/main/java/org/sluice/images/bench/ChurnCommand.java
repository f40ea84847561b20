package org.sluice.images.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice bench churn}: very many short processes, and what is left of them. */
@Command(name = "churn", mixinStandardHelpOptions = true, description = "Runs many short processes and looks for what they leave.")
final class ChurnCommand implements Callable<Integer> {
    /** What the program says when it waits to be looked at, followed by the number of runs done. */
    private static final String CHECKPOINT = "checkpoint ";
    /** Most classes a process may leave behind, on average. */
    private static final double MOST_CLASSES = 0.1;

    @Option(names = "--runs", defaultValue = "1000", description = "Processes one after another (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(names = "--at-once", defaultValue = "40", description = "Processes at once (default: ${DEFAULT-VALUE}).")
    private int atOnce;

    @Override
    public Integer call() {
        Report.machine("");
        List<Double> runsSoFar = new ArrayList<>();
        List<Double> classes = new ArrayList<>();
        int status;
        try (Rig rig = new Rig()) {
            status = rig.watch(List.of(), Rig.java("Churn", runs + " " + atOnce), (machine, line) -> {
                if (!line.startsWith(CHECKPOINT)) {
                    System.out.println(line);
                    return null;
                }
                double loaded = loadedClasses(machine.pid());
                double run = Double.parseDouble(line.substring(CHECKPOINT.length()));
                if (run >= runs / 5.0) {
                    runsSoFar.add(run);
                    classes.add(loaded);
                }
                return "";
            });
        }
        double slope = slope(runsSoFar, classes);
        System.out.printf(Locale.ROOT, "loaded classes   %s after full collections, slope %.4f a run%n", classes, slope);
        if (slope > MOST_CLASSES) {
            System.out.println("loaded classes GREW by more than " + MOST_CLASSES + " a run");
            return 1;
        }
        return status;
    }

    /** Classes the machine's JVM holds after two full collections: the first finds the loaders, the second what they held. */
    private static double loadedClasses(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        String counters = jcmd(pid, "PerfCounter.print");
        return counter(counters, "loadedClasses") + counter(counters, "sharedLoadedClasses")
            - counter(counters, "unloadedClasses") - counter(counters, "sharedUnloadedClasses");
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid),
            command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + command + ": " + output.strip());
        }
        return output;
    }

    private static double counter(String counters, String name) throws IOException {
        Matcher matcher = Pattern.compile("java\\.cls\\." + name + "=(\\d+)").matcher(counters);
        if (!matcher.find()) {
            throw new IOException("the JVM has no counter java.cls." + name);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static double slope(List<Double> x, List<Double> y) {
        double meanX = x.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double meanY = y.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double above = 0;
        double below = 0;
        for (int i = 0; i < x.size(); i++) {
            above += (x.get(i) - meanX) * (y.get(i) - meanY);
            below += (x.get(i) - meanX) * (x.get(i) - meanX);
        }
        return below == 0 ? 0 : above / below;
    }
}
