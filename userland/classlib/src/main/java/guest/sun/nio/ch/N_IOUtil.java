package guest.sun.nio.ch;

import guest.java.io.FileDescriptor;
import guest.java.io.IOException;
import guest.java.nio.ByteBuffer;
import guest.jdk.internal.access.SharedSecrets;
import guest.rt.Files;
import guest.rt.Kernel;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;

/**
 * Replaced methods of IOUtil: buffers are moved by system calls on arrays, without memory of the host in between. A buffer with an
 * array is moved in place, any other through an array of the thread; several buffers of one call go together.
 */
final class N_IOUtil {
    private static final int LARGEST = 1 << 16;
    private static final int IOV = 16;

    private N_IOUtil() {
    }

    static int fdVal(FileDescriptor fd) {
        return SharedSecrets.getJavaIOFileDescriptorAccess().get(fd);
    }

    static void setfdVal(FileDescriptor fd, int value) {
        SharedSecrets.getJavaIOFileDescriptorAccess().set(fd, value);
    }

    static int iovMax() {
        return IOV;
    }

    static long writevMax() {
        return Integer.MAX_VALUE;
    }

    static int fdLimit() {
        return LARGEST;
    }

    static boolean randomBytes(byte[] bytes) {
        return Kernel.CALLS.random(bytes, 0, bytes.length) >= 0;
    }

    static void configureBlocking(FileDescriptor fd, boolean blocking) throws IOException {
        int result = Kernel.CALLS.setSocketOption(fdVal(fd), Sockets.NON_BLOCKING, new long[] {blocking ? 0 : 1});
        if (result == -Errno.ENOTSOCK) {
            StreamTransfers.setNonBlockingPipe(fd, !blocking);
        } else if (result < 0) {
            throw failure(result);
        }
    }

    private static IOException failure(int result) {
        return new IOException(Errno.message(-result));
    }

    // ------------------------------------------------------------------ pipes that wake a selector

    static long makePipe(boolean blocking) throws IOException {
        int[] handles = new int[2];
        int result = Kernel.CALLS.pipe(handles);
        if (result < 0) {
            throw failure(result);
        }
        return (long) handles[0] << 32 | handles[1] & 0xffffffffL;
    }

    static int write1(int handle, byte value) throws IOException {
        int n;
        do {
            n = Kernel.CALLS.write(handle, new byte[] {value}, 0, 1);
        } while (n == -Errno.EINTR);
        if (n < 0) {
            throw failure(n);
        }
        return n;
    }

    private static boolean isReadable(int handle) {
        return Kernel.CALLS.pollFiles(new long[] {Poll.entry(handle, Poll.IN)}, 1, 0) > 0;
    }

    static boolean drain(int handle) throws IOException {
        byte[] bytes = new byte[128];
        boolean some = false;
        while (isReadable(handle) && Kernel.CALLS.read(handle, bytes, 0, bytes.length) > 0) {
            some = true;
        }
        return some;
    }

    static int drain1(int handle) throws IOException {
        if (!isReadable(handle)) {
            return 0;
        }
        int n = Kernel.CALLS.read(handle, new byte[1], 0, 1);
        return n < 0 ? StreamTransfers.status(n) : n;
    }

    // ------------------------------------------------------------------ one buffer

    private static int readArray(FileDescriptor fd, byte[] bytes, int offset, int length, long position, NativeDispatcher dispatcher)
        throws IOException {
        if (dispatcher instanceof DatagramDispatcher) {
            return StreamTransfers.readDatagram(fd, bytes, offset, length);
        }
        if (dispatcher instanceof SocketDispatcher) {
            return StreamTransfers.read(fd, bytes, offset, length);
        }
        int handle = fdVal(fd);
        int n = position < 0 ? Files.readOnce(handle, bytes, offset, length) : Files.readAt(handle, bytes, offset, length, position);
        return n > 0 ? n : n == 0 ? IOStatus.EOF : StreamTransfers.status(n);
    }

    private static int writeArray(FileDescriptor fd, byte[] bytes, int offset, int length, long position, NativeDispatcher dispatcher)
        throws IOException {
        if (dispatcher instanceof DatagramDispatcher) {
            return StreamTransfers.writeDatagram(fd, bytes, offset, length);
        }
        if (dispatcher instanceof SocketDispatcher) {
            return StreamTransfers.write(fd, bytes, offset, length);
        }
        int handle = fdVal(fd);
        int size = Math.min(length, Files.SLICE);
        int n;
        do {
            n = position < 0 ? Kernel.CALLS.write(handle, bytes, offset, size) : Kernel.CALLS.pwrite(handle, bytes, offset, size, position);
        } while (n == -Errno.EINTR);
        return n >= 0 ? n : StreamTransfers.status(n);
    }

