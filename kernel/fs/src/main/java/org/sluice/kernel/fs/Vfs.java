package org.sluice.kernel.fs;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileService;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.MappedFiles;
import org.sluice.kernel.file.ViewDirectory;
import org.sluice.kernel.fs.node.FileSystem;
import org.sluice.kernel.fs.node.FrameFile;
import org.sluice.kernel.fs.node.Inode;
import org.sluice.kernel.fs.node.OpenFile;
import org.sluice.kernel.fs.node.Utf8;
import org.sluice.kernel.fs.view.ViewFs;

/**
 * One tree of names over mounted file systems. Every call checks in this order: the path's form, the way to it, what stands
 * there, whether its file system may be written, permission; then one call to an inode does the work in one step.
 *
 * <p>There is one user: owner permission bits decide, and new files get the bits asked for without group and other write.
 */
public final class Vfs implements FileService {
    private static final int UMASK = 022;
    /** Linux flags that ask for nothing Sluice does otherwise: O_NOCTTY, O_LARGEFILE, O_CLOEXEC. */
    private static final int HARMLESS = 0x100 | 0x8000 | 0x80000;
    private static final int O_SYNC = 0x101000;
    private static final int KNOWN = FileFlags.O_ACCMODE | FileFlags.O_CREAT | FileFlags.O_EXCL | FileFlags.O_TRUNC
        | FileFlags.O_APPEND | FileFlags.O_NONBLOCK | FileFlags.O_DIRECTORY | FileFlags.O_NOFOLLOW | O_SYNC | HARMLESS;
    /** How often an open starts again because the name came or went between looking and opening. */
    private static final int RACES = 100;

    /** A line of {@link #mounts}. */
    private record Mount(String point, FileSystem fileSystem) {
    }

    private final LongSupplier clock;
    private final MappedFiles mapped;
    private final Place top;
    private final AtomicReference<Mount[]> mounts;
    /** Inode numbers of stand-ins, above those a file system gives. */
    private final AtomicLong standInNumbers = new AtomicLong(1L << 62);

    /** Makes a tree whose files nobody maps. */
    public Vfs(FileSystem root, LongSupplier clock) {
        this(root, clock, MappedFiles.NONE);
    }

    /**
     * Makes the tree.
     *
     * @param root   mounted at "/"; belongs to the tree from now on
     * @param clock  nanoseconds since 1970; must not block
     * @param mapped told of reads and writes
     */
    public Vfs(FileSystem root, LongSupplier clock, MappedFiles mapped) {
        this.clock = clock;
        this.mapped = mapped;
        root.attach(1);
        top = new Place(null, "", root.root(), new MountNode(root, 0, 0));
        mounts = new AtomicReference<>(new Mount[] {new Mount("/", root)});
    }

    // ------------------------------------------------------------------ mounts

    /**
     * Mounts a file system. What of the mount point does not exist is shown as empty read-only directories, whether or not
     * the file system below can be written.
     *
     * @param point      absolute path
     * @param fileSystem belongs to the tree from now on
     * @throws CallFailed EBUSY when something is mounted there, ENOTDIR when the point is no directory
     */
    public void mount(String point, FileSystem fileSystem) {
        Walk.check(point);
        String path = mountPath(point);
        FileSystem under = top.inode().fileSystem();
        MountNode node = top.node();
        Place at = top;
        for (String name : path.substring(1).split("/")) {
            MountNode fresh = new MountNode(under, standInNumbers.getAndIncrement(), clock.getAsLong());
            node = node.add(name, fresh);
            at = new Walk(top).step(at, name);
            under = at.inode().fileSystem();
        }
        if (path.equals("/") || !node.mount(fileSystem)) {
            throw new CallFailed(Errno.EBUSY);
        }
        Mount[] old;
        Mount[] now;
        do {
            old = mounts.get();
            now = Arrays.copyOf(old, old.length + 1);
            now[old.length] = new Mount(path, fileSystem);
        } while (!mounts.compareAndSet(old, now));
        fileSystem.attach(now.length);
    }

