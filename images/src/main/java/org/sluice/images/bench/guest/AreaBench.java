package org.sluice.images.bench.guest;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.sluice.abi.Areas;
import org.sluice.abi.IoVectors;
import org.sluice.abi.SystemCalls;
import org.sluice.process.Child;
import org.sluice.process.Launch;
import org.sluice.process.Pipe;
import org.sluice.sys.Sys;

/** Times what areas cost a guest. Prints lines of a name and nanoseconds. */
public final class AreaBench {
    /** Sizes of areas in bytes. */
    static final int[] SIZES = {4096, 9180, 64 << 10, 2 << 20};

    private static final int BATCH = 16;
    private static final int BATCHES = 3000;
    private static final int KEPT = 8;
    private static final int HELD = 32;
    private static final int ROUNDS = 200;
    private static final int CALLS = 20_000;
    private static final int CHUNK = 64 << 10;
    /** The last round is reported. As many as the compiler needs to have done its best on a busy machine. */
    private static final int ROUNDS_OF_PASSES = 12;
    private static final int FAULTS = 64 * 64;
    private static final long PIPE_BYTES = 64L << 20;
    private static final String PORT = "area-bench";

    private final SystemCalls calls = Sys.calls();

    private AreaBench() {
    }

    public static void main(String[] args) throws Exception {
        AreaBench bench = new AreaBench();
        if (args.length > 0 && args[0].equals("serve")) {
            bench.serve();
        } else if (args.length > 0 && args[0].equals("drain")) {
            bench.drain();
        } else {
            for (int size : SIZES) {
                bench.own(size);
                bench.cleared(size);
            }
            bench.access();
            bench.handOver();
            bench.pipe();
            PagedBench.faults(bench.calls, FAULTS);
        }
    }

    private static void report(String name, double value) {
        System.out.println(name + " " + Math.round(value * 10) / 10.0);
        System.out.flush();
    }

    private static void report(String name, long[] samples, int each) {
        report(name + "_p50", Counters.percentile(samples, 0.5) / (double) each);
        report(name + "_p99", Counters.percentile(samples, 0.99) / (double) each);
    }

    // ---- allocate, map, release

    /** Allocates into the vector, maps, and touches the first byte. */
    private void take(int size, long[] vector, MemorySegment[] view) throws IOException {
        Sys.check(calls.areaAllocate(size, Areas.CONTIGUOUS, vector), "allocate");
        Sys.check(calls.areaMap(vector, Areas.WRITE, view), "map");
        view[0].set(java.lang.foreign.ValueLayout.JAVA_BYTE, 0, (byte) 1);
    }

    /** From the process' own released areas; a sample is the mean of a batch. */
    private void own(int size) throws IOException {
        long[] vector = new long[IoVectors.size(1)];
        MemorySegment[] view = new MemorySegment[1];
        long[] samples = new long[BATCHES];
        for (int pass = 0; pass < 2; pass++) {
            for (int b = 0; b < BATCHES; b++) {
                long start = System.nanoTime();
                for (int i = 0; i < BATCH; i++) {
                    take(size, vector, view);
                    Sys.check(calls.areaRelease(vector), "release");
                }
                samples[b] = System.nanoTime() - start;
            }
        }
        report("own_" + size, samples, BATCH);
    }

    /** From the pool: more areas are held at a time than the process keeps, and only those beyond are timed. */
    private void cleared(int size) throws IOException {
        long[][] vectors = new long[HELD][IoVectors.size(1)];
        MemorySegment[] view = new MemorySegment[1];
        long[] samples = new long[ROUNDS];
        for (int pass = 0; pass < 2; pass++) {
            for (int r = 0; r < ROUNDS; r++) {
                for (int i = 0; i < KEPT; i++) {
                    take(size, vectors[i], view);
                }
                long start = System.nanoTime();
                for (int i = KEPT; i < HELD; i++) {
                    take(size, vectors[i], view);
                }
                long nanos = System.nanoTime() - start;
                for (int i = 0; i < KEPT; i++) {
                    Sys.check(calls.areaRelease(vectors[i]), "release");
                }
                start = System.nanoTime();
                for (int i = KEPT; i < HELD; i++) {
                    Sys.check(calls.areaRelease(vectors[i]), "release");
                }
                samples[r] = nanos + System.nanoTime() - start;
            }
        }
        report("cleared_" + size, samples, HELD - KEPT);
    }

