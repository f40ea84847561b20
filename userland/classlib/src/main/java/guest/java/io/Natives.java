package guest.java.io;

import guest.rt.Files;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;

/** What the native methods of file streams share: system calls that throw. */
final class Natives {
    private Natives() {
    }

    static int handle(FileDescriptor fd) throws IOException {
        int handle = fd.handle();
        if (handle < 0) {
            throw new IOException("Stream Closed");
        }
        return handle;
    }

    static long check(long result) throws IOException {
        if (result < 0) {
            throw new IOException(Errno.message((int) -result));
        }
        return result;
    }

    static int open(String path, int flags, int mode) throws FileNotFoundException {
        int handle = Files.open(path, flags, mode);
        if (handle >= 0) {
            long[] stat = new long[FileFlags.ST_LENGTH];
            if (Files.fstat(handle, stat) == 0 && (stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) == FileFlags.S_IFDIR) {
                Files.close(handle);
                handle = -Errno.EISDIR;
            }
        }
        if (handle < 0) {
            throw new FileNotFoundException(path + " (" + Errno.message(-handle) + ")");
        }
        return handle;
    }

    static int read(FileDescriptor fd) throws IOException {
        byte[] one = new byte[1];
        return read(fd, one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    static int read(FileDescriptor fd, byte[] bytes, int offset, int length) throws IOException {
        guest.java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
        int n = (int) check(Files.read(handle(fd), bytes, offset, length));
        return n == 0 && length > 0 ? -1 : n;
    }

    static void write(FileDescriptor fd, byte[] bytes, int offset, int length) throws IOException {
        guest.java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
        check(Files.write(handle(fd), bytes, offset, length));
    }

    static long seek(FileDescriptor fd, long offset, int whence) throws IOException {
        return check(Files.seek(handle(fd), offset, whence));
    }

    static long length(FileDescriptor fd) throws IOException {
        long[] stat = new long[FileFlags.ST_LENGTH];
        check(Files.fstat(handle(fd), stat));
        return stat[FileFlags.ST_SIZE];
    }

    static boolean isRegular(FileDescriptor fd) {
        long[] stat = new long[FileFlags.ST_LENGTH];
        return fd.handle() >= 0 && Files.fstat(fd.handle(), stat) == 0
            && (stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) == FileFlags.S_IFREG;
    }
}
