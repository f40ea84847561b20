package org.sluice.kernel.pager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.Paging;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.process.TestProcesses;
import org.sluice.kernel.thread.KernelThread;

/** Does paged memory do what the calls on it promise? */
class PagerTest {
    private static final int PAGE = PagingMachine.PAGE;

    /** A test on a thread of a process of a machine. */
    private interface Body {
        void run(PagingMachine machine, AddressSpace space) throws Exception;
    }

    private static void on(int processors, Body body) throws Exception {
        try (PagingMachine machine = new PagingMachine(processors)) {
            Process process = machine.machine.process("test");
            TestKernel.keep(process);
            machine.machine.run(process, () -> body.run(machine, process.space()));
            machine.machine.run(() -> {
                for (int i = 0; i < 100 && !machine.pager.settled(); i++) {
                    machine.machine.sleep(1_000_000);
                }
                machine.pager.checkInvariants();
            });
        }
    }

    private static int errno(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(CallFailed.class, call).errno();
    }

    private static long fresh(AddressSpace space, long bytes) {
        return space.map(null, 0, bytes, Paging.WRITE, () -> { });
    }

    @Test
    void freshMemoryIsZeroAndFaultsOnceAPage() throws Exception {
        on(1, (machine, space) -> {
            long at = fresh(space, 3 * PAGE);
            for (int i = 0; i < 3 * PAGE; i += 512) {
                assertEquals(0, machine.get(space, at + i));
            }
            assertEquals(3, space.minorFaults());
            assertEquals(0, space.majorFaults());
            assertEquals(3, space.resident());
        });
    }

    @Test
    void whatWasOfAnotherProcessIsNeverSeen() throws Exception {
        on(1, (machine, space) -> {
            Process other = machine.machine.process("other");
            TestKernel.keep(other);
            int pages = machine.pagerFrames() / 2;
            long secret = fresh(other.space(), (long) pages * PAGE);
            for (int i = 0; i < pages; i++) {
                machine.put(other.space(), secret + (long) i * PAGE, (byte) 77);
            }
            other.space().unmap(secret);
            int more = machine.pagerFrames() * 2;
            long at = fresh(space, (long) more * PAGE);
            for (int i = 0; i < more; i++) {
                assertEquals(0, machine.get(space, at + (long) i * PAGE));
            }
        });
    }

    @Test
    void addressesOutsideAndPastTheEndFault() throws Exception {
        on(1, (machine, space) -> {
            long at = fresh(space, PAGE + 1);
            space.fault(at + 2 * PAGE - 1, true);
            assertEquals(Errno.EFAULT, errno(() -> space.fault(at + 2 * PAGE, false)));
            assertEquals(Errno.EFAULT, errno(() -> space.fault(at - 1, false)));
            assertEquals(Errno.EFAULT, errno(() -> space.fault(0, false)));
            assertEquals(Errno.EFAULT, errno(() -> space.fault(-1, true)));
            assertEquals(Errno.EFAULT, errno(() -> space.fault(Long.MIN_VALUE, true)));
            assertEquals(Errno.EFAULT, errno(() -> space.fault(1L << 60, true)));
        });
    }

