package guest.sun.nio.ch;

import guest.java.net.SocketException;
import guest.rt.Kernel;
import org.sluice.abi.Sockets;

/** What the JDK's library calls an option, by level and name with Linux' numbers, and what the kernel calls it. */
enum OptionNames {
    BROADCAST(1, 6, Sockets.BROADCAST),
    KEEP_ALIVE(1, 9, Sockets.KEEP_ALIVE),
    LINGER(1, 13, Sockets.LINGER) {
        @Override
        int fromKernel(long nanos) {
            return nanos < 0 ? -1 : (int) Math.min(Integer.MAX_VALUE, nanos / NANOS_PER_SECOND);
        }

        @Override
        long toKernel(int seconds) {
            return seconds < 0 ? -1 : seconds * NANOS_PER_SECOND;
        }
    },
    SEND_BUFFER(1, 7, Sockets.SEND_BUFFER),
    RECEIVE_BUFFER(1, 8, Sockets.RECEIVE_BUFFER),
    REUSE_ADDRESS(1, 2, Sockets.REUSE_ADDRESS),
    REUSE_PORT(1, 15, Sockets.REUSE_PORT),
    NO_DELAY(6, 1, Sockets.NO_DELAY),
    TYPE_OF_SERVICE(0, 1, Sockets.TOS);

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int level;
    private final int name;
    private final int number;

    OptionNames(int level, int name, int number) {
        this.level = level;
        this.name = name;
        this.number = number;
    }

    /** The option; {@code null} for one without meaning here: urgent data in line and multicast, of which there is none. */
    static OptionNames of(int level, int name) {
        for (OptionNames o : values()) {
            if (o.level == level && o.name == name) {
                return o;
            }
        }
        return null;
    }

    /** The first value of an option of the kernel. */
    static long value(int handle, int option) throws SocketException {
        long[] value = new long[Sockets.TRAFFIC_LENGTH];
        SocketErrors.check(Kernel.CALLS.getSocketOption(handle, option, value));
        return value[0];
    }

    int number() {
        return number;
    }

    int fromKernel(long value) {
        return (int) value;
    }

    long toKernel(int value) {
        return value;
    }
}
