package org.sluice.images.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** How figures are printed: the machine first, then a table. */
final class Report {
    private Report() {
    }

    /** One line that says on what the figures were measured. */
    static void machine(String options) {
        System.out.printf(Locale.ROOT, "machine: %s, %d processors, %d MiB heap, %s %s, JDK %s (%s); options: %s%n", processor(),
            Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory() >> 20, System.getProperty("os.name"),
            System.getProperty("os.version"), System.getProperty("java.version"), System.getProperty("java.vendor"),
            options.isEmpty() ? "none" : options);
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name")).findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).trim()).orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    /** A line of a table whose first column is text. */
    static void row(String name, Object... cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-34s", name));
        for (Object cell : cells) {
            line.append(String.format(Locale.ROOT, " %14s", cell));
        }
        System.out.println(line);
    }

    /** A figure with as many digits as it deserves. */
    static String figure(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    static double median(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