    @Test
    void badArgumentsAreNamed() throws Exception {
        on(1, (machine, space) -> {
            PagingMachine.MemoryFile file = new PagingMachine.MemoryFile(PAGE);
            assertEquals(Errno.EINVAL, errno(() -> space.map(null, 0, 0, 0, () -> { })));
            assertEquals(Errno.EINVAL, errno(() -> space.map(null, 0, -5, 0, () -> { })));
            assertEquals(Errno.EINVAL, errno(() -> space.map(null, PAGE, 1, 0, () -> { })));
            assertEquals(Errno.EINVAL, errno(() -> space.map(null, 0, 1, 1 << 10, () -> { })));
            assertEquals(Errno.EINVAL, errno(() -> space.map(file, 1, 1, 0, file.open())));
            assertEquals(Errno.EINVAL, errno(() -> space.map(file, -PAGE, 1, 0, file.open())));
            assertEquals(Errno.EOVERFLOW, errno(() -> space.map(file, 1L << 60, 1, 0, file.open())));
            assertEquals(Errno.EOVERFLOW, errno(() -> space.map(file, 0, Long.MAX_VALUE, 0, file.open())));
            assertEquals(Errno.ENOMEM, errno(() -> space.map(null, 0, Long.MAX_VALUE, 0, () -> { })));
            assertEquals(Errno.EINVAL, errno(() -> space.unmap(PAGE)));
            assertEquals(Errno.ENOMEM, errno(() -> space.sync(PAGE, 1)));
            assertEquals(Errno.EINVAL, errno(() -> space.sync(PAGE, -1)));
            assertEquals(Errno.EINVAL, errno(() -> space.advise(PAGE, 1, 9)));
            assertEquals(Errno.ENOMEM, errno(() -> space.resident(PAGE, 1)));
            assertEquals(0, file.opened);
            long at = fresh(space, PAGE);
            assertEquals(Errno.EINVAL, errno(() -> space.unmap(at + PAGE)));
            assertEquals(Errno.ENOMEM, errno(() -> space.resident(at, 2 * PAGE)));
            assertEquals(Errno.ENOMEM, errno(() -> space.resident(at, Long.MAX_VALUE)));
        });
    }

    @Test
    void whatIsUnmappedIsGoneAndItsAddressIsNotUsedAgain() throws Exception {
        on(1, (machine, space) -> {
            long at = fresh(space, PAGE);
            machine.put(space, at, (byte) 1);
            space.unmap(at);
            assertEquals(-1, space.tlb().find(at, false));
            assertEquals(Errno.EFAULT, errno(() -> space.fault(at, false)));
            assertEquals(Errno.EINVAL, errno(() -> space.unmap(at)));
            assertTrue(fresh(space, PAGE) > at);
        });
    }

    @Test
    void aClosedAddressSpaceGivesBackOnce() throws Exception {
        on(1, (machine, space) -> {
            Process other = machine.machine.process("other");
            int free = machine.machine.kernel().frames().free();
            AddressSpace gone = machine.pager.newSpace(other.id(), java.util.List.of());
            long at = fresh(gone, 3 * PAGE);
            machine.put(gone, at, (byte) 1);
            assertTrue(machine.machine.kernel().frames().free() < free);
            gone.close();
            gone.close();
            assertEquals(free, machine.machine.kernel().frames().free());
            assertEquals(Errno.ENOMEM, errno(() -> fresh(gone, PAGE)));
        });
    }

