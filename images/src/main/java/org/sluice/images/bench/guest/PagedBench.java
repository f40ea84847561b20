package org.sluice.images.bench.guest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.sluice.abi.Paging;
import org.sluice.abi.SystemCalls;
import org.sluice.io.PagedArray;
import org.sluice.sys.Sys;

/** Times paged memory: {@code PagedBench MEBIBYTES-OF-MEMORY}. Prints lines of a name and a figure, nanoseconds but where it says MiB/s. */
public final class PagedBench {
    private static final int PAGE = Paging.PAGE;
    private static final int BATCH = 64;
    private static final int ROUNDS = 5;
    private static final int CHUNK = 64 << 10;
    private static final int ACCESSES = 2_000_000;
    private static final double NANOS = 1e9;

    private final SystemCalls calls = Sys.calls();
    private final long memory;
    private long sink;

    private PagedBench(long memory) {
        this.memory = memory;
    }

    public static void main(String[] args) throws Exception {
        PagedBench bench = new PagedBench(Long.parseLong(args[0]) << 20);
        faults(bench.calls, (int) (bench.memory / 8 / PAGE));
        bench.access();
        bench.file();
        bench.swap();
        System.out.println("sink " + bench.sink % 10);
    }

    private static void report(String name, double value) {
        System.out.println(name + " " + Math.round(value * 10) / 10.0);
        System.out.flush();
    }

    /**
     * Times the first touch of pages that are zero, twice, and tells the second time.
     *
     * @param pages how many at a time; a multiple of the batch
     */
    static void faults(SystemCalls calls, int pages) throws IOException {
        long[] samples = new long[pages / BATCH];
        for (int round = 0; round < 2 * ROUNDS; round++) {
            long address = calls.pageMap(Paging.NO_FILE, 0, (long) pages * PAGE, Paging.WRITE);
            Sys.check(address < 0 ? (int) address : 0, "pageMap");
            for (int b = 0; b < samples.length; b++) {
                long start = System.nanoTime();
                for (int i = 0; i < BATCH; i++) {
                    Sys.check(calls.pageFault(address + ((long) b * BATCH + i) * PAGE, true), "pageFault");
                }
                samples[b] = System.nanoTime() - start;
            }
            Sys.check(calls.pageUnmap(address), "pageUnmap");
        }
        report("fault_zero_p50", Counters.percentile(samples, 0.5) / (double) BATCH);
        report("fault_zero_p99", Counters.percentile(samples, 0.99) / (double) BATCH);
    }

    /** Access to what is in memory: in order, and all over the place so that translations are missed. */
    private void access() {
        long bytes = memory / 4;
        int longs = (int) (bytes / Long.BYTES);
        Random random = new Random(1);
        int[] places = random.ints(1 << 20, 0, longs).toArray();
        long[] plain = new long[longs];
        try (PagedArray paged = PagedArray.allocate(bytes)) {
            for (int i = 0; i < longs; i++) {
                paged.setLong(i, i);
                plain[i] = i;
            }
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                for (int i = 0; i < longs; i++) {
                    sink += paged.getLong(i);
                }
                double inOrder = (System.nanoTime() - start) / (double) longs;
                start = System.nanoTime();
                for (int i = 0; i < longs; i++) {
                    sink += plain[i];
                }
                double arrayInOrder = (System.nanoTime() - start) / (double) longs;
                start = System.nanoTime();
                for (int i = 0; i < ACCESSES; i++) {
                    sink += paged.getLong(places[i & places.length - 1]);
                }
                double scattered = (System.nanoTime() - start) / (double) ACCESSES;
                start = System.nanoTime();
                for (int i = 0; i < ACCESSES; i++) {
                    sink += plain[places[i & places.length - 1]];
                }
                double arrayScattered = (System.nanoTime() - start) / (double) ACCESSES;
                if (round == ROUNDS - 1) {
                    report("access_order", inOrder);
                    report("access_order_array", arrayInOrder);
                    report("access_scattered", scattered);
                    report("access_scattered_array", arrayScattered);
                }
            }
        }
    }

    /** Writing and reading a file of a memory file system through a mapping, beside reading it through a channel. */
    private void file() throws IOException {
        int bytes = (int) (memory / 16);
        Path path = Path.of("/tmp/paged-bench");
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
                byte[] chunk = new byte[CHUNK];
                while (map.hasRemaining()) {
                    map.put(chunk);
                }
                map.force();
                double written = System.nanoTime() - start;
                start = System.nanoTime();
                map.rewind();
                while (map.hasRemaining()) {
                    map.get(chunk);
                }
                double read = System.nanoTime() - start;
                start = System.nanoTime();
                ByteBuffer buffer = ByteBuffer.wrap(chunk);
                channel.position(0);
                while (channel.read(buffer.clear()) > 0) {
                    sink += chunk[0];
                }
                double channelRead = System.nanoTime() - start;
                if (round == ROUNDS - 1) {
                    report("map_write_force_MiBps", (bytes >> 20) / written * NANOS);
                    report("map_read_MiBps", (bytes >> 20) / read * NANOS);
                    report("channel_read_MiBps", (bytes >> 20) / channelRead * NANOS);
                }
            }
        }
        Files.delete(path);
    }

    /** A working set four times as large as memory: written and read in order, then all over the place. */
    private void swap() {
        long bytes = memory * 4;
        long pages = bytes / PAGE;
        try (PagedArray paged = PagedArray.allocate(bytes)) {
            long start = System.nanoTime();
            for (long i = 0; i < pages; i++) {
                paged.setLong(i * (PAGE / Long.BYTES), i * 7);
            }
            report("swap_out_MiBps", (bytes >> 20) / (double) (System.nanoTime() - start) * NANOS);
            start = System.nanoTime();
            for (long i = 0; i < pages; i++) {
                check(paged, i);
            }
            report("swap_in_order_MiBps", (bytes >> 20) / (double) (System.nanoTime() - start) * NANOS);
            Random random = new Random(2);
            int touched = (int) (pages / 4);
            start = System.nanoTime();
            for (int i = 0; i < touched; i++) {
                check(paged, random.nextLong(pages));
            }
            report("swap_in_scattered_ns", (System.nanoTime() - start) / (double) touched);
        }
    }

    private static void check(PagedArray paged, long page) {
        long value = paged.getLong(page * (PAGE / Long.BYTES));
        if (value != page * 7) {
            throw new IllegalStateException("page " + page + " has " + value);
        }
    }
}
