package guest.sun.nio.ch;

import guest.java.io.IOException;
import guest.java.util.List;
import guest.java.util.function.BooleanSupplier;
import guest.rt.Kernel;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;

/** Where virtual threads wait for channels: in the kernel, as any thread does. Nobody waits for them. */
public abstract class Poller {
    private Poller() {
    }

    /** Waits for an event, the time, an interrupt, or the channel's end. @param nanos 0 or less for ever */
    static void poll(int fd, int event, long nanos, BooleanSupplier open) throws IOException {
        if (open.getAsBoolean()) {
            int result = Kernel.CALLS.pollFiles(new long[] {Poll.entry(fd, event)}, 1, nanos > 0 ? nanos : -1);
            if (result < 0 && result != -Errno.EINTR) {
                throw SocketErrors.transfer(result);
            }
        }
    }

    /** Whoever waits is interrupted, as {@link N_NativeThread} does it. */
    static void stopPoll(int fd) {
    }

    static void stopPoll(int fd, int event) {
    }

    /** There is none. */
    public static Poller masterPoller() {
        return null;
    }

    public static List<Poller> readPollers() {
        return List.of();
    }

    public static List<Poller> writePollers() {
        return List.of();
    }
}
