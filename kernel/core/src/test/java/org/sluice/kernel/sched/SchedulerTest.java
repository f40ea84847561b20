package org.sluice.kernel.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.KernelThread;

/** Who runs next, for how long, and when nobody wants to? */
class SchedulerTest {
    private static final long MILLISECOND = 1_000_000;

    private static void blockUntil(TestKernel machine, long deadline) {
        while (machine.kernel().clock().monotonicNanos() < deadline) {
            KernelThread.current().block("sleep", deadline);
        }
    }

    @Test
    void highestPriorityRunsFirst() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                List<Integer> order = new ArrayList<>();
                for (int priority : new int[] {3, 9, 1, 5, 10}) {
                    process.startThread(() -> order.add(priority), "t" + priority, priority, false);
                }
                machine.sleep(MILLISECOND);
                assertEquals(List.of(10, 9, 5, 3, 1), order);
            });
        }
    }

    @Test
    void equalPrioritiesTakeTurns() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                StringBuilder turns = new StringBuilder();
                for (char name : new char[] {'a', 'b', 'c'}) {
                    TestKernel.start(process, "t" + name, () -> {
                        for (int i = 0; i < 5; i++) {
                            turns.append(name);
                            KernelThread.current().polled(true);
                        }
                    });
                }
                TestKernel.until(() -> turns.length() == 15);
                assertEquals("abcabcabcabcabc", turns.toString());
            });
        }
    }

    @Test
    void threadThatOnlyPollsIsPreempted() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process spinner = machine.process("spinner");
                long[] polls = new long[1];
                TestKernel.start(spinner, "spin", () -> {
                    while (true) {
                        polls[0]++;
                        spinner.poll();
                    }
                });
                long[] seen = new long[8];
                for (int i = 0; i < seen.length; i++) {
                    KernelThread.current().polled(true);
                    seen[i] = polls[0];
                }
                for (int i = 2; i < seen.length; i++) {
                    assertEquals(seen[2] - seen[1], seen[i] - seen[i - 1], "slices are of equal length");
                }
                assertTrue(seen[2] > seen[1]);
                machine.kernel().processes().end(spinner, 0);
                TestKernel.until(() -> spinner.threads().isEmpty());
            });
        }
    }

    @Test
    void lowestPriorityIsNotStarved() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                boolean[] ran = new boolean[1];
                for (int i = 0; i < 2; i++) {
                    process.startThread(() -> {
                        while (!ran[0]) {
                            KernelThread.current().polled(true);
                        }
                    }, "greedy", KernelThread.MAX_PRIORITY, false);
                }
                process.startThread(() -> ran[0] = true, "humble", KernelThread.MIN_PRIORITY, false);
                TestKernel.until(() -> process.threads().isEmpty());
                assertTrue(ran[0]);
            });
        }
    }

    @Test
    void threadThatBlockedRunsBeforeThoseThatComputed() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                List<String> order = new ArrayList<>();
                KernelThread interactive = TestKernel.start(process, "interactive", () -> {
                    KernelThread.current().parkForPermit(Long.MAX_VALUE);
                    order.add("interactive");
                });
                TestKernel.untilBlocked(interactive);
                for (int i = 0; i < 3; i++) {
                    TestKernel.start(process, "compute", () -> order.add("compute"));
                }
                interactive.givePermit();
                TestKernel.until(() -> order.size() == 4);
                assertEquals("interactive", order.get(0));
                assertEquals(KernelThread.NORMAL_PRIORITY, interactive.priority());
            });
        }
    }

    @Test
    void boostIsSpentWithTheSlice() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                int[] seen = new int[3];
                KernelThread thread = TestKernel.start(process, "t", () -> {
                    seen[0] = KernelThread.current().effectivePriority();
                    KernelThread.current().parkForPermit(Long.MAX_VALUE);
                    seen[1] = KernelThread.current().effectivePriority();
                    KernelThread.current().polled(true);
                    seen[2] = KernelThread.current().effectivePriority();
                });
                TestKernel.untilBlocked(thread);
                thread.givePermit();
                TestKernel.until(() -> seen[2] != 0);
                assertEquals(List.of(5, 6, 5), List.of(seen[0], seen[1], seen[2]));
            });
        }
    }

    @Test
    void sleepersWakeInTheOrderOfTheirDeadlines() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                List<Integer> order = Collections.synchronizedList(new ArrayList<>());
                long start = machine.kernel().clock().monotonicNanos();
                for (int ms : new int[] {50, 10, 40, 20, 30}) {
                    TestKernel.start(process, "s" + ms, () -> {
                        blockUntil(machine, start + ms * MILLISECOND);
                        order.add(ms);
                    });
                }
                blockUntil(machine, start + 100 * MILLISECOND);
                assertEquals(List.of(10, 20, 30, 40, 50), order);
                long now = machine.kernel().clock().monotonicNanos() - start;
                assertTrue(now >= 100 * MILLISECOND && now < 101 * MILLISECOND, () -> "virtual time is " + now);
            });
        }
    }

    @Test
    void idleTimeIsCountedAndBusyTimeIsNot() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                long before = machine.kernel().scheduler().idleNanos();
                long start = machine.kernel().clock().monotonicNanos();
                machine.sleep(20 * MILLISECOND);
                long idle = machine.kernel().scheduler().idleNanos() - before;
                assertTrue(idle > 19 * MILLISECOND && idle < 21 * MILLISECOND, () -> "idle " + idle);
                machine.clock().advance(20 * MILLISECOND);
                assertTrue(machine.kernel().scheduler().idleNanos() - before < 21 * MILLISECOND);
            });
        }
    }

    @Test
    void processorTimeGoesToWhoUsedIt() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                TestKernel.start(process, "work", () -> machine.clock().advance(7 * MILLISECOND));
                TestKernel.until(() -> process.threads().isEmpty());
                TestKernel.yieldTimes(2);
                long used = process.cpuNanos();
                assertTrue(used >= 7 * MILLISECOND && used < 8 * MILLISECOND, () -> "used " + used);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void allReadyThreadsRunOnAnyNumberOfProcessors(int processors) throws Exception {
        try (TestKernel machine = new TestKernel(processors)) {
            machine.run(() -> {
                Process process = machine.process("p");
                AtomicInteger sum = new AtomicInteger();
                for (int i = 0; i < 50; i++) {
                    TestKernel.start(process, "t" + i, () -> {
                        for (int k = 0; k < 100; k++) {
                            sum.incrementAndGet();
                            KernelThread.current().polled(true);
                        }
                    });
                }
                TestKernel.until(() -> sum.get() == 5000);
                TestKernel.until(() -> process.threads().isEmpty());
                assertEquals(0, machine.kernel().scheduler().readyThreads());
            });
        }
    }

    @Test
    void lookingAtTheStackOfAReadyThreadDoesNotChangeWhatItIs() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                KernelThread thread = TestKernel.start(process, "t", () -> {
                    KernelThread.current().polled(true);
                    KernelThread.current().parkForPermit(Long.MAX_VALUE);
                });
                TestKernel.yieldTimes(1);
                assertEquals(KernelThread.State.READY, thread.state());
                assertTrue(thread.stack().length > 0);
                TestKernel.yieldTimes(4);
                assertEquals(KernelThread.State.BLOCKED, thread.state());
                assertEquals("park", thread.waitingFor());
                thread.givePermit();
                assertEquals(KernelThread.State.READY, thread.state());
                TestKernel.yieldTimes(2);
                assertEquals(KernelThread.State.ENDED, thread.state());
            });
        }
    }

    @Test
    void twoProcessorsRunTwoThreadsAtOnce() throws Exception {
        try (TestKernel machine = new TestKernel(2)) {
            machine.run(() -> {
                Process process = machine.process("p");
                AtomicInteger arrived = new AtomicInteger();
                // Neither gives way, so both can only arrive if both run.
                for (int i = 0; i < 2; i++) {
                    TestKernel.start(process, "t" + i, () -> {
                        arrived.incrementAndGet();
                        while (arrived.get() < 2) {
                            Thread.onSpinWait();
                        }
                    });
                }
                KernelThread.current().block("let both processors go", machine.kernel().clock().monotonicNanos() + 1);
                TestKernel.until(() -> process.threads().isEmpty());
                assertEquals(2, arrived.get());
            });
        }
    }
}
