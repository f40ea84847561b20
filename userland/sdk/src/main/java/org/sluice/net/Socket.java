package org.sluice.net;

import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/** What all sockets have: a handle, options, messages by copying. Not safe for use by several threads. */
public abstract class Socket implements AutoCloseable {
    protected final SystemCalls calls;
    protected final int handle;
    protected final String name;

    /** @param name whom errors are about @throws SysException EAFNOSUPPORT, EPROTONOSUPPORT, EMFILE */
    protected Socket(SystemCalls calls, int family, int type, int protocol, String name) throws SysException {
        this.calls = calls;
        this.name = name;
        handle = Sys.check(calls.socket(family, type, protocol), name);
    }

    /** A socket that is there already. */
    Socket(SystemCalls calls, int handle, String name) {
        this.calls = calls;
        this.name = name;
        this.handle = handle;
    }

    /** Whom errors are about: for a connection the peer. */
    public final String name() {
        return name;
    }

    /** The system's number of the socket. */
    public final int handle() {
        return handle;
    }

    /** The first value of an option of {@link Sockets}. @throws SysException ENOPROTOOPT */
    public final long option(int option) throws SysException {
        long[] values = new long[Sockets.TRAFFIC_LENGTH];
        Sys.check(calls.getSocketOption(handle, option, values), name);
        return values[0];
    }

    /** The socket's own address and port. @throws SysException ENOTSUP if it is none of IP */
    public final InetEndpoint local() throws SysException {
        return endpoint(false);
    }

    /** The peer's address and port. @throws SysException ENOTCONN */
    public final InetEndpoint peer() throws SysException {
        return endpoint(true);
    }

    private InetEndpoint endpoint(boolean peer) throws SysException {
        long[] address = new long[Sockets.ADDRESS_LENGTH];
        Sys.check(calls.socketName(handle, peer, address), name);
        return InetEndpoint.of(address);
    }

    /** Whether calls fail with EAGAIN instead of waiting; at first they wait. */
    public final void nonBlocking(boolean now) throws SysException {
        setOption(Sockets.NON_BLOCKING, now ? 1 : 0);
    }

    /** Sets an option of {@link Sockets}. @throws SysException ENOPROTOOPT, EINVAL, ENODEV */
    public final void setOption(int option, long... values) throws SysException {
        Sys.check(calls.setSocketOption(handle, option, values), name);
    }

    /** Longest wait of a receive in nanoseconds, 0 for ever; then it fails with EAGAIN. */
    public final void receiveTimeout(long nanos) throws SysException {
        setOption(Sockets.RECEIVE_TIMEOUT, nanos);
    }

    /**
     * Sends one message to an address of {@link Sockets}, by copying it.
     *
     * @param address null for the peer
     * @throws SysException as the call {@code sendTo} says
     */
    public final void send(byte[] message, int offset, int length, long[] address) throws SysException {
        Sys.check(calls.sendTo(handle, message, offset, length, 0, address), name);
    }

    /**
     * Receives one message by copying it; what is longer than the buffer is lost.
     *
     * @param about null, or filled as {@link Sockets} says: from whom, how long, when
     * @return bytes of it in the buffer
     * @throws SysException as the call {@code receiveFrom} says
     */
    public final int receive(byte[] buffer, long[] about) throws SysException {
        return Sys.check(calls.receiveFrom(handle, buffer, 0, buffer.length, 0, about), name);
    }

    /** Room for what {@link #receive} tells about a message. */
    public static long[] newMessageRecord() {
        return new long[Sockets.MESSAGE_LENGTH];
    }

    @Override
    public final void close() throws SysException {
        Sys.check(calls.close(handle), name);
    }
}
