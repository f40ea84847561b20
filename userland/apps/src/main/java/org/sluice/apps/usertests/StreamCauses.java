package org.sluice.apps.usertests;

import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.IoVectors;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;
import org.sluice.abi.Transfers;

/** One way to each error of the calls on streams, and of waiting for several files. */
final class StreamCauses extends NetCauses {
    private static final int LOOPBACK = 0x7f000001;
    /** A network that leads nowhere: a connection nobody is at the other end of. */
    private static final int VCI = 910;
    private static final int OWN = 0x0a6e0001;
    private static final int SILENT = 0x0a6e0002;
    private static final int PORT = 7011;
    private static final int CLOSED = 7012;

    private final long[] vector = new long[IoVectors.size(4)];
    private int file;
    private int datagrams;
    private int atm;
    private int server;
    private int client;
    private int accepted;

    StreamCauses(Kit kit, List<ErrorCauses.Cause> causes) {
        super(kit, causes);
    }

    @Override
    int newSocket() {
        return Kit.ok("socket", c.socket(Sockets.INET, Sockets.STREAM, Sockets.TCP));
    }

    private void set(int socket, int option, long value) {
        Kit.ok("setSocketOption", c.setSocketOption(socket, option, new long[] {value}));
    }

    void prepare() {
        kit.write(kit.path("nostream"), "text");
        file = kit.open(kit.path("nostream"), FileFlags.O_RDWR);
        datagrams = Kit.ok("socket", c.socket(Sockets.INET, Sockets.DGRAM, Sockets.UDP));
        atm = Kit.ok("socket", c.socket(Sockets.ATMPVC, Sockets.DGRAM, Sockets.AAL5));
        server = newSocket();
        Kit.ok("bind", c.bind(server, ip(LOOPBACK, PORT)));
        Kit.ok("listen", c.listen(server, 8));
        client = newSocket();
        Kit.ok("connect", c.connect(client, ip(LOOPBACK, PORT)));
        accepted = Kit.ok("accept", c.accept(server, 0, any));
        control("open atm0 0." + VCI + " encap=vc address=10.110.0.1/24");
        connecting();
        listening();
        ending();
        polling();
        reclaiming();
    }

    void tidy() {
        kit.close(accepted, client, server, atm, datagrams, file);
        control("close atm0 0." + VCI);
    }

    private void connecting() {
        cause("connect", Errno.ECONNREFUSED, () -> with(socket -> c.connect(socket, ip(LOOPBACK, CLOSED))));
        cause("connect", Errno.EINPROGRESS, () -> with(socket -> {
            set(socket, Sockets.NON_BLOCKING, 1);
            return c.connect(socket, ip(SILENT, PORT));
        }));
        cause("connect", Errno.EALREADY, () -> with(socket -> {
            set(socket, Sockets.NON_BLOCKING, 1);
            c.connect(socket, ip(SILENT, PORT));
            return c.connect(socket, ip(SILENT, PORT));
        }));
        cause("connect", Errno.ETIMEDOUT, () -> with(socket -> {
            set(socket, Sockets.USER_TIMEOUT, 20_000_000L);
            return c.connect(socket, ip(SILENT, PORT));
        }));
        cause("connect", Errno.EINTR, () -> with(socket -> {
            c.threadInterrupt(c.threadSelf());
            return c.connect(socket, ip(SILENT, PORT));
        }));
        cause("bind", Errno.EADDRINUSE, () -> with(socket -> c.bind(socket, ip(LOOPBACK, PORT))));
        cause("bind", Errno.EADDRNOTAVAIL, () -> with(socket -> c.bind(socket, ip(SILENT, PORT))));
        cause("connect", Errno.EISCONN, () -> c.connect(client, ip(LOOPBACK, PORT)));
    }

    private void listening() {
        cause("listen", Errno.EBADF, () -> c.listen(Kit.NO_HANDLE, 1));
        cause("listen", Errno.ENOTSOCK, () -> c.listen(file, 1));
        cause("listen", Errno.ENOTSUP, () -> c.listen(datagrams, 1));
        cause("listen", Errno.EINVAL, () -> c.listen(client, 1));
        cause("listen", Errno.EADDRINUSE, () -> with(socket -> with(other -> {
            // both may bind; only one may listen
            set(socket, Sockets.REUSE_ADDRESS, 1);
            set(other, Sockets.REUSE_ADDRESS, 1);
            Kit.ok("bind", c.bind(socket, ip(LOOPBACK, CLOSED)));
            Kit.ok("bind", c.bind(other, ip(LOOPBACK, CLOSED)));
            Kit.ok("listen", c.listen(socket, 1));
            return c.listen(other, 1);
        })));
        cause("accept", Errno.EBADF, () -> c.accept(Kit.NO_HANDLE, 0, any));
        cause("accept", Errno.ENOTSOCK, () -> c.accept(file, 0, any));
        cause("accept", Errno.EFAULT, () -> c.accept(server, 0, tooShort));
        cause("accept", Errno.EINVAL, () -> c.accept(server, 1, any));
        cause("accept", Errno.EINVAL, () -> c.accept(client, 0, any));
        cause("accept", Errno.ENOTSUP, () -> c.accept(datagrams, 0, any));
        cause("accept", Errno.EAGAIN, () -> c.accept(server, Sockets.DONT_WAIT, any));
        cause("accept", Errno.EMFILE, () -> QuotaTests.withAllHandles(kit, () -> c.accept(server, Sockets.DONT_WAIT, any)));
        cause("accept", Errno.EINTR, () -> {
            c.threadInterrupt(c.threadSelf());
            return c.accept(server, 0, any);
        });
    }

