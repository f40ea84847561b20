package org.sluice.kernel.area;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.KernelThread;

class AreaTableTest {
    private static final long QUOTA = 4L << 20;

    private interface Scenario {
        void run(TestKernel machine, AreaTable table, AreaTable other) throws Exception;
    }

    private static void with(Scenario scenario) throws Exception {
        with(1, scenario);
    }

    private static void with(int processors, Scenario scenario) throws Exception {
        try (TestKernel machine = new TestKernel(processors)) {
            machine.run(() -> {
                int free = machine.kernel().frames().free();
                AreaTable table = new AreaTable(machine.kernel().areas(), QUOTA);
                AreaTable other = new AreaTable(machine.kernel().areas(), QUOTA);
                scenario.run(machine, table, other);
                table.closeAll();
                other.closeAll();
                assertEquals(free, machine.kernel().frames().free(), "frames lost");
            });
        }
    }

    private static long allocate(AreaTable table, long bytes) {
        long[] vector = new long[IoVectors.size(1)];
        assertEquals(1, table.allocate(bytes, Areas.CONTIGUOUS, vector));
        assertEquals(bytes, IoVectors.length(vector, 0));
        return IoVectors.address(vector, 0);
    }

    private static MemorySegment map(AreaTable table, long address, long length, int flags) {
        MemorySegment[] views = new MemorySegment[1];
        table.map(IoVectors.of(address, length), flags, views);
        return views[0];
    }

    private static int errno(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(CallFailed.class, call).errno();
    }

    private static long[] vector(long... addressesAndLengths) {
        long[] vector = new long[1 + addressesAndLengths.length];
        System.arraycopy(addressesAndLengths, 0, vector, 1, addressesAndLengths.length);
        IoVectors.header(vector, addressesAndLengths.length / 2, 0);
        return vector;
    }

