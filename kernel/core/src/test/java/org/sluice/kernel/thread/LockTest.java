package org.sluice.kernel.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.process.Process;

/** Do locks exclude, and does the order of ranks hold? */
class LockTest {
    @Test
    void lockOfALowerOrEqualRankIsRefused() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                for (LockRank held : LockRank.values()) {
                    for (LockRank wanted : LockRank.values()) {
                        SpinLock outer = new SpinLock(held);
                        SpinLock inner = new SpinLock(wanted);
                        outer.acquire();
                        if (wanted.compareTo(held) > 0) {
                            inner.acquire();
                            inner.release();
                        } else {
                            AssertionError e = assertThrows(AssertionError.class, inner::acquire);
                            assertTrue(e.getMessage().contains(wanted.name()), e.getMessage());
                        }
                        outer.release();
                    }
                }
            });
        }
    }

    @Test
    void ranksAreKeptPerThread() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                SpinLock log = new SpinLock(LockRank.LOG);
                boolean[] done = new boolean[1];
                Process process = machine.process("p");
                log.acquire();
                TestKernel.start(process, "other", () -> {
                    SpinLock pipe = new SpinLock(LockRank.PIPE);
                    pipe.acquire();
                    pipe.release();
                    done[0] = true;
                });
                TestKernel.yieldTimes(5);
                log.release();
                assertTrue(done[0]);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void mutexLetsOneInAndHoldsWhileItsHolderBlocks(int processors) throws Exception {
        try (TestKernel machine = new TestKernel(processors)) {
            machine.run(() -> {
                Mutex mutex = new Mutex();
                Process process = machine.process("p");
                int[] inside = new int[1];
                int[] entries = new int[1];
                // None may end before all have started, for the process would end with it.
                mutex.acquire();
                for (int t = 0; t < 6; t++) {
                    Random random = new Random(t);
                    TestKernel.start(process, "t" + t, () -> {
                        for (int i = 0; i < 200; i++) {
                            mutex.acquire();
                            assertEquals(1, ++inside[0]);
                            TestKernel.jitter(random);
                            entries[0]++;
                            inside[0]--;
                            mutex.release();
                        }
                    });
                }
                mutex.release();
                TestKernel.until(() -> process.threads().isEmpty());
                assertEquals(1200, entries[0]);
            });
        }
    }

    @Test
    void conditionGivesTheMutexUpWhileItWaits() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Mutex mutex = new Mutex();
                boolean[] condition = new boolean[1];
                int[] through = new int[1];
                Process process = machine.process("p");
                for (int i = 0; i < 3; i++) {
                    TestKernel.start(process, "waiter", () -> {
                        mutex.acquire();
                        while (!condition[0]) {
                            mutex.await();
                        }
                        through[0]++;
                        mutex.release();
                    });
                }
                TestKernel.yieldTimes(10);
                mutex.acquire();
                condition[0] = true;
                mutex.signalAll();
                assertEquals(0, through[0]);
                mutex.release();
                TestKernel.until(() -> through[0] == 3);
            });
        }
    }

    @Test
    void mutexIsGivenBackByAThreadWhoseProcessEnds() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Mutex mutex = new Mutex();
                Process process = machine.process("p");
                mutex.acquire();
                KernelThread waiter = TestKernel.start(process, "waiter", () -> {
                    mutex.acquire();
                    mutex.release();
                });
                TestKernel.untilBlocked(waiter);
                machine.kernel().processes().end(process, 9);
                TestKernel.yieldTimes(5);
                assertEquals(KernelThread.State.BLOCKED, waiter.state(), "a wait for a mutex is not cut short");
                mutex.release();
                TestKernel.until(() -> process.state() == Process.State.ZOMBIE);
                mutex.acquire();
                mutex.release();
            });
        }
    }
}