    private void ending() {
        cause("shutdown", Errno.EBADF, () -> c.shutdown(Kit.NO_HANDLE, Sockets.SHUT_BOTH));
        cause("shutdown", Errno.ENOTSOCK, () -> c.shutdown(file, Sockets.SHUT_BOTH));
        cause("shutdown", Errno.EINVAL, () -> c.shutdown(client, 3));
        cause("shutdown", Errno.ENOTSUP, () -> c.shutdown(atm, Sockets.SHUT_BOTH));
        cause("shutdown", Errno.ENOTCONN, () -> c.shutdown(datagrams, Sockets.SHUT_BOTH));
        cause("shutdown", Errno.ENOTCONN, () -> with(socket -> c.shutdown(socket, Sockets.SHUT_SEND)));
    }

    private void polling() {
        cause("pollFiles", Errno.EFAULT, () -> c.pollFiles(null, 1, 0));
        cause("pollFiles", Errno.EFAULT, () -> c.pollFiles(new long[1], 2, 0));
        cause("pollFiles", Errno.EINVAL, () -> c.pollFiles(new long[1], -1, 0));
        cause("pollFiles", Errno.EINVAL, () -> c.pollFiles(new long[1], Poll.MOST + 1, 0));
        cause("pollFiles", Errno.EINTR, () -> {
            c.threadInterrupt(c.threadSelf());
            return c.pollFiles(new long[] {Poll.entry(accepted, Poll.IN)}, 1, -1);
        });
    }

    private void reclaiming() {
        cause("socketReclaim", Errno.EBADF, () -> c.socketReclaim(Kit.NO_HANDLE, vector, 0, null));
        cause("socketReclaim", Errno.ENOTSOCK, () -> c.socketReclaim(file, vector, 0, null));
        cause("socketReclaim", Errno.EFAULT, () -> c.socketReclaim(client, null, 0, null));
        cause("socketReclaim", Errno.EFAULT, () -> c.socketReclaim(client, new long[0], 0, null));
        cause("socketReclaim", Errno.EFAULT, () -> c.socketReclaim(client, vector, 0, new long[1]));
        cause("socketReclaim", Errno.EINVAL, () -> c.socketReclaim(client, vector, Transfers.ZERO_COPY, null));
        cause("socketReclaim", Errno.ENOTSUP, () -> c.socketReclaim(datagrams, vector, 0, null));
        cause("socketReclaim", Errno.EAGAIN, () -> underWay(socket -> c.socketReclaim(socket, vector, Transfers.NO_WAIT, null)));
        cause("socketReclaim", Errno.EINTR, () -> underWay(socket -> {
            set(socket, Sockets.NON_BLOCKING, 0);
            c.threadInterrupt(c.threadSelf());
            return c.socketReclaim(socket, vector, 0, null);
        }));
    }

    /** With a connection whose peer has a closed window and an area that cannot go. */
    private long underWay(java.util.function.IntToLongFunction action) {
        return with(socket -> {
            set(socket, Sockets.RETURN_AREAS, 1);
            Kit.ok("connect", c.connect(socket, ip(LOOPBACK, PORT)));
            int other = Kit.ok("accept", c.accept(server, 0, any));
            set(socket, Sockets.NON_BLOCKING, 1);
            try {
                byte[] filler = new byte[1 << 16];
                while (c.write(socket, filler, 0, filler.length) > 0) {
                    continue;
                }
                // the buffer was filled by copying; what is written by right waits behind that
                return action.applyAsLong(lent(socket));
            } finally {
                c.close(other);
            }
        });
    }

    /** Gives an area to a socket that has room for no more than that. */
    private int lent(int socket) {
        long[] one = new long[IoVectors.size(1)];
        Kit.ok("areaAllocate", c.areaAllocate(1, 0, one));
        long address = IoVectors.address(one, 0);
        long before = buffer(socket);
        set(socket, Sockets.SEND_BUFFER, 2 * before);
        Kit.check(c.writeAreas(socket, IoVectors.of(address, 1), 0, null) == 1, "an area was not taken");
        return socket;
    }

    private long buffer(int socket) {
        long[] value = new long[1];
        Kit.ok("getSocketOption", c.getSocketOption(socket, Sockets.SEND_BUFFER, value));
        return value[0];
    }
}
