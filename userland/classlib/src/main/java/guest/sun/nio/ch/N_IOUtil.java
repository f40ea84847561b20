package guest.sun.nio.ch;

import guest.java.io.FileDescriptor;
import guest.java.io.IOException;
import guest.java.nio.ByteBuffer;
import guest.jdk.internal.access.SharedSecrets;
import guest.rt.Files;
import guest.rt.Kernel;
import org.sluice.abi.Errno;

/** Replaced methods of IOUtil: buffers are moved by system calls on arrays, without memory of the host in between. */
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
    }

    private static IOException failure(int result) {
        return new IOException(Errno.message(-result));
    }

    static int read(FileDescriptor fd, ByteBuffer to, long position, boolean direct, boolean async, int alignment,
        NativeDispatcher dispatcher) throws IOException {
        if (to.isReadOnly()) {
            throw new IllegalArgumentException("Read-only buffer");
        }
        int wanted = to.remaining();
        if (wanted == 0) {
            return 0;
        }
        boolean inPlace = to.hasArray();
        int size = inPlace ? wanted : Math.min(wanted, LARGEST);
        byte[] bytes = inPlace ? to.array() : new byte[size];
        int offset = inPlace ? to.arrayOffset() + to.position() : 0;
        int handle = fdVal(fd);
        int n = position < 0 ? Files.read(handle, bytes, offset, size) : Files.readAt(handle, bytes, offset, size, position);
        if (n < 0) {
            throw failure(n);
        }
        if (n == 0) {
            return IOStatus.EOF;
        }
        if (inPlace) {
            to.position(to.position() + n);
        } else {
            to.put(bytes, 0, n);
        }
        return n;
    }

    static int write(FileDescriptor fd, ByteBuffer from, long position, boolean direct, boolean async, int alignment,
        NativeDispatcher dispatcher) throws IOException {
        int wanted = from.remaining();
        if (wanted == 0) {
            return 0;
        }
        boolean inPlace = from.hasArray();
        int size = Math.min(wanted, inPlace ? Files.SLICE : LARGEST);
        byte[] bytes = inPlace ? from.array() : new byte[size];
        int offset = inPlace ? from.arrayOffset() + from.position() : 0;
        if (!inPlace) {
            from.duplicate().get(bytes, 0, size);
        }
        int handle = fdVal(fd);
        int n;
        do {
            n = position < 0 ? Kernel.CALLS.write(handle, bytes, offset, size)
                : Kernel.CALLS.pwrite(handle, bytes, offset, size, position);
        } while (n == -Errno.EINTR);
        if (n < 0) {
            throw failure(n);
        }
        from.position(from.position() + n);
        return n;
    }

    static long read(FileDescriptor fd, ByteBuffer[] to, int offset, int length, boolean direct, boolean async, int alignment,
        NativeDispatcher dispatcher) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            while (to[i].hasRemaining()) {
                int n = read(fd, to[i], -1, direct, async, alignment, dispatcher);
                if (n < 0) {
                    return total == 0 ? n : total;
                }
                total += n;
                if (to[i].hasRemaining()) {
                    return total;
                }
            }
        }
        return total;
    }

    static long write(FileDescriptor fd, ByteBuffer[] from, int offset, int length, boolean direct, boolean async, int alignment,
        NativeDispatcher dispatcher) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            while (from[i].hasRemaining()) {
                total += write(fd, from[i], -1, direct, async, alignment, dispatcher);
            }
        }
        return total;
    }
}
