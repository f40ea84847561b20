package guest.java.net;

import guest.rt.Clock;
import guest.rt.Files;
import guest.rt.Kernel;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.net.dns.HostNames;
import org.sluice.net.dns.ResolveException;

/** Natives of Inet4AddressImpl: names by the resolver of the SDK, reachability by an echo request. */
final class N_Inet4AddressImpl {
    private static final byte ECHO_REQUEST = 8;
    private static final int ECHO_LENGTH = 16;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private N_Inet4AddressImpl() {
    }

    static String getLocalHostName(Inet4AddressImpl self) {
        byte[] name = Files.readAll("/etc/hostname");
        String text = name == null ? "" : Files.decode(name, 0, name.length).strip();
        return text.isEmpty() ? "localhost" : text;
    }

    static InetAddress[] lookupAllHostAddr(Inet4AddressImpl self, String host) throws UnknownHostException {
        try {
            byte[][] found = HostNames.addresses(Kernel.CALLS, host);
            InetAddress[] addresses = new InetAddress[found.length];
            for (int i = 0; i < found.length; i++) {
                addresses[i] = new Inet4Address(host, found[i]);
            }
            return addresses;
        } catch (ResolveException e) {
            throw new UnknownHostException(host + ": " + e.sentence());
        }
    }

    static String getHostByAddr(Inet4AddressImpl self, byte[] address) throws UnknownHostException {
        try {
            return HostNames.name(Kernel.CALLS, address);
        } catch (ResolveException e) {
            throw new UnknownHostException();
        }
    }

    /** @param timeout milliseconds @param own address of the interface to go through, or {@code null} @param ttl 0 for as usual */
    static boolean isReachable0(Inet4AddressImpl self, byte[] address, int timeout, byte[] own, int ttl) throws guest.java.io.IOException {
        int handle = Kernel.CALLS.socket(Sockets.INET, Sockets.DGRAM, Sockets.ICMP);
        if (handle < 0) {
            throw new SocketException(Errno.message(-handle));
        }
        try {
            if (ttl > 0) {
                Kernel.CALLS.setSocketOption(handle, Sockets.TTL, new long[] {ttl});
            }
            if (own != null) {
                Kernel.CALLS.bind(handle, address(own));
            }
            byte[] request = new byte[ECHO_LENGTH];
            request[0] = ECHO_REQUEST;
            if (Kernel.CALLS.sendTo(handle, request, 0, request.length, 0, address(address)) < 0) {
                return false;
            }
            long[] about = new long[Sockets.MESSAGE_LENGTH];
            long deadline = Clock.monotonic() + timeout * NANOS_PER_MILLI;
            long left;
            while ((left = deadline - Clock.monotonic()) > 0) {
                Kernel.CALLS.setSocketOption(handle, Sockets.RECEIVE_TIMEOUT, new long[] {left});
                int n = Kernel.CALLS.receiveFrom(handle, request, 0, request.length, 0, about);
                if (n >= 0 && about[Sockets.LOW] == address(address)[Sockets.LOW]) {
                    return true;
                }
                if (n < 0 && n != -Errno.EINTR) {
                    return false;
                }
            }
            return false;
        } finally {
            Kernel.CALLS.close(handle);
        }
    }

    private static long[] address(byte[] bytes) {
        long[] made = new long[Sockets.ADDRESS_LENGTH];
        made[Sockets.FAMILY] = Sockets.INET;
        for (byte b : bytes) {
            made[Sockets.LOW] = made[Sockets.LOW] << 8 | b & 0xff;
        }
        return made;
    }
}
