package org.sluice.kernel.syscall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.ProcessKilled;
import org.sluice.abi.Signals;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.driver.ConsoleDevice;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.Pipe;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.handle.Rights;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.tty.Terminal;

/** Does every call leave the kernel as it should, however it ends? */
class SystemCallGateTest {
    /** A file that fails as a test wants. */
    private static final class Failing extends FileSession {
        private final RuntimeException failure;

        Failing(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            throw failure;
        }

        @Override
        public long seek(long offset, int whence) {
            throw failure;
        }

        @Override
        public void stat(long[] stat) {
        }

        @Override
        public String path() {
            return "failing";
        }
    }

    private static int open(Process process, FileSession session, int rights) {
        return process.handles().add(new OpenObject<>(session, rights, session::close));
    }

    @Test
    void failureIsTheNegatedNumberAndADefectIsEioAndALineInTheLog() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            Process process = machine.process("p");
            machine.run(process, () -> {
                SystemCallGate gate = new SystemCallGate(machine.kernel(), process);
                byte[] b = new byte[1];
                int failing = open(process, new Failing(new CallFailed(Errno.EXDEV)), Rights.READ);
                int broken = open(process, new Failing(new ArithmeticException("a defect")), Rights.READ);
                assertEquals(-Errno.EXDEV, gate.read(failing, b, 0, 1));
                assertEquals(-Errno.EXDEV, gate.seek(failing, 0, 0));
                assertEquals(-Errno.EIO, gate.read(broken, b, 0, 1));
                assertEquals(-Errno.EIO, gate.seek(broken, 0, 0));
                assertEquals(4, process.calls());
                String log = new String(machine.kernel().log().text());
                assertTrue(log.contains("read of process " + process.id() + " failed: java.lang.ArithmeticException: a defect"), log);
                gate.close(failing);
                gate.close(broken);
                assertEquals(0, process.handles().count());
            });
        }
    }

    @Test
    void threadOfAnEndingProcessDoesNotReturnFromACall() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            Process process = machine.process("p");
            machine.run(process, () -> {
                SystemCallGate gate = new SystemCallGate(machine.kernel(), process);
                assertThrows(ProcessKilled.class, () -> gate.exit(3));
                assertThrows(ProcessKilled.class, () -> gate.clock(0));
                assertThrows(ProcessKilled.class, () -> gate.close(99), "failing ends the same way");
                assertThrows(ProcessKilled.class, gate::poll);
            });
        }
    }

    @Test
    void threadOfAStoppedProcessWaitsInsideItsCall() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = machine.process("p");
                SystemCallGate gate = new SystemCallGate(machine.kernel(), process);
                long[] returned = new long[1];
                KernelThread thread = TestKernel.start(process, "main", () -> {
                    gate.kill(process.id(), Signals.STOP);
                    returned[0] = 1;
                });
                TestKernel.untilBlocked(thread);
                assertEquals("stopped", thread.waitingFor());
                machine.kernel().processes().signal(process, Signals.CONT);
                TestKernel.until(() -> returned[0] == 1);
            });
        }
    }

    @Test
    void callsWithoutStackChangeNothing() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            Process process = machine.process("p");
            machine.run(process, () -> {
                SystemCallGate gate = new SystemCallGate(machine.kernel(), process);
                Pipe pipe = new Pipe(machine.kernel().frames());
                int out = open(process, pipe.writer(), Rights.WRITE);
                int[] done = new int[2];
                descend(() -> done[0] += gate.write(out, new byte[1], 0, 1), done);
                assertTrue(done[0] > 0 && done[1] > 0, done[0] + " made, " + done[1] + " refused");
                assertEquals(done[0], pipe.reader().available());
            });
        }
    }

    /** Tries at every level from the end of the stack up, until 100 attempts were made. */
    private static void descend(Runnable attempt, int[] done) {
        try {
            descend(attempt, done);
        } catch (StackOverflowError e) {
            done[1]++;
        }
        if (done[0] < 100) {
            attempt.run();
        }
    }

    /** A console that is a terminal nobody types on. */
    private static final class Screen implements ConsoleDevice {
        @Override
        public void write(int channel, FrameRun frames, int length) {
        }

        @Override
        public int read(byte[] buffer) {
            return -1;
        }

        @Override
        public int size() {
            return 80 << 16 | 24;
        }

        @Override
        public int terminals() {
            return 7;
        }

        @Override
        public void onEvent(IntConsumer listener) {
        }
    }

    @Test
    void terminalGoesToGroupsThatExistOnly() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            Process process = machine.process("p");
            machine.run(process, () -> {
                Kernel kernel = machine.kernel();
                Terminal terminal = new Terminal(kernel, new Screen());
                kernel.install(null, null, null, terminal);
                SystemCallGate gate = new SystemCallGate(kernel, process);
                int tty = open(process, terminal.session(0), Rights.READ);
                assertEquals(-Errno.EPERM, gate.ttyForeground(tty, 999));
                assertEquals(process.group(), gate.ttyForeground(tty, process.group()));
                assertEquals(process.group(), gate.ttyForeground(tty, 0));
                assertEquals(80 << 16 | 24, gate.ttySize(tty));
            });
        }
    }

    @Test
    void pipeWithoutFramesIsRefusedAndLeavesNoHandle() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            Process process = machine.process("p");
            machine.run(process, () -> {
                SystemCallGate gate = new SystemCallGate(machine.kernel(), process);
                while (machine.kernel().frames().free() >= 16) {
                    try {
                        machine.kernel().frames().allocate(16);
                    } catch (CallFailed e) {
                        break;
                    }
                }
                assertEquals(-Errno.ENOMEM, gate.pipe(new int[2]));
                assertEquals(0, process.handles().count());
            });
        }
    }

    @Test
    void processWithoutFramesIsRefusedAndLeavesNoTrace() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                while (machine.kernel().frames().free() > 0) {
                    machine.kernel().frames().allocate(1);
                }
                int processes = machine.kernel().processes().snapshot().size();
                assertEquals(Errno.ENOMEM, assertThrows(CallFailed.class, () -> machine.process("p")).errno());
                assertEquals(processes, machine.kernel().processes().snapshot().size());
            });
        }
    }
}
