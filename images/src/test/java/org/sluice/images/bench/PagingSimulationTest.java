package org.sluice.images.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.kernel.pager.replace.Clock;
import org.sluice.kernel.pager.replace.S3Fifo;
import org.sluice.kernel.pager.replace.TwoQueue;

/** Are what the benchmark calls the optimum and LRU what they are called, and its traces the same every time? */
class PagingSimulationTest {
    /** The most hits any choice of pages gives, by trying all. */
    private static int mostHits(int[] trace, int at, Set<Integer> resident, int frames) {
        if (at == trace.length) {
            return 0;
        }
        int page = trace[at];
        if (resident.contains(page)) {
            return 1 + mostHits(trace, at + 1, resident, frames);
        }
        int best = 0;
        if (resident.size() < frames) {
            Set<Integer> next = new HashSet<>(resident);
            next.add(page);
            return mostHits(trace, at + 1, next, frames);
        }
        for (int leaving : resident) {
            Set<Integer> next = new HashSet<>(resident);
            next.remove(leaving);
            next.add(page);
            best = Math.max(best, mostHits(trace, at + 1, next, frames));
        }
        return best;
    }

    @Test
    void theOptimumIsWhatTryingAllFinds() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int[] trace = random.ints(12, 0, 5).toArray();
            PagingSimulation simulation = new PagingSimulation(trace);
            for (int frames = 1; frames <= 3; frames++) {
                int optimum = simulation.hitsOfOptimum(frames);
                assertEquals(mostHits(trace, 0, Set.of(), frames), optimum, "seed " + seed);
                assertTrue(simulation.hitsOfLru(frames) <= optimum);
                assertTrue(simulation.hits(new Clock(frames), frames) <= optimum);
                assertTrue(simulation.hits(new TwoQueue(frames), frames) <= optimum);
                assertTrue(simulation.hits(new S3Fifo(frames), frames) <= optimum);
            }
        }
    }

    @Test
    void lruKeepsWhatWasUsedLast() {
        PagingSimulation simulation = new PagingSimulation(new int[] {0, 1, 0, 2, 0, 1, 2, 1});
        assertEquals(3, simulation.hitsOfLru(2));
        assertEquals(3, simulation.pages());
    }

    @Test
    void tracesAreTheSameEveryTime() {
        PagingTraces.all().forEach((name, trace) -> assertArrayEquals(trace.get(), trace.get(), name));
    }
}
