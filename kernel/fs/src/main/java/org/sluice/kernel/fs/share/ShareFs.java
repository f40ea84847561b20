package org.sluice.kernel.fs.share;

import java.util.function.Supplier;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.driver.ShareDevice;
import org.sluice.kernel.fs.node.FileSystem;
import org.sluice.kernel.fs.node.Inode;

/**
 * A host folder. Nothing is remembered between calls, because the host may change the folder at any time; the device's errors
 * are passed on. Symbolic links of the host are links here, and resolved in this machine's tree.
 */
public final class ShareFs extends FileSystem {
    final ShareDevice device;
    /** Held while an append finds the end and writes there, over device calls. */
    final KernelLock append;
    private final Inode root;

    public ShareFs(ShareDevice device, Supplier<KernelLock> locks) {
        super("share", "share", device.readOnly());
        this.device = device;
        append = locks.get();
        root = new ShareInode(this, "", FileFlags.S_IFDIR | 0755);
    }

    @Override
    public Inode root() {
        return root;
    }

    /** Sizes of the host's disk are the host's business: shown as 0. */
    @Override
    public void statfs(long[] info) {
        info[FileFlags.FS_BLOCK_SIZE] = 4096;
        info[FileFlags.FS_BLOCKS] = 0;
        info[FileFlags.FS_FREE] = 0;
        info[FileFlags.FS_READ_ONLY] = readOnly() ? 1 : 0;
    }
}