    // ---- access

    private interface Pass {
        long run();
    }

    private void access() throws IOException {
        byte[] array = new byte[CHUNK];
        byte[] otherArray = new byte[CHUNK];
        long[] vector = new long[IoVectors.size(1)];
        long[] otherVector = new long[IoVectors.size(1)];
        MemorySegment[] view = new MemorySegment[1];
        take(CHUNK, otherVector, view);
        MemorySegment other = view[0];
        take(CHUNK, vector, view);
        MemorySegment segment = view[0];
        ByteBuffer buffer = segment.asByteBuffer();
        ByteBuffer otherBuffer = other.asByteBuffer();
        Arrays.fill(array, (byte) 3);
        segment.fill((byte) 3);
        Loops loops = new Loops();
        time("array_sum", () -> loops.sum(array));
        time("buffer_sum", () -> loops.sum(buffer));
        time("segment_sum", () -> loops.sum(segment));
        time("array_hash", () -> loops.hash(array));
        time("buffer_hash", () -> loops.hash(buffer));
        time("segment_hash", () -> loops.hash(segment));
        time("array_set", () -> loops.set(array));
        time("buffer_set", () -> loops.set(buffer));
        time("segment_set", () -> loops.set(segment));
        time("array_fill", () -> {
            Arrays.fill(array, (byte) 5);
            return array[7];
        });
        time("segment_fill", () -> segment.fill((byte) 5).byteSize());
        time("array_copy", () -> {
            System.arraycopy(array, 0, otherArray, 0, CHUNK);
            return otherArray[9];
        });
        time("buffer_copy", () -> otherBuffer.put(0, buffer, 0, CHUNK).remaining());
        time("segment_copy", () -> other.copyFrom(segment).byteSize());
        Sys.check(calls.areaRelease(vector), "release");
        Sys.check(calls.areaRelease(otherVector), "release");
    }

