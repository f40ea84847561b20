package org.sluice.kernel.thread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.abi.ProcessKilled;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.WaitQueue.Mode;
import org.sluice.kernel.thread.WaitQueue.Wake;

/** What ends a wait, and does a wake-up ever get lost? */
class WaitQueueTest {
    private final SpinLock lock = new SpinLock(LockRank.THREAD);
    private final WaitQueue queue = new WaitQueue();

    /** A thread that waits once and says how it ended. */
    private final class Sleeper {
        final KernelThread thread;
        volatile Wake wake;
        volatile boolean killed;

        Sleeper(Process process, Mode mode, long deadline) {
            thread = TestKernel.start(process, "sleeper", () -> {
                lock.acquire();
                try {
                    wake = queue.sleep(lock, "test", mode, deadline);
                } catch (ProcessKilled e) {
                    killed = true;
                    throw e;
                } finally {
                    lock.release();
                }
            });
        }

        boolean over() {
            return wake != null || killed;
        }
    }

    private void wakeOne() {
        lock.acquire();
        queue.wakeOne();
        lock.release();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void wakeUpEndsAWaitOfAnyMode(Mode mode) throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Sleeper sleeper = new Sleeper(machine.process("p"), mode, WaitQueue.FOREVER);
                TestKernel.untilBlocked(sleeper.thread);
                assertEquals("test", sleeper.thread.waitingFor());
                wakeOne();
                TestKernel.until(sleeper::over);
                assertEquals(Wake.WOKEN, sleeper.wake);
                assertTrue(queue.isEmpty());
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void deadlineEndsAWaitOfAnyMode(Mode mode) throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Sleeper sleeper = new Sleeper(machine.process("p"), mode, machine.kernel().clock().monotonicNanos() + 1_000_000);
                machine.sleep(2_000_000);
                TestKernel.until(sleeper::over);
                assertEquals(Wake.TIMED_OUT, sleeper.wake);
                assertTrue(queue.isEmpty());
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void interruptEndsAWaitFromModeInterruptibleOn(Mode mode) throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Sleeper sleeper = new Sleeper(machine.process("p"), mode, WaitQueue.FOREVER);
                TestKernel.untilBlocked(sleeper.thread);
                sleeper.thread.interrupt();
                TestKernel.yieldTimes(5);
                boolean ends = mode.compareTo(Mode.INTERRUPTIBLE) >= 0;
                assertEquals(ends, sleeper.over());
                if (ends) {
                    assertEquals(Wake.INTERRUPTED, sleeper.wake);
                    assertTrue(queue.isEmpty());
                } else {
                    wakeOne();
                    TestKernel.until(sleeper::over);
                    assertTrue(sleeper.thread.takeInterrupt(), "the interrupt waits for the next call");
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void caughtSignalEndsAWaitOfModeSignalledOnly(Mode mode) throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Sleeper sleeper = new Sleeper(machine.process("p"), mode, WaitQueue.FOREVER);
                TestKernel.untilBlocked(sleeper.thread);
                sleeper.thread.noticeSignal();
                TestKernel.yieldTimes(5);
                assertEquals(mode == Mode.SIGNALLED, sleeper.over());
                wakeOne();
                TestKernel.until(sleeper::over);
            });
        }
    }

    @Test
    void signalDuringAnotherWaitDoesNotInterruptALaterOne() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                List<Wake> wakes = new ArrayList<>();
                KernelThread thread = TestKernel.start(machine.process("p"), "t", () -> {
                    for (Mode mode : new Mode[] {Mode.INTERRUPTIBLE, Mode.SIGNALLED}) {
                        lock.acquire();
                        try {
                            wakes.add(queue.sleep(lock, "test", mode, WaitQueue.FOREVER));
                        } finally {
                            lock.release();
                        }
                    }
                });
                TestKernel.untilBlocked(thread);
                thread.noticeSignal();
                wakeOne();
                TestKernel.until(() -> wakes.size() == 1);
                TestKernel.yieldTimes(5);
                assertEquals(List.of(Wake.WOKEN), wakes);
                wakeOne();
                TestKernel.until(() -> wakes.size() == 2);
                assertEquals(Wake.WOKEN, wakes.get(1));
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void killEndsAWaitUnlessUninterruptible(Mode mode) throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                Sleeper sleeper = new Sleeper(process, mode, WaitQueue.FOREVER);
                TestKernel.untilBlocked(sleeper.thread);
                machine.kernel().processes().end(process, 9);
                TestKernel.yieldTimes(5);
                assertEquals(mode != Mode.UNINTERRUPTIBLE, sleeper.killed);
                wakeOne();
                TestKernel.until(sleeper::over);
                TestKernel.until(() -> process.state() == Process.State.ZOMBIE);
                assertTrue(queue.isEmpty());
            });
        }
    }

    @Test
    void waitsAreWokenInTurn() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                List<Integer> order = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    int number = i;
                    TestKernel.untilBlocked(TestKernel.start(process, "t" + i, () -> {
                        lock.acquire();
                        try {
                            queue.sleep(lock, "turn", Mode.KILLABLE, WaitQueue.FOREVER);
                            order.add(number);
                        } finally {
                            lock.release();
                        }
                    }));
                }
                for (int i = 0; i < 5; i++) {
                    wakeOne();
                    TestKernel.yieldTimes(3);
                }
                assertEquals(List.of(0, 1, 2, 3, 4), order);
            });
        }
    }

    @Test
    void interruptThatComesWithTheWakeUpIsKeptForTheNextWait() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Sleeper sleeper = new Sleeper(machine.process("p"), Mode.INTERRUPTIBLE, WaitQueue.FOREVER);
                TestKernel.untilBlocked(sleeper.thread);
                sleeper.thread.interrupt();
                wakeOne();
                TestKernel.until(sleeper::over);
                assertEquals(Wake.WOKEN, sleeper.wake);
                assertTrue(sleeper.thread.takeInterrupt());
            });
        }
    }

    @Test
    void wakeUpOfADyingThreadGoesToTheNext() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process dying = machine.process("dying");
                Sleeper first = new Sleeper(dying, Mode.KILLABLE, WaitQueue.FOREVER);
                TestKernel.untilBlocked(first.thread);
                Sleeper second = new Sleeper(machine.process("living"), Mode.KILLABLE, WaitQueue.FOREVER);
                TestKernel.untilBlocked(second.thread);
                machine.kernel().processes().end(dying, 9);
                wakeOne();
                TestKernel.until(first::over);
                TestKernel.yieldTimes(5);
                assertEquals(first.killed ? Wake.WOKEN : null, second.wake);
                wakeOne();
                TestKernel.until(second::over);
            });
        }
    }

    /** Tokens are handed out one wake-up each; every token must be taken by a thread that lives to use it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void noTokenIsLostAmongWakesTimeoutsInterruptsAndKills(int processors) throws Exception {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            try (TestKernel machine = new TestKernel(processors)) {
                machine.run(() -> raceOnce(machine, processors, random));
            }
        }
    }

    private void raceOnce(TestKernel machine, int processors, Random random) {
        SpinLock guard = new SpinLock(LockRank.THREAD);
        WaitQueue tokensCome = new WaitQueue();
        int[] tokens = new int[1];
        AtomicInteger taken = new AtomicInteger();
        int rounds = 60;
        Process[] victims = {machine.process("v0"), machine.process("v1"), machine.process("v2")};
        Process survivor = machine.process("survivor");
        List<KernelThread> threads = new ArrayList<>();
        for (int p = 0; p < victims.length + 1; p++) {
            Process process = p < victims.length ? victims[p] : survivor;
            for (int i = 0; i < 3; i++) {
                Random own = new Random(random.nextLong());
                threads.add(TestKernel.start(process, "taker", () -> {
                    while (taken.get() < rounds) {
                        TestKernel.jitter(own);
                        guard.acquire();
                        try {
                            while (tokens[0] == 0 && taken.get() < rounds) {
                                long deadline = processors == 1 && own.nextInt(4) == 0
                                    ? machine.kernel().clock().monotonicNanos() + own.nextInt(5_000) : WaitQueue.FOREVER;
                                Wake wake = tokensCome.sleep(guard, "token", Mode.INTERRUPTIBLE, deadline);
                                if (wake != Wake.WOKEN) {
                                    break;
                                }
                            }
                            if (tokens[0] > 0) {
                                tokens[0]--;
                                taken.incrementAndGet();
                            }
                        } finally {
                            guard.release();
                        }
                    }
                }));
            }
        }
        for (int i = 0; i < rounds; i++) {
            TestKernel.jitter(random);
            guard.acquire();
            tokens[0]++;
            tokensCome.wakeOne();
            guard.release();
            if (random.nextInt(4) == 0) {
                threads.get(random.nextInt(threads.size())).interrupt();
            }
            if (i % 20 == 10) {
                machine.kernel().processes().end(victims[i / 20], 9);
            }
        }
        TestKernel.until(() -> taken.get() == rounds);
        guard.acquire();
        tokensCome.wakeAll();
        guard.release();
        TestKernel.until(() -> survivor.threads().isEmpty());
        assertEquals(0, tokens[0]);
    }
}