    @Test
    void aFourfoldWorkingSetKeepsItsContents() throws Exception {
        on(1, (machine, space) -> {
            int pages = machine.pagerFrames() * 4;
            long at = fresh(space, (long) pages * PAGE);
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < pages; i++) {
                    if (round > 0) {
                        assertEquals((byte) (i * 7 + round - 1), machine.get(space, at + (long) i * PAGE + i));
                    }
                    machine.put(space, at + (long) i * PAGE + i, (byte) (i * 7 + round));
                }
            }
            assertTrue(space.majorFaults() > pages / 16, "no paging: " + space.majorFaults());
        });
    }

    @Test
    void memoryIsPromisedOnlyWhileThereIsAPlaceForIt() throws Exception {
        on(1, (machine, space) -> {
            long limit = (long) PagingMachine.SWAP_PAGES + machine.pagerFrames();
            long all = 0;
            long at = 0;
            while (true) {
                try {
                    long next = fresh(space, 100L * PAGE);
                    at = at == 0 ? next : at;
                    all += 100;
                } catch (CallFailed e) {
                    assertEquals(Errno.ENOMEM, e.errno());
                    break;
                }
            }
            assertTrue(all <= limit && all > limit - 200, all + " of " + limit);
            // And every promise is kept: all of it is written, and read back.
            long step = 101L * PAGE;
            for (long i = 0; i < all; i++) {
                machine.put(space, at + i / 100 * step + i % 100 * PAGE, (byte) (i * 3));
            }
            for (long i = 0; i < all; i++) {
                assertEquals((byte) (i * 3), machine.get(space, at + i / 100 * step + i % 100 * PAGE));
            }
            space.unmap(at);
            fresh(space, 100L * PAGE);
        });
    }

    @Test
    void twoViewsOfAFileAreOne() throws Exception {
        on(1, (machine, space) -> {
            PagingMachine.MemoryFile file = new PagingMachine.MemoryFile(3 * PAGE);
            file.bytes[PAGE + 5] = 42;
            Process other = machine.machine.process("other");
            TestKernel.keep(other);
            long here = space.map(file, 0, 3 * PAGE, Paging.WRITE, file.open());
            long there = other.space().map(file, PAGE, 2 * PAGE, 0, file.open());
            assertEquals(42, machine.get(space, here + PAGE + 5));
            assertEquals(42, machine.get(other.space(), there + 5));
            machine.put(space, here + PAGE + 6, (byte) 43);
            assertEquals(43, machine.get(other.space(), there + 6));
            assertEquals(Errno.EACCES, errno(() -> other.space().fault(there, true)));
            assertEquals(0, file.bytes[PAGE + 6]);
            space.sync(here + PAGE, 1);
            assertEquals(43, file.bytes[PAGE + 6]);
            assertEquals(1, file.syncs);
        });
    }

    @Test
    void aPrivateViewKeepsItsWritesToItself() throws Exception {
        on(1, (machine, space) -> {
            PagingMachine.MemoryFile file = new PagingMachine.MemoryFile(2 * PAGE);
            file.bytes[7] = 1;
            long mine = space.map(file, 0, 2 * PAGE, Paging.WRITE | Paging.PRIVATE, file.open());
            long shared = space.map(file, 0, 2 * PAGE, Paging.WRITE, file.open());
            assertEquals(1, machine.get(space, mine + 7));
            machine.put(space, mine + 8, (byte) 2);
            assertEquals(1, machine.get(space, mine + 7));
            assertEquals(0, machine.get(space, shared + 8));
            machine.put(space, shared + 7, (byte) 3);
            assertEquals(1, machine.get(space, mine + 7), "the page was copied before");
            machine.put(space, shared + PAGE, (byte) 4);
            assertEquals(4, machine.get(space, mine + PAGE), "this one was not");
            space.sync(mine, 2 * PAGE);
            assertEquals(1, file.bytes[7]);
        });
    }

    @Test
    void writtenPagesReachTheFileWithoutBeingAsked() throws Exception {
        on(1, (machine, space) -> {
            PagingMachine.MemoryFile file = new PagingMachine.MemoryFile(2 * PAGE);
            long at = space.map(file, 0, 2 * PAGE, Paging.WRITE, file.open());
            machine.put(space, at + 3, (byte) 9);
            machine.machine.sleep(3_000_000_000L);
            assertEquals(9, file.bytes[3]);
            machine.put(space, at + 3, (byte) 10);
            space.unmap(at);
            TestKernel.until(() -> file.opened == 0);
            assertEquals(10, file.bytes[3]);
        });
    }

    @Test
    void behindTheEndOfAFileThereIsNothing() throws Exception {
        on(1, (machine, space) -> {
            PagingMachine.MemoryFile file = new PagingMachine.MemoryFile(PAGE + 10);
            Arrays.fill(file.bytes, (byte) 5);
            long at = space.map(file, 0, 4 * PAGE, Paging.WRITE, file.open());
            assertEquals(5, machine.get(space, at + PAGE + 9));
            assertEquals(0, machine.get(space, at + PAGE + 10));
            assertEquals(Errno.EFAULT, errno(() -> space.fault(at + 2 * PAGE, false)));
            machine.put(space, at + PAGE + 9, (byte) 6);
            machine.put(space, at + PAGE + 10, (byte) 7);
            space.sync(at, 2 * PAGE);
            assertEquals(PAGE + 10, file.bytes.length, "mapping made the file longer");
            assertEquals(6, file.bytes[PAGE + 9]);
            space.advise(at, 4 * PAGE, Paging.WILL_NEED);
        });
    }

    @Test
    void aFileIsReadAheadWhenItIsReadInOrder() throws Exception {
        on(1, (machine, space) -> {
            PagingMachine.MemoryFile file = new PagingMachine.MemoryFile(64 * PAGE);
            for (int i = 0; i < 64; i++) {
                file.bytes[i * PAGE] = (byte) i;
            }
            long at = space.map(file, 0, 64 * PAGE, 0, file.open());
            for (int i = 0; i < 64; i++) {
                assertEquals(i, machine.get(space, at + (long) i * PAGE));
            }
            assertTrue(space.majorFaults() < 12, space.majorFaults() + " transfers for 64 pages");
            assertEquals(64, space.resident(at, 64 * PAGE));
        });
    }

    @Test
    void readsAndWritesOfAMappedFileAreInStep() throws Exception {
        on(1, (machine, space) -> {
            PagingMachine.MemoryFile file = new PagingMachine.MemoryFile(4 * PAGE);
            long at = space.map(file, 0, 4 * PAGE, Paging.WRITE, file.open());
            machine.put(space, at + PAGE, (byte) 1);
            machine.pager.mappedFiles().beforeRead(file, 0, 2 * PAGE);
            assertEquals(1, file.bytes[PAGE]);
            machine.get(space, at + 2 * PAGE - 1);
            byte[] text = {10, 11, 12, 13, 14, 15};
            machine.put(space, at + PAGE, (byte) 2);
            long n = machine.pager.mappedFiles().write(file, 2 * PAGE - 3, 5, () -> file.write(2 * PAGE - 3, text, 1, 5));
            assertEquals(5, n);
            assertEquals(11, machine.get(space, at + 2 * PAGE - 3));
            assertEquals(13, machine.get(space, at + 2 * PAGE - 1));
            assertEquals(15, machine.get(space, at + 2 * PAGE + 1));
            assertEquals(2, machine.get(space, at + PAGE), "a write beside it lost what was in the page");
            space.sync(at, 4 * PAGE);
            assertEquals(2, file.bytes[PAGE]);
            assertEquals(15, file.bytes[2 * PAGE + 1]);
        });
    }

    @Test
    void aCutFileLosesItsPages() throws Exception {
        on(1, (machine, space) -> {
            PagingMachine.MemoryFile file = new PagingMachine.MemoryFile(4 * PAGE);
            long at = space.map(file, 0, 4 * PAGE, Paging.WRITE, file.open());
            for (int i = 0; i < 4; i++) {
                machine.put(space, at + (long) i * PAGE + 100, (byte) (i + 1));
            }
            file.bytes = Arrays.copyOf(file.bytes, PAGE + 50);
            machine.pager.mappedFiles().truncated(file, PAGE + 50);
            assertEquals(1, machine.get(space, at + 100));
            assertEquals(0, machine.get(space, at + PAGE + 100));
            assertEquals(Errno.EFAULT, errno(() -> space.fault(at + 2 * PAGE, false)));
            space.sync(at, 4 * PAGE);
            assertEquals(PAGE + 50, file.bytes.length);
        });
    }

    @Test
    void aMediumThatFailsIsReportedOnceAndLosesNothing() throws Exception {
        on(1, (machine, space) -> {
            PagingMachine.MemoryFile file = new PagingMachine.MemoryFile(2 * PAGE);
            long at = space.map(file, 0, 2 * PAGE, Paging.WRITE, file.open());
            machine.put(space, at, (byte) 1);
            file.errno = Errno.ENOSPC;
            assertEquals(Errno.ENOSPC, errno(() -> space.sync(at, PAGE)));
            assertEquals(1, machine.get(space, at));
            file.errno = 0;
            space.sync(at, PAGE);
            assertEquals(1, file.bytes[0]);
        });
    }

    @Test
    void aSwapAreaThatCannotBeReadFailsTheFaultOnly() throws Exception {
        on(1, (machine, space) -> {
            int pages = machine.pagerFrames() * 2;
            long at = fresh(space, (long) pages * PAGE);
            for (int i = 0; i < pages; i++) {
                machine.put(space, at + (long) i * PAGE, (byte) i);
            }
            for (int i = 0; i < machine.disk.failing.length(); i++) {
                machine.disk.failing.set(i, 1);
            }
            int failed = -1;
            for (int i = 0; i < pages && failed < 0; i++) {
                try {
                    machine.get(space, at + (long) i * PAGE);
                } catch (CallFailed e) {
                    assertEquals(Errno.EIO, e.errno());
                    failed = i;
                }
            }
            assertTrue(failed >= 0, "nothing was swapped out");
            for (int i = 0; i < machine.disk.failing.length(); i++) {
                machine.disk.failing.set(i, 0);
            }
            assertEquals((byte) failed, machine.get(space, at + (long) failed * PAGE));
        });
    }

    /** Lets the next timer run, as the clock does by itself when no thread runs, and others as far as they come. */
    private static void letTimePass(PagingMachine machine) {
        machine.machine.clock().idle();
        TestKernel.yieldTimes(20);
    }

    /** A thread that runs on the other processor holds translations until it polls; its frames are not used before that. */
    @Test
    void framesAreUsedAgainOnlyAfterEveryRunningThreadHasPolled() throws Exception {
        on(2, (machine, space) -> {
            Process other = machine.machine.process("other");
            TestKernel.keep(other);
            long at = fresh(other.space(), PAGE);
            AtomicBoolean holds = new AtomicBoolean();
            AtomicBoolean letGo = new AtomicBoolean();
            KernelThread holder = TestKernel.start(other, "holder", () -> {
                machine.put(other.space(), at, (byte) 1);
                holds.set(true);
                while (!letGo.get()) {
                    Thread.onSpinWait(); // runs, and does not poll
                }
                KernelThread.current().polled(false);
            });
            TestKernel.until(holds::get);
            int ready = machine.pager.usage().ready();
            other.space().unmap(at); // does not wait
            for (int i = 0; i < 20; i++) {
                letTimePass(machine);
                assertEquals(ready, machine.pager.usage().ready());
            }
            letGo.set(true);
            TestKernel.until(() -> machine.pager.usage().ready() == ready + 1);
            TestKernel.until(() -> holder.state() == KernelThread.State.ENDED);
        });
    }

    /**
     * As when a thread waits, inside the host, for another to initialise a class, and that one needs memory: the pages of the process
     * cannot leave, but whoever needs one that is about to leave keeps it, and everybody else's pages leave.
     */
    @Test
    void aThreadThatNeverPollsHoldsUpNobody() throws Exception {
        on(2, (machine, space) -> {
            int pages = machine.pagerFrames() / 2;
            long mine = fresh(space, (long) pages * PAGE);
            PagingMachine.MemoryFile file = new PagingMachine.MemoryFile(4 * PAGE);
            AtomicBoolean holds = new AtomicBoolean();
            AtomicBoolean letGo = new AtomicBoolean();
            TestKernel.start((Process) KernelThread.current().owner(), "holder", () -> {
                holds.set(true);
                while (!letGo.get()) {
                    Thread.onSpinWait();
                }
                KernelThread.current().polled(false);
            });
            TestKernel.until(holds::get);
            try {
                for (int i = 0; i < pages; i++) {
                    machine.put(space, mine + (long) i * PAGE, (byte) i);
                }
                Process other = machine.machine.process("other");
                TestKernel.keep(other);
                int many = machine.pagerFrames() * 2;
                AtomicBoolean done = new AtomicBoolean();
                TestKernel.start(other, "needs memory", () -> {
                    long theirs = fresh(other.space(), (long) many * PAGE);
                    for (int i = 0; i < many; i++) {
                        machine.put(other.space(), theirs + (long) i * PAGE, (byte) i);
                    }
                    done.set(true);
                });
                while (!done.get()) {
                    // and this thread goes on using its pages
                    for (int i = 0; i < pages; i++) {
                        assertEquals((byte) i, machine.get(space, mine + (long) i * PAGE));
                    }
                    letTimePass(machine);
                }
                long view = space.map(file, 0, 4 * PAGE, Paging.WRITE, file.open());
                machine.put(space, view + 5, (byte) 6);
                AtomicBoolean synced = new AtomicBoolean();
                TestKernel.start((Process) KernelThread.current().owner(), "syncs", () -> {
                    space.sync(view, PAGE);
                    synced.set(true);
                });
                while (!synced.get()) {
                    letTimePass(machine);
                }
                assertEquals(6, file.bytes[5]);
                space.unmap(view);
            } finally {
                letGo.set(true);
            }
            TestKernel.until(() -> file.opened == 0);
        });
    }

    @Test
    void aProcessThatIsKilledWhileItWaitsForMemoryGivesAllBack() throws Exception {
        try (PagingMachine machine = new PagingMachine(1)) {
            machine.machine.run(() -> {
                for (int round = 0; round < 20; round++) {
                    Process victim = machine.machine.process("victim");
                    int pages = machine.pagerFrames() * 3;
                    for (int t = 0; t < 3; t++) {
                        int offset = t;
                        victim.startThread(() -> {
                            long at = fresh(victim.space(), (long) pages * PAGE);
                            for (int i = 0; ; i++) {
                                victim.checkpoint();
                                machine.put(victim.space(), at + (long) ((i * 7 + offset) % pages) * PAGE, (byte) 1);
                            }
                        }, "toucher", KernelThread.NORMAL_PRIORITY, false);
                    }
                    TestKernel.yieldTimes(100 + 53 * round);
                    machine.machine.kernel().processes().end(victim, 9);
                    TestKernel.until(() -> victim.state() == Process.State.ZOMBIE);
                }
                TestKernel.until(machine.pager::idle);
                machine.pager.checkInvariants();
                assertEquals(PagingMachine.SWAP_PAGES, machine.pager.swap().free());
            });
        }
    }

    /** Memory nobody else uses is used for pages, and given back to whoever wants it for areas. */
    @Test
    void framesBeyondThePagersOwnAreGivenBack() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            Pager pager = machine.kernel().pager();
            machine.own().startThread(pager::run, "pager", KernelThread.KERNEL_PRIORITY, true);
            PagingMachine.MemoryFile file = new PagingMachine.MemoryFile(1500 * PAGE);
            Process process = TestProcesses.create(machine.kernel(), machine.init(), "test", 0,
                new org.sluice.kernel.process.Quotas(64, 32, 40, 1 << 20, 8 << 20));
            TestKernel.keep(process);
            machine.run(process, () -> {
                long at = process.space().map(file, 0, 1500 * PAGE, 0, file.open());
                for (int i = 0; i < 1500; i++) {
                    process.space().fault(at + (long) i * PAGE, false);
                }
                int total = machine.kernel().frames().total();
                assertTrue(process.space().resident() > total / 2, "pages used only " + process.space().resident());
                int free = machine.kernel().frames().free();
                int wanted = total / 2;
                assertTrue(wanted > free);
                long[] vector = new long[org.sluice.abi.IoVectors.size(512)];
                assertTrue(process.areas().allocate((long) wanted * PAGE, 0, vector) > 0);
                pager.checkInvariants();
                process.areas().release(vector);
            });
        }
    }

    /** Without a swap area the pager's own frames are all there is to promise. */
    @Test
    void aMachineWithoutASwapAreaPromisesItsFrames() throws Exception {
        try (TestKernel machine = new TestKernel(1)) {
            Pager pager = machine.kernel().pager();
            machine.own().startThread(pager::run, "pager", KernelThread.KERNEL_PRIORITY, true);
            Process process = TestProcesses.create(machine.kernel(), machine.init(), "test", 0);
            TestKernel.keep(process);
            machine.run(process, () -> {
                int frames = machine.kernel().frames().total() / 8;
                assertEquals(Errno.ENOMEM, errno(() -> fresh(process.space(), (long) frames * PAGE)));
                long at = fresh(process.space(), (long) frames / 2 * PAGE);
                for (int i = 0; i < frames / 2; i++) {
                    process.space().fault(at + (long) i * PAGE, true);
                }
                assertEquals(frames / 2, process.space().resident());
            });
        }
    }
}
