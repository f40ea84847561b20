package org.sluice.images.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.zip.CRC32;
import org.sluice.vm.device.atm.cell.Aal5Crc;

/**
 * The parts of the ATM interface by themselves, on the host: the CRC of AAL5 over bytes at rest, and on the way between memory and cells.
 * Beside it the host's own CRC-32, which takes the bits in the other order, and a copy.
 */
public final class AtmParts {
    private static final int BYTES = 65_520;
    private static final int PAYLOAD = 48;
    private static final int CELL = 53;
    private static final int ROUNDS = 20_000;
    private static final int REPEATS = 7;

    /** Keeps results alive. */
    private static volatile int sink;

    private AtmParts() {
    }

    /** What is timed: one pass over {@link #BYTES} bytes. */
    private interface Pass {
        int run();
    }

    public static void main(String[] args) {
        byte[] array = new byte[BYTES];
        new java.util.SplittableRandom(1).nextBytes(array);
        byte[] cells = new byte[BYTES / PAYLOAD * CELL];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(BYTES, 64);
            MemorySegment other = arena.allocate(BYTES, 64);
            MemorySegment.copy(array, 0, memory, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, BYTES);
            Aal5Crc crc = new Aal5Crc();
            Report.row("one pass over 64 KiB, GB/s", "median", "best");
            row("AAL5 CRC-32 of memory", () -> {
                crc.reset();
                crc.update(memory, 0, BYTES);
                return crc.value();
            });
            row("memory into cells with CRC", () -> {
                crc.reset();
                for (int i = 0; i < BYTES / PAYLOAD; i++) {
                    crc.move(memory, (long) i * PAYLOAD, cells, i * CELL + CELL - PAYLOAD, PAYLOAD);
                }
                return crc.value();
            });
            row("cells into memory with CRC", () -> {
                crc.reset();
                for (int i = 0; i < BYTES / PAYLOAD; i++) {
                    crc.move(cells, i * CELL + CELL - PAYLOAD, memory, (long) i * PAYLOAD, PAYLOAD);
                }
                return crc.value();
            });
            CRC32 host = new CRC32();
            row("host's CRC-32 of an array", () -> {
                host.reset();
                host.update(array, 0, BYTES);
                return (int) host.getValue();
            });
            row("host's copy", () -> {
                MemorySegment.copy(memory, 0, other, 0, BYTES);
                return 0;
            });
        }
    }

    private static void row(String name, Pass pass) {
        double[] speeds = new double[REPEATS];
        for (int repeat = -2; repeat < REPEATS; repeat++) {
            long start = System.nanoTime();
            for (int i = 0; i < ROUNDS; i++) {
                sink = pass.run();
            }
            if (repeat >= 0) {
                speeds[repeat] = (double) BYTES * ROUNDS / (System.nanoTime() - start);
            }
        }
        double best = java.util.Arrays.stream(speeds).max().orElse(0);
        Report.row(name, String.format(Locale.ROOT, "%.2f", Report.median(speeds)), String.format(Locale.ROOT, "%.2f", best));
    }
}
