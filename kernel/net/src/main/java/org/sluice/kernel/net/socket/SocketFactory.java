package org.sluice.kernel.net.socket;

import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.VcParameters;
import org.sluice.kernel.net.tcp.Tcp;
import org.sluice.kernel.net.udp.Udp;
import org.sluice.kernel.network.SocketSession;

/** Makes sockets. */
public final class SocketFactory {
    private final Context context;
    private final Sessions sessions;
    private final NativeVcs vcs;
    private final PingSockets pings;
    private final Udp udp;
    private final Tcp tcp;

    public SocketFactory(Context context, Sessions sessions, NativeVcs vcs, PingSockets pings, Udp udp, Tcp tcp) {
        this.context = context;
        this.sessions = sessions;
        this.vcs = vcs;
        this.pings = pings;
        this.udp = udp;
        this.tcp = tcp;
    }

    /** @throws CallFailed EAFNOSUPPORT, EPROTONOSUPPORT, ENFILE */
    public SocketSession make(int family, int type, int protocol) {
        return switch (family) {
            case Sockets.ATMPVC -> switch (type == Sockets.DGRAM ? protocol : -1) {
                case Sockets.AAL5 -> new NativeSocket(context, sessions, vcs, VcParameters.AAL5);
                case Sockets.AAL0 -> new NativeSocket(context, sessions, vcs, VcParameters.AAL0);
                case Sockets.OAM -> new OamSocket(context, sessions, vcs);
                default -> throw new CallFailed(Errno.EPROTONOSUPPORT);
            };
            case Sockets.INET -> {
                if (type == Sockets.STREAM && (protocol == 0 || protocol == Sockets.TCP)) {
                    yield new StreamSocket(context, sessions, tcp);
                }
                if (type == Sockets.DGRAM && protocol == Sockets.ICMP) {
                    yield new PingSocket(context, sessions, pings);
                }
                if (type == Sockets.DGRAM && (protocol == Sockets.UDP || protocol == 0)) {
                    yield new UdpSocket(context, sessions, udp);
                }
                if (type == Sockets.RAW && protocol == Sockets.RAW_IP) {
                    yield new RawSocket(context, sessions);
                }
                throw new CallFailed(Errno.EPROTONOSUPPORT);
            }
            case Sockets.PACKET -> {
                if (type != Sockets.RAW) {
                    throw new CallFailed(Errno.EPROTONOSUPPORT);
                }
                yield new PacketSocket(context, sessions);
            }
            default -> throw new CallFailed(Errno.EAFNOSUPPORT);
        };
    }

    /**
     * A listening socket for connections to addresses of others: those that somebody accepts come out of it, and their own name is whom the peer wanted.
     *
     * @throws CallFailed ENFILE
     */
    public SocketSession gateway(Tcp.Foreign answers) {
        return new StreamSocket(context, sessions, tcp, answers);
    }
}
