package org.sluice.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.abi.Errno;
import org.sluice.abi.Signals;
import org.sluice.abi.Spawn;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.thread.WaitQueue;

/** What does a signal do to whom, and who may send it? */
class SignalTest {
    private static int errno(Executable executable) {
        return assertThrows(CallFailed.class, executable).errno();
    }

    private static Process sleeper(TestKernel machine, String name) {
        Process process = machine.process(name);
        TestKernel.keep(process);
        return process;
    }

    /** A process that does nothing but look at every turn whether it may go on. */
    private static Process spinner(TestKernel machine, long[] turns) {
        Process process = machine.process("spinner");
        TestKernel.start(process, "main", () -> {
            while (true) {
                turns[0]++;
                KernelThread.current().polled(true);
                process.checkpoint();
            }
        });
        return process;
    }

    @ParameterizedTest
    @ValueSource(ints = {Signals.HUP, Signals.INT, Signals.QUIT, Signals.KILL, Signals.USR1, Signals.PIPE, Signals.ALRM, Signals.TERM})
    void defaultOfMostSignalsIsTheEnd(int signal) throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(machine.init(), () -> {
                Process process = sleeper(machine, "p");
                machine.kernel().processes().send(machine.init(), process.id(), signal);
                int[] status = new int[1];
                machine.kernel().processes().waitFor(machine.init(), process.id(), 0, status);
                assertEquals(128 + signal, Spawn.exitStatus(status[0]));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Signals.CHLD, Signals.CONT, Signals.WINCH})
    void defaultOfSomeSignalsIsNothing(int signal) throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = sleeper(machine, "p");
                machine.kernel().processes().signal(process, signal);
                TestKernel.yieldTimes(5);
                assertEquals(Process.State.RUNNING, process.state());
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Signals.STOP, Signals.TSTP, Signals.TTIN, Signals.TTOU})
    void stoppedProcessDoesNothingUntilContinued(int signal) throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            ProcessTable table = machine.kernel().processes();
            machine.run(machine.init(), () -> {
                long[] turns = new long[1];
                Process process = spinner(machine, turns);
                TestKernel.yieldTimes(3);
                table.signal(process, signal);
                int[] status = new int[1];
                assertEquals(process.id(), table.waitFor(machine.init(), -1, Spawn.WAIT_UNTRACED, status));
                assertTrue(Spawn.isStopped(status[0]));
                assertEquals(0, table.waitFor(machine.init(), -1, Spawn.WAIT_UNTRACED | Spawn.WAIT_NOHANG, status), "told once");
                TestKernel.yieldTimes(3);
                long stopped = turns[0];
                TestKernel.yieldTimes(20);
                assertEquals(stopped, turns[0]);
                table.signal(process, Signals.CONT);
                TestKernel.yieldTimes(5);
                assertTrue(turns[0] > stopped);
                assertEquals(Process.State.RUNNING, process.state());
                table.signal(process, Signals.KILL);
                table.waitFor(machine.init(), process.id(), 0, status);
            });
        }
    }

    @Test
    void stopIsNotReportedToAParentThatDidNotAsk() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(machine.init(), () -> {
                Process process = sleeper(machine, "p");
                machine.kernel().processes().signal(process, Signals.STOP);
                assertEquals(0, machine.kernel().processes().waitFor(machine.init(), -1, Spawn.WAIT_NOHANG, new int[1]));
            });
        }
    }

    @Test
    void stoppedProcessCanBeKilled() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(machine.init(), () -> {
                long[] turns = new long[1];
                Process process = spinner(machine, turns);
                TestKernel.yieldTimes(3);
                machine.kernel().processes().signal(process, Signals.STOP);
                TestKernel.yieldTimes(3);
                machine.kernel().processes().signal(process, Signals.TERM);
                int[] status = new int[1];
                machine.kernel().processes().waitFor(machine.init(), process.id(), 0, status);
                assertEquals(128 + Signals.TERM, Spawn.exitStatus(status[0]));
            });
        }
    }

    @Test
    void ignoredSignalIsDroppedAndInherited() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            ProcessTable table = machine.kernel().processes();
            machine.run(() -> {
                Process process = sleeper(machine, "p");
                assertEquals(Signals.DEFAULT, table.setDisposition(process, Signals.INT, Signals.IGNORE));
                assertEquals(Signals.DEFAULT, table.setDisposition(process, Signals.TERM, Signals.CATCH));
                Process child = TestProcesses.create(machine.kernel(), process, "child", Spawn.GROUP_INHERIT);
                TestKernel.keep(child);
                table.signal(process, Signals.INT);
                table.signal(child, Signals.INT);
                TestKernel.yieldTimes(5);
                assertEquals(Process.State.RUNNING, process.state());
                assertEquals(Process.State.RUNNING, child.state());
                table.signal(child, Signals.TERM);
                TestKernel.until(() -> child.state() == Process.State.ZOMBIE);
                assertEquals(Process.State.RUNNING, process.state(), "a caught signal is not inherited as caught");
            });
        }
    }

    @Test
    void caughtSignalsQueueOnceEachInOrder() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            ProcessTable table = machine.kernel().processes();
            machine.run(() -> {
                Process process = sleeper(machine, "p");
                for (int signal : new int[] {Signals.INT, Signals.USR1, Signals.TERM}) {
                    table.setDisposition(process, signal, Signals.CATCH);
                }
                for (int signal : new int[] {Signals.TERM, Signals.INT, Signals.TERM, Signals.USR1}) {
                    table.signal(process, signal);
                }
                for (int signal : new int[] {Signals.TERM, Signals.INT, Signals.USR1}) {
                    assertEquals(signal, table.takeSignal(process, 0));
                }
                assertEquals(Errno.EAGAIN, errno(() -> table.takeSignal(process, 0)));
                table.signal(process, Signals.INT);
                table.setDisposition(process, Signals.INT, Signals.IGNORE);
                assertEquals(Errno.EAGAIN, errno(() -> table.takeSignal(process, 0)), "no longer caught, no longer queued");
            });
        }
    }

    @Test
    void waitForASignalEndsAtOnceInTimeOrByInterrupt() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            ProcessTable table = machine.kernel().processes();
            machine.run(() -> {
                Process process = machine.process("p");
                table.setDisposition(process, Signals.USR1, Signals.CATCH);
                int[] got = new int[3];
                KernelThread thread = TestKernel.start(process, "main", () -> {
                    got[0] = table.takeSignal(process, WaitQueue.FOREVER);
                    got[1] = errno(() -> table.takeSignal(process, WaitQueue.FOREVER));
                    got[2] = errno(() -> table.takeSignal(process, machine.kernel().clock().monotonicNanos() + 1000));
                });
                TestKernel.untilBlocked(thread);
                table.signal(process, Signals.USR1);
                TestKernel.until(() -> got[0] != 0);
                TestKernel.untilBlocked(thread);
                thread.interrupt();
                machine.sleep(10_000);
                TestKernel.until(() -> got[2] != 0);
                assertEquals(List.of(Signals.USR1, Errno.EINTR, Errno.EAGAIN), List.of(got[0], got[1], got[2]));
            });
        }
    }

    @Test
    void caughtSignalInterruptsAWaitForChildren() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            ProcessTable table = machine.kernel().processes();
            machine.run(() -> {
                Process process = machine.process("p");
                Process child = TestProcesses.create(machine.kernel(), process, "child", Spawn.GROUP_NEW);
                TestKernel.keep(child);
                table.setDisposition(process, Signals.INT, Signals.CATCH);
                int[] got = new int[1];
                KernelThread thread = TestKernel.start(process, "main",
                    () -> got[0] = errno(() -> table.waitFor(process, -1, 0, new int[1])));
                TestKernel.untilBlocked(thread);
                table.signal(process, Signals.INT);
                TestKernel.until(() -> got[0] != 0);
                assertEquals(Errno.EINTR, got[0]);
            });
        }
    }

    @Test
    void endOfAChildBeatsItsOwnSignal() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            ProcessTable table = machine.kernel().processes();
            machine.run(() -> {
                Process process = machine.process("p");
                Process child = TestProcesses.create(machine.kernel(), process, "child", Spawn.GROUP_NEW);
                TestKernel.keep(child);
                table.setDisposition(process, Signals.CHLD, Signals.CATCH);
                int[] got = new int[1];
                KernelThread thread = TestKernel.start(process, "main", () -> got[0] = table.waitFor(process, -1, 0, new int[1]));
                TestKernel.untilBlocked(thread);
                table.signal(child, Signals.KILL);
                TestKernel.until(() -> got[0] != 0);
                assertEquals(child.id(), got[0]);
            });
        }
    }

    @Test
    void killAndStopCannotBeRefused() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            ProcessTable table = machine.kernel().processes();
            machine.run(() -> {
                Process process = sleeper(machine, "p");
                for (int signal : new int[] {Signals.KILL, Signals.STOP, 0, -1, Signals.COUNT, Integer.MIN_VALUE}) {
                    assertEquals(Errno.EINVAL, errno(() -> table.setDisposition(process, signal, Signals.IGNORE)));
                }
                for (int disposition : new int[] {-1, 3, Integer.MAX_VALUE}) {
                    assertEquals(Errno.EINVAL, errno(() -> table.setDisposition(process, Signals.INT, disposition)));
                }
            });
        }
    }

    @Test
    void sendingChecksNumberThenTargetThenFirstProcess() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            ProcessTable table = machine.kernel().processes();
            machine.run(() -> {
                Process process = sleeper(machine, "p");
                assertEquals(Errno.EINVAL, errno(() -> table.send(process, 999, -1)));
                assertEquals(Errno.EINVAL, errno(() -> table.send(process, 999, Signals.COUNT)));
                assertEquals(Errno.ESRCH, errno(() -> table.send(process, 999, Signals.TERM)));
                assertEquals(Errno.ESRCH, errno(() -> table.send(process, -999, 0)));
                assertEquals(Errno.ESRCH, errno(() -> table.send(process, Integer.MIN_VALUE, 0)));
                assertEquals(Errno.EPERM, errno(() -> table.send(process, 1, Signals.KILL)));
                assertEquals(Errno.EPERM, errno(() -> table.send(process, 1, Signals.STOP)));
                table.send(process, process.id(), 0);
                table.send(process, -process.group(), 0);
                table.send(process, 0, 0);
            });
        }
    }

    @Test
    void groupSignalReachesTheMembersAndSparesTheFirstProcess() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            ProcessTable table = machine.kernel().processes();
            machine.run(() -> {
                Process leader = sleeper(machine, "leader");
                Process member = TestProcesses.create(machine.kernel(), leader, "member", Spawn.GROUP_INHERIT);
                TestKernel.keep(member);
                Process besideInit = TestProcesses.create(machine.kernel(), machine.init(), "beside", Spawn.GROUP_INHERIT);
                TestKernel.keep(besideInit);
                Process other = sleeper(machine, "other");
                assertEquals(leader.group(), member.group());
                table.send(other, -leader.group(), Signals.KILL);
                TestKernel.until(() -> leader.state() == Process.State.ZOMBIE);
                assertFalse(table.groupExists(leader.id()));
                assertEquals(Process.State.RUNNING, other.state());
                table.send(other, -machine.init().group(), Signals.KILL);
                TestKernel.until(() -> besideInit.state() == Process.State.ZOMBIE);
                assertEquals(Process.State.RUNNING, machine.init().state());
            });
        }
    }

    @Test
    void groupsAreJoinedByTheProcessOrItsParentOnly() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            ProcessTable table = machine.kernel().processes();
            machine.run(() -> {
                Process parent = sleeper(machine, "parent");
                Process child = TestProcesses.create(machine.kernel(), parent, "child", Spawn.GROUP_INHERIT);
                Process stranger = sleeper(machine, "stranger");
                table.setGroup(parent, child.id(), 0);
                assertEquals(child.id(), child.group());
                table.setGroup(child, 0, parent.group());
                assertEquals(parent.group(), table.groupOf(stranger, child.id()));
                assertEquals(Errno.EPERM, errno(() -> table.setGroup(child, 0, 999)));
                assertEquals(Errno.EPERM, errno(() -> table.setGroup(child, 0, -5)));
                assertEquals(Errno.ESRCH, errno(() -> table.setGroup(stranger, child.id(), 0)));
                assertEquals(Errno.ESRCH, errno(() -> table.setGroup(stranger, 999, 0)));
                assertEquals(Errno.ESRCH, errno(() -> table.groupOf(stranger, 999)));
                assertEquals(Errno.ESRCH,
                    errno(() -> TestProcesses.create(machine.kernel(), parent, "lost", 999)));
            });
        }
    }
}