    static int read(FileDescriptor fd, ByteBuffer to, long position, boolean direct, boolean async, int alignment,
        NativeDispatcher dispatcher) throws IOException {
        if (to.isReadOnly()) {
            throw new IllegalArgumentException("Read-only buffer");
        }
        int wanted = to.remaining();
        if (wanted == 0 && !(dispatcher instanceof DatagramDispatcher)) {
            return 0;
        }
        if (to.hasArray()) {
            int n = readArray(fd, to.array(), to.arrayOffset() + to.position(), wanted, position, dispatcher);
            if (n > 0) {
                to.position(to.position() + n);
            }
            return n;
        }
        int size = Math.min(wanted, LARGEST);
        byte[] bytes = TransferArrays.take(size);
        try {
            int n = readArray(fd, bytes, 0, size, position, dispatcher);
            if (n > 0) {
                to.put(bytes, 0, n);
            }
            return n;
        } finally {
            TransferArrays.give(bytes);
        }
    }

    static int write(FileDescriptor fd, ByteBuffer from, long position, boolean direct, boolean async, int alignment,
        NativeDispatcher dispatcher) throws IOException {
        int wanted = from.remaining();
        boolean datagram = dispatcher instanceof DatagramDispatcher;
        if (wanted == 0 && !datagram) {
            return 0;
        }
        if (from.hasArray()) {
            int n = writeArray(fd, from.array(), from.arrayOffset() + from.position(), wanted, position, dispatcher);
            if (n > 0) {
                from.position(from.position() + n);
            }
            return n;
        }
        int done = 0;
        byte[] bytes = TransferArrays.take(datagram ? wanted : Math.min(wanted, LARGEST));
        try {
            // A stream in blocking mode takes all, so that this goes on for as long as it takes whole pieces.
            do {
                int size = Math.min(wanted - done, bytes.length);
                from.get(from.position(), bytes, 0, size);
                int n = writeArray(fd, bytes, 0, size, position < 0 ? -1 : position + done, dispatcher);
                if (n < 0) {
                    return done > 0 ? done : n;
                }
                from.position(from.position() + n);
                done += n;
                if (n < size) {
                    break;
                }
            } while (done < wanted && dispatcher instanceof SocketDispatcher);
            return done;
        } finally {
            TransferArrays.give(bytes);
        }
    }

    // ------------------------------------------------------------------ several buffers

    private static int total(ByteBuffer[] buffers, int offset, int length) {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += buffers[i].remaining();
        }
        return (int) Math.min(total, Integer.MAX_VALUE);
    }

    /** The only buffer with room, or {@code null} if there are several or none. */
    private static ByteBuffer only(ByteBuffer[] buffers, int offset, int length) {
        ByteBuffer found = null;
        for (int i = offset; i < offset + length; i++) {
            if (buffers[i].hasRemaining()) {
                if (found != null) {
                    return null;
                }
                found = buffers[i];
            }
        }
        return found;
    }

    static long read(FileDescriptor fd, ByteBuffer[] to, int offset, int length, boolean direct, boolean async, int alignment,
        NativeDispatcher dispatcher) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (to[i].isReadOnly()) {
                throw new IllegalArgumentException("Read-only buffer");
            }
        }
        ByteBuffer only = only(to, offset, length);
        if (only != null) {
            return read(fd, only, -1, direct, async, alignment, dispatcher);
        }
        int size = Math.min(total(to, offset, length), LARGEST);
        if (size == 0 && !(dispatcher instanceof DatagramDispatcher)) {
            return 0;
        }
        byte[] bytes = TransferArrays.take(size);
        try {
            int n = readArray(fd, bytes, 0, size, -1, dispatcher);
            int done = 0;
            for (int i = offset; done < n; i++) {
                int part = Math.min(n - done, to[i].remaining());
                to[i].put(bytes, done, part);
                done += part;
            }
            return n;
        } finally {
            TransferArrays.give(bytes);
        }
    }

    static long write(FileDescriptor fd, ByteBuffer[] from, int offset, int length, boolean direct, boolean async, int alignment,
        NativeDispatcher dispatcher) throws IOException {
        ByteBuffer only = only(from, offset, length);
        if (only != null) {
            return write(fd, only, -1, direct, async, alignment, dispatcher);
        }
        int wanted = total(from, offset, length);
        boolean datagram = dispatcher instanceof DatagramDispatcher;
        if (wanted == 0 && !datagram) {
            return 0;
        }
        long done = 0;
        byte[] bytes = TransferArrays.take(datagram ? wanted : Math.min(wanted, LARGEST));
        try {
            while (true) {
                int size = gather(from, offset, length, bytes);
                int n = writeArray(fd, bytes, 0, size, -1, dispatcher);
                if (n < 0) {
                    return done > 0 ? done : n;
                }
                advance(from, offset, n);
                done += n;
                if (n < size || done >= wanted || datagram) {
                    return done;
                }
            }
        } finally {
            TransferArrays.give(bytes);
        }
    }

    /** Copies from the buffers, which stay as they are, until the array is full; returns how much. */
    private static int gather(ByteBuffer[] from, int offset, int length, byte[] bytes) {
        int filled = 0;
        for (int i = offset; i < offset + length && filled < bytes.length; i++) {
            int part = Math.min(from[i].remaining(), bytes.length - filled);
            from[i].get(from[i].position(), bytes, filled, part);
            filled += part;
        }
        return filled;
    }

    private static void advance(ByteBuffer[] from, int offset, int written) {
        int left = written;
        for (int i = offset; left > 0; i++) {
            int part = Math.min(left, from[i].remaining());
            from[i].position(from[i].position() + part);
            left -= part;
        }
    }
}
