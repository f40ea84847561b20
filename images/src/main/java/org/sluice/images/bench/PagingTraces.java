package org.sluice.images.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** References to pages, made from fixed seeds: the same on every host. Pages of a trace are numbered from 0. */
final class PagingTraces {
    private static final int LENGTH = 400_000;
    private static final int PAGES = 10_000;

    private PagingTraces() {
    }

    /** A growing list of references. */
    private static final class Recorder {
        private int[] pages = new int[LENGTH];
        private int length;

        void touch(int page) {
            if (length == pages.length) {
                pages = Arrays.copyOf(pages, 2 * length);
            }
            pages[length++] = page;
        }

        int[] trace() {
            return Arrays.copyOf(pages, length);
        }
    }

    /** Popularity by Zipf's law: the page of rank r is asked for in proportion to 1 / r^exponent. */
    private static final class Zipf {
        private final double[] below;
        private final Random random;

        Zipf(int pages, double exponent, Random random) {
            below = new double[pages];
            double sum = 0;
            for (int i = 0; i < pages; i++) {
                sum += 1 / StrictMath.pow(i + 1, exponent);
                below[i] = sum;
            }
            this.random = random;
        }

        int next() {
            int found = Arrays.binarySearch(below, random.nextDouble() * below[below.length - 1]);
            return Math.min(below.length - 1, found < 0 ? -found - 1 : found);
        }
    }

    /** The traces by name, each made when it is asked for. */
    static Map<String, Supplier<int[]>> all() {
        Map<String, Supplier<int[]>> traces = new LinkedHashMap<>();
        traces.put("zipf-0.8", () -> zipf(0.8, 1));
        traces.put("zipf-1.0", () -> zipf(1.0, 2));
        traces.put("hot-and-scans", PagingTraces::hotAndScans);
        traces.put("loop", PagingTraces::loop);
        traces.put("shifting-sets", PagingTraces::shiftingSets);
        traces.put("database", PagingTraces::database);
        traces.put("sort-and-search", PagingTraces::sortAndSearch);
        return traces;
    }

    private static int[] zipf(double exponent, int seed) {
        Zipf zipf = new Zipf(PAGES, exponent, new Random(seed));
        Recorder recorder = new Recorder();
        for (int i = 0; i < LENGTH; i++) {
            recorder.touch(zipf.next());
        }
        return recorder.trace();
    }

    /** A fifth of the pages is in use all the time; now and then somebody reads all the rest once, each page in four pieces. */
    private static int[] hotAndScans() {
        Random random = new Random(3);
        int hot = PAGES / 5;
        Zipf zipf = new Zipf(hot, 0.6, random);
        Recorder recorder = new Recorder();
        while (recorder.length < LENGTH) {
            for (int i = 0; i < 4 * PAGES; i++) {
                recorder.touch(zipf.next());
            }
            for (int page = hot; page < PAGES; page++) {
                for (int piece = 0; piece < 4; piece++) {
                    recorder.touch(page);
                    if (piece % 2 == 0) {
                        recorder.touch(zipf.next());
                    }
                }
            }
        }
        return recorder.trace();
    }

    /** The same pages in the same order again and again: what is to be used last is what was used last. */
    private static int[] loop() {
        Recorder recorder = new Recorder();
        for (int i = 0; i < LENGTH; i++) {
            recorder.touch(i % PAGES);
        }
        return recorder.trace();
    }

    /** Working sets of an eighth of the pages that follow each other; every second one is the first. */
    private static int[] shiftingSets() {
        Random random = new Random(5);
        int set = PAGES / 8;
        Recorder recorder = new Recorder();
        for (int phase = 0; recorder.length < LENGTH; phase++) {
            int base = phase % 2 == 0 ? 0 : set * (1 + phase / 2 % 7);
            for (int i = 0; i < 12 * set; i++) {
                recorder.touch(random.nextInt(20) == 0 ? random.nextInt(PAGES) : base + random.nextInt(set));
            }
        }
        return recorder.trace();
    }

