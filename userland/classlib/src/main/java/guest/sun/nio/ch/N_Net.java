package guest.sun.nio.ch;

import guest.java.io.FileDescriptor;
import guest.java.io.IOException;
import guest.java.net.InetAddress;
import guest.java.net.InetSocketAddress;
import guest.java.net.SocketException;
import guest.rt.Kernel;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;

/** Natives of Net: addresses, connecting and options of sockets by system calls. IPv4 alone. */
final class N_Net {
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** Names of options as the JDK's library has them, of Linux. */
    private static final int IPPROTO_IP = 0;
    private static final int IP_MULTICAST_TTL = 33;

    private N_Net() {
    }

    static void initIDs() {
    }

    static boolean isIPv6Available0() {
        return false;
    }

    static boolean isReusePortAvailable0() {
        return true;
    }

    static int isExclusiveBindAvailable() {
        return -1;
    }

    static boolean shouldShutdownWriteBeforeClose0() {
        return false;
    }

    static boolean shouldSetBothIPv4AndIPv6Options0() {
        return false;
    }

    static boolean canIPv6SocketJoinIPv4Group0() {
        return false;
    }

    static boolean canJoin6WithIPv4Group0() {
        return false;
    }

    static boolean canUseIPv6OptionsWithIPv4LocalAddress0() {
        return false;
    }

    static short pollinValue() {
        return Poll.IN;
    }

    static short polloutValue() {
        return Poll.OUT;
    }

    static short pollerrValue() {
        return Poll.ERROR;
    }

    static short pollhupValue() {
        return Poll.HANG_UP;
    }

    static short pollnvalValue() {
        return Poll.INVALID;
    }

    static short pollconnValue() {
        return Poll.OUT;
    }

    // ------------------------------------------------------------------ making and connecting

    private static int handle(FileDescriptor fd) {
        return IOUtil.fdVal(fd);
    }

    /** The JDK declares no exception here, and its natives throw this one all the same. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException undeclared(Throwable e) throws T {
        throw (T) e;
    }

    static int socket0(boolean preferIPv6, boolean stream, boolean reuse, boolean fastLoopback) {
        int made = Kernel.CALLS.socket(Sockets.INET, stream ? Sockets.STREAM : Sockets.DGRAM, stream ? Sockets.TCP : Sockets.UDP);
        if (made < 0) {
            throw N_Net.<RuntimeException>undeclared(SocketErrors.of(made));
        }
        if (reuse) {
            Kernel.CALLS.setSocketOption(made, Sockets.REUSE_ADDRESS, new long[] {1});
        }
        return made;
    }

    static void bind0(FileDescriptor fd, boolean preferIPv6, boolean exclusive, InetAddress address, int port) throws IOException {
        SocketErrors.check(Kernel.CALLS.bind(handle(fd), SocketAddresses.of(address, port)));
    }

    static void listen(FileDescriptor fd, int backlog) throws IOException {
        SocketErrors.check(Kernel.CALLS.listen(handle(fd), backlog));
    }

    /** @return 1 when connected, or what IOStatus has for not yet */
    static int connect0(boolean preferIPv6, FileDescriptor fd, InetAddress remote, int port) throws IOException {
        int result = StreamTransfers.isClosing(fd) ? -Errno.EINTR : Kernel.CALLS.connect(handle(fd), SocketAddresses.of(remote, port));
        return switch (-result) {
            case 0 -> 1;
            case Errno.EINPROGRESS -> IOStatus.UNAVAILABLE;
            case Errno.EINTR -> IOStatus.INTERRUPTED;
            default -> throw SocketErrors.of(result);
        };
    }

    static int accept(FileDescriptor fd, FileDescriptor made, InetSocketAddress[] peer) throws IOException {
        long[] address = new long[Sockets.ADDRESS_LENGTH];
        int result;
        do {
            result = StreamTransfers.isClosing(fd) ? -Errno.EINTR : Kernel.CALLS.accept(handle(fd), 0, address);
        } while (result == -Errno.ECONNABORTED);
        if (result == -Errno.EAGAIN) {
            return IOStatus.UNAVAILABLE;
        }
        if (result == -Errno.EINTR) {
            return IOStatus.INTERRUPTED;
        }
        SocketErrors.check(result);
        IOUtil.setfdVal(made, result);
        peer[0] = SocketAddresses.socket(address);
        return 1;
    }

    static void shutdown(FileDescriptor fd, int how) throws IOException {
        int result = Kernel.CALLS.shutdown(handle(fd), how);
        if (result != -Errno.ENOTCONN) {
            SocketErrors.check(result);
        }
    }