    /** The canonical path of a mount point, the parts that do not exist included. */
    private String mountPath(String point) {
        try {
            Place place = new Walk(top).find(top, point, true);
            if (!place.inode().isDirectory()) {
                throw new CallFailed(Errno.ENOTDIR);
            }
            return place.path();
        } catch (CallFailed e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
        int end = point.length();
        while (end > 1 && point.charAt(end - 1) == '/') {
            end--;
        }
        int slash = point.lastIndexOf('/', end - 1);
        String name = point.substring(slash + 1, end);
        if (name.equals(".") || name.equals("..")) {
            throw new CallFailed(Errno.ENOENT);
        }
        String above = mountPath(point.substring(0, slash + 1));
        return above.equals("/") ? "/" + name : above + "/" + name;
    }

    @Override
    public void mountView(String point, ViewDirectory root) {
        mount(point, new ViewFs(point.substring(point.lastIndexOf('/') + 1), root, clock));
    }

    @Override
    public String mounts() {
        StringBuilder text = new StringBuilder();
        for (Mount mount : mounts.get()) {
            FileSystem fs = mount.fileSystem;
            text.append(escape(fs.source())).append(' ').append(escape(mount.point)).append(' ').append(fs.type())
                .append(fs.readOnly() ? " ro" : " rw").append(" 0 0\n");
        }
        return text.toString();
    }

    /** Blanks in octal, so that a line has six fields. */
    private static String escape(String field) {
        return field.replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011").replace("\n", "\\012");
    }

    /** Brings everything written to its medium. */
    public void sync() {
        for (Mount mount : mounts.get()) {
            mount.fileSystem.sync();
        }
    }

    /**
     * Shrinks caches, when frames are short. May wait for a kernel lock, not for a disk.
     *
     * @param wanted frames
     * @return frames given back to the allocator
     */
    public int reclaim(int wanted) {
        int given = 0;
        for (Mount mount : mounts.get()) {
            if (given < wanted) {
                given += mount.fileSystem.reclaim(wanted - given);
            }
        }
        return given;
    }

    /** Gives back what all file systems hold, last mounted first. No session may be open and the tree not be used any more. */
    public void close() {
        Mount[] all = mounts.get();
        for (int i = all.length - 1; i >= 0; i--) {
            all[i].fileSystem.close();
        }
    }

    // ------------------------------------------------------------------ opening

    @Override
    public FileSession open(String path, int flags, int mode) {
        Walk.check(path);
        boolean create = (flags & FileFlags.O_CREAT) != 0;
        if ((flags & ~KNOWN) != 0 || (flags & FileFlags.O_ACCMODE) == FileFlags.O_ACCMODE
            || create && (flags & FileFlags.O_DIRECTORY) != 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        for (int i = 0; i < RACES; i++) {
            FileSession session = create ? openOrCreate(path, flags, mode) : openExisting(existing(path, flags), flags);
            if (session != null) {
                return session;
            }
            if (!create) {
                throw new CallFailed(Errno.ENOENT);
            }
        }
        throw new CallFailed(Errno.EBUSY);
    }

    private Place existing(String path, int flags) {
        return new Walk(top).find(top, path, (flags & FileFlags.O_NOFOLLOW) == 0);
    }

    /** Finds the last component itself, because a link to nothing means that its target is created. Null: lost a race. */
    private FileSession openOrCreate(String path, int flags, int mode) {
        boolean exclusive = (flags & FileFlags.O_EXCL) != 0;
        Walk walk = new Walk(top);
        Place from = top;
        String rest = path;
        while (true) {
            Walk.Last last = walk.findLast(from, rest);
            Place place = last.named() ? walk.step(last.directory(), last.name()) : walk.find(from, rest, true);
            if (place == null) {
                return createIn(last, flags, mode);
            }
            if (exclusive) {
                throw new CallFailed(Errno.EEXIST);
            }
            if (!place.inode().isLink() || (flags & FileFlags.O_NOFOLLOW) != 0) {
                if (last.slash() && !place.inode().isDirectory()) {
                    throw new CallFailed(Errno.ENOTDIR);
                }
                return openExisting(place, flags);
            }
            from = last.directory();
            rest = walk.follow(place.inode()) + (last.slash() ? "/" : "");
        }
    }

    private FileSession createIn(Walk.Last last, int flags, int mode) {
        if (last.slash()) {
            throw new CallFailed(Errno.EISDIR);
        }
        Place directory = last.directory();
        requireChangeable(directory);
        OpenFile file = directory.inode().create(last.name(), mode & 07777 & ~UMASK, flags);
        if (file == null) {
            if ((flags & FileFlags.O_EXCL) != 0) {
                throw new CallFailed(Errno.EEXIST);
            }
            return null;
        }
        return session(file, flags, new Place(directory, last.name(), null, null));
    }

    /** Opens what was found; null when it has been removed meanwhile. */
    private FileSession openExisting(Place place, int flags) {
        Inode inode = place.inode();
        boolean truncate = (flags & FileFlags.O_TRUNC) != 0;
        boolean write = (flags & FileFlags.O_ACCMODE) != FileFlags.O_RDONLY || truncate;
        boolean read = (flags & FileFlags.O_ACCMODE) != FileFlags.O_WRONLY;
        if (inode.isLink()) {
            throw new CallFailed(Errno.ELOOP);
        }
        boolean directory = inode.isDirectory();
        if (directory && (write || (flags & FileFlags.O_CREAT) != 0)) {
            throw new CallFailed(Errno.EISDIR);
        }
        if (!directory && (flags & FileFlags.O_DIRECTORY) != 0) {
            throw new CallFailed(Errno.ENOTDIR);
        }
        if (write && inode.readOnly()) {
            throw new CallFailed(Errno.EROFS);
        }
        if (!inode.permits((read ? FileFlags.R_OK : 0) | (write ? FileFlags.W_OK : 0))) {
            throw new CallFailed(Errno.EACCES);
        }
        if (directory) {
            return new DirectorySession(place);
        }
        if ((inode.mode() & FileFlags.S_IFMT) != FileFlags.S_IFREG) {
            return inode.openDevice(flags, place.path());
        }
        OpenFile file = inode.open(flags);
        return file == null ? null : session(file, flags, place);
    }

    private FileSession session(OpenFile bare, int flags, Place place) {
        OpenFile file = bare instanceof FrameFile frames ? new SharedFile(frames, mapped) : bare;
        boolean opened = false;
        try {
            if ((flags & FileFlags.O_TRUNC) != 0) {
                file.truncate(0);
            }
            FileSession session = new PositionedSession(file, flags, place);
            opened = true;
            return session;
        } finally {
            if (!opened) {
                file.close();
            }
        }
    }

    @Override
    public byte[] readAll(String path, int limit) {
        FileSession session = open(path, FileFlags.O_RDONLY, 0);
        try {
            byte[] bytes = new byte[Math.min(limit, Math.max(1024, session.available())) + 1];
            int length = 0;
            while (true) {
                int n = session.read(bytes, length, bytes.length - length);
                if (n <= 0) {
                    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
                }
                length += n;
                if (length > limit) {
                    throw new CallFailed(Errno.EFBIG);
                }
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, (int) Math.min(limit + 1L, length * 2L));
                }
            }
        } finally {
            session.close();
        }
    }

