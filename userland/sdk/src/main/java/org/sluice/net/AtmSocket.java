package org.sluice.net;

import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.io.Area;
import org.sluice.io.AreaChannel;
import org.sluice.io.Transfer;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/**
 * A native ATM socket: SDUs of one virtual connection. {@link #bind} chooses the connection it receives from, {@link #connect} the one it
 * sends on; they may be the same, and one of them may be left out.
 *
 * <p>SDUs are areas. Sent areas are gone, without being copied: they are read by the network interface where they lie, or by the
 * receiver if it is on this machine. What is received lies where the interface has put it. An SDU may consist of several areas.
 */
public final class AtmSocket extends Socket {
    /** A call takes one SDU; no SDU is longer. */
    private static final int MOST = 65535;

    private final AreaChannel areas;

    private AtmSocket(SystemCalls calls, int protocol, String name) throws SysException {
        super(calls, Sockets.ATMPVC, Sockets.DGRAM, protocol, name);
        areas = AreaChannel.of(calls, handle, name);
    }

    /** A socket for AAL5 SDUs of 1 to 65535 bytes. */
    public static AtmSocket aal5(SystemCalls calls) throws SysException {
        return new AtmSocket(calls, Sockets.AAL5, "AAL5 socket");
    }

    /** A socket for cells: SDUs of 52 bytes, four of header, without the HEC, and 48 of payload. */
    public static AtmSocket aal0(SystemCalls calls) throws SysException {
        return new AtmSocket(calls, Sockets.AAL0, "AAL0 socket");
    }

    /** A socket for loopback cells on a connection that is open: messages are tokens of four bytes. It can only be connected. */
    public static AtmSocket oam(SystemCalls calls) throws SysException {
        return new AtmSocket(calls, Sockets.OAM, "OAM socket");
    }

    /**
     * Receives from a connection from now on.
     *
     * @throws SysException EADDRINUSE if it has a receiver, ENODEV, ENOSPC, EINVAL if the socket is bound
     */
    public void bind(AtmAddress address) throws SysException {
        Sys.check(calls.bind(handle, address.toArray()), address.toString());
    }

    /** Sends on a connection from now on. @throws SysException EADDRINUSE if IP has it, EISCONN, ENODEV, ENOSPC */
    public void connect(AtmAddress address) throws SysException {
        Sys.check(calls.connect(handle, address.toArray()), address.toString());
    }

    /** Whether calls are to fail with ENOTSUP rather than copy. @return this */
    public AtmSocket requireZeroCopy(boolean required) {
        areas.requireZeroCopy(required);
        return this;
    }

    /** Whether calls wait, for room to send and for SDUs to receive; else they fail with EAGAIN. They do at first. @return this */
    public AtmSocket wait(boolean waiting) {
        areas.wait(waiting);
        return this;
    }

    /**
     * Sends one SDU that consists of areas.
     *
     * @param sdu gone when this returns; still the caller's, with closed views, when it throws
     * @throws SysException EMSGSIZE if it is too long, EDESTADDRREQ if the socket is not connected, EAGAIN, EINTR, ENODEV
     */
    public void send(Area... sdu) throws SysException {
        areas.writeAreas(sdu);
    }

    /**
     * Receives one SDU.
     *
     * @return its areas in order, the caller's to close
     * @throws SysException ENOTCONN if the socket is not bound, EAGAIN, EINTR, ENOMEM or EMFILE if the caller's quota has no room: then the
     *     SDU is still there
     */
    public Area[] receive() throws SysException {
        return areas.readAreas(MOST);
    }

    /** What the last {@link #send} or {@link #receive} of areas did. */
    public Transfer last() {
        return areas.last();
    }

    /** What all of them did. */
    public Transfer total() {
        return areas.total();
    }
}
