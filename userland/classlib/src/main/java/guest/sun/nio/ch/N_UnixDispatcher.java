package guest.sun.nio.ch;

import guest.java.io.FileDescriptor;
import guest.java.io.IOException;
import guest.rt.Files;
import org.sluice.abi.Errno;

/** Natives of UnixDispatcher. */
final class N_UnixDispatcher {
    private N_UnixDispatcher() {
    }

    static void close0(FileDescriptor fd) throws IOException {
        int result = Files.close(IOUtil.fdVal(fd));
        if (result < 0) {
            throw new IOException(Errno.message(-result));
        }
    }

    /** Threads that are in the channel are woken next; each finds the mark before it would wait again. */
    static void preClose0(FileDescriptor fd) throws IOException {
        StreamTransfers.setClosing(fd);
    }
}
