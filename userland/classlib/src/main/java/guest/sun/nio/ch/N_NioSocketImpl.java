package guest.sun.nio.ch;

import guest.java.io.FileDescriptor;
import guest.java.io.IOException;

/** Replaced methods of NioSocketImpl: the kernel takes from and gives to the program's array. */
final class N_NioSocketImpl {
    private N_NioSocketImpl() {
    }

    static int tryRead(NioSocketImpl self, FileDescriptor fd, byte[] bytes, int offset, int length) throws IOException {
        return StreamTransfers.read(fd, bytes, offset, length);
    }

    static int tryWrite(NioSocketImpl self, FileDescriptor fd, byte[] bytes, int offset, int length) throws IOException {
        return StreamTransfers.write(fd, bytes, offset, length);
    }
}
