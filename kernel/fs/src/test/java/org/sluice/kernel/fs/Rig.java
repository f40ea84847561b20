package org.sluice.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.function.Executable;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.fs.cache.PageCache;
import org.sluice.kernel.fs.disk.RomFs;
import org.sluice.kernel.fs.mem.MemFs;
import org.sluice.kernel.fs.rom.RomFsWriter;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.vm.memory.PhysicalMemory;

/** Memory, a clock that ticks at every look, and short ways to say what tests do. */
final class Rig implements AutoCloseable {
    static final int RDONLY = FileFlags.O_RDONLY;
    static final int RDWR_CREAT = FileFlags.O_RDWR | FileFlags.O_CREAT;

    final PhysicalMemory memory;
    final FrameAllocator frames;
    final int baseline;
    final AtomicLong clock = new AtomicLong(1_000);

    Rig(int frameCount) {
        memory = new PhysicalMemory((long) frameCount * PhysicalMemory.FRAME_SIZE);
        frames = new FrameAllocator(memory);
        baseline = frames.free();
    }

    long now() {
        return clock.incrementAndGet();
    }

    MemFs memFs(int quota) {
        return new MemFs("memory", frames, quota, this::now, 0755);
    }

    /** A tree with a memory file system at the top. */
    Vfs memTree(int quota) {
        return new Vfs(memFs(quota), this::now);
    }

    FakeDisk disk(byte[] content) {
        return new FakeDisk(content, 512, memory);
    }

    PageCache cache(FakeDisk disk, int frameLimit, int clusterPages) {
        return new PageCache(disk, 0, disk.blocks(), frames, frameLimit, clusterPages, new HostLock());
    }

    RomFs romFs(byte[] image, int frameLimit, int clusterPages) {
        return new RomFs("disk", cache(disk(image), frameLimit, clusterPages));
    }

    static byte[] image(RomFsWriter writer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            assertEquals(out.size() + writer.write(out), out.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** No frame may be missing at the end. */
    @Override
    public void close() {
        assertEquals(baseline, frames.free(), "free frames");
        memory.close();
    }

    static void fails(int errno, Executable call) {
        CallFailed failure = assertThrows(CallFailed.class, call);
        assertEquals(Errno.name(errno), Errno.name(failure.errno()));
    }

    static void put(Vfs vfs, String path, String text) {
        put(vfs, path, text.getBytes(StandardCharsets.UTF_8));
    }

    static void put(Vfs vfs, String path, byte[] bytes) {
        FileSession session = vfs.open(path, FileFlags.O_WRONLY | FileFlags.O_CREAT | FileFlags.O_TRUNC, 0644);
        try {
            assertEquals(bytes.length, bytes.length == 0 ? 0 : session.write(bytes, 0, bytes.length));
        } finally {
            session.close();
        }
    }

    static String get(Vfs vfs, String path) {
        return new String(vfs.readAll(path, 1 << 24), StandardCharsets.UTF_8);
    }

    static long[] stat(Vfs vfs, String path) {
        long[] stat = new long[FileFlags.ST_LENGTH];
        vfs.stat(path, stat, false);
        return stat;
    }

    static long[] lstat(Vfs vfs, String path) {
        long[] stat = new long[FileFlags.ST_LENGTH];
        vfs.stat(path, stat, true);
        return stat;
    }

    static List<String> list(Vfs vfs, String path) {
        return list(vfs, path, 4096);
    }

    static List<String> list(Vfs vfs, String path, int bufferSize) {
        FileSession session = vfs.open(path, FileFlags.O_DIRECTORY, 0);
        try {
            List<String> names = new ArrayList<>();
            byte[] buffer = new byte[bufferSize];
            for (int n = session.readdir(buffer); n > 0; n = session.readdir(buffer)) {
                int start = 0;
                for (int i = 0; i < n; i++) {
                    if (buffer[i] == 0) {
                        names.add(new String(buffer, start, i - start, StandardCharsets.UTF_8));
                        start = i + 1;
                    }
                }
                assertEquals(n, start, "names end with NUL");
            }
            return names;
        } finally {
            session.close();
        }
    }

    /** A kernel lock for host threads. */
    static final class HostLock implements KernelLock {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();

        @Override
        public void acquire() {
            if (lock.isHeldByCurrentThread()) {
                throw new IllegalStateException("not reentrant");
            }
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
