package org.sluice.kernel.fs.mem;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.fs.node.FileSystem;
import org.sluice.kernel.fs.node.Inode;
import org.sluice.kernel.fs.node.SpinLock;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.memory.FrameUse;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * A writable file system in main memory. It owns one frame for each page of file data and gives it back when the page is
 * cut off or its file's last name and last session are gone.
 *
 * <p>Two quotas bound it, both answered with ENOSPC: frames, and as many nodes as frames (at least 1024), because names and
 * empty files take kernel heap and no frames.
 */
public final class MemFs extends FileSystem {
    /** Bytes in the largest file: 64 GiB, however little of it is present. */
    public static final long MAX_FILE = (long) PageTree.MAX_PAGES * PhysicalMemory.FRAME_SIZE;

    final SpinLock tree = new SpinLock();
    final PhysicalMemory memory;
    private final FrameAllocator frames;
    private final LongSupplier clock;
    private final int quota;
    private final int nodeQuota;
    private final AtomicInteger used = new AtomicInteger();
    private final AtomicInteger nodes = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final MemDirectory root;

    /**
     * Makes an empty file system.
     *
     * @param source as {@code /proc/mounts} shows it
     * @param quota  frames it may take from the allocator
     * @param clock  nanoseconds since 1970; must not block
     * @param mode   permission bits of the top directory
     */
    public MemFs(String source, FrameAllocator frames, int quota, LongSupplier clock, int mode) {
        super("memfs", source, false);
        this.frames = frames;
        this.quota = quota;
        this.clock = clock;
        memory = frames.memory();
        nodeQuota = Math.max(1024, quota);
        root = new MemDirectory(this, null, mode);
    }

    @Override
    public Inode root() {
        return root;
    }

    /** Frames held now. */
    public int usedFrames() {
        return used.get();
    }

    /** Files, directories and links that exist now, open ones without a name included, the top not. */
    public int usedNodes() {
        return nodes.get();
    }

    @Override
    public void statfs(long[] info) {
        info[FileFlags.FS_BLOCK_SIZE] = PhysicalMemory.FRAME_SIZE;
        info[FileFlags.FS_BLOCKS] = quota;
        info[FileFlags.FS_FREE] = Math.max(0, Math.min(quota - used.get(), frames.free()));
        info[FileFlags.FS_READ_ONLY] = 0;
    }

    @Override
    public void close() {
        root.clear();
    }

    long now() {
        return clock.getAsLong();
    }

    long newNumber() {
        return numbers.incrementAndGet();
    }

    /** Counts a node that is about to be made. @throws CallFailed ENOSPC */
    void takeNode() {
        if (nodes.incrementAndGet() > nodeQuota) {
            nodes.decrementAndGet();
            throw new CallFailed(Errno.ENOSPC);
        }
    }

    void nodeGone() {
        nodes.decrementAndGet();
    }

    /** A cleared frame, or 0 when quota or memory is used up. */
    int take() {
        if (used.incrementAndGet() > quota) {
            used.decrementAndGet();
            return 0;
        }
        boolean taken = false;
        try {
            int frame = frames.allocate(1, FrameUse.FILE).frame();
            taken = true;
            return frame;
        } catch (CallFailed e) {
            return 0;
        } finally {
            if (!taken) {
                used.decrementAndGet();
            }
        }
    }

    void release(int frame) {
        frames.release(new FrameRun(frame, 1));
        used.decrementAndGet();
    }

    /** Gives back a frame that was lent, and that is no longer counted. */
    void releaseLent(FrameRun run) {
        frames.release(run);
    }

    /** Counts frames that somebody gives; false when the quota has no room for them. */
    boolean charge(int count) {
        if (used.addAndGet(count) > quota) {
            used.addAndGet(-count);
            return false;
        }
        return true;
    }

    /** Counts frames no longer. */
    void uncharge(int count) {
        used.addAndGet(-count);
    }
}
