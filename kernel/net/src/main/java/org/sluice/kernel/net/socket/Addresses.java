package org.sluice.kernel.net.socket;

import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;

/** Addresses as programs give them. */
final class Addresses {
    private Addresses() {
    }

    /** @throws CallFailed EINVAL if it is too short, EAFNOSUPPORT for another family */
    static void require(long[] address, int family) {
        if (address.length < Sockets.ADDRESS_LENGTH) {
            throw new CallFailed(Errno.EINVAL);
        }
        if (address[Sockets.FAMILY] != family) {
            throw new CallFailed(Errno.EAFNOSUPPORT);
        }
    }

    /** An IPv4 address. @throws CallFailed EAFNOSUPPORT for one that is longer, EINVAL for an impossible port */
    static int ip(long[] address) {
        require(address, Sockets.INET);
        if (address[Sockets.HIGH] != 0 || address[Sockets.LOW] >>> 32 != 0) {
            throw new CallFailed(Errno.EAFNOSUPPORT);
        }
        if (address[Sockets.PORT] < 0 || address[Sockets.PORT] > 0xffff) {
            throw new CallFailed(Errno.EINVAL);
        }
        return (int) address[Sockets.LOW];
    }

    /** A connection's place. @throws CallFailed ENODEV, EINVAL for numbers no connection has */
    static NativeVcs.Place place(long[] address) {
        require(address, Sockets.ATMPVC);
        long device = address[Sockets.INTERFACE];
        long vpi = address[Sockets.VPI];
        long vci = address[Sockets.VCI];
        if (device < 0 || device > Integer.MAX_VALUE) {
            throw new CallFailed(Errno.ENODEV);
        }
        if (vpi < 0 || vpi > 255 || vci < 1 || vci > 65535) {
            throw new CallFailed(Errno.EINVAL);
        }
        return new NativeVcs.Place((int) device, (int) vpi, (int) vci);
    }

    static void fill(long[] to, long family, long a, long b, long c) {
        to[Sockets.FAMILY] = family;
        to[1] = a;
        to[2] = b;
        to[3] = c;
    }
}
