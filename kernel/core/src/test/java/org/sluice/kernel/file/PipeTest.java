package org.sluice.kernel.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.KernelThread;

/** Does a pipe carry every byte once and in order, whatever the sizes, and end as its ends do? */
class PipeTest {
    private static final int CAPACITY = 64 << 10;

    private static int errno(org.junit.jupiter.api.function.Executable executable) {
        return assertThrows(CallFailed.class, executable).errno();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void carriesEveryByteInOrder(int processors) throws Exception {
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            byte[] sent = new byte[300_000];
            random.nextBytes(sent);
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            try (TestKernel machine = new TestKernel(processors)) {
                machine.run(() -> {
                    Pipe pipe = new Pipe(machine.kernel().frames());
                    FileSession reader = pipe.reader();
                    FileSession writer = pipe.writer();
                    Process process = machine.process("p");
                    TestKernel.start(process, "writer", () -> {
                        Random sizes = new Random(7);
                        for (int at = 0; at < sent.length;) {
                            at += writer.write(sent, at, Math.min(sent.length - at, 1 + sizes.nextInt(3 * CAPACITY / 2)));
                            TestKernel.jitter(sizes);
                        }
                        writer.close();
                    });
                    byte[] buffer = new byte[CAPACITY * 2];
                    int n;
                    while ((n = reader.read(buffer, 5, 1 + random.nextInt(CAPACITY))) > 0) {
                        got.write(buffer, 5, n);
                        TestKernel.jitter(random);
                    }
                    reader.close();
                });
            }
            assertArrayEquals(sent, got.toByteArray());
        }
    }

