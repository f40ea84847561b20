package org.sluice.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Areas;
import org.sluice.abi.IoVectors;
import org.sluice.abi.Spawn;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.Pipe;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.handle.Rights;

/** Does a process that asks for it leave word of what it has not given back? */
class LeakReportTest {
    private static final long SECOND = 1_000_000_000;

    private static Process process(TestKernel machine, String... environment) {
        return machine.kernel().processes().create(machine.init(), new Program("leaky", "/bin/leaky", "leaky", null, new String[0],
            new String[] {"leaky"}), environment, "/", TestProcesses.QUOTAS, Spawn.GROUP_NEW);
    }

    private static long[] area(Process process, int bytes) {
        long[] vector = new long[IoVectors.size(1)];
        process.areas().allocate(bytes, 0, vector);
        return vector;
    }

    private static void end(Process process) {
        process.kernel().processes().end(process, Spawn.exited(0));
        TestKernel.until(() -> process.state() == Process.State.ZOMBIE);
    }

    private static List<String> log(TestKernel machine) {
        return new String(machine.kernel().log().text(), StandardCharsets.UTF_8).lines().filter(l -> l.contains("] leaks: "))
            .map(l -> l.substring(l.indexOf("] leaks: ") + 2)).toList();
    }

    @Test
    void tellsAreasAndHandlesThatAreLeft() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = process(machine, "A=b", "SLUICE_LEAKS=1");
                Pipe pipe = new Pipe(machine.kernel().frames());
                FileSession reader = pipe.reader();
                FileSession writer = pipe.writer();
                process.handles().place(new OpenObject<>(writer, Rights.WRITE, writer::close), 2);
                Pipe other = new Pipe(machine.kernel().frames());
                FileSession left = other.reader();
                process.handles().place(new OpenObject<>(left, Rights.READ, left::close), 7);
                other.writer().close();
                long[] viewed = new long[IoVectors.size(1)];
                TestKernel.keep(process);
                TestKernel.until(() -> process.threads().size() == 1);
                var worker = TestKernel.start(process, "worker", () -> {
                    process.areas().allocate(9180, 0, viewed);
                    process.areas().map(viewed, Areas.WRITE, new MemorySegment[1]);
                });
                TestKernel.until(() -> !process.threads().contains(worker));
                machine.sleep(12 * SECOND);
                long[] plain = area(process, 100);
                process.areas().release(area(process, 5));
                machine.sleep(SECOND / 2);
                end(process);
                String who = "leaks: " + process.id() + " (leaky): ";
                List<String> wanted = List.of(
                    who + "area " + Long.toHexString(IoVectors.address(viewed, 0)) + " of 9180 bytes, 12.5 s old, view open",
                    who + "area " + Long.toHexString(IoVectors.address(plain, 0)) + " of 100 bytes, 0.5 s old, no view",
                    who + "left areas: 2 of 9280 bytes, handles: 1");
                byte[] text = new byte[4096];
                int n = reader.read(text, 0, text.length);
                assertEquals(wanted, new String(text, 0, n, StandardCharsets.UTF_8).lines().toList());
                assertEquals(wanted, log(machine));
                assertEquals(0, reader.read(text, 0, text.length), "the handle was closed");
            });
        }
    }

    @Test
    void aFullPipeDoesNotKeepTheProcessAlive() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                Process process = process(machine, "SLUICE_LEAKS=1");
                Pipe pipe = new Pipe(machine.kernel().frames());
                FileSession writer = pipe.writer();
                byte[] full = new byte[64 << 10];
                assertEquals(full.length, writer.write(full, 0, full.length));
                process.handles().place(new OpenObject<>(writer, Rights.WRITE, writer::close), 2);
                TestKernel.keep(process);
                area(process, 4096);
                end(process);
                assertEquals(2, log(machine).size());
            });
        }
    }

    @Test
    void saysNothingUnlessAskedOrIfNothingIsLeft() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            machine.run(() -> {
                int free = machine.kernel().frames().free();
                Process silent = process(machine, "SLUICE_LEAKS=0");
                TestKernel.keep(silent);
                area(silent, 4096);
                end(silent);
                Process clean = process(machine, "SLUICE_LEAKS=1");
                TestKernel.keep(clean);
                clean.areas().release(area(clean, 4096));
                end(clean);
                assertTrue(log(machine).isEmpty(), () -> log(machine).toString());
                assertEquals(free, machine.kernel().frames().free());
                assertFalse(clean.threads().iterator().hasNext());
            });
        }
    }
}
