package org.sluice.kernel.network;

import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.Taker;
import org.sluice.kernel.file.Transfer;

/**
 * A socket: a file that has addresses. Reading and writing, by copying and by handing memory over, are those of a file; on sockets that keep
 * message boundaries each call is one message. Addresses and options are laid out as {@link org.sluice.abi.Sockets} says.
 *
 * <p>The defaults refuse: a session overrides what its kind can do.
 */
public abstract class SocketSession extends FileSession {
    /** Chooses what arrives here. */
    public void bind(long[] address) {
        throw new CallFailed(Errno.ENOTSUP);
    }

    /** Chooses where what is written goes. */
    public void connect(long[] address) {
        throw new CallFailed(Errno.ENOTSUP);
    }

    /**
     * Lets peers connect.
     *
     * @param backlog connections that may wait to be accepted
     */
    public void listen(int backlog) {
        throw new CallFailed(Errno.ENOTSUP);
    }

    /**
     * Takes a connection that a peer has made; waits for one unless the flags or the socket say otherwise.
     *
     * @param flags   {@link org.sluice.abi.Sockets#DONT_WAIT} and {@link org.sluice.abi.Sockets#ACCEPT_NON_BLOCKING}
     * @param address filled with the peer's address, unless null
     */
    public SocketSession accept(int flags, long[] address) {
        throw new CallFailed(Errno.ENOTSUP);
    }

    /** Ends one direction or both. @param how of {@link org.sluice.abi.Sockets} */
    public void shutdown(int how) {
        throw new CallFailed(Errno.ENOTSUP);
    }

    /**
     * Hands out areas that were written and are needed no more, as {@link org.sluice.abi.Sockets#RETURN_AREAS} asked for: whole parts, in the order
     * in which they were written. Waits until there is one unless the transfer says otherwise.
     *
     * @return bytes handed out; 0 when nothing is under way
     */
    public long reclaim(Transfer transfer, Taker taker) {
        throw new CallFailed(Errno.ENOTSUP);
    }

    /** Fills the socket's own address, or its peer's. */
    public void name(boolean peer, long[] address) {
        throw new CallFailed(Errno.ENOTSUP);
    }

    /** Fills an option's values; returns how many there are. */
    public int option(int option, long[] values) {
        throw new CallFailed(Errno.ENOPROTOOPT);
    }

    public void setOption(int option, long[] values) {
        throw new CallFailed(Errno.ENOPROTOOPT);
    }

    /** Sends one message to an address, or to the peer if it is null. Returns the bytes sent: all. */
    public int send(byte[] buffer, int offset, int length, int flags, long[] address) {
        throw new CallFailed(Errno.ENOTSUP);
    }

    /** Receives one message; what is longer than the buffer is lost. Fills where it came from, and what goes with it, unless null. */
    public int receive(byte[] buffer, int offset, int length, int flags, long[] message) {
        throw new CallFailed(Errno.ENOTSUP);
    }
}
