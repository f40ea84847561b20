package org.sluice.kernel.fs.view;

import java.util.function.LongSupplier;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.file.ViewDirectory;
import org.sluice.kernel.fs.node.FileSystem;
import org.sluice.kernel.fs.node.Inode;

/**
 * Serves a tree of views. The tree is asked anew at every lookup, so what it shows may change at any time; inode numbers
 * derive from names and stay.
 *
 * <p>A file's text is made when it is opened: one open sees one moment. Its size is shown as 0. Every write call is one
 * command, handed to the view as a whole whatever the position; a view that takes none answers EACCES. Names cannot be made,
 * removed or changed (EROFS).
 */
public final class ViewFs extends FileSystem {
    private final Inode root;
    private final LongSupplier clock;

    /**
     * @param source as {@code /proc/mounts} shows it
     * @param clock  nanoseconds since 1970
     */
    public ViewFs(String source, ViewDirectory root, LongSupplier clock) {
        super(source, source, true);
        this.clock = clock;
        this.root = ViewInode.of(this, root, 1);
    }

    @Override
    public Inode root() {
        return root;
    }

    @Override
    public void statfs(long[] info) {
        info[FileFlags.FS_BLOCK_SIZE] = 4096;
        info[FileFlags.FS_BLOCKS] = 0;
        info[FileFlags.FS_FREE] = 0;
        info[FileFlags.FS_READ_ONLY] = 1;
    }

    long now() {
        return clock.getAsLong();
    }
}
