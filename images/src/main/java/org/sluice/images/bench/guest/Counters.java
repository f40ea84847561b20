package org.sluice.images.bench.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the kernel counts, from {@code /proc/kernel}: lines of a name and a number. */
final class Counters {
    private static final Path SOURCE = Path.of("/proc/kernel");

    private Counters() {
    }

    /** All counters; one that this kernel does not have is not in the map. */
    static Map<String, Long> read() throws IOException {
        Map<String, Long> counters = new LinkedHashMap<>();
        for (String line : Files.readAllLines(SOURCE)) {
            String[] words = line.trim().split("\\s+");
            if (words.length == 2) {
                counters.put(words[0], Long.parseLong(words[1]));
            }
        }
        return counters;
    }

    /** The value below which a share of the samples lies; sorts the samples. */
    static long percentile(long[] samples, double share) {
        if (samples.length == 0) {
            return 0;
        }
        Arrays.sort(samples);
        return samples[(int) Math.min(samples.length - 1, Math.floor(samples.length * share))];
    }

    /** Slope of the line through samples at equal distances that has the least squares of errors. */
    static double slope(long[] samples) {
        double middle = (samples.length - 1) / 2.0;
        double mean = Arrays.stream(samples).average().orElse(0);
        double above = 0;
        double below = 0;
        for (int i = 0; i < samples.length; i++) {
            above += (i - middle) * (samples[i] - mean);
            below += (i - middle) * (i - middle);
        }
        return below == 0 ? 0 : above / below;
    }
}
