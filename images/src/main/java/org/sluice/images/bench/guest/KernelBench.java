package org.sluice.images.bench.guest;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.abi.SystemCalls;
import org.sluice.process.Child;
import org.sluice.process.Launch;
import org.sluice.process.Pipe;
import org.sluice.sys.Sys;

/**
 * Times what the kernel does for a guest: switches, blocks and wakes, answers system calls and calls of ports, moves bytes
 * through pipes. Prints lines of a name and nanoseconds (or, for pipes, MiB per second), each the median of several rounds.
 */
public final class KernelBench {
    private static final int ROUNDS = 9;
    private static final int PIPE_CHUNK = 64 << 10;
    private static final long PIPE_BYTES = 64L << 20;
    private static final String PORT = "kernel-bench";

    private final SystemCalls calls = Sys.calls();

    private KernelBench() {
    }

    /** One round of a measurement. */
    private interface Round {
        double run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        KernelBench bench = new KernelBench();
        if (args.length > 0 && args[0].equals("serve")) {
            bench.serve(bench.calls.portCreate(PORT));
        } else if (args.length > 0 && args[0].equals("drain")) {
            bench.drain(0);
        } else {
            bench.measure();
        }
    }

    private void measure() throws Exception {
        report("getpid_ns", () -> perCall(1_000_000, calls::getpid));
        report("clock_ns", () -> perCall(1_000_000, () -> (int) calls.clock(SystemCalls.CLOCK_MONOTONIC)));
        report("yield_ns", this::yields);
        report("park_ns", this::parks);
        report("thread_ns", this::threads);
        report("port_same_process_ns", this::portWithin);
        report("port_other_process_ns", this::portBetween);
        report("pipe_threads_mib_s", this::pipeBetweenThreads);
        report("pipe_processes_mib_s", this::pipeBetweenProcesses);
    }

    private static void report(String name, Round round) throws Exception {
        double[] results = new double[ROUNDS];
        round.run();
        for (int i = 0; i < ROUNDS; i++) {
            results[i] = round.run();
        }
        Arrays.sort(results);
        System.out.println(name + " " + Math.round(results[ROUNDS / 2] * 10) / 10.0);
        System.out.flush();
    }

    // ------------------------------------------------------------------ calls

    private interface Step {
        int run();
    }

