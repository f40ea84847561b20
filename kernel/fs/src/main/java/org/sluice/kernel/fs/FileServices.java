package org.sluice.kernel.fs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sluice.kernel.driver.BlockDevice;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.driver.ShareDevice;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.MappedFiles;
import org.sluice.kernel.fs.cache.PageCache;
import org.sluice.kernel.fs.device.DeviceFs;
import org.sluice.kernel.fs.disk.RomFs;
import org.sluice.kernel.fs.mem.MemFs;
import org.sluice.kernel.fs.node.FileSystem;
import org.sluice.kernel.fs.share.ShareFs;
import org.sluice.kernel.memory.FrameAllocator;

/** Makes the file service of a booting machine. */
public final class FileServices {
    /** Pages a transfer of the page cache reads: 64 KiB. */
    private static final int CLUSTER_PAGES = 16;

    private FileServices() {
    }

    /** A part of a disk, in the disk's blocks. */
    public record Partition(BlockDevice disk, long firstBlock, long blockCount) {
    }

    /**
     * What the machine has. Suppliers must not block, except where said.
     *
     * @param frames      where caches and memory file systems take frames from
     * @param root        partition with the read-only root file system
     * @param cacheFrames most frames the root's page cache may take
     * @param memory      mount points of memory file systems in order of mounting, each with the frames it may take;
     *     {@link #usualMemory} gives the usual ones
     * @param shares      host folders, mounted where they say
     * @param devices     further devices for {@code /dev}, such as {@code tty}; called at each open
     * @param entropy     64 random bits a call
     * @param clock       nanoseconds since 1970
     * @param locks       a new kernel lock a call
     * @param mapped      told of reads and writes of files that may be mapped
     */
    public record Config(FrameAllocator frames, Partition root, int cacheFrames, Map<String, Integer> memory,
            List<ShareDevice> shares, Map<String, Supplier<FileSession>> devices, LongSupplier entropy, LongSupplier clock,
            Supplier<KernelLock> locks, MappedFiles mapped) {
    }

    /**
     * The usual memory file systems for a machine with that many frames: /tmp and /home with up to half of them each, /var
     * and /run with up to an eighth. A quota is a bound, not a reservation.
     */
    public static Map<String, Integer> usualMemory(int frames) {
        Map<String, Integer> memory = new LinkedHashMap<>();
        memory.put("/tmp", frames / 2);
        memory.put("/home", frames / 2);
        memory.put("/var", frames / 8);
        memory.put("/run", frames / 8);
        return memory;
    }

    /**
     * Mounts everything, the root first.
     *
     * @throws IllegalArgumentException if the root partition lies outside its disk or holds no sound file system; the message
     *     says what is wrong
     * @throws org.sluice.kernel.CallFailed EIO if the disk failed, ENOMEM without frames for the cache, EBUSY or ENOTDIR for an
     *     impossible mount point
     */
    public static Vfs create(Config config) {
        Vfs vfs = new Vfs(mountRoot(config), config.clock, config.mapped);
        boolean done = false;
        try {
            config.memory.forEach((point, quota) -> vfs.mount(point,
                new MemFs(point.substring(1), config.frames, quota, config.clock, point.equals("/tmp") ? 0777 : 0755)));
            vfs.mount("/dev", new DeviceFs(config.devices, config.entropy, config.clock));
            for (ShareDevice share : config.shares) {
                vfs.mount(share.mountPoint(), new ShareFs(share, config.locks));
            }
            done = true;
            return vfs;
        } finally {
            if (!done) {
                vfs.close();
            }
        }
    }

    private static FileSystem mountRoot(Config config) {
        PageCache cache = new PageCache(config.root.disk, config.root.firstBlock, config.root.blockCount, config.frames,
            config.cacheFrames, CLUSTER_PAGES, config.locks.get());
        RomFs root = null;
        try {
            root = new RomFs("disk", cache);
            config.frames.addReclaimer(cache::reclaim);
            return root;
        } finally {
            if (root == null) {
                cache.close();
            }
        }
    }
}
