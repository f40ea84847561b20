package org.sluice.apps.net;

import java.io.IOException;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.net.InetEndpoint;
import org.sluice.net.Poller;
import org.sluice.net.StreamSocket;
import org.sluice.sys.SysException;

/** Connects within a time. */
public final class Connecting {
    private Connecting() {
    }

    /**
     * Connects a socket, and leaves it one that does not wait.
     *
     * @param nanos longest wait; negative for as long as the system tries
     * @throws SysException as {@link StreamSocket#connect} says; ETIMEDOUT after the time
     */
    public static void within(SystemCalls calls, StreamSocket socket, InetEndpoint peer, long nanos) throws IOException {
        socket.nonBlocking(true);
        try {
            socket.connect(peer);
            return;
        } catch (SysException e) {
            if (e.errno() != Errno.EINPROGRESS) {
                throw e;
            }
        }
        Poller poller = new Poller(calls);
        poller.add(socket.handle(), Poll.OUT);
        if (poller.await(nanos) == 0) {
            throw new SysException(Errno.ETIMEDOUT, peer.toString());
        }
        int errno = (int) socket.option(Sockets.ERROR);
        if (errno != 0) {
            throw new SysException(errno, peer.toString());
        }
    }
}
