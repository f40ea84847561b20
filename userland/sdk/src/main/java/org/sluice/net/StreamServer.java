package org.sluice.net;

import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/** A socket that peers connect to. Any number of threads may accept. */
public final class StreamServer extends Socket {
    private StreamServer(SystemCalls calls) throws SysException {
        super(calls, Sockets.INET, Sockets.STREAM, Sockets.TCP, "tcp server");
    }

    /**
     * Listens.
     *
     * @param own     address and port, port 0 for any; an address that was in use a moment ago may be used again
     * @param backlog connections that may wait to be accepted
     * @throws SysException EADDRINUSE, EADDRNOTAVAIL, EMFILE, ENFILE
     */
    public static StreamServer listen(SystemCalls calls, InetEndpoint own, int backlog) throws SysException {
        StreamServer server = new StreamServer(calls);
        boolean done = false;
        try {
            server.setOption(Sockets.REUSE_ADDRESS, 1);
            Sys.check(calls.bind(server.handle, own.toArray()), own.toString());
            Sys.check(calls.listen(server.handle, backlog), own.toString());
            done = true;
            return server;
        } finally {
            if (!done) {
                server.close();
            }
        }
    }

    /** Takes a connection, waiting for one. @throws SysException EAGAIN, EINTR, EMFILE, ENFILE; EBADF when it is closed */
    public StreamSocket accept() throws SysException {
        long[] peer = new long[Sockets.ADDRESS_LENGTH];
        int made = Sys.check(calls.accept(handle, 0, peer), name);
        return new StreamSocket(calls, made, InetEndpoint.of(peer).toString());
    }

    /**
     * Takes a connection if one is there.
     *
     * @return a socket whose calls do not wait; null if there is none
     * @throws SysException EINTR, EMFILE, ENFILE; EBADF when it is closed
     */
    public StreamSocket acceptNow() throws SysException {
        long[] peer = new long[Sockets.ADDRESS_LENGTH];
        int made = calls.accept(handle, Sockets.DONT_WAIT | Sockets.ACCEPT_NON_BLOCKING, peer);
        if (made == -Errno.EAGAIN) {
            return null;
        }
        return new StreamSocket(calls, Sys.check(made, name), InetEndpoint.of(peer).toString());
    }
}
