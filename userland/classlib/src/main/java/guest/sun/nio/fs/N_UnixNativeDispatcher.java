package guest.sun.nio.fs;

import guest.rt.Files;
import guest.rt.Kernel;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;

/** Replaced methods of UnixNativeDispatcher: each is the system call of its name. */
final class N_UnixNativeDispatcher {
    private static final int PATH_MAX = 4096;
    private static final int LINKS_MAX = 40;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** {@code AT_SYMLINK_NOFOLLOW} of utimensat. */
    private static final int NO_FOLLOW = 0x100;
    private static final long OMIT = (1L << 30) - 2;

    private N_UnixNativeDispatcher() {
    }

    /** No optional capabilities: no openat, no birth time, no extended attributes. */
    static int init() {
        return 0;
    }

    private static String text(UnixPath path) {
        byte[] bytes = path.getByteArrayForSysCalls();
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return length == 0 ? "." : Files.decode(bytes, 0, length);
    }

    private static int check(int result) throws UnixException {
        if (result < 0) {
            throw new UnixException(-result);
        }
        return result;
    }

    private static UnixException unsupported() {
        return new UnixException(Errno.ENOTSUP);
    }

    static byte[] getcwd() {
        return Files.encode(Files.workingDirectory());
    }

    static int dup(int handle) throws UnixException {
        return check(Kernel.CALLS.dup(handle, -1));
    }

    static int open(UnixPath path, int flags, int mode) throws UnixException {
        String name = text(path);
        int handle = check(Files.open(name, flags, mode));
        OpenPaths.opened(handle, name);
        return handle;
    }

    static void close0(int handle) throws UnixException {
        OpenPaths.closed(handle);
        check(Files.close(handle));
    }

    static void link(UnixPath existing, UnixPath path) throws UnixException {
        throw unsupported();
    }

    static void unlink(UnixPath path) throws UnixException {
        check(Kernel.CALLS.unlink(text(path)));
    }

    static void mknod(UnixPath path, int mode, long device) throws UnixException {
        throw unsupported();
    }

    static void rename(UnixPath from, UnixPath to) throws UnixException {
        check(Kernel.CALLS.rename(text(from), text(to)));
    }

    static void mkdir(UnixPath path, int mode) throws UnixException {
        check(Kernel.CALLS.mkdir(text(path), mode));
    }

    static void rmdir(UnixPath path) throws UnixException {
        check(Kernel.CALLS.rmdir(text(path)));
    }

    static byte[] readlink(UnixPath path) throws UnixException {
        return link(text(path));
    }

    private static byte[] link(String path) throws UnixException {
        byte[] target = new byte[PATH_MAX];
        int length = check(Kernel.CALLS.readlink(path, target));
        byte[] exact = new byte[length];
        guest.rt.Host.arraycopy(target, 0, exact, 0, length);
        return exact;
    }

