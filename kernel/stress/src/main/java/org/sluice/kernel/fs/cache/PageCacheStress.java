package org.sluice.kernel.fs.cache;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.sluice.kernel.driver.BlockDevice;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.vm.memory.PhysicalMemory;

/** Does a reader get the page it asked for while the frames of all pages are taken for others? */
@JCStressTest
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "both got what they asked for")
@Outcome(expect = FORBIDDEN, desc = "bytes of another page")
@State
public class PageCacheStress {
    private static final int PAGE = PhysicalMemory.FRAME_SIZE;
    private static final int PAGES = 4;
    private static final PhysicalMemory MEMORY = new PhysicalMemory(16L * PAGE);
    /** Two slots for four pages: nearly every read takes a frame from another page. */
    private static final PageCache CACHE = new PageCache(new Disk(), 0, PAGES, new FrameAllocator(MEMORY), 2, 1, new HostLock());

    private static int next;

    @Actor
    public void first(ZZ_Result r) {
        r.r1 = read(0);
    }

    @Actor
    public void second(ZZ_Result r) {
        // by one thread only
        next = (next + 1) % PAGES;
        r.r2 = read(next);
    }

    private static boolean read(int page) {
        byte[] bytes = new byte[PAGE];
        CACHE.read((long) page * PAGE, bytes, 0, PAGE);
        byte wanted = mark(page);
        for (int at = 0; at < PAGE; at += Long.BYTES) {
            if (bytes[at] != wanted) {
                return false;
            }
        }
        return true;
    }

    private static byte mark(int page) {
        return (byte) (page + 1);
    }

    /** A disk whose every page is full of its mark, written as slowly as a copy is. */
    private static final class Disk implements BlockDevice {
        @Override
        public int blockSize() {
            return PAGE;
        }

        @Override
        public long blocks() {
            return PAGES;
        }

        @Override
        public void read(long block, int count, FrameRun... frames) {
            for (long at = 0; at < frames[0].bytes(); at += Long.BYTES) {
                MEMORY.putLong(frames[0].address() + at, mark((int) block));
            }
        }

        @Override
        public void write(long block, int count, FrameRun... frames) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void flush() {
            throw new UnsupportedOperationException();
        }
    }

    /** The lock, of the host's: there are no kernel threads here. */
    private static final class HostLock implements KernelLock {
        private final java.util.concurrent.locks.ReentrantLock lock = new java.util.concurrent.locks.ReentrantLock();
        private final java.util.concurrent.locks.Condition changed = lock.newCondition();

        @Override
        public void acquire() {
            lock.lock();
        }

        @Override
        public void release() {
            lock.unlock();
        }

        @Override
        public void await() {
            changed.awaitUninterruptibly();
        }

        @Override
        public void signalAll() {
            changed.signalAll();
        }
    }
}
