package guest.sun.nio.ch;

import guest.java.io.IOException;
import org.sluice.abi.Sockets;

/** Natives of UnixAsynchronousSocketChannelImpl. */
final class N_UnixAsynchronousSocketChannelImpl {
    private N_UnixAsynchronousSocketChannelImpl() {
    }

    /** Throws why a connection could not be made. */
    static void checkConnect(int fd) throws IOException {
        int error = (int) OptionNames.value(fd, Sockets.ERROR);
        if (error != 0) {
            throw SocketErrors.of(-error);
        }
    }
}