    @Test
    void smallWritesDoNotInterleave() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Pipe pipe = new Pipe(machine.kernel().frames());
                FileSession reader = pipe.reader();
                FileSession writer = pipe.writer();
                Process process = machine.process("p");
                int[] running = {4};
                for (int w = 0; w < 4; w++) {
                    byte mark = (byte) ('a' + w);
                    Random random = new Random(w);
                    TestKernel.start(process, "w" + w, () -> {
                        byte[] block = new byte[4096];
                        java.util.Arrays.fill(block, mark);
                        for (int i = 0; i < 40; i++) {
                            assertEquals(4096, writer.write(block, 0, 4096));
                            TestKernel.jitter(random);
                        }
                        if (--running[0] == 0) {
                            writer.close();
                        }
                    });
                }
                byte[] block = new byte[4096];
                int n = 0;
                int total = 0;
                while (true) {
                    while (n < 4096) {
                        int got = reader.read(block, n, 4096 - n);
                        if (got == 0) {
                            assertEquals(0, n);
                            assertEquals(4 * 40 * 4096, total);
                            return;
                        }
                        n += got;
                    }
                    for (byte b : block) {
                        assertEquals(block[0], b, "two writes of 4096 bytes are mixed");
                    }
                    total += n;
                    n = 0;
                }
            });
        }
    }

    @Test
    void readerGetsTheRestAndThenTheEnd() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Pipe pipe = new Pipe(machine.kernel().frames());
                FileSession reader = pipe.reader();
                FileSession writer = pipe.writer();
                byte[] buffer = new byte[10];
                assertEquals(0, reader.read(buffer, 0, 0), "nothing asked for, nothing waited for");
                assertEquals(0, writer.write(buffer, 0, 0));
                writer.write(new byte[] {1, 2, 3}, 0, 3);
                assertEquals(3, reader.available());
                writer.close();
                assertEquals(2, reader.read(buffer, 0, 2));
                assertEquals(1, reader.read(buffer, 0, 10));
                assertEquals(0, reader.read(buffer, 0, 10));
                assertEquals(0, reader.read(buffer, 0, 10), "the end stays");
            });
        }
    }

    @Test
    void endsRefuseWhatTheyAreNotFor() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Pipe pipe = new Pipe(machine.kernel().frames());
                byte[] buffer = new byte[1];
                assertEquals(Errno.EBADF, errno(() -> pipe.reader().write(buffer, 0, 1)));
                assertEquals(Errno.EBADF, errno(() -> pipe.writer().read(buffer, 0, 1)));
                assertEquals(Errno.ESPIPE, errno(() -> pipe.reader().seek(0, 0)));
                assertEquals(Errno.ESPIPE, errno(() -> pipe.reader().pread(buffer, 0, 1, 0)));
                assertEquals(Errno.ESPIPE, errno(() -> pipe.writer().pwrite(buffer, 0, 1, 0)));
                assertEquals(Errno.EINVAL, errno(() -> pipe.writer().truncate(0)));
                assertEquals(Errno.ENOTDIR, errno(() -> pipe.reader().readdir(buffer)));
            });
        }
    }

    @Test
    void writerBlockedInAFullPipeGetsEpipeWhenTheReaderGoes() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Pipe pipe = new Pipe(machine.kernel().frames());
                FileSession reader = pipe.reader();
                FileSession writer = pipe.writer();
                int[] errno = new int[1];
                KernelThread blocked = TestKernel.start(machine.process("p"), "writer", () -> {
                    byte[] much = new byte[CAPACITY + 1];
                    errno[0] = errno(() -> writer.write(much, 0, much.length));
                });
                TestKernel.untilBlocked(blocked);
                assertEquals("pipe write", blocked.waitingFor());
                reader.close();
                TestKernel.until(() -> errno[0] != 0);
                assertEquals(Errno.EPIPE, errno[0]);
                writer.close();
            });
        }
    }

    @Test
    void interruptedTransferReportsWhatItDid() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Pipe pipe = new Pipe(machine.kernel().frames());
                FileSession reader = pipe.reader();
                FileSession writer = pipe.writer();
                int[] result = new int[2];
                KernelThread thread = TestKernel.start(machine.process("p"), "writer", () -> {
                    byte[] much = new byte[CAPACITY + 1000];
                    result[0] = writer.write(much, 0, much.length);
                    result[1] = errno(() -> writer.write(much, 0, much.length));
                });
                TestKernel.untilBlocked(thread);
                thread.interrupt();
                TestKernel.until(() -> result[0] != 0);
                assertEquals(CAPACITY, result[0]);
                TestKernel.untilBlocked(thread);
                thread.interrupt();
                TestKernel.until(() -> result[1] != 0);
                assertEquals(Errno.EINTR, result[1]);
                int[] read = new int[1];
                reader.read(new byte[CAPACITY], 0, CAPACITY);
                KernelThread waiting = TestKernel.start(machine.process("q"), "reader",
                    () -> read[0] = errno(() -> reader.read(new byte[1], 0, 1)));
                TestKernel.untilBlocked(waiting);
                waiting.interrupt();
                TestKernel.until(() -> read[0] != 0);
                assertEquals(Errno.EINTR, read[0]);
            });
        }
    }

    @Test
    void killWhileBlockedLeavesThePipeUsable() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Pipe pipe = new Pipe(machine.kernel().frames());
                FileSession reader = pipe.reader();
                FileSession writer = pipe.writer();
                Process victim = machine.process("victim");
                TestKernel.untilBlocked(TestKernel.start(victim, "reader", () -> reader.read(new byte[10], 0, 10)));
                machine.kernel().processes().end(victim, 9);
                TestKernel.until(() -> victim.state() == Process.State.ZOMBIE);
                writer.write(new byte[] {42}, 0, 1);
                byte[] buffer = new byte[2];
                assertEquals(1, reader.read(buffer, 0, 2));
                assertEquals(42, buffer[0]);
            });
        }
    }

    @Test
    void framesComeBackWithTheSecondEndInEitherOrder() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                int before = machine.kernel().frames().free();
                for (boolean readerFirst : new boolean[] {true, false}) {
                    Pipe pipe = new Pipe(machine.kernel().frames());
                    FileSession first = readerFirst ? pipe.reader() : pipe.writer();
                    FileSession second = readerFirst ? pipe.writer() : pipe.reader();
                    first.close();
                    assertEquals(before - CAPACITY / 4096, machine.kernel().frames().free());
                    second.close();
                    assertEquals(before, machine.kernel().frames().free());
                }
            });
        }
    }

    @Test
    void pipeWithoutFramesIsRefused() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                int pipes = 0;
                while (machine.kernel().frames().free() >= 2 * CAPACITY / 4096) {
                    new Pipe(machine.kernel().frames());
                    pipes++;
                }
                assertTrue(pipes > 100);
                int last = errno(() -> {
                    new Pipe(machine.kernel().frames());
                    new Pipe(machine.kernel().frames());
                });
                assertEquals(Errno.ENOMEM, last);
            });
        }
    }
}
