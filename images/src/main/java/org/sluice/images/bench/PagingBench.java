package org.sluice.images.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.sluice.kernel.pager.replace.Clock;
import org.sluice.kernel.pager.replace.Replacement;
import org.sluice.kernel.pager.replace.S3Fifo;
import org.sluice.kernel.pager.replace.TwoQueue;

/**
 * Compares the pager's policies by the share of references that find their page in memory. Counts, does not time: the output is
 * the same on every host. Argument: {@code table} or {@code csv}.
 */
public final class PagingBench {
    private static final int[] MEMORY_PERCENT = {5, 10, 20, 40, 90};
    private static final double PERCENT = 100;

    private PagingBench() {
    }

    public static void main(String[] args) {
        boolean csv = args[0].equals("csv");
        Map<String, IntFunction<Replacement>> policies = new LinkedHashMap<>();
        policies.put("Clock", Clock::new);
        policies.put("TwoQueue", TwoQueue::new);
        policies.put("S3Fifo", S3Fifo::new);
        if (csv) {
            System.out.println("trace,references,pages,frames,clock,two_queue,s3_fifo,lru,optimum");
        }
        double[] sums = new double[policies.size() + 2];
        int rows = 0;
        for (Map.Entry<String, Supplier<int[]>> trace : PagingTraces.all().entrySet()) {
            PagingSimulation simulation = new PagingSimulation(trace.getValue().get());
            int pages = simulation.pages();
            if (!csv) {
                Report.row(trace.getKey() + ", hits [%]", "frames", "Clock", "TwoQueue", "S3Fifo", "LRU (exact)", "optimum");
            }
            for (int percent : MEMORY_PERCENT) {
                int frames = pages * percent / 100;
                double[] ratios = new double[sums.length];
                int column = 0;
                for (IntFunction<Replacement> policy : policies.values()) {
                    ratios[column++] = share(simulation, simulation.hits(policy.apply(frames), frames));
                }
                ratios[column++] = share(simulation, simulation.hitsOfLru(frames));
                ratios[column] = share(simulation, simulation.hitsOfOptimum(frames));
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += ratios[i];
                }
                rows++;
                print(csv, trace.getKey(), simulation, percent, frames, ratios);
            }
        }
        if (!csv) {
            Object[] cells = new Object[sums.length + 1];
            cells[0] = "";
            for (int i = 0; i < sums.length; i++) {
                cells[i + 1] = figure(sums[i] / rows);
            }
            Report.row("mean of all rows", cells);
        }
    }

    private static void print(boolean csv, String trace, PagingSimulation simulation, int percent, int frames, double[] ratios) {
        Object[] cells = new Object[ratios.length + 1];
        cells[0] = frames;
        for (int i = 0; i < ratios.length; i++) {
            cells[i + 1] = figure(ratios[i]);
        }
        if (csv) {
            StringBuilder line = new StringBuilder(trace).append(',').append(simulation.references()).append(',')
                .append(simulation.pages());
            for (Object cell : cells) {
                line.append(',').append(cell);
            }
            System.out.println(line);
        } else {
            Report.row("  memory for " + percent + " % of " + simulation.pages(), cells);
        }
    }

    private static double share(PagingSimulation simulation, int hits) {
        return hits * PERCENT / simulation.references();
    }

    private static String figure(double percent) {
        return String.format(Locale.ROOT, "%.2f", percent);
    }
}
