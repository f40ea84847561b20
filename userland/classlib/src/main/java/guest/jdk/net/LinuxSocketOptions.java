package guest.jdk.net;

import guest.java.net.SocketException;
import guest.jdk.net.ExtendedSocketOptions.PlatformSocketOptions;
import guest.rt.Kernel;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;

/** Options of the JDK's module jdk.net that sockets of the kernel have. Times are in seconds. */
class LinuxSocketOptions extends PlatformSocketOptions {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** MTU_DISCOVER: DF as routed, and never. */
    private static final int DISCOVER = 1;
    private static final int DISCOVER_NEVER = 0;

    public LinuxSocketOptions() {
    }

    private static void set(int fd, int option, long value) throws SocketException {
        check(Kernel.CALLS.setSocketOption(fd, option, new long[] {value}));
    }

    private static long get(int fd, int option) throws SocketException {
        long[] value = new long[Sockets.TRAFFIC_LENGTH];
        check(Kernel.CALLS.getSocketOption(fd, option, value));
        return value[0];
    }

    private static void check(int result) throws SocketException {
        if (result < 0) {
            throw new SocketException(Errno.message(-result));
        }
    }

    @Override
    boolean quickAckSupported() {
        return true;
    }

    @Override
    void setQuickAck(int fd, boolean on) throws SocketException {
        set(fd, Sockets.QUICK_ACK, on ? 1 : 0);
    }

    @Override
    boolean getQuickAck(int fd) throws SocketException {
        return get(fd, Sockets.QUICK_ACK) != 0;
    }

    @Override
    boolean keepAliveOptionsSupported() {
        return true;
    }

    @Override
    void setTcpKeepAliveProbes(int fd, int value) throws SocketException {
        set(fd, Sockets.KEEP_COUNT, value);
    }

    @Override
    void setTcpKeepAliveTime(int fd, int value) throws SocketException {
        set(fd, Sockets.KEEP_IDLE, value * NANOS_PER_SECOND);
    }

    @Override
    void setTcpKeepAliveIntvl(int fd, int value) throws SocketException {
        set(fd, Sockets.KEEP_INTERVAL, value * NANOS_PER_SECOND);
    }

    @Override
    int getTcpKeepAliveProbes(int fd) throws SocketException {
        return (int) get(fd, Sockets.KEEP_COUNT);
    }

    @Override
    int getTcpKeepAliveTime(int fd) throws SocketException {
        return (int) (get(fd, Sockets.KEEP_IDLE) / NANOS_PER_SECOND);
    }

    @Override
    int getTcpKeepAliveIntvl(int fd) throws SocketException {
        return (int) (get(fd, Sockets.KEEP_INTERVAL) / NANOS_PER_SECOND);
    }

    @Override
    boolean ipDontFragmentSupported() {
        return true;
    }

    @Override
    void setIpDontFragment(int fd, boolean value, boolean isIPv6) throws SocketException {
        set(fd, Sockets.MTU_DISCOVER, value ? DISCOVER : DISCOVER_NEVER);
    }

    @Override
    boolean getIpDontFragment(int fd, boolean isIPv6) throws SocketException {
        return get(fd, Sockets.MTU_DISCOVER) != DISCOVER_NEVER;
    }
}