    static byte[] realpath(UnixPath path) throws UnixException {
        String left = text(path);
        if (!left.startsWith("/")) {
            left = Files.workingDirectory() + "/" + left;
        }
        String done = "";
        int links = 0;
        long[] stat = new long[FileFlags.ST_LENGTH];
        while (!left.isEmpty()) {
            int slash = left.indexOf('/');
            String name = slash < 0 ? left : left.substring(0, slash);
            left = slash < 0 ? "" : left.substring(slash + 1);
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                done = done.substring(0, Math.max(0, done.lastIndexOf('/')));
                continue;
            }
            String next = done + "/" + name;
            if (Files.isLibraryPath(next)) {
                done = next;
                continue;
            }
            check(Files.stat(next, stat, FileFlags.O_NOFOLLOW));
            if ((stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) == FileFlags.S_IFLNK) {
                if (++links > LINKS_MAX) {
                    throw new UnixException(Errno.ELOOP);
                }
                byte[] target = link(next);
                String to = Files.decode(target, 0, target.length);
                done = to.startsWith("/") ? "" : done;
                left = left.isEmpty() ? to : to + "/" + left;
            } else {
                done = next;
            }
        }
        return Files.encode(done.isEmpty() ? "/" : done);
    }

    static void symlink(byte[] target, UnixPath path) throws UnixException {
        int length = target.length;
        while (length > 0 && target[length - 1] == 0) {
            length--;
        }
        check(Kernel.CALLS.symlink(Files.decode(target, 0, length), text(path)));
    }

    // ------------------------------------------------------------------ attributes

    static void stat(UnixPath path, UnixFileAttributes attributes) throws UnixException {
        check(stat(text(path), attributes, 0));
    }

    /** As stat, the error number being the result. */
    static int stat2(UnixPath path, UnixFileAttributes attributes) {
        return -stat(text(path), attributes, 0);
    }

    static void lstat(UnixPath path, UnixFileAttributes attributes) throws UnixException {
        check(stat(text(path), attributes, FileFlags.O_NOFOLLOW));
    }

    static void fstat(int handle, UnixFileAttributes attributes) throws UnixException {
        long[] stat = new long[FileFlags.ST_LENGTH];
        check(Files.fstat(handle, stat));
        fill(attributes, stat);
    }

    private static int stat(String path, UnixFileAttributes attributes, int flags) {
        long[] stat = new long[FileFlags.ST_LENGTH];
        int result = Files.stat(path, stat, flags);
        if (result >= 0) {
            fill(attributes, stat);
        }
        return Math.min(result, 0);
    }

    private static void fill(UnixFileAttributes a, long[] stat) {
        a.st_mode = (int) stat[FileFlags.ST_MODE];
        a.st_ino = stat[FileFlags.ST_INO];
        a.st_dev = stat[FileFlags.ST_DEV];
        a.st_rdev = stat[FileFlags.ST_RDEV];
        a.st_nlink = (int) stat[FileFlags.ST_NLINK];
        a.st_uid = (int) stat[FileFlags.ST_UID];
        a.st_gid = (int) stat[FileFlags.ST_GID];
        a.st_size = stat[FileFlags.ST_SIZE];
        a.st_atime_sec = Math.floorDiv(stat[FileFlags.ST_ATIME], NANOS_PER_SECOND);
        a.st_atime_nsec = Math.floorMod(stat[FileFlags.ST_ATIME], NANOS_PER_SECOND);
        a.st_mtime_sec = Math.floorDiv(stat[FileFlags.ST_MTIME], NANOS_PER_SECOND);
        a.st_mtime_nsec = Math.floorMod(stat[FileFlags.ST_MTIME], NANOS_PER_SECOND);
        a.st_ctime_sec = Math.floorDiv(stat[FileFlags.ST_CTIME], NANOS_PER_SECOND);
        a.st_ctime_nsec = Math.floorMod(stat[FileFlags.ST_CTIME], NANOS_PER_SECOND);
    }

    static void statvfs(UnixPath path, UnixFileStoreAttributes a) throws UnixException {
        long[] info = new long[FileFlags.FS_LENGTH];
        check(Kernel.CALLS.statfs(text(path), info));
        a.f_frsize = info[FileFlags.FS_BLOCK_SIZE];
        a.f_blocks = info[FileFlags.FS_BLOCKS];
        a.f_bfree = info[FileFlags.FS_FREE];
        a.f_bavail = info[FileFlags.FS_FREE];
    }

    /** There is one user: files stay whose they are. */
    static void chown(UnixPath path, int uid, int gid) throws UnixException {
    }

    static void lchown(UnixPath path, int uid, int gid) throws UnixException {
    }

    static void fchown(int handle, int uid, int gid) throws UnixException {
    }

    static void chmod(UnixPath path, int mode) throws UnixException {
        check(Kernel.CALLS.chmod(text(path), mode));
    }

    static void fchmod(int handle, int mode) throws UnixException {
        check(Kernel.CALLS.chmod(OpenPaths.of(handle), mode));
    }

    static void futimens(int handle, long access, long modify) throws UnixException {
        setTimes(OpenPaths.of(handle), access, modify);
    }

    private static void setTimes(String path, long access, long modify) throws UnixException {
        check(Kernel.CALLS.utimes(path, access == OMIT ? Long.MIN_VALUE : access, modify == OMIT ? Long.MIN_VALUE : modify));
    }

    static void utimensat(int directory, UnixPath path, long access, long modify, int flags) throws UnixException {
        if ((flags & NO_FOLLOW) != 0) {
            long[] stat = new long[FileFlags.ST_LENGTH];
            check(Files.stat(text(path), stat, FileFlags.O_NOFOLLOW));
            if ((stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) == FileFlags.S_IFLNK) {
                throw unsupported();
            }
        }
        setTimes(text(path), access, modify);
    }

    static int access(UnixPath path, int mode) {
        return -Math.min(0, Files.access(text(path), mode));
    }

    // ------------------------------------------------------------------ directories

    static long opendir(UnixPath path) throws UnixException {
        int handle = check(Kernel.CALLS.open(text(path), FileFlags.O_RDONLY | FileFlags.O_DIRECTORY, 0));
        return DirectoryNames.open(handle);
    }

    static long fdopendir(int handle) throws UnixException {
        return DirectoryNames.open(handle);
    }

    static void closedir(long directory) throws UnixException {
        check(DirectoryNames.close(directory));
    }

    static byte[] readdir(long directory) throws UnixException {
        return DirectoryNames.next(directory);
    }

    static void rewind(long stream) throws UnixException {
        throw unsupported();
    }

    static int getlinelen(long stream) throws UnixException {
        throw unsupported();
    }

    // ------------------------------------------------------------------ extended attributes: files have none

    static int fgetxattr0(int handle, long name, long value, int length) throws UnixException {
        throw unsupported();
    }

    static void fsetxattr0(int handle, long name, long value, int length) throws UnixException {
        throw unsupported();
    }

    static void fremovexattr0(int handle, long name) throws UnixException {
        throw unsupported();
    }

    static int flistxattr(int handle, long list, int size) throws UnixException {
        throw unsupported();
    }

    // ------------------------------------------------------------------ users

    static byte[] getpwuid(int uid) throws UnixException {
        return uid == 0 ? Files.encode("root") : null;
    }

    static byte[] getgrgid(int gid) throws UnixException {
        return gid == 0 ? Files.encode("root") : null;
    }

    static int getpwnam(String name) throws UnixException {
        return name.equals("root") ? 0 : -1;
    }

    static int getgrnam(String name) throws UnixException {
        return name.equals("root") ? 0 : -1;
    }

    static byte[] strerror(int errno) {
        return Files.encode(Errno.message(errno));
    }

    static boolean fchmodatNoFollowSupported0() {
        return false;
    }
}
