package guest.sun.nio.ch;

import guest.java.io.FileDescriptor;
import guest.java.io.IOException;
import guest.java.net.PortUnreachableException;
import guest.jdk.internal.access.SharedSecrets;
import guest.rt.Files;
import guest.rt.Kernel;
import guest.sun.net.ConnectionResetException;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;

/**
 * Reads and writes of channels by system calls, with results as {@link IOStatus} has them: what would wait is UNAVAILABLE, what was
 * interrupted INTERRUPTED.
 */
final class StreamTransfers {
    /** A pipe takes that much whenever it is writable at all (POSIX PIPE_BUF). */
    private static final int PIPE_PIECE = 4096;

    /** Marks in a descriptor's spare word: a pipe whose channel does not wait, which the kernel's pipes do not know. */
    private static final long NON_BLOCKING_PIPE = 1;
    private static final long CLOSING = 2;

    private StreamTransfers() {
    }

    /** Reads what there is from a stream; {@link IOStatus#EOF} at its end. */
    static int read(FileDescriptor fd, byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int n = readSome(fd, bytes, offset, Math.min(length, Files.SLICE));
        if (n == -Errno.ECONNRESET) {
            throw new ConnectionResetException("Connection reset");
        }
        return n > 0 ? n : n == 0 ? IOStatus.EOF : status(n);
    }

    /** Reads one datagram; a program that is connected is told when nobody is there. */
    static int readDatagram(FileDescriptor fd, byte[] bytes, int offset, int length) throws IOException {
        int n = isClosing(fd) ? -Errno.EINTR : Kernel.CALLS.read(IOUtil.fdVal(fd), bytes, offset, length);
        return n >= 0 ? n : datagramStatus(n);
    }

    static int writeDatagram(FileDescriptor fd, byte[] bytes, int offset, int length) throws IOException {
        int n = isClosing(fd) ? -Errno.EINTR : Kernel.CALLS.write(IOUtil.fdVal(fd), bytes, offset, length);
        return n >= 0 ? n : datagramStatus(n);
    }

    private static int datagramStatus(int result) throws IOException {
        if (result == -Errno.ECONNREFUSED) {
            throw new PortUnreachableException();
        }
        return status(result);
    }

    /** Writes as much as goes without waiting longer than the channel's mode says: all, in blocking mode, unless interrupted. */
    static int write(FileDescriptor fd, byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int size = Math.min(length - done, Files.SLICE);
            int n = writeSome(fd, bytes, offset + done, size);
            if (n < 0) {
                return done > 0 ? done : status(n);
            }
            done += n;
            if (n < size && !isPipe(fd)) {
                break;
            }
        }
        return done;
    }

    private static long marks(FileDescriptor fd) {
        return SharedSecrets.getJavaIOFileDescriptorAccess().getHandle(fd);
    }

    private static void mark(FileDescriptor fd, long mark, boolean set) {
        long marks = marks(fd);
        SharedSecrets.getJavaIOFileDescriptorAccess().setHandle(fd, set ? marks | mark : marks & ~mark);
    }

    private static boolean isPipe(FileDescriptor fd) {
        return (marks(fd) & NON_BLOCKING_PIPE) != 0;
    }

    static void setNonBlockingPipe(FileDescriptor fd, boolean set) {
        mark(fd, NON_BLOCKING_PIPE, set);
    }

    /** Whether the channel of a descriptor is being closed, so that nothing may wait for it any more. */
    static boolean isClosing(FileDescriptor fd) {
        return (marks(fd) & CLOSING) != 0;
    }

    static void setClosing(FileDescriptor fd) {
        mark(fd, CLOSING, true);
    }

    private static int readSome(FileDescriptor fd, byte[] bytes, int offset, int length) {
        if (isClosing(fd)) {
            return -Errno.EINTR;
        }
        int handle = IOUtil.fdVal(fd);
        return isPipe(fd) && !isReady(handle, Poll.IN) ? -Errno.EAGAIN : Kernel.CALLS.read(handle, bytes, offset, length);
    }

    private static int writeSome(FileDescriptor fd, byte[] bytes, int offset, int length) {
        if (isClosing(fd)) {
            return -Errno.EINTR;
        }
        int handle = IOUtil.fdVal(fd);
        if (!isPipe(fd)) {
            return Kernel.CALLS.write(handle, bytes, offset, length);
        }
        return isReady(handle, Poll.OUT) ? Kernel.CALLS.write(handle, bytes, offset, Math.min(length, PIPE_PIECE)) : -Errno.EAGAIN;
    }

    private static boolean isReady(int handle, int event) {
        return Kernel.CALLS.pollFiles(new long[] {Poll.entry(handle, event)}, 1, 0) != 0;
    }

    /** What a result below zero means to a channel. */
    static int status(int result) throws IOException {
        if (result == -Errno.EAGAIN) {
            return IOStatus.UNAVAILABLE;
        }
        if (result == -Errno.EINTR) {
            return IOStatus.INTERRUPTED;
        }
        throw SocketErrors.transfer(result);
    }
}
