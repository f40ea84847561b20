package org.sluice.kernel.fs;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.fs.node.FileSystem;
import org.sluice.kernel.fs.node.Inode;

/**
 * A name on the way to a mount point. The nodes form a tree beside the tree of names: a walk that has left it costs nothing,
 * and a mount point needs no entry in the (perhaps read-only) file system it lies in. Nodes are only ever added.
 */
final class MountNode {
    private final ConcurrentHashMap<String, MountNode> children = new ConcurrentHashMap<>();
    private final Inode stand;
    private final AtomicReference<FileSystem> mounted = new AtomicReference<>();
    private volatile Inode root;

    /** @param under the file system the name lies in, or null for the top of the tree */
    MountNode(FileSystem under, long number, long nanos) {
        stand = new StandIn(under, number, nanos);
    }

    MountNode child(String name) {
        return children.get(name);
    }

    /** The node of that name, made with the stand-in if there is none. */
    MountNode add(String name, MountNode fresh) {
        MountNode old = children.putIfAbsent(name, fresh);
        return old == null ? fresh : old;
    }

    String[] names() {
        return children.keySet().toArray(new String[0]);
    }

    /** Mounts here; returns false when something is mounted already. */
    boolean mount(FileSystem fileSystem) {
        Inode top = fileSystem.root();
        if (!mounted.compareAndSet(null, fileSystem)) {
            return false;
        }
        root = top;
        return true;
    }

    /** The top of what is mounted here, or null. */
    Inode root() {
        return root;
    }

    /** The directory shown for a name that only exists because something is mounted at or below it. */
    Inode standIn() {
        return stand;
    }

    /** An empty read-only directory; what is mounted inside is added by the session that lists it. */
    private static final class StandIn extends Inode {
        private final long number;
        private final long nanos;

        StandIn(FileSystem under, long number, long nanos) {
            super(under);
            this.number = number;
            this.nanos = nanos;
        }

        @Override
        public int mode() {
            return FileFlags.S_IFDIR | 0755;
        }

        @Override
        public boolean readOnly() {
            return true;
        }

        @Override
        public void stat(long[] stat) {
            fill(stat, number, 0, nanos);
            stat[FileFlags.ST_NLINK] = 2;
        }

        @Override
        public Inode lookup(String name) {
            return null;
        }

        @Override
        public String[] names() {
            return new String[0];
        }
    }
}
