package org.sluice.kernel.syscall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.abi.Signals;
import org.sluice.abi.Transfers;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.handle.Rights;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;
import org.sluice.vm.dma.DmaFault;
import org.sluice.vm.dma.Iommu;
import org.sluice.vm.memory.PhysicalMemory;

/** Does memory stay where it is while a device is at work on it, whatever its holder does meanwhile? */
class VectorCallsTest {
    private static final int SIZE = 10_000;

    /** A file on a device that writes to what it was granted when the test lets it, and whose driver waits for that. */
    private static final class SlowDevice extends FileSession {
        private final SpinLock lock = new SpinLock(LockRank.SERVICE);
        private final WaitQueue interrupt = new WaitQueue();
        private final Iommu iommu;
        private boolean done;
        volatile long granted;

        SlowDevice(Iommu iommu) {
            this.iommu = iommu;
        }

        @Override
        public long read(FramePart[] targets, Transfer transfer) {
            return work(targets[0], true, transfer);
        }

        @Override
        public long write(Offer offer, Transfer transfer) {
            return work(offer.part(0), false, transfer);
        }

        private long work(FramePart part, boolean writes, Transfer transfer) {
            granted = iommu.grant(0, part.address(), part.length(), writes);
            try {
                lock.acquire();
                try {
                    while (!done) {
                        interrupt.sleep(lock, "device", WaitQueue.Mode.UNINTERRUPTIBLE, WaitQueue.FOREVER);
                    }
                } finally {
                    lock.release();
                }
            } finally {
                iommu.revoke(0, granted);
            }
            transfer.byDevice(part.length());
            return part.length();
        }

        /** The device writes one value everywhere, and raises its interrupt. */
        void complete(byte value) {
            try (var window = iommu.port(0, "slow").window(granted, SIZE, true)) {
                window.memory().fill(value);
            }
            raise();
        }

        void raise() {
            lock.acquire();
            done = true;
            interrupt.wakeAll();
            lock.release();
        }

        @Override
        public void stat(long[] stat) {
        }

        @Override
        public String path() {
            return "slow";
        }
    }

    private interface Scenario {
        void run(TestKernel machine, Process process, SystemCallGate gate, SlowDevice device, int handle) throws Exception;
    }

    private static void with(int processors, Scenario scenario) throws Exception {
        try (TestKernel machine = new TestKernel(processors)) {
            machine.run(() -> {
                Process process = machine.process("p");
                TestKernel.keep(process);
                SlowDevice device = new SlowDevice(machine.kernel().machine().iommu());
                int handle = process.handles().add(new OpenObject<>(device, Rights.READ | Rights.WRITE, () -> { }));
                scenario.run(machine, process, new SystemCallGate(machine.kernel(), process), device, handle);
            });
        }
    }

    private static long[] area(SystemCallGate gate) {
        long[] vector = new long[IoVectors.size(1)];
        assertEquals(1, gate.areaAllocate(SIZE, Areas.CONTIGUOUS, vector));
        return vector;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatADeviceFillsCannotBeReleasedNorPassedOn(int processors) throws Exception {
        with(processors, (machine, process, gate, device, handle) -> {
            long[] vector = area(gate);
            long[] info = new long[Areas.INFO_LENGTH_OF_ARRAY];
            gate.areaInfo(IoVectors.address(vector, 0), info);
            long[] report = new long[Transfers.REPORT_LENGTH];
            int[] result = new int[1];
            KernelThread thread = TestKernel.start(process, "reader", () -> result[0] = gate.readv(handle, vector, 0, report));
            TestKernel.untilBlocked(thread);
            assertEquals(-Errno.EBUSY, gate.areaRelease(vector));
            assertEquals(-Errno.EBUSY, gate.areaShare(vector, new long[3]));
            assertEquals(-Errno.EBUSY, gate.areaSplit(IoVectors.address(vector, 0), 10, new long[5]));
            assertEquals(-Errno.EBUSY, gate.areaExtend(IoVectors.address(vector, 0), -1));
            assertEquals(-Errno.EBUSY, gate.writeAreas(handle, vector, 0, null));
            assertEquals("transfer", process.areas().entries().getFirst().use());
            device.complete((byte) 7);
            TestKernel.until(() -> result[0] != 0);
            assertEquals(SIZE, result[0]);
            assertEquals(SIZE, report[Transfers.BY_DEVICE]);
            assertEquals(0, report[Transfers.COPIED]);
            assertEquals(7, machine.kernel().machine().memory().window(info[Areas.INFO_FRAME] << PhysicalMemory.FRAME_SHIFT, SIZE)
                .get(java.lang.foreign.ValueLayout.JAVA_BYTE, SIZE - 1));
            assertEquals(0, gate.areaRelease(vector));
            assertThrows(DmaFault.class, () -> device.complete((byte) 8), "the device has nothing any more");
            assertEquals(1, machine.kernel().machine().iommu().faultCount());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aKilledProcessKeepsItsFramesUntilTheDeviceIsDone(int processors) throws Exception {
        with(processors, (machine, process, gate, device, handle) -> {
            int free = machine.kernel().frames().free();
            long[] vector = area(gate);
            int[] file = new int[1];
            KernelThread thread = TestKernel.start(process, "reader", () -> file[0] = gate.readv(handle, vector, 0, null));
            TestKernel.untilBlocked(thread);
            machine.kernel().processes().signal(process, Signals.KILL);
            TestKernel.yieldTimes(200);
            assertEquals(Process.State.ENDING, process.state(), "it has ended while a device writes to its frames");
            FrameRun other = machine.kernel().frames().allocate(3);
            device.complete((byte) 9);
            TestKernel.until(() -> process.state() == Process.State.ZOMBIE || machine.kernel().processes().find(process.id()) == null);
            byte[] bytes = new byte[3 * PhysicalMemory.FRAME_SIZE];
            machine.kernel().machine().memory().read(other.address(), bytes, 0, bytes.length);
            for (byte b : bytes) {
                assertEquals(0, b, "the device has written to somebody else's frames");
            }
            machine.kernel().frames().release(other);
            TestKernel.yieldTimes(200);
            assertEquals(free + 1, machine.kernel().frames().free(), "free frames: what there was, and the process' page table");
            assertEquals(0, file[0], "the call has returned to a killed process");
        });
    }

    @Test
    void aDeviceThatReadsKeepsThePartsOfAVectorInPlace() throws Exception {
        with(1, (machine, process, gate, device, handle) -> {
            long[] vector = area(gate);
            int[] result = new int[1];
            KernelThread thread = TestKernel.start(process, "writer", () -> result[0] = gate.writev(handle, vector, 0, null));
            TestKernel.untilBlocked(thread);
            assertEquals(-Errno.EBUSY, gate.areaRelease(vector));
            assertThrows(DmaFault.class, () -> device.complete((byte) 1), "it may only read");
            device.raise();
            TestKernel.until(() -> result[0] != 0);
            assertTrue(result[0] == SIZE && gate.areaRelease(vector) == 0);
            assertFalse(process.areas().count() > 0);
        });
    }
}
