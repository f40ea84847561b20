package org.sluice.kernel.file;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sluice.kernel.driver.BlockDevice;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.driver.ShareDevice;
import org.sluice.kernel.memory.FrameAllocator;

/** How a kernel gets its file service: a module of the boot partition provides one. */
public interface FileServiceFactory {
    /**
     * What the machine has to offer.
     *
     * @param frames     where caches and files in memory take their frames
     * @param disk       the boot disk
     * @param rootBlock  first block of the root partition
     * @param rootBlocks its length in blocks
     * @param shares     host folders
     * @param devices    further files of {@code /dev}, made at each open
     * @param entropy    64 random bits a call
     * @param clock      nanoseconds since 1970
     * @param locks      a new lock a call
     * @param mapped     to be told of reads and writes
     */
    record Resources(FrameAllocator frames, BlockDevice disk, long rootBlock, long rootBlocks, List<ShareDevice> shares,
                     Map<String, Supplier<FileSession>> devices, LongSupplier entropy, LongSupplier clock,
                     Supplier<KernelLock> locks, MappedFiles mapped) {
    }

    /**
     * Mounts everything.
     *
     * @throws IllegalArgumentException saying what is wrong with the root partition
     */
    FileService create(Resources resources);
}
