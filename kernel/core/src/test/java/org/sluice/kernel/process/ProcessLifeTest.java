package org.sluice.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.abi.ProcessKilled;
import org.sluice.abi.Spawn;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.Pipe;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.handle.Rights;
import org.sluice.kernel.thread.KernelThread;

/** From creation to the last trace: who learns of an end, who inherits, and is everything given back? */
class ProcessLifeTest {
    private static int errno(Executable executable) {
        return assertThrows(CallFailed.class, executable).errno();
    }

    private static void exit(Process process, int status) {
        process.kernel().processes().end(process, Spawn.exited(status));
        throw ProcessKilled.INSTANCE;
    }

    @Test
    void parentLearnsTheStatusOnce() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            ProcessTable table = machine.kernel().processes();
            machine.run(machine.init(), () -> {
                Process child = machine.process("child");
                int[] status = new int[1];
                assertEquals(0, table.waitFor(machine.init(), child.id(), Spawn.WAIT_NOHANG, status));
                TestKernel.start(child, "main", () -> exit(child, 42));
                assertEquals(child.id(), table.waitFor(machine.init(), -1, 0, status));
                assertEquals(42, Spawn.exitStatus(status[0]));
                assertEquals(Errno.ECHILD, errno(() -> table.waitFor(machine.init(), child.id(), 0, status)));
                assertNull(table.find(child.id()));
            });
        }
    }

    @Test
    void lastThreadThatIsNoDaemonEndsTheProcess() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                KernelThread daemon = process.startThread(() -> {
                    while (true) {
                        process.checkpoint();
                        KernelThread.current().block("for ever", Long.MAX_VALUE);
                    }
                }, "daemon", KernelThread.NORMAL_PRIORITY, true);
                TestKernel.untilBlocked(daemon);
                TestKernel.start(process, "main", () -> { });
                TestKernel.until(() -> process.state() == Process.State.ZOMBIE);
                assertTrue(process.threads().isEmpty());
            });
        }
    }

    @Test
    void bodyThatThrowsEndsOnlyItsThread() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                TestKernel.keep(process);
                process.startThread(() -> {
                    throw new IllegalStateException("escaped");
                }, "thrower", KernelThread.NORMAL_PRIORITY, false);
                TestKernel.until(() -> process.threads().size() == 1);
                assertEquals(Process.State.RUNNING, process.state());
                assertTrue(new String(machine.kernel().log().text()).contains("escaped"));
            });
        }
    }

    @Test
    void firstStatusStays() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(machine.init(), () -> {
                Process child = machine.process("child");
                TestKernel.keep(child);
                machine.kernel().processes().end(child, Spawn.exited(3));
                machine.kernel().processes().end(child, Spawn.signalled(9));
                int[] status = new int[1];
                machine.kernel().processes().waitFor(machine.init(), child.id(), 0, status);
                assertEquals(3, Spawn.exitStatus(status[0]));
            });
        }
    }

    /** As a socket with SO_LINGER does, whose close is thrown out of its wait: nothing else may be kept, and the parent learns of the end. */
    @Test
    void closeThatThrowsAtTheEndKeepsNothingBack() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            ProcessTable table = machine.kernel().processes();
            machine.run(machine.init(), () -> {
                int free = machine.kernel().frames().free();
                Process child = machine.process("child");
                boolean[] closed = new boolean[1];
                TestKernel.start(child, "main", () -> {
                    child.handles().add(new OpenObject<>("lingering", 0, () -> {
                        throw ProcessKilled.INSTANCE;
                    }));
                    child.handles().add(new OpenObject<>("other", 0, () -> closed[0] = true));
                    child.areas().allocate(10_000, Areas.CONTIGUOUS, new long[IoVectors.size(1)]);
                    exit(child, 7);
                });
                TestKernel.until(() -> child.state() == Process.State.ZOMBIE);
                int[] status = new int[1];
                assertEquals(child.id(), table.waitFor(machine.init(), child.id(), Spawn.WAIT_NOHANG, status));
                assertEquals(7, Spawn.exitStatus(status[0]));
                assertTrue(closed[0], "the handle behind it");
                assertEquals(0, child.areas().count());
                assertEquals(free, machine.kernel().frames().free());
                assertTrue(new String(machine.kernel().log().text()).contains("at its end, a handle: "));
            });
        }
    }

    @Test
    void orphansLoseTheirParentAndLeaveNoZombie() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            ProcessTable table = machine.kernel().processes();
            machine.run(machine.init(), () -> {
                Process parent = machine.process("parent");
                Process zombie = TestProcesses.create(machine.kernel(), parent, "zombie", Spawn.GROUP_INHERIT);
                Process living = TestProcesses.create(machine.kernel(), parent, "living", Spawn.GROUP_INHERIT);
                TestKernel.start(zombie, "main", () -> { });
                TestKernel.keep(living);
                TestKernel.keep(parent);
                TestKernel.until(() -> zombie.state() == Process.State.ZOMBIE);
                assertEquals(parent.id(), living.parentId());
                table.end(parent, 9);
                table.waitFor(machine.init(), parent.id(), 0, new int[1]);
                assertNull(table.find(zombie.id()));
                assertEquals(0, living.parentId());
                table.end(living, 9);
                TestKernel.until(() -> table.find(living.id()) == null);
            });
        }
    }

    @Test
    void endOfTheFirstProcessEndsTheMachine() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            int[] word = {-1};
            machine.kernel().processes().onInitEnd(w -> word[0] = w);
            machine.run(() -> {
                machine.kernel().processes().end(machine.init(), Spawn.exited(5));
                TestKernel.until(() -> word[0] != -1);
                assertEquals(Spawn.exited(5), word[0]);
            });
        }
    }

    @Test
    void everythingIsGivenBackAtTheEnd() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(machine.init(), () -> {
                int frames = machine.kernel().frames().free();
                long objects = OpenObject.openObjects();
                Process child = machine.process("child");
                Pipe pipe = new Pipe(machine.kernel().frames());
                FileSession reader = pipe.reader();
                FileSession writer = pipe.writer();
                child.handles().add(new OpenObject<>(reader, Rights.READ, reader::close));
                child.handles().add(new OpenObject<>(writer, Rights.WRITE, writer::close));
                machine.kernel().ports().create("child's", child);
                TestKernel.start(child, "main", () -> { });
                machine.kernel().processes().waitFor(machine.init(), child.id(), 0, new int[1]);
                assertEquals(frames, machine.kernel().frames().free());
                assertEquals(objects, OpenObject.openObjects());
                assertEquals(0, machine.kernel().ports().count());
            });
        }
    }

    @Test
    void quotaOfThreadsIsKeptAndRecovers() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                boolean[] go = new boolean[1];
                for (int i = 0; i < TestProcesses.QUOTAS.threads(); i++) {
                    TestKernel.start(process, "t" + i, () -> TestKernel.until(() -> go[0]));
                }
                assertEquals(Errno.EAGAIN, errno(() -> TestKernel.start(process, "one too many", () -> { })));
                assertEquals(TestProcesses.QUOTAS.threads(), process.threads().size());
                go[0] = true;
                TestKernel.until(() -> process.state() == Process.State.ZOMBIE);
                assertTrue(process.threads().isEmpty());
            });
        }
    }

    @Test
    void quotaOfChildrenCountsZombies() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            ProcessTable table = machine.kernel().processes();
            Quotas two = new Quotas(8, 8, 2, 0, 0);
            machine.run(() -> {
                Process parent = TestProcesses.create(machine.kernel(), machine.init(), "parent", Spawn.GROUP_NEW,
                    new Quotas(8, 8, 100, 0, 0));
                Process small = TestProcesses.create(machine.kernel(), machine.init(), "small", Spawn.GROUP_NEW, two);
                assertEquals(Errno.EAGAIN, errno(() -> TestProcesses.create(machine.kernel(), small, "c", Spawn.GROUP_NEW)),
                    "more processes than it may see already");
                Process child = TestProcesses.create(machine.kernel(), parent, "c", Spawn.GROUP_NEW);
                TestKernel.start(child, "main", () -> { });
                TestKernel.until(() -> child.state() == Process.State.ZOMBIE);
                assertEquals(1, parent.children);
                table.waitFor(parent, -1, 0, new int[1]);
                assertEquals(0, parent.children);
            });
        }
    }

    @Test
    void forkBombStopsAtTheLimitAndTheFirstProcessMayStillStartSomething() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process last = machine.process("bomb");
                int started = 0;
                while (true) {
                    try {
                        last = TestProcesses.create(machine.kernel(), last, "bomb" + started, Spawn.GROUP_INHERIT);
                        started++;
                    } catch (CallFailed e) {
                        assertEquals(Errno.EAGAIN, e.errno());
                        break;
                    }
                }
                assertTrue(started < TestProcesses.QUOTAS.processes(), "started " + started);
                machine.process("the one that ends it");
            });
        }
    }

    @Test
    void heapIsChargedWhileTheObjectIsReachable() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                long quota = TestProcesses.QUOTAS.heapBytes();
                Object kept = new Object();
                assertTrue(process.charge(kept, quota - 10));
                assertTrue(process.reserve(10));
                assertFalse(process.reserve(11));
                assertFalse(process.charge(new Object(), 11));
                assertEquals(quota - 10, process.heapCharged());
                assertFalse(process.charge(kept, -1));
                assertFalse(process.charge(kept, Long.MAX_VALUE));
                java.lang.ref.Reference.reachabilityFence(kept);
            });
        }
    }

    @Test
    void heapOfUnreachableObjectsIsGivenBackBeforeMemoryIsRefused() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                long quarter = TestProcesses.QUOTAS.heapBytes() / 4;
                for (int i = 0; i < 12; i++) {
                    assertTrue(process.charge(new Object(), quarter), "charge " + i);
                }
                Object[] kept = new Object[4];
                for (int i = 0; i < 4; i++) {
                    kept[i] = new Object();
                    assertTrue(process.charge(kept[i], quarter));
                }
                assertFalse(process.charge(new Object(), quarter));
                assertFalse(process.reserve(1));
                java.lang.ref.Reference.reachabilityFence(kept);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void killAtAnyMomentLeavesNothing(int processors) throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            try (TestKernel machine = new TestKernel(processors)) {
                machine.run(machine.init(), () -> {
                    int frames = machine.kernel().frames().free();
                    int[] status = new int[1];
                    Process victim = machine.process("victim");
                    Random own = new Random(random.nextLong());
                    TestKernel.start(victim, "main", () -> live(machine, victim, own));
                    TestKernel.yieldTimes(random.nextInt(60));
                    machine.kernel().processes().signal(victim, 9);
                    machine.kernel().processes().waitFor(machine.init(), victim.id(), 0, status);
                    assertEquals(137, Spawn.exitStatus(status[0]));
                    TestKernel.until(() -> machine.kernel().processes().snapshot().size() == 2);
                    assertEquals(frames, machine.kernel().frames().free());
                });
            }
        }
    }

    /** Something of everything a process does, for ever. */
    private static void live(TestKernel machine, Process process, Random random) {
        while (true) {
            process.checkpoint();
            Pipe pipe = new Pipe(machine.kernel().frames());
            FileSession reader = pipe.reader();
            FileSession writer = pipe.writer();
            int in = process.handles().add(new OpenObject<>(reader, Rights.READ, reader::close));
            int out = process.handles().add(new OpenObject<>(writer, Rights.WRITE, writer::close));
            TestKernel.start(process, "writer", () -> {
                TestKernel.yieldTimes(3);
                writer.write(new byte[10], 0, 10);
            });
            Process child = TestProcesses.create(machine.kernel(), process, "child", Spawn.GROUP_INHERIT);
            TestKernel.start(child, "main", () -> TestKernel.yieldTimes(2));
            reader.read(new byte[10], 0, 10);
            machine.kernel().processes().waitFor(process, child.id(), 0, new int[1]);
            process.handles().close(in);
            process.handles().close(out);
        }
    }
}
