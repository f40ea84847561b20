package org.sluice.kernel.pager.replace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Does every policy choose as its description in lists does, only what may leave, each page once, and in bounded time? */
class ReplacementTest {
    private static final int SEEDS = 150;
    private static final int STEPS = 3_000;
    private static final int MOST_QUESTIONS_PER_PAGE = 12;

    static Stream<Arguments> policies() {
        return Stream.of(policy("Clock", Clock::new, SlowPolicies.SlowClock::new),
            policy("TwoQueue", TwoQueue::new, SlowPolicies.SlowTwoQueue::new),
            policy("S3Fifo", S3Fifo::new, SlowPolicies.SlowS3Fifo::new));
    }

    private static Arguments policy(String name, IntFunction<Replacement> fast, Supplier<Replacement> slow) {
        return Arguments.of(name, fast, slow);
    }

    /** Marks and wired pages, and how often they were asked for. */
    private static final class Marks implements Replacement.Probe {
        final BitSet used = new BitSet();
        final BitSet wired = new BitSet();
        int questions;

        @Override
        public boolean takeUsed(int page) {
            questions++;
            boolean was = used.get(page);
            used.clear(page);
            return was;
        }

        @Override
        public boolean evictable(int page) {
            questions++;
            return !wired.get(page);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void agreesWithItsModelOverRandomHistories(String name, IntFunction<Replacement> fast, Supplier<Replacement> slow) {
        for (int seed = 0; seed < SEEDS; seed++) {
            new History(seed, fast, slow.get()).run();
        }
    }

    /** One seeded history, run through a policy and its model, which see marks of their own that are set alike. */
    private static final class History {
        private final int seed;
        private final Random random;
        private final int frames;
        private final Replacement policy;
        private final Replacement model;
        private final Marks marks = new Marks();
        private final Marks modelMarks = new Marks();
        private final BitSet resident = new BitSet();
        private final long[] keys;
        private final Set<Long> keysResident = new HashSet<>();
        private int arrivals;
        private int departures;

        History(int seed, IntFunction<Replacement> fast, Replacement model) {
            this.seed = seed;
            random = new Random(seed);
            frames = seed % 10 == 0 ? 1 + seed / 10 : 1 + random.nextInt(400);
            policy = fast.apply(frames);
            this.model = model;
            keys = new long[frames];
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                int what = random.nextInt(100);
                if (what < 40) {
                    arrive();
                } else if (what < 45) {
                    wire();
                } else if (what < 50) {
                    free();
                } else {
                    touch();
                }
                assertEquals(resident.cardinality(), policy.size(), () -> "seed " + seed);
            }
            marks.wired.clear();
            modelMarks.wired.clear();
            while (!resident.isEmpty()) {
                leave();
            }
            assertEquals(0, policy.size());
            assertEquals(-1, policy.victim(marks));
            assertEquals(arrivals, departures);
        }

        private void arrive() {
            // how many frames the pager has varies: sometimes it gives some back
            int room = frames * (2 + random.nextInt(3)) / 4;
            while (resident.cardinality() > Math.max(0, room - 1)) {
                if (!leave()) {
                    return;
                }
            }
            int page = resident.nextClearBit(random.nextInt(frames));
            page = page >= frames ? resident.nextClearBit(0) : page;
            if (page >= frames) {
                return;
            }
            long key = 1 + (long) (random.nextDouble() * random.nextDouble() * 3 * frames);
            if (!keysResident.add(key)) {
                return;
            }
            keys[page] = key;
            resident.set(page);
            arrivals++;
            policy.added(page, key);
            model.added(page, key);
            mark(page);
        }

        private boolean leave() {
            marks.questions = 0;
            boolean noneMay = resident.stream().allMatch(marks.wired::get);
            int page = policy.victim(marks);
            assertEquals(model.victim(modelMarks), page, () -> "seed " + seed);
            assertTrue(marks.questions <= MOST_QUESTIONS_PER_PAGE * frames + MOST_QUESTIONS_PER_PAGE,
                () -> "seed " + seed + ": " + marks.questions + " questions about " + frames + " pages");
            assertEquals(noneMay, page < 0, () -> "seed " + seed);
            if (page < 0) {
                return false;
            }
            assertTrue(resident.get(page), () -> "seed " + seed + ": chose " + page + ", which is not resident");
            assertFalse(marks.wired.get(page), () -> "seed " + seed + ": chose " + page + ", which may not leave");
            forget(page);
            return true;
        }

        private void forget(int page) {
            resident.clear(page);
            keysResident.remove(keys[page]);
            marks.wired.clear(page);
            modelMarks.wired.clear(page);
            departures++;
        }

        private int any() {
            int page = resident.nextSetBit(random.nextInt(frames));
            return page < 0 ? resident.nextSetBit(0) : page;
        }

        private void free() {
            int page = any();
            if (page >= 0) {
                policy.removed(page);
                model.removed(page);
                forget(page);
            }
        }

        private void wire() {
            int page = any();
            if (page >= 0) {
                boolean all = random.nextInt(40) == 0;
                for (int p = all ? 0 : page; p < (all ? frames : page + 1); p++) {
                    if (resident.get(p)) {
                        marks.wired.flip(p);
                        modelMarks.wired.set(p, marks.wired.get(p));
                    }
                }
            }
        }

        private void touch() {
            int page = any();
            if (page >= 0) {
                mark(page);
            }
        }

        private void mark(int page) {
            marks.used.set(page);
            modelMarks.used.set(page);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void endsThoughMarksComeBackAtOnce(String name, IntFunction<Replacement> fast, Supplier<Replacement> slow) {
        int frames = 200;
        Replacement policy = fast.apply(frames);
        Set<Integer> left = new HashSet<>();
        for (int page = 0; page < frames; page++) {
            policy.added(page, page + 1);
        }
        int[] questions = {0};
        Replacement.Probe busy = new Replacement.Probe() {
            @Override
            public boolean takeUsed(int page) {
                questions[0]++;
                return true;
            }

            @Override
            public boolean evictable(int page) {
                questions[0]++;
                return page % 2 == 0;
            }
        };
        for (int i = 0; i < frames / 2; i++) {
            questions[0] = 0;
            assertTrue(left.add(policy.victim(busy)));
            assertTrue(questions[0] <= MOST_QUESTIONS_PER_PAGE * frames, questions[0] + " questions");
        }
        assertTrue(left.stream().allMatch(page -> page >= 0 && page % 2 == 0));
        assertEquals(-1, policy.victim(busy));
        assertEquals(frames / 2, policy.size());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void refusesWhatCannotBe(String name, IntFunction<Replacement> fast, Supplier<Replacement> slow) {
        Replacement policy = fast.apply(4);
        policy.added(2, 7);
        assertThrows(IllegalStateException.class, () -> policy.added(2, 8));
        assertThrows(IllegalStateException.class, () -> policy.removed(1));
        policy.removed(2);
        assertThrows(IllegalStateException.class, () -> policy.removed(2));
        assertEquals(0, policy.size());
    }

    /** A memory that is told nothing of hits, as the pager's. */
    private static final class Memory {
        private final Replacement policy;
        private final Marks marks = new Marks();
        private final List<Long> content = new ArrayList<>();
        private final int frames;

        Memory(Replacement policy, int frames) {
            this.policy = policy;
            this.frames = frames;
        }

        boolean holds(long key) {
            return content.contains(key);
        }

        /** Brings a page in without using it. */
        void load(long key) {
            if (holds(key)) {
                return;
            }
            int frame = content.size();
            if (frame == frames) {
                frame = policy.victim(marks);
                marks.used.clear(frame);
                content.set(frame, key);
            } else {
                content.add(key);
            }
            policy.added(frame, key);
        }

        void use(long key) {
            load(key);
            marks.used.set(content.indexOf(key));
        }
    }

    /**
     * Pages used all the time, and beside them one pass over twenty times the memory, byte by byte, with some read ahead.
     *
     * @return hot pages that are resident at the pass's end
     */
    private static int hotPagesAfterScan(Replacement policy, int frames, int hot, int usePeriod, int readAhead) {
        Memory memory = new Memory(policy, frames);
        for (int round = 0; round < 8; round++) {
            for (int page = 1; page <= hot; page++) {
                memory.use(page);
                memory.use(1_000_000 + round * hot + page);
            }
        }
        for (int page = 0; page < 20 * frames; page++) {
            for (int ahead = 0; ahead <= readAhead; ahead++) {
                memory.load(2_000_000 + page + ahead);
            }
            for (int repeat = 0; repeat < 3; repeat++) {
                memory.use(2_000_000 + page);
            }
            // a hot page is used once in a while, not as often as a page of the pass comes and goes
            if (page % usePeriod == 0) {
                long key = 1 + page / usePeriod % hot;
                if (memory.holds(key)) {
                    memory.use(key);
                }
            }
        }
        int found = 0;
        for (int page = 1; page <= hot; page++) {
            found += memory.holds(page) ? 1 : 0;
        }
        return found;
    }

    @Test
    void hotPagesOutliveAScan() {
        int frames = 800;
        int hot = 200;
        for (int readAhead : new int[] {0, 16}) {
            assertEquals(hot, hotPagesAfterScan(new TwoQueue(frames), frames, hot, 100, readAhead));
            assertEquals(hot, hotPagesAfterScan(new S3Fifo(frames), frames, hot, 100, readAhead));
        }
    }

    @Test
    void theClockLosesThemToTheScan() {
        assertEquals(0, hotPagesAfterScan(new Clock(800), 800, 200, 100, 0));
    }

    @Test
    void rememberedKeysAreBoundedByResidentPages() {
        int frames = 300;
        TwoQueue twoQueue = new TwoQueue(frames);
        S3Fifo s3Fifo = new S3Fifo(frames);
        Memory first = new Memory(twoQueue, frames);
        Memory second = new Memory(s3Fifo, frames);
        for (int page = 1; page < 20 * frames; page++) {
            first.load(page);
            second.load(page);
            assertTrue(twoQueue.remembered() <= frames / 2);
            assertTrue(s3Fifo.remembered() <= frames);
        }
        assertEquals(frames / 2, twoQueue.remembered());
        assertEquals(frames, s3Fifo.remembered());
    }

    @Test
    void ghostsAreFoundInTheirOrder() {
        for (int capacity : new int[] {1, 2, 3, 7, 64, 100}) {
            Random random = new Random(capacity);
            Ghosts ghosts = new Ghosts(capacity);
            var model = new java.util.LinkedHashSet<Long>();
            for (int step = 0; step < 20_000; step++) {
                long key = 1 + random.nextInt(3 * capacity) * (random.nextBoolean() ? 1L : 1L << 40);
                if (random.nextInt(3) == 0) {
                    assertEquals(model.remove(key), ghosts.take(key));
                } else {
                    int limit = 1 + random.nextInt(capacity);
                    ghosts.add(key, limit);
                    model.remove(key);
                    while (model.size() >= limit) {
                        model.removeFirst();
                    }
                    model.add(key);
                }
                assertEquals(model.size(), ghosts.size());
            }
        }
    }
}