    // ------------------------------------------------------------------ asking

    @Override
    public void stat(String path, long[] stat, boolean noFollow) {
        requireStat(stat);
        place(path, !noFollow).inode().stat(stat);
    }

    @Override
    public String readlink(String path) {
        return place(path, false).inode().target();
    }

    @Override
    public void access(String path, int mode) {
        if ((mode & ~(FileFlags.R_OK | FileFlags.W_OK | FileFlags.X_OK)) != 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        Inode inode = place(path, true).inode();
        if ((mode & FileFlags.W_OK) != 0 && inode.readOnly()) {
            throw new CallFailed(Errno.EROFS);
        }
        if (!inode.permits(mode)) {
            throw new CallFailed(Errno.EACCES);
        }
    }

    @Override
    public void statfs(String path, long[] info) {
        if (info.length < FileFlags.FS_LENGTH) {
            throw new CallFailed(Errno.EFAULT);
        }
        place(path, true).inode().fileSystem().statfs(info);
    }

    @Override
    public String resolve(String path) {
        return place(path, true).path();
    }

    // ------------------------------------------------------------------ changing

    @Override
    public void mkdir(String path, int mode) {
        Walk.Last last = freeName(path);
        requireChangeable(last.directory());
        last.directory().inode().mkdir(last.name(), mode & 07777 & ~UMASK);
    }

    @Override
    public void symlink(String target, String path) {
        if (target.isEmpty()) {
            throw new CallFailed(Errno.ENOENT);
        }
        int bytes = Utf8.length(target);
        if (bytes < 0 || target.indexOf('\0') >= 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        if (bytes > Walk.PATH_MAX) {
            throw new CallFailed(Errno.ENAMETOOLONG);
        }
        Walk.Last last = freeName(path);
        if (last.slash()) {
            throw new CallFailed(Errno.ENOENT);
        }
        requireChangeable(last.directory());
        last.directory().inode().symlink(last.name(), target);
    }

    /** Where something new is to be made. @throws CallFailed EEXIST when something stands there */
    private Walk.Last freeName(String path) {
        Walk.check(path);
        Walk walk = new Walk(top);
        Walk.Last last = walk.findLast(top, path);
        if (!last.named() || walk.step(last.directory(), last.name()) != null) {
            throw new CallFailed(Errno.EEXIST);
        }
        return last;
    }

    @Override
    public void unlink(String path) {
        Walk.check(path);
        Walk walk = new Walk(top);
        Walk.Last last = walk.findLast(top, path);
        if (!last.named()) {
            throw new CallFailed(Errno.EISDIR);
        }
        Place place = taken(walk, last);
        if (place.inode().isDirectory()) {
            throw new CallFailed(Errno.EISDIR);
        }
        if (last.slash()) {
            throw new CallFailed(Errno.ENOTDIR);
        }
        requireChangeable(last.directory());
        last.directory().inode().unlink(last.name());
    }

    @Override
    public void rmdir(String path) {
        Walk.check(path);
        Walk walk = new Walk(top);
        Walk.Last last = walk.findLast(top, path);
        if (!last.named()) {
            throw new CallFailed(switch (last.name()) {
                case "." -> Errno.EINVAL;
                case ".." -> Errno.ENOTEMPTY;
                default -> Errno.EBUSY;
            });
        }
        Place place = taken(walk, last);
        if (!place.inode().isDirectory()) {
            throw new CallFailed(Errno.ENOTDIR);
        }
        if (place.node() != null) {
            throw new CallFailed(Errno.EBUSY);
        }
        requireChangeable(last.directory());
        last.directory().inode().rmdir(last.name());
    }

    @Override
    public void rename(String from, String to) {
        Walk.check(from);
        Walk.check(to);
        Walk walk = new Walk(top);
        Walk.Last source = walk.findLast(top, from);
        Walk.Last target = walk.findLast(top, to);
        if (!source.named() || !target.named()) {
            throw new CallFailed(Errno.EBUSY);
        }
        Place place = taken(walk, source);
        if ((source.slash() || target.slash()) && !place.inode().isDirectory()) {
            throw new CallFailed(Errno.ENOTDIR);
        }
        Place replaced = walk.step(target.directory(), target.name());
        if (place.node() != null || replaced != null && replaced.node() != null) {
            throw new CallFailed(Errno.EBUSY);
        }
        Inode directory = target.directory().inode();
        if (source.directory().inode().fileSystem() != directory.fileSystem()) {
            throw new CallFailed(Errno.EXDEV);
        }
        requireChangeable(source.directory());
        requireChangeable(target.directory());
        source.directory().inode().rename(source.name(), directory, target.name());
    }

    @Override
    public void chmod(String path, int mode) {
        writable(path).chmod(mode & 07777);
    }

    @Override
    public void utimes(String path, long accessNanos, long modifyNanos) {
        writable(path).utimes(accessNanos, modifyNanos);
    }

    private Inode writable(String path) {
        Inode inode = place(path, true).inode();
        if (inode.readOnly()) {
            throw new CallFailed(Errno.EROFS);
        }
        return inode;
    }

    private Place place(String path, boolean followLast) {
        Walk.check(path);
        return new Walk(top).find(top, path, followLast);
    }

    private static Place taken(Walk walk, Walk.Last last) {
        Place place = walk.step(last.directory(), last.name());
        if (place == null) {
            throw new CallFailed(Errno.ENOENT);
        }
        return place;
    }

    /** Checks that entries of a directory may be made, removed and replaced. */
    private static void requireChangeable(Place directory) {
        if (directory.inode().readOnly()) {
            throw new CallFailed(Errno.EROFS);
        }
        if (!directory.inode().permits(FileFlags.W_OK | FileFlags.X_OK)) {
            throw new CallFailed(Errno.EACCES);
        }
    }

    static void requireStat(long[] stat) {
        if (stat.length < FileFlags.ST_LENGTH) {
            throw new CallFailed(Errno.EFAULT);
        }
    }
}