    /**
     * A database: a look-up goes through root, inner and leaf page of an index to a record of the heap, which it touches up to
     * four times in a row; a third of them write to a log, eight entries to a page; now and then the heap is read from end to end.
     */
    private static int[] database() {
        Random random = new Random(6);
        int inner = 20;
        int leaves = 1200;
        int heap = 7000;
        int log = PAGES - 1 - inner - leaves - heap;
        Zipf records = new Zipf(heap * 4, 0.85, random);
        Recorder recorder = new Recorder();
        int logged = 0;
        for (int look = 0; recorder.length < LENGTH; look++) {
            int record = (int) ((records.next() * 7919L) % (heap * 4L));
            int leaf = (int) ((long) record * leaves / (heap * 4));
            recorder.touch(0);
            recorder.touch(1 + leaf * inner / leaves);
            recorder.touch(1 + inner + leaf);
            int page = 1 + inner + leaves + record / 4;
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                recorder.touch(page);
            }
            if (random.nextInt(3) == 0) {
                recorder.touch(1 + inner + leaves + heap + logged++ / 8 % log);
            }
            if (look % 20_000 == 19_999) {
                for (int i = 0; i < heap; i++) {
                    recorder.touch(1 + inner + leaves + i);
                    recorder.touch(1 + inner + leaves + i);
                }
            }
        }
        return recorder.trace();
    }

    /**
     * Recorded while a program runs: it sorts 256 Ki words by quicksort, counts some in a hash table, and searches. Pages have 64
     * words; an access to the page of the access before is not recorded.
     */
    private static int[] sortAndSearch() {
        return new RecordedProgram(7).run();
    }

    /** A program whose arrays report the pages they are touched at. */
    private static final class RecordedProgram {
        private static final int WORDS = 1 << 18;
        private static final int WORDS_PER_PAGE = 64;

        private final Random random;
        private final Recorder recorder = new Recorder();
        private final long[] memory = new long[3 * WORDS];
        private int last = -1;

        RecordedProgram(int seed) {
            random = new Random(seed);
        }

        private long get(int word) {
            touch(word);
            return memory[word];
        }

        private void set(int word, long value) {
            touch(word);
            memory[word] = value;
        }

        private void touch(int word) {
            int page = word / WORDS_PER_PAGE;
            if (page != last) {
                recorder.touch(page);
                last = page;
            }
        }

        int[] run() {
            for (int i = 0; i < WORDS; i++) {
                set(i, random.nextLong());
            }
            sort(0, WORDS);
            count();
            search();
            return recorder.trace();
        }

        /** Quicksort; the smaller part first. */
        private void sort(int start, int end) {
            int from = start;
            int to = end;
            while (to - from > 1) {
                int middle = partition(from, to);
                if (middle - from < to - middle) {
                    sort(from, middle);
                    from = middle;
                } else {
                    sort(middle, to);
                    to = middle;
                }
            }
        }

        private int partition(int from, int to) {
            long pivot = get(from + (to - from - 1) / 2);
            int i = from - 1;
            int j = to;
            while (true) {
                do {
                    i++;
                } while (get(i) < pivot);
                do {
                    j--;
                } while (get(j) > pivot);
                if (i >= j) {
                    return j + 1;
                }
                long swapped = get(i);
                set(i, get(j));
                set(j, swapped);
            }
        }

        /** Counts in a hash table, twice as large as the array, what is in every eighth word. */
        private void count() {
            for (int i = 0; i < WORDS; i += 8) {
                int slot = (int) (get(i) * 0x9E3779B97F4A7C15L >>> 45) % (2 * WORDS);
                set(WORDS + slot, get(WORDS + slot) + 1);
            }
        }

        private void search() {
            for (int i = 0; i < 20_000; i++) {
                long wanted = random.nextLong();
                int low = 0;
                int high = WORDS;
                while (low < high) {
                    int middle = (low + high) >>> 1;
                    if (get(middle) < wanted) {
                        low = middle + 1;
                    } else {
                        high = middle;
                    }
                }
            }
        }
    }
}