    private static double perCall(int times, Step step) {
        int sum = 0;
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            sum += step.run();
        }
        long nanos = System.nanoTime() - start;
        if (sum == 42) {
            System.err.println(sum);
        }
        return nanos / (double) times;
    }

    // ------------------------------------------------------------------ threads

    /** Two threads give the processor to each other; the time of one switch. */
    private double yields() throws InterruptedException {
        int each = 100_000;
        CountDownLatch ready = new CountDownLatch(2);
        Runnable body = () -> {
            ready.countDown();
            try {
                ready.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            for (int i = 0; i < each; i++) {
                calls.threadYield();
            }
        };
        return both(body, body) / (2.0 * each);
    }

    /** Two threads wake each other in turn; the time of one block and wake. */
    private double parks() throws InterruptedException {
        int each = 50_000;
        AtomicInteger turn = new AtomicInteger();
        int[] ids = new int[2];
        CountDownLatch ready = new CountDownLatch(2);
        Runnable[] bodies = new Runnable[2];
        for (int me = 0; me < 2; me++) {
            int mine = me;
            bodies[me] = () -> {
                ids[mine] = calls.threadSelf();
                ready.countDown();
                try {
                    ready.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                for (int i = 0; i < each; i++) {
                    while (turn.get() != mine) {
                        calls.park(-1);
                    }
                    turn.set(1 - mine);
                    calls.unpark(ids[1 - mine]);
                }
            };
        }
        return both(bodies[0], bodies[1]) / (2.0 * each);
    }

    private static double both(Runnable first, Runnable second) throws InterruptedException {
        Thread one = new Thread(first);
        Thread two = new Thread(second);
        long start = System.nanoTime();
        one.start();
        two.start();
        one.join();
        two.join();
        return System.nanoTime() - start;
    }

    /** Start and join of a thread that does nothing. */
    private double threads() throws InterruptedException {
        int times = 2000;
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            Thread thread = new Thread(() -> { });
            thread.start();
            thread.join();
        }
        return (System.nanoTime() - start) / (double) times;
    }

    // ------------------------------------------------------------------ ports

    private double portWithin() throws IOException {
        int port = Sys.check(calls.portCreate(PORT), "port");
        Thread server = new Thread(() -> serve(port));
        server.setDaemon(true);
        server.start();
        double nanos = callPort();
        calls.close(port);
        return nanos;
    }

    private double portBetween() throws IOException, InterruptedException {
        Child server = Launch.of("java", "-cp", System.getProperty("java.class.path"), KernelBench.class.getName(), "serve").start();
        int probe;
        while ((probe = calls.portConnect(PORT)) < 0) {
            calls.sleep(1_000_000);
        }
        calls.close(probe);
        double nanos = callPort();
        server.waitFor();
        return nanos;
    }

    /** Calls, and tells the server to end. */
    private double callPort() throws IOException {
        int client = Sys.check(calls.portConnect(PORT), "connect");
        long[] words = new long[2];
        int times = 20_000;
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            words[0] = i;
            Sys.check(calls.portCall(client, words, null, null), "call");
            if (words[0] != i + 1) {
                throw new IllegalStateException("the reply to " + i + " was " + words[0]);
            }
        }
        long nanos = System.nanoTime() - start;
        words[0] = -1;
        calls.portCall(client, words, null, null);
        calls.close(client);
        return nanos / (double) times;
    }

    private void serve(int port) {
        long[] words = new long[8];
        int[] handles = new int[8];
        boolean more = true;
        while (more) {
            int token = calls.portReceive(port, words, handles, null);
            if (token < 0) {
                return;
            }
            more = words[0] >= 0;
            words[0]++;
            calls.portReply(token, 0, words, null, null);
        }
    }

    // ------------------------------------------------------------------ pipes

    private double pipeBetweenThreads() throws IOException, InterruptedException {
        Pipe pipe = Pipe.open();
        Thread reader = new Thread(() -> drain(pipe.readEnd()));
        reader.start();
        long start = System.nanoTime();
        fill(pipe);
        reader.join();
        long nanos = System.nanoTime() - start;
        pipe.close();
        return PIPE_BYTES / 1048576.0 / (nanos / 1e9);
    }

    private double pipeBetweenProcesses() throws IOException {
        Pipe pipe = Pipe.open();
        Pipe answers = Pipe.open();
        Child reader = Launch.of("java", "-cp", System.getProperty("java.class.path"), KernelBench.class.getName(), "drain")
            .handle(0, pipe.readEnd()).handle(1, answers.writeEnd()).start();
        pipe.closeRead();
        answers.closeWrite();
        // its first byte says that it runs
        calls.read(answers.readEnd(), new byte[1], 0, 1);
        long start = System.nanoTime();
        fill(pipe);
        reader.waitFor();
        long nanos = System.nanoTime() - start;
        answers.close();
        return PIPE_BYTES / 1048576.0 / (nanos / 1e9);
    }

    private void fill(Pipe pipe) throws IOException {
        byte[] chunk = new byte[PIPE_CHUNK];
        long left = PIPE_BYTES;
        while (left > 0) {
            int written = Sys.check(calls.write(pipe.writeEnd(), chunk, 0, (int) Math.min(chunk.length, left)), "write");
            left -= written;
        }
        pipe.closeWrite();
    }

    private void drain(int handle) {
        if (handle == 0) {
            System.out.write('r');
            System.out.flush();
        }
        byte[] chunk = new byte[PIPE_CHUNK];
        long total = 0;
        int length;
        while ((length = calls.read(handle, chunk, 0, chunk.length)) > 0) {
            total += length;
        }
        if (total != PIPE_BYTES) {
            throw new IllegalStateException(total + " bytes came through the pipe");
        }
    }
}
