package org.sluice.images.bench.guest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.abi.SystemCalls;
import org.sluice.process.Child;
import org.sluice.process.Launch;
import org.sluice.process.Pipe;
import org.sluice.sys.Sys;

/**
 * Runs a small program again and again, then many at once, and looks at what the kernel and the host JVM hold: does it grow?
 *
 * <pre>Churn [RUNS [AT_ONCE]]</pre>
 *
 * <p>Prints, for each counter, its value before and after and its slope per run over the last four fifths of the runs. The host
 * unloads classes only when it collects garbage, so for what it counts the lowest value of either half of these is compared.
 * Exit status 1 when a program failed or when frames, objects, threads or ports grow.
 */
public final class Churn {
    private static final List<String> STEADY = List.of("frames_free", "objects_open", "threads", "ports", "processes");

    private final SystemCalls calls = Sys.calls();
    private boolean failed;

    private Churn() {
    }

    public static void main(String[] args) throws IOException {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        int atOnce = args.length > 1 ? Integer.parseInt(args[1]) : 40;
        Churn churn = new Churn();
        churn.oneByOne(runs);
        churn.together(atOnce);
        System.exit(churn.failed ? 1 : 0);
    }

    private void oneByOne(int runs) throws IOException {
        Map<String, long[]> samples = new TreeMap<>();
        long[] times = new long[runs];
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            try (Pipe output = Pipe.open()) {
                Child child = hello(output);
                collect(child, output);
            }
            times[i] = System.nanoTime() - start;
            if (i % (runs / 10) == 0) {
                checkpoint(i);
            }
            for (Map.Entry<String, Long> counter : Counters.read().entrySet()) {
                samples.computeIfAbsent(counter.getKey(), key -> new long[runs])[i] = counter.getValue();
            }
        }
        int settled = runs / 5;
        long[] later = Arrays.copyOfRange(times, settled, runs);
        System.out.println(String.format(Locale.ROOT, "run median %d us, p99 %d us, slope %.3f us per run",
            Counters.percentile(later.clone(), 0.5) / 1000, Counters.percentile(later.clone(), 0.99) / 1000,
            Counters.slope(later) / 1000));
        for (Map.Entry<String, long[]> counter : samples.entrySet()) {
            report(counter.getKey(), counter.getValue(), settled);
        }
    }

    /** Waits for whoever watches the machine from outside to answer with a line. */
    private static void checkpoint(int run) throws IOException {
        System.out.println("checkpoint " + run);
        System.out.flush();
        while (System.in.read() > ' ') {
            // Skips an answer's text.
        }
    }

    private void report(String name, long[] samples, int settled) {
        long[] later = Arrays.copyOfRange(samples, settled, samples.length);
        long earlyLow = Arrays.stream(later, 0, later.length / 2).min().orElse(0);
        long lateLow = Arrays.stream(later, later.length / 2, later.length).min().orElse(0);
        System.out.println(String.format(Locale.ROOT, "%-16s first %d, after warm-up %d, last %d, slope %.4f a run, lowest %d then %d", name,
            samples[0], samples[settled], samples[samples.length - 1], Counters.slope(later), earlyLow, lateLow));
        if (STEADY.contains(name) && samples[settled] != samples[samples.length - 1]) {
            System.out.println(name + " GREW by " + (samples[samples.length - 1] - samples[settled]));
            failed = true;
        }
    }

    private void together(int count) throws IOException {
        Map<String, Long> before = new TreeMap<>(Counters.read());
        List<Child> children = new ArrayList<>();
        List<Pipe> outputs = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Pipe output = Pipe.open();
            outputs.add(output);
            children.add(hello(output));
        }
        TreeSet<Integer> ids = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            ids.add(children.get(i).pid());
            collect(children.get(i), outputs.get(i));
            outputs.get(i).close();
        }
        System.out.println(count + " at once: " + (System.nanoTime() - start) / 1000 + " us, " + ids.size() + " ids");
        Map<String, Long> after = new TreeMap<>(Counters.read());
        for (String name : STEADY) {
            if (before.containsKey(name) && !before.get(name).equals(after.get(name))) {
                System.out.println(name + " GREW from " + before.get(name) + " to " + after.get(name));
                failed = true;
            }
        }
    }

    private Child hello(Pipe output) throws IOException {
        Child child = Launch.of("java", "-cp", System.getProperty("java.class.path"), Hello.class.getName())
            .handle(1, output.writeEnd()).start();
        output.closeWrite();
        return child;
    }

    private void collect(Child child, Pipe output) throws IOException {
        byte[] buffer = new byte[64];
        int length = 0;
        int read;
        while (length < buffer.length && (read = calls.read(output.readEnd(), buffer, length, buffer.length - length)) > 0) {
            length += read;
        }
        int status = child.waitFor();
        if (status != 0 || !new String(buffer, 0, length, "UTF-8").equals("hello\n")) {
            System.out.println("process " + child.pid() + " FAILED: status " + status + ", " + length + " bytes");
            failed = true;
        }
    }
}