    @Test
    void refusesVectorsOutOfForm() throws Exception {
        with((machine, table, other) -> {
            long area = allocate(table, 10_000);
            assertEquals(Errno.EFAULT, errno(() -> table.release(null)));
            assertEquals(Errno.EFAULT, errno(() -> table.release(new long[0])));
            assertEquals(Errno.EFAULT, errno(() -> table.release(new long[] {1, area})));
            assertEquals(Errno.EINVAL, errno(() -> table.release(new long[] {-1, area, 1})));
            assertEquals(Errno.EINVAL, errno(() -> table.release(new long[] {1L << 32 | 1, area, 10_000})));
            long[] million = new long[IoVectors.size(1_000_000)];
            IoVectors.header(million, 1_000_000, 0);
            for (int i = 0; i < 1_000_000; i++) {
                IoVectors.entry(million, i, area + i % 10_000, 1);
            }
            assertEquals(Errno.EINVAL, errno(() -> table.send(million)));
            for (long length : new long[] {0, -1, 10_001, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32}) {
                assertEquals(Errno.EINVAL, errno(() -> table.send(vector(area, length))), "length " + length);
            }
            assertEquals(Errno.EINVAL, errno(() -> table.send(vector(area + 9_999, 2))));
            assertEquals(Errno.EINVAL, errno(() -> table.send(vector(area + 10_001, 1))));
            assertEquals(Errno.EINVAL, errno(() -> table.send(vector(area + 0xffff_ffffL, 0xffff_ffffL))));
            assertEquals(Errno.EINVAL, errno(() -> table.release(vector(area, 9_999))));
            assertEquals(Errno.EINVAL, errno(() -> table.release(vector(area, 10_000, area, 10_000))));
            assertEquals(Errno.EINVAL, errno(() -> table.send(vector(area, 10, area + 5, 10))));
            for (long address : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, area ^ 1L << 32, area ^ 1L << 50, area + (1L << 32)}) {
                assertEquals(Errno.EBADF, errno(() -> table.release(vector(address, 1))), "address " + address);
            }
            table.release(vector(area, 10_000));
        });
    }

    @Test
    void doesAllOfAVectorOrNothing() throws Exception {
        with((machine, table, other) -> {
            long first = allocate(table, 100);
            long second = allocate(table, 100);
            assertEquals(Errno.EBADF, errno(() -> table.release(vector(first, 100, second, 100, 12345L << 32, 1))));
            assertEquals(2, table.count());
            map(table, first, 100, Areas.WRITE).fill((byte) 1);
            assertEquals(Errno.EBUSY, errno(() -> table.map(vector(second, 1, first, 1), 0, new MemorySegment[2])));
            table.release(vector(second, 100, first, 100));
            assertEquals(0, table.count());
            assertEquals(0, table.bytes());
        });
    }

    @Test
    void refusesASecondReleaseAndUseAfterRelease() throws Exception {
        with((machine, table, other) -> {
            long area = allocate(table, 4096);
            MemorySegment view = map(table, area, 4096, Areas.WRITE);
            view.set(ValueLayout.JAVA_BYTE, 5, (byte) 7);
            table.release(vector(area, 4096));
            assertThrows(IllegalStateException.class, () -> view.get(ValueLayout.JAVA_BYTE, 5));
            assertEquals(Errno.EBADF, errno(() -> table.release(vector(area, 4096))));
            assertEquals(Errno.EBADF, errno(() -> map(table, area, 1, 0)));
            long next = allocate(table, 4096);
            assertTrue(next != area);
            assertEquals(Errno.EBADF, errno(() -> table.info(area, new long[Areas.INFO_LENGTH_OF_ARRAY])));
        });
    }

    @Test
    void refusesAnotherProcessNumbers() throws Exception {
        with((machine, table, other) -> {
            long area = allocate(table, 4096);
            assertEquals(Errno.EBADF, errno(() -> other.release(vector(area, 4096))));
            assertEquals(Errno.EBADF, errno(() -> map(other, area, 4096, 0)));
            assertEquals(Errno.EBADF, errno(() -> other.send(vector(area, 4096))));
        });
    }

    @Test
    void clearsMemoryThatComesFromAnotherProcess() throws Exception {
        with((machine, table, other) -> {
            long area = allocate(table, 1 << 20);
            map(table, area, 1 << 20, Areas.WRITE).fill((byte) 0x55);
            table.closeAll();
            long got = allocate(other, 1 << 20);
            assertEquals(-1, map(other, got, 1 << 20, 0).mismatch(MemorySegment.ofArray(new byte[1 << 20])));
        });
    }

    @Test
    void keepsHiddenWhatWasNotSent() throws Exception {
        with((machine, table, other) -> {
            long area = allocate(table, 8192);
            map(table, area, 8192, Areas.WRITE).fill((byte) 0x55);
            long[] vector = new long[3];
            other.receive(table.send(vector(area + 100, 50)), vector);
            long got = IoVectors.address(vector, 0);
            assertEquals(50, IoVectors.length(vector, 0));
            assertEquals(Errno.EINVAL, errno(() -> map(other, got, 51, 0)));
            other.release(vector(got, 50));
            long again = allocate(other, 8192);
            assertEquals(-1, map(other, again, 8192, 0).mismatch(MemorySegment.ofArray(new byte[8192])), "kept memory it had seen a part of");
        });
    }

    @Test
    void givesBackWhatWasNotReceived() throws Exception {
        with((machine, table, other) -> {
            long area = allocate(table, 4096);
            Parcel parcel = table.send(vector(area, 4096));
            assertEquals(Errno.EBUSY, errno(() -> table.release(vector(area, 4096))));
            assertEquals(Errno.EBUSY, errno(() -> map(table, area, 4096, 0)));
            assertEquals(Errno.EBUSY, errno(() -> table.send(vector(area, 4096))));
            assertEquals(Errno.E2BIG, errno(() -> other.receive(parcel, null)));
            assertEquals(Errno.E2BIG, errno(() -> other.receive(parcel, new long[2])));
            parcel.giveBack();
            map(table, area, 4096, Areas.WRITE);
        });
    }

    @Test
    void letsOneWriteOrManyRead() throws Exception {
        with((machine, table, other) -> {
            long area = allocate(table, 4096);
            MemorySegment written = map(table, area, 4096, Areas.WRITE);
            written.fill((byte) 3);
            long[] share = new long[3];
            assertEquals(Errno.EBUSY, errno(() -> table.share(vector(area, 10), share)));
            table.unmap(vector(area, 1));
            table.share(vector(area, 10), share);
            assertEquals(Errno.EACCES, errno(() -> map(table, area, 10, Areas.WRITE)));
            other.receive(table.send(share), share);
            long got = IoVectors.address(share, 0);
            MemorySegment read = map(other, got, 10, 0);
            assertArrayEquals(new byte[] {3, 3, 3, 3, 3, 3, 3, 3, 3, 3}, read.toArray(ValueLayout.JAVA_BYTE));
            assertThrows(IllegalArgumentException.class, () -> read.set(ValueLayout.JAVA_BYTE, 0, (byte) 1));
            table.release(vector(area, 4096));
            other.unmap(vector(got, 1));
            map(other, got, 10, Areas.WRITE).fill((byte) 4);
        });
    }

    @Test
    void holdsAProcessToItsQuotaAndWaitsWhenAsked() throws Exception {
        with((machine, table, other) -> {
            long area = allocate(table, QUOTA);
            assertEquals(Errno.ENOMEM, errno(() -> table.allocate(1, 0, new long[3])));
            assertEquals(Errno.ENOMEM, errno(() -> table.allocate(QUOTA + 1, Areas.WAIT, new long[3])));
            allocate(other, 4096);
            AtomicReference<Long> got = new AtomicReference<>();
            KernelThread waiter = TestKernel.start(machine.own(), "waiter", () -> {
                long[] vector = new long[3];
                table.allocate(1, Areas.WAIT, vector);
                got.set(IoVectors.address(vector, 0));
            });
            TestKernel.untilBlocked(waiter);
            table.release(vector(area, QUOTA));
            TestKernel.until(() -> got.get() != null);
        });
    }

    @Test
    void endsAWaitWhenInterrupted() throws Exception {
        with((machine, table, other) -> {
            allocate(table, QUOTA);
            AtomicReference<Integer> errno = new AtomicReference<>();
            KernelThread waiter = TestKernel.start(machine.own(), "waiter",
                () -> errno.set(errno(() -> table.allocate(1, Areas.WAIT, new long[3]))));
            TestKernel.untilBlocked(waiter);
            waiter.interrupt();
            TestKernel.until(() -> errno.get() != null);
            assertEquals(Errno.EINTR, errno.get());
        });
    }

    /** Two wait to be alone on the same memory. The one that came last gives up, and gives its area back; the other is alone then. */
    @Test
    void whoWaitsToBeAloneIsToldThoughAnotherHasGivenUp() throws Exception {
        with((machine, table, other) -> {
            long first = allocate(table, 4096);
            long[] shares = new long[IoVectors.size(1)];
            table.share(vector(first, 4096), shares);
            long second = IoVectors.address(shares, 0);
            AtomicReference<MemorySegment> view = new AtomicReference<>();
            KernelThread patient = TestKernel.start(machine.own(), "patient", () -> {
                MemorySegment[] views = new MemorySegment[1];
                table.map(vector(first, 4096), Areas.WRITE | Areas.WHEN_ALONE, views);
                view.set(views[0]);
                table.unmap(vector(first, 4096));
            });
            TestKernel.untilBlocked(patient);
            AtomicReference<Integer> errno = new AtomicReference<>();
            KernelThread hasty = TestKernel.start(machine.own(), "hasty",
                () -> errno.set(errno(() -> table.map(vector(second, 4096), Areas.WRITE | Areas.WHEN_ALONE, new MemorySegment[1]))));
            TestKernel.untilBlocked(hasty);
            hasty.interrupt();
            TestKernel.until(() -> errno.get() != null);
            assertEquals(Errno.EINTR, errno.get());
            table.release(vector(second, 4096));
            TestKernel.until(() -> view.get() != null);
        });
    }

    @Test
    void givesSeveralAreasWhereMemoryIsScattered() throws Exception {
        with((machine, table, other) -> {
            AreaTable whole = new AreaTable(machine.kernel().areas(), Long.MAX_VALUE);
            long[] pages = new long[Areas.MAX_AREAS];
            int count = 0;
            try {
                while (true) {
                    pages[count] = allocate(whole, 4096);
                    count++;
                }
            } catch (CallFailed e) {
                assertEquals(Errno.ENOMEM, e.errno());
            }
            for (int i = 0; i < count; i += 2) {
                whole.release(vector(pages[i], 4096));
            }
            assertEquals(Errno.ENOMEM, errno(() -> table.allocate(32 << 10, Areas.CONTIGUOUS, new long[IoVectors.size(8)])));
            assertEquals(Errno.ENOMEM, errno(() -> table.allocate(64 << 10, 0, new long[IoVectors.size(8)])));
            long[] vector = new long[IoVectors.size(16)];
            int runs = table.allocate(32 << 10, 0, vector);
            assertTrue(runs > 1 && runs <= 8, runs + " runs");
            long sum = 0;
            for (int i = 0; i < runs; i++) {
                sum += IoVectors.length(vector, i);
            }
            assertEquals(32 << 10, sum);
            table.release(vector.clone());
            whole.closeAll();
        });
    }

    @Test
    void lastsThroughVeryManyGenerations() throws Exception {
        with((machine, table, other) -> {
            long first = allocate(table, 4096);
            table.release(vector(first, 4096));
            for (int i = 0; i < 500_000; i++) {
                long next = allocate(table, 4096);
                assertTrue(next > 0 && next != first);
                table.release(vector(next, 4096));
            }
            assertEquals(0, table.count());
        });
    }

    /** Does a view of one thread stay out of reach of others, and go with its thread? */
    @Test
    void closesViewsOnTheThreadThatOpenedThem() throws Exception {
        try (TestKernel machine = new TestKernel(2)) {
            Process process = machine.process("owner");
            AtomicReference<MemorySegment> view = new AtomicReference<>();
            long[] area = new long[1];
            TestKernel.keep(process);
            KernelThread[] opener = new KernelThread[1];
            machine.run(process, () -> {
                AreaTable table = process.areas();
                area[0] = allocate(table, 4096);
                opener[0] = TestKernel.start(process, "opener", () -> {
                    view.set(map(table, area[0], 4096, Areas.WRITE));
                    KernelThread.current().block("test", Long.MAX_VALUE);
                });
                TestKernel.untilBlocked(opener[0]);
                assertThrows(WrongThreadException.class, () -> view.get().get(ValueLayout.JAVA_BYTE, 0));
                assertEquals(Errno.EPERM, errno(() -> table.release(vector(area[0], 4096))));
                assertEquals(Errno.EPERM, errno(() -> table.unmap(vector(area[0], 1))));
                assertEquals(Errno.EPERM, errno(() -> table.send(vector(area[0], 1))));
                opener[0].unblock();
                TestKernel.until(() -> opener[0].state() == KernelThread.State.ENDED && process.threads().size() == 2);
                assertTrue(!view.get().scope().isAlive());
                table.release(vector(area[0], 4096));
            });
        }
    }

    @Test
    void closesASharedViewUnderItsReaders() throws Exception {
        with(2, (machine, table, other) -> {
            long area = allocate(table, 4096);
            MemorySegment view = map(table, area, 4096, Areas.WRITE | Areas.SHARED);
            AtomicReference<Throwable> end = new AtomicReference<>();
            int[] reads = new int[1];
            KernelThread reader = TestKernel.start(machine.own(), "reader", () -> {
                try {
                    while (true) {
                        view.get(ValueLayout.JAVA_BYTE, reads[0]++ & 4095);
                        if ((reads[0] & 1023) == 0) {
                            KernelThread.current().polled(true);
                        }
                    }
                } catch (IllegalStateException e) {
                    end.set(e);
                }
            });
            TestKernel.until(() -> reads[0] > 10_000);
            table.release(vector(area, 4096));
            TestKernel.until(() -> end.get() != null && reader.state() == KernelThread.State.ENDED);
        });
    }

    /** Calls a method of the session of a segment, as the class library does around code of the host that has the address. */
    private static void session(MemorySegment segment, String method) {
        try {
            var field = java.lang.invoke.MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
            field.setAccessible(true);
            var lookup = (java.lang.invoke.MethodHandles.Lookup) field.get(null);
            Class<?> session = Class.forName("jdk.internal.foreign.MemorySessionImpl");
            lookup.findVirtual(session, method, java.lang.invoke.MethodType.methodType(void.class)).invoke(segment.scope());
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void keepsWhatTheHostIsWorkingOn() throws Exception {
        with((machine, table, other) -> {
            for (int flags : new int[] {Areas.WRITE, Areas.WRITE | Areas.SHARED}) {
                long first = allocate(table, 5000);
                long second = allocate(table, 5000);
                map(table, first, 5000, flags);
                MemorySegment view = map(table, second, 5000, flags);
                session(view, "acquire0");
                long[] both = vector(first, 5000, second, 5000);
                assertEquals(Errno.EBUSY, errno(() -> table.unmap(both)));
                assertEquals(Errno.EBUSY, errno(() -> table.release(both)));
                assertEquals(Errno.EBUSY, errno(() -> table.send(both)));
                view.set(ValueLayout.JAVA_BYTE, 4999, (byte) 1);
                assertEquals(2, table.count());
                session(view, "release0");
                table.release(both);
                assertThrows(IllegalStateException.class, () -> view.get(ValueLayout.JAVA_BYTE, 0));
                assertEquals(0, KernelThread.current().openViews());
            }
            long left = allocate(table, 5000);
            session(map(table, left, 5000, Areas.SHARED), "acquire0");
        });
    }
}
