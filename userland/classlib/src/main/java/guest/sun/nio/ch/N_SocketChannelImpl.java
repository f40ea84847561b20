package guest.sun.nio.ch;

import guest.java.io.IOException;

/** Replaced methods of SocketChannelImpl, which its socket's streams use. */
final class N_SocketChannelImpl {
    private N_SocketChannelImpl() {
    }

    static int tryRead(SocketChannelImpl self, byte[] bytes, int offset, int length) throws IOException {
        return StreamTransfers.read(self.getFD(), bytes, offset, length);
    }

    static int tryWrite(SocketChannelImpl self, byte[] bytes, int offset, int length) throws IOException {
        return StreamTransfers.write(self.getFD(), bytes, offset, length);
    }
}
