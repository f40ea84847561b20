package org.sluice.images.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.images.command.LauncherFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code sluice bench boot}: the time from the launcher's start to the prompt, and how it is spent. The machine gets a terminal
 * from {@code script}, which Linux systems have (package bsdutils or util-linux).
 */
@Command(name = "boot", mixinStandardHelpOptions = true, description = "Times the boot from the launcher to the prompt, by phases.")
final class BootTimeCommand implements Callable<Integer> {
    /** What the prompt of {@code /etc/profile} ends with; nothing before it has these characters. */
    private static final String PROMPT = "# ";
    private static final String DONE = "bench-done";
    private static final Pattern LOG_LINE = Pattern.compile("\\[ *(\\d+)\\.(\\d{6})] (.*)");
    private static final Pattern STARTED = Pattern.compile("machine_started (\\d+)");

    @Option(names = "--runs", defaultValue = "5", description = "Boots; the first is not counted (default: ${DEFAULT-VALUE}).")
    private int runs;

    /** One boot: milliseconds by phase. */
    private record Boot(Map<String, Double> phases) { }

    @Override
    public Integer call() {
        Report.machine("");
        Map<String, List<Double>> phases = new LinkedHashMap<>();
        try (Rig rig = new Rig()) {
            boot(rig);
            for (int i = 1; i < runs; i++) {
                boot(rig).phases().forEach((phase, time) -> phases.computeIfAbsent(phase, p -> new ArrayList<>()).add(time));
            }
            for (Map.Entry<String, List<Double>> phase : phases.entrySet()) {
                Report.row(phase.getKey() + " [ms]",
                    Report.figure(Report.median(phase.getValue().stream().mapToDouble(Double::doubleValue).toArray())));
            }
            double[] echoes = new double[Math.max(1, runs - 1)];
            for (int i = 0; i < echoes.length; i++) {
                long start = System.nanoTime();
                rig.run(List.of(), "echo done", line -> { });
                echoes[i] = (System.nanoTime() - start) / 1e6;
            }
            Report.row("-c 'echo done', start to end [ms]", Report.figure(Report.median(echoes)));
            return 0;
        } catch (IOException e) {
            throw new LauncherFailure(1, "bench: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherFailure(1, "bench: interrupted");
        }
    }

    private static Boot boot(Rig rig) throws IOException, InterruptedException {
        String command = String.join(" ", rig.boot(List.of()).stream().map(BootTimeCommand::quoted).toList());
        long wall = System.currentTimeMillis();
        long start = System.nanoTime();
        Process process = new ProcessBuilder("script", "-qfec", "stty cols 100 rows 30; exec " + command, "/dev/null")
            .redirectErrorStream(true).start();
        try {
            StringBuilder screen = new StringBuilder();
            InputStream in = process.getInputStream();
            await(in, screen, PROMPT);
            double prompt = (System.nanoTime() - start) / 1e6;
            type(process, "cat /proc/kmsg; " + Rig.java("BootTimes", "") + "; echo " + DONE.replace("-", "''-") + "\n");
            await(in, screen, DONE);
            type(process, "exit\n");
            in.readAllBytes();
            process.waitFor();
            return phases(screen, wall, prompt);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Boot phases(CharSequence screen, long wall, double prompt) {
        Matcher started = STARTED.matcher(screen);
        Map<String, Double> phases = new LinkedHashMap<>();
        phases.put("launcher to prompt", prompt);
        if (!started.find()) {
            return new Boot(phases);
        }
        double machine = Long.parseLong(started.group(1)) / 1e6 - wall;
        phases.put("  script, JVM, firmware", machine);
        double before = 0;
        Matcher line = LOG_LINE.matcher(screen);
        while (line.find()) {
            double at = Long.parseLong(line.group(1)) * 1e3 + Long.parseLong(line.group(2)) / 1e3;
            if (line.group(3).startsWith("boot: ")) {
                phases.put("  kernel to '" + line.group(3).substring("boot: ".length()).trim() + "'", at - before);
                before = at;
            }
        }
        phases.put("  shell and line editor", prompt - machine - before);
        return new Boot(phases);
    }

    private static void type(Process process, String text) throws IOException {
        process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    private static void await(InputStream in, StringBuilder screen, String text) throws IOException {
        byte[] buffer = new byte[4096];
        while (screen.indexOf(text) < 0) {
            int length = in.read(buffer);
            if (length < 0) {
                throw new IOException("the system ended before it showed '" + text + "':\n" + screen);
            }
            screen.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
