package org.sluice.kernel.pager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Paging;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.process.Process;

/**
 * Random histories of several processes, each with its own memory, its private views of a file, and a part of a shared one,
 * against byte arrays; together they use several times the memory there is. Afterwards nothing is held any more.
 */
class PagerModelTest {
    private static final int PAGE = PagingMachine.PAGE;
    private static final int PROCESSES = 4;
    private static final int STEPS = 1_500;
    private static final int FILE_PAGES = 96;

    /** What a process has mapped, and what it must find there. */
    private record Mapped(long address, byte[] bytes, boolean ofFile, boolean shared) {
    }

    private final class Actor {
        final PagingMachine machine;
        final Process process;
        final int number;
        final Random random;
        final PagingMachine.MemoryFile file;
        final List<Mapped> mapped = new ArrayList<>();
        int refused;

        Actor(PagingMachine machine, int number, long seed, PagingMachine.MemoryFile file) {
            this.machine = machine;
            this.number = number;
            this.file = file;
            process = machine.machine.process("actor" + number);
            random = new Random(seed * 31 + number);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            if (random.nextBoolean()) {
                // else the end of the process does it
                while (!mapped.isEmpty()) {
                    unmap();
                }
            }
        }

        private void step() {
            switch (random.nextInt(40)) {
                case 0 -> mapFresh();
                case 1 -> mapFile();
                case 2 -> {
                    if (mapped.size() > 3) {
                        unmap();
                    }
                }
                case 3 -> {
                    if (!mapped.isEmpty()) {
                        Mapped m = any();
                        process.space().advise(m.address, m.bytes.length, 1 + random.nextInt(2));
                        long resident = process.space().resident(m.address, m.bytes.length);
                        assertTrue(resident >= 0 && resident <= (m.bytes.length + PAGE - 1) / PAGE);
                    }
                }
                case 4 -> {
                    if (!mapped.isEmpty()) {
                        sync(any());
                    }
                }
                case 5 -> TestKernel.jitter(random);
                default -> {
                    if (!mapped.isEmpty()) {
                        touch(any());
                    }
                }
            }
        }

        private Mapped any() {
            return mapped.get(random.nextInt(mapped.size()));
        }

        private void mapFresh() {
            int length = 1 + random.nextInt(250 * PAGE);
            try {
                long address = process.space().map(null, 0, length, Paging.WRITE, () -> { });
                mapped.add(new Mapped(address, new byte[length], false, false));
            } catch (CallFailed e) {
                assertEquals(Errno.ENOMEM, e.errno());
                refused++;
            }
        }

        /** A private view of anything, or a shared one of the pages that are this actor's alone. */
        private void mapFile() {
            int own = FILE_PAGES / PROCESSES;
            boolean shared = random.nextBoolean();
            int first = number * own + random.nextInt(own);
            int pages = 1 + random.nextInt(number * own + own - first);
            for (Mapped m : mapped) {
                if (m.shared || shared && m.ofFile) {
                    return; // else what the one writes shows in the other, or does not, as it happens
                }
            }
            int length = pages * PAGE;
            byte[] expected = new byte[length];
            System.arraycopy(file.bytes, first * PAGE, expected, 0, length);
            try {
                long address = process.space().map(file, (long) first * PAGE, length,
                    shared ? Paging.WRITE : Paging.WRITE | Paging.PRIVATE, file.open());
                mapped.add(new Mapped(address, expected, true, shared));
            } catch (CallFailed e) {
                assertEquals(Errno.ENOMEM, e.errno());
            }
        }

        private void touch(Mapped m) {
            int at = random.nextInt(m.bytes.length);
            int n = Math.min(random.nextInt(40), m.bytes.length - at);
            boolean writes = random.nextInt(3) > 0;
            for (int i = at; i < at + n; i++) {
                if (writes) {
                    m.bytes[i] = (byte) random.nextInt();
                    machine.put(process.space(), m.address + i, m.bytes[i]);
                } else {
                    assertEquals(m.bytes[i], machine.get(process.space(), m.address + i), "byte " + i + " of " + m.bytes.length);
                }
            }
        }

        private void sync(Mapped m) {
            process.space().sync(m.address, m.bytes.length);
        }

        private void unmap() {
            Mapped m = mapped.remove(random.nextInt(mapped.size()));
            for (int i = 0; i < m.bytes.length; i += 1 + random.nextInt(PAGE)) {
                assertEquals(m.bytes[i], machine.get(process.space(), m.address + i));
            }
            if (m.shared) {
                sync(m);
            }
            process.space().unmap(m.address);
        }
    }

    @Test
    void behavesAsMemoryOfItsOwnOnOneProcessor() throws Exception {
        for (long seed = 1; seed <= 6; seed++) {
            history(1, seed);
        }
    }

    @Test
    void behavesAsMemoryOfItsOwnOnTwoProcessors() throws Exception {
        for (long seed = 1; seed <= 4; seed++) {
            history(2, seed);
        }
    }

    private void history(int processors, long seed) throws Exception {
        try (PagingMachine machine = new PagingMachine(processors)) {
            machine.dawdle = processors == 1 ? 0 : 100;
            PagingMachine.MemoryFile file = new PagingMachine.MemoryFile(FILE_PAGES * PAGE);
            new Random(seed).nextBytes(file.bytes);
            AtomicInteger running = new AtomicInteger(PROCESSES);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            List<Actor> actors = new ArrayList<>();
            machine.machine.run(() -> {
                for (int i = 0; i < PROCESSES; i++) {
                    Actor actor = new Actor(machine, i, seed, file);
                    actors.add(actor);
                    TestKernel.start(actor.process, "actor", () -> {
                        try {
                            actor.run();
                        } catch (Throwable e) {
                            failure.compareAndSet(null, e);
                        } finally {
                            running.decrementAndGet();
                        }
                    });
                }
                TestKernel.until(() -> running.get() == 0);
                Throwable failed = failure.get();
                if (failed != null) {
                    throw new AssertionError("seed " + seed, failed);
                }
                TestKernel.until(() -> file.opened == 0);
                TestKernel.until(() -> machine.pager.idle());
            });
            assertTrue(machine.disk.reads > 100, "the working set did not fit: " + machine.disk.reads + " pages came back");
            machine.machine.run(() -> machine.pager.checkInvariants());
            assertEquals(PagingMachine.SWAP_PAGES, machine.pager.swap().free());
        }
    }
}
