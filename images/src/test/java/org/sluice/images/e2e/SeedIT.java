package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does a machine with a seed do the same twice, with everything it can be asked about its schedule? */
class SeedIT {
    /** Threads that compute, sleep and wait for each other, and say in which order they got where. */
    private static final String RACE = """
        import java.util.*;
        import java.util.concurrent.*;
        public class Race {
            static class Slow {
                static final long READY;
                static {
                    try {
                        Thread.sleep(3);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    READY = System.nanoTime();
                }
            }
            public static void main(String[] args) throws Exception {
                List<String> order = Collections.synchronizedList(new ArrayList<>());
                SynchronousQueue<Integer> queue = new SynchronousQueue<>();
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    int me = i;
                    Thread t = new Thread(() -> {
                        try {
                            long x = me;
                            for (int round = 0; round < 20; round++) {
                                for (int j = 0; j < 20_000 * (me + 1); j++) {
                                    x = x * 6364136223846793005L + 1442695040888963407L;
                                }
                                order.add(me + ":" + round + ":" + (x & 15));
                                if (me % 2 == 0) {
                                    queue.put(round);
                                } else {
                                    order.add("took " + queue.take());
                                }
                                if (round % 5 == me % 5) {
                                    Thread.sleep(me);
                                }
                            }
                        } catch (InterruptedException e) {
                            order.add("interrupted");
                        }
                    });
                    threads.add(t);
                    t.start();
                }
                for (Thread t : threads) {
                    t.join();
                }
                System.out.println(String.join(" ", order));
                System.out.println(Slow.READY + " " + System.nanoTime() + " " + new Random().nextLong() + " " + UUID.randomUUID());
            }
        }
        """;

    /** A build would have something to say on standard error. */
    @BeforeAll
    static void imageIsThere() {
        Outcome outcome = Sluice.run("image", "build");
        assertEquals(0, outcome.status(), outcome::toString);
    }

    private static Outcome run(Path folder, String seed) {
        return Sluice.boot("java -cp /mnt/r Race; yes | head -n 3000 | tr y n | sha256sum; sleep 1; date; "
            + "cat /proc/kmsg /proc/uptime /proc/stat /proc/kernel /proc/interrupts", "--seed", seed, "--share", folder + "=/mnt/r");
    }

    @Test
    void theSameSeedGivesTheSameRun(@TempDir Path folder) throws Exception {
        GuestCompiler.compile(folder, List.of(), List.of(), new GuestCompiler.Source("Race.java", RACE));
        Outcome first = run(folder, "7");
        assertEquals(0, first.status(), first::toString);
        assertTrue(first.output().contains("5:19:"), first::toString);
        Outcome second = run(folder, "7");
        assertEquals(first.output(), second.output());
        assertEquals(first.errors(), second.errors());
        assertNotEquals(first.output(), run(folder, "8").output());
    }
}
