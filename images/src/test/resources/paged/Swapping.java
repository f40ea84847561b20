import java.util.Random;
import org.sluice.io.PagedArray;

/** Fills and reads a paged array, in order and at random. Arguments: its size in MiB and a seed. */
public class Swapping {
    private static final int RANDOM_READS = 20_000;

    private static long pattern(long seed, long i) {
        long x = (i + seed) * 0x9e3779b97f4a7c15L;
        return (x ^ x >>> 29) * 0xbf58476d1ce4e5b9L;
    }

    public static void main(String[] args) {
        long bytes = Long.parseLong(args[0]) << 20;
        long seed = Long.parseLong(args[1]);
        long n = bytes / Long.BYTES;
        try (PagedArray array = PagedArray.allocate(bytes)) {
            for (long i = 0; i < n; i++) {
                array.setLong(i, pattern(seed, i));
            }
            long wrong = 0;
            for (long i = 0; i < n; i++) {
                wrong += array.getLong(i) == pattern(seed, i) ? 0 : 1;
            }
            Random random = new Random(seed);
            for (int k = 0; k < RANDOM_READS; k++) {
                long i = random.nextLong(n);
                wrong += array.getLong(i) == pattern(seed, i) ? 0 : 1;
            }
            System.out.println("longs " + n + " wrong " + wrong);
            System.out.println("resident " + array.residentBytes());
        }
        try {
            PagedArray.allocate(1L << 40);
        } catch (OutOfMemoryError e) {
            System.out.println("refused");
        }
    }
}
