package org.sluice.images.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What the host needs for the like of what a guest asks of the kernel. A program of its own, for a plain JVM without the options
 * the system needs: prints lines of a name and a number, each the median of several rounds.
 */
final class HostFigures {
    private static final int ROUNDS = 7;
    private static final int PIPE_CHUNK = 64 << 10;
    private static final long PIPE_BYTES = 256L << 20;

    private static long sink;

    private HostFigures() {
    }

    private interface Round {
        double run() throws Throwable;
    }

    public static void main(String[] args) throws Throwable {
        print("system_call_ns", systemCall());
        print("clock_ns", clock());
        print("yield_ns", yields());
        print("park_ns", parks());
        print("thread_ns", threads());
        print("rendezvous_ns", rendezvous());
        print("round_trip_ns", roundTrip());
        print("pipe_threads_mib_s", pipeBetweenThreads());
        print("pipe_process_mib_s", pipeToProcess());
    }

    private static void print(String name, double value) {
        System.out.println(name + " " + value);
    }

    private static double median(Round round) throws Throwable {
        double[] results = new double[ROUNDS];
        round.run();
        for (int i = 0; i < ROUNDS; i++) {
            results[i] = round.run();
        }
        return Report.median(results);
    }

    /** A system call of the host that does next to nothing and that no library answers in its place. */
    private static double systemCall() throws Throwable {
        Linker linker = Linker.nativeLinker();
        MethodHandle getppid = linker.downcallHandle(linker.defaultLookup().find("getppid").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_INT));
        return median(() -> {
            int times = 500_000;
            long start = System.nanoTime();
            for (int i = 0; i < times; i++) {
                sink += (int) getppid.invokeExact();
            }
            return (System.nanoTime() - start) / (double) times;
        });
    }

    private static double clock() throws Throwable {
        return median(() -> {
            int times = 1_000_000;
            long start = System.nanoTime();
            for (int i = 0; i < times; i++) {
                sink += System.nanoTime();
            }
            return (System.nanoTime() - start) / (double) times;
        });
    }

    private static double yields() throws Throwable {
        int each = 50_000;
        Runnable body = () -> {
            for (int i = 0; i < each; i++) {
                Thread.yield();
            }
        };
        return median(() -> both(body, body) / (2.0 * each));
    }

    private static double parks() throws Throwable {
        int each = 20_000;
        return median(() -> {
            AtomicInteger turn = new AtomicInteger();
            Thread[] threads = new Thread[2];
            for (int me = 0; me < 2; me++) {
                int mine = me;
                threads[me] = new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        while (turn.get() != mine) {
                            LockSupport.park();
                        }
                        turn.set(1 - mine);
                        LockSupport.unpark(threads[1 - mine]);
                    }
                });
            }
            return together(threads) / (2.0 * each);
        });
    }

    private static double threads() throws Throwable {
        return median(() -> {
            int times = 1000;
            long start = System.nanoTime();
            for (int i = 0; i < times; i++) {
                Thread thread = new Thread(() -> { });
                thread.start();
                thread.join();
            }
            return (System.nanoTime() - start) / (double) times;
        });
    }

    /** A call of another thread of the JVM and its answer. */
    private static double rendezvous() throws Throwable {
        int times = 20_000;
        return median(() -> {
            SynchronousQueue<Integer> requests = new SynchronousQueue<>();
            SynchronousQueue<Integer> replies = new SynchronousQueue<>();
            Runnable server = () -> {
                try {
                    for (int i = 0; i < times; i++) {
                        replies.put(requests.take() + 1);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
            Runnable client = () -> {
                try {
                    for (int i = 0; i < times; i++) {
                        requests.put(i);
                        sink += replies.take();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
            return both(server, client) / times;
        });
    }

    /** Eight bytes to another process and back. */
    private static double roundTrip() throws Throwable {
        int times = 5000;
        return median(() -> {
            Process cat = new ProcessBuilder("cat").start();
            try (OutputStream out = cat.getOutputStream(); InputStream in = cat.getInputStream()) {
                byte[] words = new byte[8];
                exchange(out, in, words);
                long start = System.nanoTime();
                for (int i = 0; i < times; i++) {
                    exchange(out, in, words);
                }
                return (System.nanoTime() - start) / (double) times;
            } finally {
                cat.destroy();
                cat.waitFor();
            }
        });
    }

    private static void exchange(OutputStream out, InputStream in, byte[] words) throws IOException {
        out.write(words);
        out.flush();
        in.readNBytes(words, 0, words.length);
    }

    private static double pipeBetweenThreads() throws Throwable {
        return median(() -> {
            Pipe pipe = Pipe.open();
            Thread reader = new Thread(() -> {
                ByteBuffer chunk = ByteBuffer.allocateDirect(PIPE_CHUNK);
                try (Pipe.SourceChannel source = pipe.source()) {
                    while (source.read(chunk.clear()) >= 0) {
                        sink++;
                    }
                } catch (IOException e) {
                    sink = -1;
                }
            });
            reader.start();
            ByteBuffer chunk = ByteBuffer.allocateDirect(PIPE_CHUNK);
            long start = System.nanoTime();
            try (Pipe.SinkChannel into = pipe.sink()) {
                for (long sent = 0; sent < PIPE_BYTES; sent += chunk.position()) {
                    into.write(chunk.clear());
                }
            }
            reader.join();
            return mebibytes(System.nanoTime() - start);
        });
    }

    private static double pipeToProcess() throws Throwable {
        return median(() -> {
            Process cat = new ProcessBuilder("cat").redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            byte[] chunk = new byte[PIPE_CHUNK];
            long start = System.nanoTime();
            try (OutputStream out = cat.getOutputStream()) {
                for (long sent = 0; sent < PIPE_BYTES; sent += chunk.length) {
                    out.write(chunk);
                }
            }
            cat.waitFor();
            return mebibytes(System.nanoTime() - start);
        });
    }

    private static double mebibytes(long nanos) {
        return PIPE_BYTES / 1048576.0 / (nanos / 1e9);
    }

    private static double both(Runnable first, Runnable second) throws InterruptedException {
        return together(new Thread(first), new Thread(second));
    }

    private static double together(Thread... threads) throws InterruptedException {
        long start = System.nanoTime();
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return System.nanoTime() - start;
    }
}
