package guest.sun.nio.ch;

import guest.java.io.IOException;
import guest.java.util.function.BooleanSupplier;
import guest.rt.Kernel;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;

/** Bodies of Poller: a virtual thread waits in the kernel as any other does; nobody waits for it. */
final class N_Poller {
    private N_Poller() {
    }

    /** Waits for an event, the time, an interrupt, or the channel's end. @param nanos 0 or less for ever */
    static void poll(int fd, int event, long nanos, BooleanSupplier open) throws IOException {
        if (open.getAsBoolean()) {
            wait(fd, event, nanos > 0 ? nanos : -1);
        }
    }

    static void pollSelector(int fd, long nanos) throws IOException {
        wait(fd, Poll.IN, nanos > 0 ? nanos : -1);
    }

    /** Whoever waits is interrupted by {@link N_NativeThread}. */
    static void stopPoll(int fd, int event) {
    }

    static void stopPoll(int fd) {
    }

    private static void wait(int fd, int event, long nanos) throws IOException {
        int result = Kernel.CALLS.pollFiles(new long[] {Poll.entry(fd, event)}, 1, nanos);
        if (result < 0 && result != -Errno.EINTR) {
            throw SocketErrors.transfer(result);
        }
    }
}
