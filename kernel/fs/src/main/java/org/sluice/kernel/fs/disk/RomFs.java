package org.sluice.kernel.fs.disk;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.fs.cache.PageCache;
import org.sluice.kernel.fs.node.FileSystem;
import org.sluice.kernel.fs.node.Inode;
import org.sluice.kernel.fs.rom.RomImage;

/**
 * A read-only file system of the format {@link org.sluice.kernel.fs.rom.RomFsWriter} writes. Metadata are read and checked
 * when it is mounted and stay in kernel heap, so the disk is asked for file data only; a file system that was mounted can
 * fail with EIO and nothing else.
 */
public final class RomFs extends FileSystem {
    private final PageCache cache;
    private final RomImage image;
    private final AtomicReferenceArray<RomInode> inodes;
    private final Inode root;

    /**
     * Reads and checks the metadata.
     *
     * @param cache over the partition; closed with the file system, and left open when this throws
     * @throws org.sluice.kernel.fs.rom.DamagedImage saying what is wrong with the image
     * @throws org.sluice.kernel.CallFailed EIO when the disk failed
     */
    public RomFs(String source, PageCache cache) {
        super("romfs", source, true);
        this.cache = cache;
        image = RomImage.open(new RomImage.Source() {
            @Override
            public long size() {
                return cache.size();
            }

            @Override
            public void read(long position, byte[] buffer, int offset, int length) {
                cache.read(position, buffer, offset, length);
            }
        });
        inodes = new AtomicReferenceArray<>(image.inodes());
        root = inode(RomImage.ROOT);
    }

    @Override
    public Inode root() {
        return root;
    }

    /** The one object for an inode number. */
    RomInode inode(int number) {
        RomInode inode = inodes.getAcquire(number);
        if (inode == null) {
            RomInode made = new RomInode(this, image, cache, number);
            inode = inodes.compareAndExchange(number, null, made);
            inode = inode == null ? made : inode;
        }
        return inode;
    }

    @Override
    public void statfs(long[] info) {
        info[FileFlags.FS_BLOCK_SIZE] = 4096;
        info[FileFlags.FS_BLOCKS] = image.bytes() / 4096;
        info[FileFlags.FS_FREE] = 0;
        info[FileFlags.FS_READ_ONLY] = 1;
    }

    @Override
    public int reclaim(int wanted) {
        return cache.reclaim(wanted);
    }

    @Override
    public void close() {
        cache.close();
    }
}
