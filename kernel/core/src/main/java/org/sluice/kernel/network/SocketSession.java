package org.sluice.kernel.network;

import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;

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
