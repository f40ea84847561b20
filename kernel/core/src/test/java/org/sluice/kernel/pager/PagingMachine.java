package org.sluice.kernel.pager;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.TestKernel;
import org.sluice.kernel.driver.BlockDevice;
import org.sluice.kernel.file.PageStore;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.vm.memory.PhysicalMemory;

/** A kernel with a pager at work, a swap area in the heap of the test, and little memory to page in. */
final class PagingMachine implements AutoCloseable {
    static final int PAGE = 4096;
    static final int SWAP_PAGES = 2048;

    final TestKernel machine;
    final Pager pager;
    final PhysicalMemory memory;
    final Disk disk = new Disk();
    /** How long threads hold a translation before they use it; as long as it may take without a poll. */
    int dawdle;

    PagingMachine(int processors) throws Exception {
        machine = new TestKernel(processors);
        pager = machine.kernel().pager();
        memory = machine.kernel().machine().memory();
        pager.useSwap(disk, 8, SWAP_PAGES);
        // Others have so much that the pager is left with its own frames.
        while (machine.kernel().frames().free() > machine.kernel().frames().total() / 4) {
            machine.kernel().frames().allocate(32);
        }
        machine.own().startThread(pager::run, "pager", KernelThread.KERNEL_PRIORITY, true);
    }

    /** Frames the pager has while others have most of memory. */
    int pagerFrames() {
        return machine.kernel().frames().total() / 8;
    }

    byte get(AddressSpace space, long address) {
        while (true) {
            long frame = space.tlb().find(address, false);
            if (frame >= 0) {
                dawdle();
                return memory.window(frame + address % PAGE, 1).get(ValueLayout.JAVA_BYTE, 0);
            }
            space.fault(address, false);
        }
    }

    void put(AddressSpace space, long address, byte value) {
        while (true) {
            long frame = space.tlb().find(address, true);
            if (frame >= 0) {
                dawdle();
                memory.window(frame + address % PAGE, 1).set(ValueLayout.JAVA_BYTE, 0, value);
                return;
            }
            space.fault(address, true);
        }
    }

    private void dawdle() {
        for (int i = 0; i < dawdle; i++) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        machine.close();
    }

    /** A disk in the heap. Transfers let others run. Pages of it can be made to fail. */
    final class Disk implements BlockDevice {
        private final byte[][] pages = new byte[SWAP_PAGES + 8][];
        final AtomicIntegerArray failing = new AtomicIntegerArray(SWAP_PAGES + 8);
        volatile boolean full;
        int reads;
        int writes;

        @Override
        public int blockSize() {
            return PAGE;
        }

        @Override
        public long blocks() {
            return pages.length;
        }

        @Override
        public void read(long block, int count, FrameRun... frames) {
            reads++;
            TestKernel.yieldTimes(1);
            for (int i = 0; i < count; i++) {
                if (failing.get((int) block + i) != 0) {
                    throw new CallFailed(Errno.EIO);
                }
                memory.write(frames[i].address(), pages[(int) block + i], 0, PAGE);
            }
        }

        @Override
        public void write(long block, int count, FrameRun... frames) {
            writes++;
            TestKernel.yieldTimes(1);
            if (full) {
                throw new CallFailed(Errno.EIO);
            }
            for (int i = 0; i < count; i++) {
                byte[] page = new byte[PAGE];
                memory.read(frames[i].address(), page, 0, PAGE);
                pages[(int) block + i] = page;
            }
        }

        @Override
        public void flush() {
        }
    }

    /** A file in the heap. Transfers let others run. */
    static final class MemoryFile implements PageStore {
        byte[] bytes;
        int syncs;
        int opened;
        int errno;

        MemoryFile(int length) {
            bytes = new byte[length];
        }

        Runnable open() {
            opened++;
            return () -> opened--;
        }

        @Override
        public Object identity() {
            return this;
        }

        @Override
        public String name() {
            return "file";
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public int read(long position, byte[] buffer, int offset, int length) {
            TestKernel.yieldTimes(1);
            int n = (int) Math.max(0, Math.min(length, bytes.length - position));
            System.arraycopy(bytes, (int) Math.min(position, bytes.length), buffer, offset, n);
            return n;
        }

        @Override
        public int write(long position, byte[] buffer, int offset, int length) {
            TestKernel.yieldTimes(1);
            if (errno != 0) {
                throw new CallFailed(errno);
            }
            if (position + length > bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) position + length);
            }
            System.arraycopy(buffer, offset, bytes, (int) position, length);
            return length;
        }

        @Override
        public void sync() {
            syncs++;
        }
    }
}
