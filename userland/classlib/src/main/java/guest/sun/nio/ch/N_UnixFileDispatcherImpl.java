package guest.sun.nio.ch;

import guest.java.io.FileDescriptor;
import guest.java.io.IOException;
import guest.java.nio.PagedBuffers;
import guest.rt.Files;
import guest.rt.Kernel;
import guest.rt.PagedMaps;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Paging;

/** Natives of UnixFileDispatcherImpl; reading and writing is in {@link N_IOUtil}. */
final class N_UnixFileDispatcherImpl {
    private static final int PAGE = 4096;

    private N_UnixFileDispatcherImpl() {
    }

    private static long check(long result) throws IOException {
        if (result < 0) {
            throw new IOException(Errno.message((int) -result));
        }
        return result;
    }

    static int force0(FileDescriptor fd, boolean metaData) throws IOException {
        check(Kernel.CALLS.sync(IOUtil.fdVal(fd)));
        return 0;
    }

    /** Moves to an offset, or tells the current one when it is negative. */
    static long seek0(FileDescriptor fd, long offset) throws IOException {
        boolean asks = offset < 0;
        return check(Files.seek(IOUtil.fdVal(fd), asks ? 0 : offset, asks ? FileFlags.SEEK_CUR : FileFlags.SEEK_SET));
    }

    static int truncate0(FileDescriptor fd, long size) throws IOException {
        check(Kernel.CALLS.truncate(IOUtil.fdVal(fd), size));
        return 0;
    }

    private static long stat(FileDescriptor fd, int what) throws IOException {
        long[] stat = new long[FileFlags.ST_LENGTH];
        check(Files.fstat(IOUtil.fdVal(fd), stat));
        return stat[what];
    }

    static long size0(FileDescriptor fd) throws IOException {
        return stat(fd, FileFlags.ST_SIZE);
    }

    static int available0(FileDescriptor fd) throws IOException {
        return (int) check(Files.available(IOUtil.fdVal(fd)));
    }

    static boolean isOther0(FileDescriptor fd) throws IOException {
        long type = stat(fd, FileFlags.ST_MODE) & FileFlags.S_IFMT;
        return type != FileFlags.S_IFREG && type != FileFlags.S_IFDIR && type != FileFlags.S_IFLNK;
    }

    /** Locks are kept within the process by the channel's own table; the kernel has none. */
    static int lock0(FileDescriptor fd, boolean blocking, long position, long size, boolean shared) throws IOException {
        return FileDispatcher.LOCKED;
    }

    static void release0(FileDescriptor fd, long position, long size) throws IOException {
    }

    static void closeIntFD(int handle) throws IOException {
        check(Files.close(handle));
    }

    static long allocationGranularity0() {
        return PAGE;
    }

    /** @param mode 0 for reading, 1 for reading and writing, 2 for writing that stays private */
    static long map0(FileDescriptor fd, int mode, long position, long size, boolean sync) throws IOException {
        int flags = switch (mode) {
            case 0 -> 0;
            case 1 -> Paging.WRITE;
            default -> Paging.WRITE | Paging.PRIVATE;
        };
        long address;
        do {
            address = PagedBuffers.map(IOUtil.fdVal(fd), position, size, flags);
        } while (address == -Errno.EAGAIN);
        if (address == -Errno.ENOMEM) {
            throw new OutOfMemoryError("Map failed");
        }
        if (PagedBuffers.isError(address)) {
            throw new IOException("Map failed: " + Errno.message((int) -address));
        }
        return address;
    }

    static int unmap0(long address, long size) {
        PagedMaps.unmap(address);
        return 0;
    }

    static int setDirect0(FileDescriptor fd) throws IOException {
        throw new UnsupportedOperationException("direct I/O is not available");
    }
}