    private static void time(String name, Pass pass) {
        int times = 2000;
        long sink = 0;
        long[] samples = new long[times];
        for (int warm = 0; warm < ROUNDS_OF_PASSES; warm++) {
            for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                sink += pass.run();
                samples[i] = System.nanoTime() - start;
            }
        }
        if (sink == 42) {
            System.err.println(sink);
        }
        report(name, Counters.percentile(samples, 0.5));
    }

    /** The loops, one method for each kind of memory so that each is compiled for its own. */
    private static final class Loops {
        private static final java.lang.foreign.ValueLayout.OfByte BYTE = java.lang.foreign.ValueLayout.JAVA_BYTE;

        long sum(byte[] a) {
            int sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += a[i];
            }
            return sum;
        }

        long sum(ByteBuffer b) {
            int sum = 0;
            int length = b.limit();
            for (int i = 0; i < length; i++) {
                sum += b.get(i);
            }
            return sum;
        }

        long sum(MemorySegment s) {
            int sum = 0;
            int length = (int) s.byteSize();
            for (int i = 0; i < length; i++) {
                sum += s.get(BYTE, i);
            }
            return sum;
        }

        long hash(byte[] a) {
            int hash = 1;
            for (int i = 0; i < a.length; i++) {
                hash = 31 * hash + (a[i] ^ hash >>> 7);
            }
            return hash;
        }

        long hash(ByteBuffer b) {
            int hash = 1;
            int length = b.limit();
            for (int i = 0; i < length; i++) {
                hash = 31 * hash + (b.get(i) ^ hash >>> 7);
            }
            return hash;
        }

        long hash(MemorySegment s) {
            int hash = 1;
            int length = (int) s.byteSize();
            for (int i = 0; i < length; i++) {
                hash = 31 * hash + (s.get(BYTE, i) ^ hash >>> 7);
            }
            return hash;
        }

        long set(byte[] a) {
            for (int i = 0; i < a.length; i++) {
                a[i] = 9;
            }
            return a[3];
        }

        long set(ByteBuffer b) {
            int length = b.limit();
            for (int i = 0; i < length; i++) {
                b.put(i, (byte) 9);
            }
            return b.get(3);
        }

        long set(MemorySegment s) {
            int length = (int) s.byteSize();
            for (int i = 0; i < length; i++) {
                s.set(BYTE, i, (byte) 9);
            }
            return s.get(BYTE, 3);
        }
    }

    // ---- between processes

    /** Calls another process with and without an area of 64 KiB, which comes back with the reply. */
    private void handOver() throws IOException {
        Child server = Launch.of("java", "-cp", System.getProperty("java.class.path"), AreaBench.class.getName(), "serve").start();
        int client;
        while ((client = calls.portConnect(PORT)) < 0) {
            calls.sleep(1_000_000);
        }
        long[] vector = new long[IoVectors.size(1)];
        Sys.check(calls.areaAllocate(CHUNK, Areas.CONTIGUOUS, vector), "allocate");
        long[] nothing = new long[IoVectors.size(1)];
        double[] without = new double[5];
        double[] with = new double[5];
        for (int i = 0; i < without.length; i++) {
            without[i] = perCall(client, nothing);
            with[i] = perCall(client, vector);
        }
        Arrays.sort(without);
        Arrays.sort(with);
        report("call_ns", without[2]);
        report("call_with_area_ns", with[2]);
        report("hand_over_ns", (with[2] - without[2]) / 2);
        Sys.check(calls.areaRelease(vector), "release");
        calls.portCall(client, new long[] {-1}, null, null);
        server.waitFor();
        calls.close(client);
    }

    private double perCall(int client, long[] vector) throws IOException {
        long[] words = new long[1];
        long start = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
            Sys.check(calls.portCall(client, words, null, vector), "call");
        }
        return (System.nanoTime() - start) / (double) CALLS;
    }

    private void serve() throws IOException {
        int port = Sys.check(calls.portCreate(PORT), "port");
        long[] words = new long[8];
        int[] handles = new int[8];
        long[] vector = new long[IoVectors.size(1)];
        do {
            int token = Sys.check(calls.portReceive(port, words, handles, vector), "receive");
            Sys.check(calls.portReply(token, 0, words, null, vector), "reply");
        } while (words[0] >= 0);
    }

    /** The same by copying: 64 KiB through a pipe to another process. */
    private void pipe() throws IOException {
        Pipe pipe = Pipe.open();
        Pipe answers = Pipe.open();
        Child reader = Launch.of("java", "-cp", System.getProperty("java.class.path"), AreaBench.class.getName(), "drain")
            .handle(0, pipe.readEnd()).handle(1, answers.writeEnd()).start();
        pipe.closeRead();
        answers.closeWrite();
        calls.read(answers.readEnd(), new byte[1], 0, 1);
        byte[] chunk = new byte[CHUNK];
        long start = System.nanoTime();
        for (long left = PIPE_BYTES; left > 0;) {
            left -= Sys.check(calls.write(pipe.writeEnd(), chunk, 0, (int) Math.min(CHUNK, left)), "write");
        }
        pipe.closeWrite();
        reader.waitFor();
        report("pipe_64k_ns", (System.nanoTime() - start) / (double) (PIPE_BYTES / CHUNK));
        answers.close();
    }

    private void drain() {
        System.out.write('r');
        System.out.flush();
        byte[] chunk = new byte[CHUNK];
        while (calls.read(0, chunk, 0, chunk.length) > 0) {
            continue;
        }
    }
}
