package org.sluice.images.bench.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.abi.Signals;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;
import org.sluice.process.Child;
import org.sluice.process.Launch;
import org.sluice.process.Pipe;
import org.sluice.sys.Sys;

/**
 * Starts each hostile program again and again, kills it while it misbehaves, and waits for its end. Prints a line for each
 * case: the time from the kill to the end of the wait, how late an innocent process woke meanwhile, and what the kernel still
 * holds afterwards in comparison with before.
 *
 * <pre>KillBench [-n KILLS] [-settle MILLISECONDS] [CASE...]</pre>
 *
 * <p>Exit status 1 when a program ended in another way than by the kill or something was left behind.
 */
public final class KillBench {
    private static final int KILLED = 128 + Signals.KILL;
    /** What must be as before, by its name in {@code /proc/kernel}. */
    private static final List<String> HELD = List.of("frames_free", "objects_open", "ports", "threads", "processes");
    /** Reads of the counters until what ends after its process counts as left behind. */
    private static final int PATIENCE = 2000;

    private final SystemCalls calls = Sys.calls();
    private final Lateness lateness;
    private final int kills;
    private final long settleNanos;
    private final List<Long> all = new ArrayList<>();
    private boolean failed;

    private KillBench(int kills, long settleNanos) throws IOException {
        this.kills = kills;
        this.settleNanos = settleNanos;
        this.lateness = new Lateness();
    }

    public static void main(String[] args) throws Exception {
        int kills = 20;
        long settle = 5;
        int at = 0;
        for (; at + 1 < args.length && args[at].startsWith("-"); at += 2) {
            switch (args[at]) {
                case "-n" -> kills = Integer.parseInt(args[at + 1]);
                case "-settle" -> settle = Long.parseLong(args[at + 1]);
                default -> {
                    System.err.println("KillBench: no option " + args[at]);
                    System.exit(2);
                }
            }
        }
        List<String> cases = at < args.length ? Arrays.asList(args).subList(at, args.length) : Hostile.names();
        KillBench bench = new KillBench(kills, settle * 1_000_000);
        bench.run(cases);
        System.exit(bench.failed ? 1 : 0);
    }

    private void run(List<String> cases) throws IOException {
        System.out.println("case kills p50us p99us max_us late_p99us late_max_us left");
        for (String name : cases) {
            measure(name);
        }
        long[] times = all.stream().mapToLong(Long::longValue).toArray();
        System.out.println("all " + times.length + " " + micros(times, 0.5) + " " + micros(times, 0.99) + " " + micros(times, 1) + " - - -");
        lateness.end();
    }

    private void measure(String name) throws IOException {
        // the first run loads and caches what later ones find
        String problem = kill(name, new long[1], 0);
        Map<String, Long> before = held();
        lateness.take();
        long[] times = new long[kills];
        for (int i = 0; i < kills && problem == null; i++) {
            problem = kill(name, times, i);
        }
        if (problem != null) {
            failed = true;
            System.out.println(name + " FAILED " + problem);
            return;
        }
        long[] late = lateness.take();
        String left = left(before);
        failed |= !left.equals("-");
        for (long time : times) {
            all.add(time);
        }
        System.out.println(name + " " + kills + " " + micros(times, 0.5) + " " + micros(times, 0.99) + " " + micros(times, 1) + " "
            + micros(late, 0.99) + " " + micros(late, 1) + " " + left);
        System.out.flush();
    }

    /** Starts, kills and collects one program; returns what went wrong, or null. */
    private String kill(String name, long[] times, int index) throws IOException {
        try (Pipe input = Pipe.open(); Pipe output = Pipe.open()) {
            Child child = Launch.of("java", "-cp", System.getProperty("java.class.path"), Hostile.class.getName(), name)
                .handle(0, input.readEnd()).handle(1, output.writeEnd()).group(Spawn.GROUP_NEW).start();
            output.closeWrite();
            byte[] line = new byte[64];
            int length = calls.read(output.readEnd(), line, 0, line.length);
            if (length <= 0) {
                return "never ran, status " + child.waitFor();
            }
            // each kill hits another moment of the program
            calls.sleep(settleNanos * (index % 8));
            long start = System.nanoTime();
            // the group: a bomb's children are in it
            int result = calls.kill(-child.pid(), Signals.KILL);
            if (result < 0) {
                return "kill gave " + result;
            }
            int status = child.waitFor();
            times[index] = System.nanoTime() - start;
            return status == KILLED ? null : "status " + status;
        }
    }

    private static Map<String, Long> held() throws IOException {
        Map<String, Long> counters = new TreeMap<>(Counters.read());
        counters.keySet().retainAll(HELD);
        counters.computeIfPresent("threads", (name, threads) -> threads - ownThreads());
        return counters;
    }

    /** Threads of this program, which come and go with what its library does. */
    private static long ownThreads() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("Threads:")) {
                    return Long.parseLong(line.substring("Threads:".length()).strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 0;
    }

    private String left(Map<String, Long> before) throws IOException {
        Map<String, Long> now = held();
        for (int i = 0; i < PATIENCE && !now.equals(before); i++) {
            calls.sleep(1_000_000);
            now = held();
        }
        StringBuilder left = new StringBuilder();
        for (Map.Entry<String, Long> counter : now.entrySet()) {
            long difference = counter.getValue() - before.getOrDefault(counter.getKey(), 0L);
            if (difference != 0) {
                left.append(left.isEmpty() ? "" : ",").append(String.format(Locale.ROOT, "%s%+d", counter.getKey(), difference));
            }
        }
        return left.isEmpty() ? "-" : left.toString();
    }

    private static long micros(long[] nanos, double share) {
        return Counters.percentile(nanos, share) / 1000;
    }

    /** Collects what an innocent process reports. */
    private final class Lateness {
        private final Child ping;
        private final Thread reader;
        private long[] samples = new long[1024];
        private int count;

        Lateness() throws IOException {
            Pipe pipe = Pipe.open();
            ping = Launch.of("java", "-cp", System.getProperty("java.class.path"), Ping.class.getName())
                .handle(1, pipe.writeEnd()).group(Spawn.GROUP_NEW).start();
            pipe.closeWrite();
            reader = new Thread(() -> collect(pipe), "lateness");
            reader.setDaemon(true);
            reader.start();
        }

        private void collect(Pipe pipe) {
            byte[] record = new byte[Long.BYTES];
            int filled = 0;
            while (true) {
                int length = calls.read(pipe.readEnd(), record, filled, record.length - filled);
                if (length <= 0) {
                    pipe.close();
                    return;
                }
                filled += length;
                if (filled == record.length) {
                    add(java.nio.ByteBuffer.wrap(record).getLong());
                    filled = 0;
                }
            }
        }

        private synchronized void add(long nanos) {
            if (count == samples.length) {
                samples = Arrays.copyOf(samples, 2 * count);
            }
            samples[count++] = nanos;
        }

        /** The samples since the last time. */
        synchronized long[] take() {
            long[] taken = Arrays.copyOf(samples, count);
            count = 0;
            return taken;
        }

        void end() throws IOException {
            ping.kill(Signals.KILL);
            ping.waitFor();
        }
    }
}
