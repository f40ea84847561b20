package guest.sun.nio.ch;

import guest.java.net.Inet4Address;
import guest.java.net.InetAddress;
import guest.java.net.InetSocketAddress;
import guest.java.net.SocketException;
import org.sluice.abi.Sockets;

/** Addresses of the library and of the kernel. */
final class SocketAddresses {
    private SocketAddresses() {
    }

    /** @throws SocketException if the address is none of IPv4 */
    static long[] of(InetAddress address, int port) throws SocketException {
        if (!(address instanceof Inet4Address)) {
            throw new SocketException("Protocol family unavailable: " + address.getHostAddress() + " is no IPv4 address");
        }
        long[] made = new long[Sockets.ADDRESS_LENGTH];
        made[Sockets.FAMILY] = Sockets.INET;
        made[Sockets.PORT] = port;
        made[Sockets.LOW] = Net.inet4AsInt(address) & 0xffffffffL;
        return made;
    }

    static int port(long[] address) {
        return (int) address[Sockets.PORT];
    }

    static InetAddress host(long[] address) {
        return Net.inet4FromInt((int) address[Sockets.LOW]);
    }

    static InetSocketAddress socket(long[] address) {
        return new InetSocketAddress(host(address), port(address));
    }
}
