package org.sluice.vm.device.share;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.sluice.vm.device.share.ShareErrors.Refused;

/**
 * The folder behind a share. Every path is walked from the root name by name, each folder opened through its parent without
 * following links, and the last name is used through the open folder that holds it; links are read and walked here. So
 * nothing outside the root is reached by "..", by a link, or by exchanging a folder for a link meanwhile.
 *
 * <p>Two operations have no such form in the JDK: making a directory and reading a link go by path, after a check that the
 * path still leads to the open folder. What an exchange in just that moment gains is an empty directory elsewhere, or the text
 * of a link elsewhere.
 *
 * <p>Used by one thread.
 */
final class ShareTree implements AutoCloseable {
    private static final int MAX_LINKS = 40;
    private static final int MAX_NAME_CHARS = 255;
    private static final int MAX_DEPTH = 256;

    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    static final int O_EXCL = 0x80;
    static final int O_TRUNC = 0x200;
    static final int O_DIRECTORY = 0x10000;
    static final int O_NOFOLLOW = 0x20000;

    private static final int S_IFDIR = 0x4000;
    private static final int S_IFREG = 0x8000;
    private static final int S_IFLNK = 0xa000;
    private static final int S_IFCHR = 0x2000;

    private final Path root;
    private final SecureDirectoryStream<Path> top;
    private final boolean writable;