    private static long[] name(FileDescriptor fd, boolean peer) throws IOException {
        long[] address = new long[Sockets.ADDRESS_LENGTH];
        SocketErrors.check(Kernel.CALLS.socketName(handle(fd), peer, address));
        return address;
    }

    static int localPort(FileDescriptor fd) throws IOException {
        return SocketAddresses.port(name(fd, false));
    }

    static InetAddress localInetAddress(FileDescriptor fd) throws IOException {
        return SocketAddresses.host(name(fd, false));
    }

    static int remotePort(FileDescriptor fd) throws IOException {
        return SocketAddresses.port(name(fd, true));
    }

    static InetAddress remoteInetAddress(FileDescriptor fd) throws IOException {
        return SocketAddresses.host(name(fd, true));
    }

    // ------------------------------------------------------------------ waiting

    /** @param timeout milliseconds; negative for ever @return the events; 0 after the time or an interrupt */
    static int poll(FileDescriptor fd, int events, long timeout) throws IOException {
        if (StreamTransfers.isClosing(fd)) {
            return 0;
        }
        long[] entry = {Poll.entry(handle(fd), events)};
        int result = Kernel.CALLS.pollFiles(entry, 1, nanos(timeout));
        if (result == -Errno.EINTR) {
            return 0;
        }
        SocketErrors.check(result);
        return result == 0 ? 0 : Poll.ready(entry[0]);
    }

    private static long nanos(long millis) {
        return millis < 0 ? -1 : millis > Long.MAX_VALUE / NANOS_PER_MILLI ? Long.MAX_VALUE : millis * NANOS_PER_MILLI;
    }

    /** Whether the socket is connected; throws why it could not be. */
    static boolean pollConnect(FileDescriptor fd, long timeout) throws IOException {
        if (poll(fd, Poll.OUT, timeout) == 0) {
            return false;
        }
        int error = (int) OptionNames.value(handle(fd), Sockets.ERROR);
        if (error != 0) {
            throw SocketErrors.of(-error);
        }
        return true;
    }

    static int available(FileDescriptor fd) throws IOException {
        return SocketErrors.check(Kernel.CALLS.available(handle(fd)));
    }

    static int sendOOB(FileDescriptor fd, byte data) throws IOException {
        throw new IOException("urgent data is not sent");
    }

    static boolean discardOOB(FileDescriptor fd) throws IOException {
        return false;
    }

    // ------------------------------------------------------------------ options

    static int getIntOption0(FileDescriptor fd, boolean convert, int level, int name) throws IOException {
        OptionNames option = OptionNames.of(level, name);
        if (option == null) {
            return level == IPPROTO_IP && name == IP_MULTICAST_TTL ? 1 : 0;
        }
        return option.fromKernel(OptionNames.value(handle(fd), option.number()));
    }

    static void setIntOption0(FileDescriptor fd, boolean convert, int level, int name, int value, boolean isIPv6) throws IOException {
        OptionNames option = OptionNames.of(level, name);
        if (option == null && level == IPPROTO_IP) {
            throw noGroups();
        }
        if (option != null) {
            SocketErrors.check(Kernel.CALLS.setSocketOption(handle(fd), option.number(), new long[] {option.toKernel(value)}));
        }
    }

    // ------------------------------------------------------------------ groups: there is no multicast

    private static SocketException noGroups() {
        return SocketErrors.of(-Errno.ENOPROTOOPT);
    }

    static int joinOrDrop4(boolean join, FileDescriptor fd, int group, int member, int source) throws IOException {
        throw noGroups();
    }

    static int blockOrUnblock4(boolean block, FileDescriptor fd, int group, int member, int source) throws IOException {
        throw noGroups();
    }

    static int joinOrDrop6(boolean join, FileDescriptor fd, byte[] group, int index, byte[] source) throws IOException {
        throw noGroups();
    }

    static int blockOrUnblock6(boolean block, FileDescriptor fd, byte[] group, int index, byte[] source) throws IOException {
        throw noGroups();
    }

    static void setInterface4(FileDescriptor fd, int address) throws IOException {
        throw noGroups();
    }

    static int getInterface4(FileDescriptor fd) throws IOException {
        return 0;
    }

    static void setInterface6(FileDescriptor fd, int index) throws IOException {
        throw noGroups();
    }

    static int getInterface6(FileDescriptor fd) throws IOException {
        throw noGroups();
    }
}
