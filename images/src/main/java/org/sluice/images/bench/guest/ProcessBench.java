package org.sluice.images.bench.guest;

import java.io.IOException;
import java.util.Locale;
import org.sluice.process.Child;
import org.sluice.process.Launch;

/**
 * Times a program from its start to its end as its parent sees it.
 *
 * <pre>ProcessBench WARM_UP RUNS PROGRAM [ARGUMENT...]</pre>
 */
public final class ProcessBench {
    private ProcessBench() {
    }

    public static void main(String[] args) throws IOException {
        int warmUp = Integer.parseInt(args[0]);
        int runs = Integer.parseInt(args[1]);
        String[] arguments = new String[args.length - 3];
        System.arraycopy(args, 3, arguments, 0, arguments.length);
        long[] times = new long[runs];
        for (int i = 0; i < warmUp + runs; i++) {
            long start = System.nanoTime();
            Child child = Launch.of(args[2], arguments).start();
            int status = child.waitFor();
            if (status != 0) {
                System.err.println("ProcessBench: " + args[2] + " ended with status " + status);
                System.exit(1);
            }
            if (i >= warmUp) {
                times[i - warmUp] = System.nanoTime() - start;
            }
            if (i == 0) {
                System.err.println(String.format(Locale.ROOT, "first_us %d", (System.nanoTime() - start) / 1000));
            }
        }
        System.err.println(String.format(Locale.ROOT, "median_us %d%np90_us %d%nmax_us %d", Counters.percentile(times, 0.5) / 1000,
            Counters.percentile(times, 0.9) / 1000, Counters.percentile(times, 1) / 1000));
    }
}
