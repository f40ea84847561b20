package org.sluice.kernel.fs;

import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.fs.node.Inode;
import org.sluice.kernel.fs.node.Utf8;

/**
 * One resolution of a path: splits it, follows symbolic links, crosses mount points, and checks search permission on the way.
 * Counts the links it followed.
 */
final class Walk {
    static final int NAME_MAX = 255;
    static final int PATH_MAX = 4096;
    private static final int MAX_LINKS = 40;

    private final Place top;
    private int links;

    Walk(Place top) {
        this.top = top;
    }

    /**
     * Where the last component of a path is to be found or made.
     *
     * @param directory the rest of the path, which exists and is a directory
     * @param name      the last component: may be "" (the top), "." or ".."
     * @param slash     whether slashes follow it, so that it can only be a directory
     */
    record Last(Place directory, String name, boolean slash) {
        /** Whether the name is one that an entry of a directory can have. */
        boolean named() {
            return !name.isEmpty() && !name.equals(".") && !name.equals("..");
        }
    }

    /**
     * Checks a path before any of it is looked up.
     *
     * @throws CallFailed ENOENT if it is empty, ENAMETOOLONG if it has over 4096 bytes, EINVAL if it is not absolute, holds a
     *     NUL character or has no encoding in UTF-8
     */
    static void check(String path) {
        if (path.isEmpty()) {
            throw new CallFailed(Errno.ENOENT);
        }
        int bytes = Utf8.length(path);
        if (bytes > PATH_MAX) {
            throw new CallFailed(Errno.ENAMETOOLONG);
        }
        if (bytes < 0 || path.charAt(0) != '/' || path.indexOf('\0') >= 0) {
            throw new CallFailed(Errno.EINVAL);
        }
    }

    /** The existing place a path from a directory names. A link with slashes behind it is always followed. */
    Place find(Place from, String start, boolean followLast) {
        String path = start;
        Place at = path.startsWith("/") ? top : from;
        int i = 0;
        while (true) {
            i = skipSlashes(path, i);
            if (i == path.length()) {
                break;
            }
            int end = path.indexOf('/', i);
            end = end < 0 ? path.length() : end;
            Place next = step(at, path, i, end);
            if (next == null) {
                throw new CallFailed(Errno.ENOENT);
            }
            i = end;
            if (next.inode().isLink() && (followLast || end < path.length())) {
                String target = follow(next.inode());
                at = target.startsWith("/") ? top : at;
                path = requireShort(target + path.substring(end));
                i = 0;
            } else {
                at = next;
            }
        }
        if (path.endsWith("/") && !at.inode().isDirectory()) {
            throw new CallFailed(Errno.ENOTDIR);
        }
        return at;
    }

    /** Splits the last component off and finds the directory before it. */
    Last findLast(Place from, String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        int start = path.lastIndexOf('/', end - 1) + 1;
        if (end == 0) {
            return new Last(top, "", true);
        }
        Place directory = find(from, path.substring(0, start), true);
        if (!directory.inode().isDirectory()) {
            throw new CallFailed(Errno.ENOTDIR);
        }
        return new Last(directory, path.substring(start, end), end < path.length());
    }

    /** The target of a link, counted. @throws CallFailed ELOOP after too many */
    String follow(Inode link) {
        if (++links > MAX_LINKS) {
            throw new CallFailed(Errno.ELOOP);
        }
        String target = link.target();
        if (target.isEmpty()) {
            throw new CallFailed(Errno.ENOENT);
        }
        return target;
    }

    /** The entry of a directory, or null when it has none of that name. */
    Place step(Place directory, String name) {
        requireSearchable(directory);
        if (name.length() > NAME_MAX / 4 && Utf8.length(name) > NAME_MAX) {
            throw new CallFailed(Errno.ENAMETOOLONG);
        }
        MountNode node = directory.node() == null ? null : directory.node().child(name);
        Inode inode = node == null ? null : node.root();
        if (inode == null) {
            inode = directory.inode().lookup(name);
            if (inode == null) {
                if (node == null) {
                    return null;
                }
                inode = node.standIn();
            }
        }
        return new Place(directory, name, inode, node);
    }

    private Place step(Place at, String path, int from, int end) {
        if (path.charAt(from) == '.') {
            if (end - from == 1) {
                requireSearchable(at);
                return at;
            }
            if (end - from == 2 && path.charAt(from + 1) == '.') {
                requireSearchable(at);
                return at.parent() == null ? at : at.parent();
            }
        }
        return step(at, path.substring(from, end));
    }

    private static void requireSearchable(Place at) {
        if (!at.inode().isDirectory()) {
            throw new CallFailed(Errno.ENOTDIR);
        }
        if (!at.inode().permits(FileFlags.X_OK)) {
            throw new CallFailed(Errno.EACCES);
        }
    }

    private static int skipSlashes(String path, int from) {
        int i = from;
        while (i < path.length() && path.charAt(i) == '/') {
            i++;
        }
        return i;
    }

    private static String requireShort(String path) {
        if (path.length() > PATH_MAX) {
            throw new CallFailed(Errno.ENAMETOOLONG);
        }
        return path;
    }
}