    /** Opens a folder. @throws IOException also if the host has no safe way into folders */
    ShareTree(Path folder, boolean writable) throws IOException {
        root = folder.toRealPath();
        this.writable = writable;
        DirectoryStream<Path> stream = Files.newDirectoryStream(root);
        if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
            stream.close();
            throw new IOException(folder + ": this host offers no way to share a folder safely");
        }
        top = secure;
    }

    boolean writable() {
        return writable;
    }

    @Override
    public void close() throws IOException {
        top.close();
    }

    /** The folder that holds a path's last name, and that name; the name is null for the root itself. */
    private static final class Place implements AutoCloseable {
        final Deque<SecureDirectoryStream<Path>> folders = new ArrayDeque<>();
        final List<String> names = new ArrayList<>();
        String last;

        SecureDirectoryStream<Path> folder() {
            return folders.peek();
        }

        Path lastPath() {
            return FileSystems.getDefault().getPath(last);
        }

        @Override
        public void close() throws IOException {
            for (SecureDirectoryStream<Path> folder : folders) {
                folder.close();
            }
        }
    }

    // ------------------------------------------------------------------ walking

    /** Walks to a path; a link in last place is followed if asked for, and need not lead to something that exists. */
    private Place walk(String path, boolean followLast) throws IOException {
        Place place = new Place();
        boolean walked = false;
        try {
            place.folders.push(openSame(top));
            Deque<String> rest = new ArrayDeque<>();
            pushNames(rest, path);
            int links = 0;
            while (!rest.isEmpty()) {
                String name = rest.pop();
                if (name.equals("..")) {
                    leave(place);
                    continue;
                }
                boolean last = rest.isEmpty();
                String target = last && !followLast ? null : link(place, name);
                if (target != null) {
                    if (++links > MAX_LINKS) {
                        throw new Refused(ShareErrors.ELOOP);
                    }
                    if (target.startsWith("/")) {
                        throw new Refused(ShareErrors.EACCES);
                    }
                    pushNames(rest, target);
                } else if (last) {
                    place.last = name;
                } else {
                    enter(place, name);
                }
            }
            walked = true;
            return place;
        } catch (InvalidPathException e) {
            throw new Refused(ShareErrors.EINVAL);
        } finally {
            if (!walked) {
                place.close();
            }
        }
    }

    private static SecureDirectoryStream<Path> openSame(SecureDirectoryStream<Path> folder) throws IOException {
        return folder.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS);
    }

    private static void pushNames(Deque<String> rest, String path) throws IOException {
        String[] names = path.split("/");
        for (int i = names.length - 1; i >= 0; i--) {
            if (names[i].length() > MAX_NAME_CHARS) {
                throw new Refused(ShareErrors.ENAMETOOLONG);
            }
            if (!names[i].isEmpty() && !names[i].equals(".")) {
                rest.push(names[i]);
            }
        }
        if (rest.size() > MAX_DEPTH) {
            throw new Refused(ShareErrors.ENAMETOOLONG);
        }
    }

    private static void enter(Place place, String name) throws IOException {
        if (place.names.size() >= MAX_DEPTH) {
            throw new Refused(ShareErrors.ENAMETOOLONG);
        }
        try {
            place.folders.push(place.folder().newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            // a link that appeared since it was looked at is no folder either
            throw ShareErrors.number(e) == ShareErrors.ELOOP ? new Refused(ShareErrors.ENOTDIR) : e;
        }
        place.names.add(name);
    }

    private static void leave(Place place) throws IOException {
        if (place.names.isEmpty()) {
            throw new Refused(ShareErrors.EACCES);
        }
        place.folders.pop().close();
        place.names.remove(place.names.size() - 1);
    }

    /** The target of a link, or null for anything else, also for what does not exist. */
    private String link(Place place, String name) throws IOException {
        try {
            return attributes(place.folder(), name).isSymbolicLink() ? linkText(place, name) : null;
        } catch (java.nio.file.NoSuchFileException e) {
            return null;
        }
    }

    private String linkText(Place place, String name) throws IOException {
        return Files.readSymbolicLink(checkedFolder(place).resolve(name)).toString();
    }

    /** The path of the open folder, after a look whether it still leads there. */
    private Path checkedFolder(Place place) throws IOException {
        Path path = root;
        for (String name : place.names) {
            path = path.resolve(name);
        }
        Object open = place.folder().getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
        Object named = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
        if (open == null || !open.equals(named)) {
            throw new Refused(ShareErrors.ENOENT);
        }
        return path;
    }

    private static PosixFileAttributes attributes(SecureDirectoryStream<Path> folder, String name) throws IOException {
        return folder.getFileAttributeView(Path.of(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
    }

    private static PosixFileAttributes attributes(Place place) throws IOException {
        return place.last == null ? place.folder().getFileAttributeView(PosixFileAttributeView.class).readAttributes()
            : attributes(place.folder(), place.last);
    }

    private void needWritable() throws IOException {
        if (!writable) {
            throw new Refused(ShareErrors.EROFS);
        }
    }

    private static void needName(Place place) throws IOException {
        if (place.last == null) {
            throw new Refused(ShareErrors.EINVAL);
        }
    }

    // ------------------------------------------------------------------ operations

    /** Mode, size, inode, access, modification and change time in nanoseconds, 512-byte units. */
    long[] stat(String path, boolean noFollow) throws IOException {
        try (Place place = walk(path, !noFollow)) {
            PosixFileAttributes a = attributes(place);
            int type = a.isDirectory() ? S_IFDIR : a.isSymbolicLink() ? S_IFLNK : a.isRegularFile() ? S_IFREG : S_IFCHR;
            int mode = type;
            for (PosixFilePermission permission : a.permissions()) {
                mode |= 0400 >> permission.ordinal();
            }
            if (!writable) {
                mode &= ~0222;
            }
            return new long[] {mode, a.size(), inode(a), nanos(a.lastAccessTime()), nanos(a.lastModifiedTime()),
                nanos(a.lastModifiedTime()), (a.size() + 511) / 512};
        }
    }

    /** The JDK shows device and inode as one opaque key; its hash tells files of a share apart well enough. */
    private static long inode(PosixFileAttributes a) {
        return a.fileKey() == null ? 1 : Integer.toUnsignedLong(a.fileKey().hashCode()) + 1;
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    /** Names in a folder, sorted. */
    List<String> list(String path) throws IOException {
        try (Place place = walk(path, true)) {
            if (place.last != null) {
                enter(place, place.last);
            }
            List<String> names = new ArrayList<>();
            for (Path entry : place.folder()) {
                names.add(entry.getFileName().toString());
            }
            names.sort(null);
            return names;
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** Opens a file by Linux' flags; O_APPEND is the kernel's affair. */
    SeekableByteChannel open(String path, int flags, int mode) throws IOException {
        boolean write = (flags & (O_WRONLY | O_RDWR)) != 0;
        if (write || (flags & (O_CREAT | O_TRUNC)) != 0) {
            needWritable();
        }
        boolean exclusive = (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
        try (Place place = walk(path, (flags & O_NOFOLLOW) == 0 && !exclusive)) {
            if (place.last == null) {
                throw new Refused(ShareErrors.EISDIR);
            }
            checkKind(place, (flags & O_CREAT) != 0);
            Set<OpenOption> options = new HashSet<>(Set.of(LinkOption.NOFOLLOW_LINKS));
            if ((flags & O_WRONLY) == 0) {
                options.add(StandardOpenOption.READ);
            }
            if (write) {
                options.add(StandardOpenOption.WRITE);
                if ((flags & O_TRUNC) != 0) {
                    options.add(StandardOpenOption.TRUNCATE_EXISTING);
                }
            }
            if ((flags & O_CREAT) == 0) {
                return place.folder().newByteChannel(place.lastPath(), options);
            }
            // the JDK creates files only through a channel that writes
            options.add(StandardOpenOption.WRITE);
            options.add(exclusive ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
            return place.folder().newByteChannel(place.lastPath(), options,
                PosixFilePermissions.asFileAttribute(permissions(mode)));
        }
    }

    private static void checkKind(Place place, boolean mayCreate) throws IOException {
        try {
            PosixFileAttributes a = attributes(place);
            if (a.isDirectory()) {
                throw new Refused(ShareErrors.EISDIR);
            }
            if (a.isOther()) {
                throw new Refused(ShareErrors.EACCES); // the host's pipes and devices are not for guests
            }
        } catch (java.nio.file.NoSuchFileException e) {
            if (!mayCreate) {
                throw e;
            }
        }
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission permission : PosixFilePermission.values()) {
            if ((mode & 0400 >> permission.ordinal()) != 0) {
                set.add(permission);
            }
        }
        return set;
    }

    void mkdir(String path, int mode) throws IOException {
        needWritable();
        try (Place place = walk(path, false)) {
            if (place.last == null) {
                throw new Refused(ShareErrors.EEXIST);
            }
            Files.createDirectory(checkedFolder(place).resolve(place.last), PosixFilePermissions.asFileAttribute(permissions(mode)));
        }
    }

    void remove(String path, boolean directory) throws IOException {
        needWritable();
        try (Place place = walk(path, false)) {
            needName(place);
            boolean isDirectory = attributes(place).isDirectory();
            if (isDirectory != directory) {
                throw new Refused(isDirectory ? ShareErrors.EISDIR : ShareErrors.ENOTDIR);
            }
            if (directory) {
                place.folder().deleteDirectory(place.lastPath());
            } else {
                place.folder().deleteFile(place.lastPath());
            }
        }
    }

    void rename(String from, String to) throws IOException {
        needWritable();
        try (Place source = walk(from, false); Place target = walk(to, false)) {
            needName(source);
            needName(target);
            source.folder().move(source.lastPath(), target.folder(), target.lastPath());
        }
    }

    /** Sets times; {@link Long#MIN_VALUE} leaves one as it is. */
    void setTimes(String path, long accessNanos, long modifyNanos) throws IOException {
        needWritable();
        try (Place place = walk(path, true)) {
            BasicFileAttributeView view = place.last == null ? place.folder().getFileAttributeView(BasicFileAttributeView.class)
                : place.folder().getFileAttributeView(place.lastPath(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            view.setTimes(modifyNanos == Long.MIN_VALUE ? null : FileTime.from(modifyNanos, TimeUnit.NANOSECONDS),
                accessNanos == Long.MIN_VALUE ? null : FileTime.from(accessNanos, TimeUnit.NANOSECONDS), null);
        }
    }

    String readLink(String path) throws IOException {
        try (Place place = walk(path, false)) {
            needName(place);
            if (!attributes(place).isSymbolicLink()) {
                throw new Refused(ShareErrors.EINVAL);
            }
            return linkText(place, place.last);
        }
    }
}
