package org.sluice.kernel.fs.mem;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.fs.node.Inode;
import org.sluice.kernel.fs.node.OpenFile;

/** A directory in memory. Looking names up takes no lock; changes are made under the file system's tree lock. */
final class MemDirectory extends MemNode {
    private final ConcurrentHashMap<String, MemNode> entries = new ConcurrentHashMap<>();
    /** Null for the top; guarded by the tree lock. */
    private MemDirectory parent;
    /** Directories inside; written under the tree lock. */
    private volatile int directories;
    /** Set when the directory's name is gone, so that nothing is made in it any more; guarded by the tree lock. */
    private boolean removed;

    MemDirectory(MemFs fs, MemDirectory parent, int mode) {
        super(fs, FileFlags.S_IFDIR | mode & 07777);
        this.parent = parent;
    }

    @Override
    public Inode lookup(String name) {
        return entries.get(name);
    }

    @Override
    public String[] names() {
        String[] names = entries.keySet().toArray(new String[0]);
        Arrays.sort(names);
        return names;
    }

    @Override
    public OpenFile create(String name, int mode, int flags) {
        boolean added = false;
        fs.takeNode();
        try {
            MemFile file = new MemFile(fs, mode);
            added = add(name, file);
            return added ? file : null;
        } finally {
            if (!added) {
                fs.nodeGone();
            }
        }
    }

    @Override
    public void mkdir(String name, int mode) {
        boolean added = false;
        fs.takeNode();
        try {
            added = add(name, new MemDirectory(fs, this, mode));
        } finally {
            if (!added) {
                fs.nodeGone();
            }
        }
        if (!added) {
            throw new CallFailed(Errno.EEXIST);
        }
    }

    @Override
    public void symlink(String name, String target) {
        boolean added = false;
        fs.takeNode();
        try {
            added = add(name, new MemLink(fs, target));
        } finally {
            if (!added) {
                fs.nodeGone();
            }
        }
        if (!added) {
            throw new CallFailed(Errno.EEXIST);
        }
    }

    private boolean add(String name, MemNode node) {
        fs.tree.lock();
        try {
            if (removed) {
                throw new CallFailed(Errno.ENOENT);
            }
            if (entries.putIfAbsent(name, node) != null) {
                return false;
            }
            count(node, 1);
            touch();
            return true;
        } finally {
            fs.tree.unlock();
        }
    }

    @Override
    public void unlink(String name) {
        MemNode node;
        fs.tree.lock();
        try {
            node = existing(name);
            if (node instanceof MemDirectory) {
                throw new CallFailed(Errno.EISDIR);
            }
            entries.remove(name);
            touch();
        } finally {
            fs.tree.unlock();
        }
        node.unlinked();
    }

    @Override
    public void rmdir(String name) {
        MemDirectory directory;
        fs.tree.lock();
        try {
            if (!(existing(name) instanceof MemDirectory d)) {
                throw new CallFailed(Errno.ENOTDIR);
            }
            d.requireEmpty();
            directory = d;
            entries.remove(name);
            d.removed = true;
            count(d, -1);
            touch();
        } finally {
            fs.tree.unlock();
        }
        directory.unlinked();
    }

    @Override
    public void rename(String name, Inode directory, String newName) {
        if (!(directory instanceof MemDirectory to)) {
            throw new CallFailed(Errno.ENOTDIR);
        }
        MemNode replaced;
        fs.tree.lock();
        try {
            MemNode node = existing(name);
            if (to.removed) {
                throw new CallFailed(Errno.ENOENT);
            }
            replaced = to.entries.get(newName);
            if (replaced == node) {
                return;
            }
            requireReplaceable(node, replaced, to);
            to.entries.put(newName, node);
            entries.remove(name);
            if (replaced instanceof MemDirectory d) {
                d.removed = true;
                to.count(d, -1);
            }
            count(node, -1);
            to.count(node, 1);
            if (node instanceof MemDirectory d) {
                d.parent = to;
            }
            touch();
            to.touch();
            node.changed = modified;
        } finally {
            fs.tree.unlock();
        }
        if (replaced != null) {
            replaced.unlinked();
        }
    }

    /** Checks everything that can refuse a rename, so that nothing has changed when it is refused. */
    private static void requireReplaceable(MemNode node, MemNode replaced, MemDirectory to) {
        if (node instanceof MemDirectory) {
            for (MemDirectory above = to; above != null; above = above.parent) {
                if (above == node) {
                    throw new CallFailed(Errno.EINVAL);
                }
            }
            if (replaced instanceof MemDirectory d) {
                d.requireEmpty();
            } else if (replaced != null) {
                throw new CallFailed(Errno.ENOTDIR);
            }
        } else if (replaced instanceof MemDirectory) {
            throw new CallFailed(Errno.EISDIR);
        }
    }

    private MemNode existing(String name) {
        MemNode node = entries.get(name);
        if (node == null) {
            throw new CallFailed(Errno.ENOENT);
        }
        return node;
    }

    private void requireEmpty() {
        if (!entries.isEmpty()) {
            throw new CallFailed(Errno.ENOTEMPTY);
        }
    }

    private void count(MemNode node, int change) {
        if (node instanceof MemDirectory) {
            directories += change;
        }
    }

    private void touch() {
        long now = fs.now();
        modified = now;
        changed = now;
    }

    /** Hands every node below over to be forgotten, when the file system is closed. */
    void clear() {
        for (MemNode node : entries.values()) {
            if (node instanceof MemDirectory d) {
                d.clear();
            }
            node.unlinked();
        }
        entries.clear();
    }

    @Override
    public void stat(long[] stat) {
        fill(stat, entries.size(), 2 + directories, 0);
    }

    @Override
    void unlinked() {
        fs.nodeGone();
    }
}
