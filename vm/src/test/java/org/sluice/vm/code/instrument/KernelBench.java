package org.sluice.vm.code.instrument;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Compares the kernels as compiled with the same kernels instrumented: both in one JVM, in turns, while a timer raises the
 * poll flag a thousand times a second. Prints the ratio of medians of each and their geometric mean.
 *
 * <p>Arguments: kernel names (default all). System properties: {@code rounds} (default 25); {@code chunk};
 * {@code -Dplain=true} switches strip mining off, {@code -Dcharges=true} allocation charges on, {@code -Dtick=false} the
 * timer off; {@code -Dleast=true} compares the shortest times instead of medians, for noisy machines.
 */
public final class KernelBench {
    private static final long WARM_UP_NANOS = 400_000_000;
    private static final long TURN_NANOS = 12_000_000;

    private static double sink;

    private KernelBench() {
    }

    /** The poll in the form the guest runtime has it. */
    public static final class Poll {
        private static volatile int flag;
        private static long taken;

        private Poll() {
        }

        public static void poll() {
            if (flag != 0) {
                slow();
            }
        }

        public static void handler() {
            if (flag != 0) {
                slow();
            }
        }

        private static void slow() {
            flag = 0;
            taken++;
        }
    }

    public static void main(String[] arguments) throws Throwable {
        Options test = GuestLoader.options();
        Options options = new Options("org/sluice/vm/code/instrument/KernelBench$Poll", test.monitors(), test.heap(), true, true,
                Boolean.getBoolean("charges"), true, !Boolean.getBoolean("plain"), Integer.getInteger("chunk", Options.CHUNK), true);
        Class<?>[] variants = {GuestLoader.original(Kernels.class), GuestLoader.original(Kernels.class),
            GuestLoader.instrumented(Kernels.class, options)};
        Thread ticker = new Thread(() -> {
            while (true) {
                LockSupport.parkNanos(1_000_000);
                Poll.flag = 1;
            }
        });
        ticker.setDaemon(true);
        if (!System.getProperty("tick", "true").equals("false")) {
            ticker.start();
        }
        List<String> names = arguments.length > 0 ? List.of(arguments) : names();
        double sum = 0;
        double sumAgain = 0;
        for (String name : names) {
            double[] ratios = compare(name, variants);
            sumAgain += Math.log(ratios[1]);
            sum += Math.log(ratios[2]);
            System.out.printf(Locale.ROOT, "%-16s %10.1f us  original again %.3f  instrumented %.3f%n", name, ratios[0] / 1e3,
                    ratios[1], ratios[2]);
        }
        System.out.printf(Locale.ROOT, "%-16s %13s  original again %.3f  instrumented %.3f   (%d polls taken)%n", "geometric mean",
                "", Math.exp(sumAgain / names.size()), Math.exp(sum / names.size()), Poll.taken);
    }

    private static List<String> names() {
        return Arrays.stream(Kernels.class.getDeclaredMethods()).filter(m -> java.lang.reflect.Modifier.isPublic(m.getModifiers()))
                .map(Method::getName).sorted(Comparator.naturalOrder()).toList();
    }

    /** Time of the first variant in nanoseconds, then the others' ratios to it. */
    private static double[] compare(String name, Class<?>[] variants) throws Throwable {
        int rounds = Integer.getInteger("rounds", 25);
        MethodHandle[] kernels = new MethodHandle[variants.length];
        double[][] times = new double[variants.length][rounds];
        for (int v = 0; v < variants.length; v++) {
            kernels[v] = MethodHandles.publicLookup().findStatic(variants[v], name, MethodType.methodType(double.class));
            time(kernels[v], WARM_UP_NANOS);
        }
        for (int round = 0; round < rounds; round++) {
            for (int v = 0; v < variants.length; v++) {
                times[v][round] = time(kernels[v], TURN_NANOS);
            }
        }
        boolean least = Boolean.getBoolean("least");
        double[] result = new double[variants.length];
        double[] reference = times[0].clone();
        result[0] = least ? smallest(reference) : median(reference);
        for (int v = 1; v < variants.length; v++) {
            double[] ratios = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                ratios[round] = times[v][round] / times[0][round];
            }
            result[v] = least ? smallest(times[v]) / result[0] : median(ratios);
        }
        return result;
    }

    private static double smallest(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double time(MethodHandle kernel, long nanos) throws Throwable {
        long start = System.nanoTime();
        long now;
        int runs = 0;
        do {
            sink += (double) kernel.invokeExact();
            runs++;
            now = System.nanoTime();
        } while (now - start < nanos);
        return (now - start) / (double) runs;
    }
}
