package org.sluice.net;

import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.io.Area;
import org.sluice.io.AreaChannel;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/** A socket for datagrams of UDP. Those of {@link #send(Area...)} and {@link #receiveAreas} are not copied. */
public final class UdpSocket extends Socket {
    /** Longest data of a datagram. */
    public static final int MOST = 65507;

    private final AreaChannel areas;

    /** @throws SysException EMFILE, ENFILE */
    public UdpSocket(SystemCalls calls) throws SysException {
        super(calls, Sockets.INET, Sockets.DGRAM, Sockets.UDP, "udp socket");
        areas = AreaChannel.of(calls, handle, name);
    }

    /** Chooses the own address and port, 0 for any. @throws SysException EADDRINUSE, EADDRNOTAVAIL, EINVAL */
    public void bind(InetEndpoint own) throws SysException {
        Sys.check(calls.bind(handle, own.toArray()), own.toString());
    }

    /** Chooses the peer: who is sent to, and the only one that is heard. @throws SysException ENETUNREACH */
    public void connect(InetEndpoint peer) throws SysException {
        Sys.check(calls.connect(handle, peer.toArray()), peer.toString());
    }

    /** Sends a datagram by copying. @param to null for the peer @throws SysException as the call {@code sendTo} says */
    public void send(byte[] data, int offset, int length, InetEndpoint to) throws SysException {
        send(data, offset, length, to == null ? null : to.toArray());
    }

    /** Sends one datagram of areas to the peer. @param datagram gone when this returns @throws SysException EDESTADDRREQ, EMSGSIZE */
    public void send(Area... datagram) throws SysException {
        areas.writeAreas(datagram);
    }

    /** Receives one datagram in the areas it lies in. @throws SysException EAGAIN, EINTR, ECONNREFUSED */
    public Area[] receiveAreas() throws SysException {
        return areas.readAreas(MOST);
    }

    /** Whom a message came from. @param about filled by {@link #receive} */
    public static InetEndpoint sender(long[] about) {
        return InetEndpoint.of(about);
    }
}
