package org.sluice.kernel.net.socket;

import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.net.ip.IpInterface;
import org.sluice.kernel.net.ip.Ipv4Header;
import org.sluice.kernel.net.ip.Outgoing;
import org.sluice.kernel.net.ip.Path;
import org.sluice.kernel.net.ip.Protocol;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.net.udp.Udp;

/** Datagrams of UDP. */
final class UdpSocket extends MessageSocket implements Udp.Receiver {
    private static final int PORT_UNREACHABLE = 3;
    private static final int PROTOCOL_UNREACHABLE = 2;
    private static final int UNREACHABLE = 3;
    /** Values of MTU_DISCOVER. */
    private static final int NEVER = 0;
    private static final int ALWAYS = 2;
    private static final int PROBE = 3;

    private final Udp udp;
    private final Udp.Endpoint endpoint;
    private volatile int source;
    /** The way to the peer, while it holds. */
    private volatile Path path;
    private volatile int ttl = Outgoing.DEFAULT_TTL;
    private volatile int tos;
    private volatile int discover = 1;
    private volatile int through;
    private volatile boolean broadcast;
    private volatile boolean noChecksum;
    private volatile boolean allErrors;
    private volatile boolean reuseAddress;
    private volatile boolean reusePort;
    private volatile boolean receiveEnded;
    private volatile boolean sendEnded;

    UdpSocket(Context context, Sessions sessions, Udp udp) {
        this.udp = udp;
        endpoint = new Udp.Endpoint();
        super(context, sessions);
        endpoint.deliverTo(this);
    }

    @Override
    public void bind(long[] address) {
        int ip = Addresses.ip(address);
        if (ip != Ip.ANY && !context().ip().interfaces().own(ip)) {
            throw new CallFailed(Errno.EADDRNOTAVAIL);
        }
        udp.bind(endpoint, ip, (int) address[Sockets.PORT], reuseAddress || reusePort);
        source = ip;
    }

    /** Chooses the peer; the family 0, or an address of zeros, undoes that. */
    @Override
    public void connect(long[] address) {
        if (address[Sockets.FAMILY] == 0) {
            udp.connect(endpoint, source, Ip.ANY, 0);
            path = null;
            return;
        }
        int ip = Addresses.ip(address);
        int port = (int) address[Sockets.PORT];
        if (ip == Ip.ANY) {
            // as Linux has it, nobody is this machine
            ip = Ip.LOOPBACK;
        }
        Path way = way(ip);
        udp.ensure(endpoint);
        udp.connect(endpoint, way.source(), ip, port);
        path = way;
    }

    private Path way(int destination) {
        if (destination == Ip.BROADCAST && !broadcast) {
            throw new CallFailed(Errno.EACCES);
        }
        IpInterface device = through == 0 ? null : context().ip().interfaces().numbered(through).orElseThrow(
            () -> new CallFailed(Errno.ENODEV));
        return context().ip().path(source, destination, device);
    }

    @Override
    public void name(boolean ofPeer, long[] address) {
        if (ofPeer && endpoint.peer() == Ip.ANY) {
            throw new CallFailed(Errno.ENOTCONN);
        }
        Addresses.fill(address, Sockets.INET, ofPeer ? endpoint.peerPort() : endpoint.port(), 0,
            (ofPeer ? endpoint.peer() : endpoint.local()) & 0xffffffffL);
    }

    @Override
    public void shutdown(int how) {
        if (endpoint.peer() == Ip.ANY) {
            throw new CallFailed(Errno.ENOTCONN);
        }
        sendEnded |= how != Sockets.SHUT_RECEIVE;
        if (how != Sockets.SHUT_SEND) {
            receiveEnded = true;
            wake();
        }
    }

    @Override
    boolean receiveEnded() {
        return receiveEnded;
    }

    // ---- in

    @Override
    public void received(Protocol.Arrival arrival, Ipv4Header header, int sourcePort, int destinationPort, Packet data) {
        int bytes = data.length();
        deliver(new Message(data.take(), bytes, Sockets.INET, sourcePort, 0, header.source() & 0xffffffffL,
            context().realtime().getAsLong(), header.ttl(), arrival.through().index(), 0));
    }

    @Override
    public void failed(Protocol.Failure failure, Ipv4Header quoted, int port) {
        boolean mine = endpoint.peer() != Ip.ANY;
        boolean hard = failure.type() == UNREACHABLE && (failure.code() == PORT_UNREACHABLE || failure.code() == PROTOCOL_UNREACHABLE)
            || failure.errno() == Errno.EMSGSIZE && discover >= ALWAYS;
        if (allErrors || mine && hard) {
            fail(failure);
        }
    }

    // ---- out

    @Override
    void requireLength(long bytes, long[] address) {
        if (sendEnded) {
            throw new CallFailed(Errno.EPIPE);
        }
        if (address == null && endpoint.peer() == Ip.ANY) {
            throw new CallFailed(Errno.EDESTADDRREQ);
        }
        if (address != null) {
            Addresses.ip(address);
            if (address[Sockets.PORT] == 0) {
                throw new CallFailed(Errno.EINVAL);
            }
        }
        if (bytes > Udp.MOST) {
            throw new CallFailed(Errno.EMSGSIZE);
        }
    }

    @Override
    void transmit(FramePart[] parts, boolean wait, long[] address) {
        Path way = path;
        int port = endpoint.peerPort();
        boolean ready = false;
        boolean dontFragment;
        try {
            udp.ensure(endpoint);
            if (address != null) {
                int ip = Addresses.ip(address);
                way = way(ip == Ip.ANY ? Ip.LOOPBACK : ip);
                port = (int) address[Sockets.PORT];
            } else if (way == null || !context().ip().valid(way)) {
                way = way(endpoint.peer());
                path = way;
            }
            int total = Ipv4Header.BYTES + Udp.HEADER + Parts.bytes(parts);
            int fits = discover == PROBE ? way.device().mtu() : context().ip().mtu(way);
            if (discover >= ALWAYS && total > fits) {
                throw new CallFailed(Errno.EMSGSIZE);
            }
            dontFragment = discover != NEVER && total <= fits;
            ready = true;
        } finally {
            if (!ready) {
                Parts.drop(parts);
            }
        }
        udp.send(endpoint, way, port, ttl, tos, dontFragment, !noChecksum, parts);
    }

    // ---- options

    @Override
    public int option(int option, long[] values) {
        values[0] = switch (option) {
            case Sockets.TTL -> ttl;
            case Sockets.TOS -> tos;
            case Sockets.DONT_FRAGMENT -> discover >= ALWAYS ? 1 : 0;
            case Sockets.MTU_DISCOVER -> discover;
            case Sockets.MTU -> {
                Path way = path;
                if (way == null) {
                    throw new CallFailed(Errno.ENOTCONN);
                }
                yield context().ip().mtu(way);
            }
            case Sockets.BIND_INTERFACE -> through;
            case Sockets.BROADCAST -> broadcast ? 1 : 0;
            case Sockets.NO_CHECKSUM -> noChecksum ? 1 : 0;
            case Sockets.ALL_ERRORS -> allErrors ? 1 : 0;
            case Sockets.REUSE_ADDRESS -> reuseAddress ? 1 : 0;
            case Sockets.REUSE_PORT -> reusePort ? 1 : 0;
            case Sockets.PROTOCOL -> Sockets.UDP;
            default -> {
                super.option(option, values);
                yield values[0];
            }
        };
        return 1;
    }

    @Override
    public void setOption(int option, long[] values) {
        switch (option) {
            case Sockets.TTL -> ttl = (int) inRange(values[0], 1, 255);
            case Sockets.TOS -> tos = (int) inRange(values[0], 0, 255);
            case Sockets.DONT_FRAGMENT -> discover = inRange(values[0], 0, 1) == 1 ? ALWAYS : NEVER;
            case Sockets.MTU_DISCOVER -> discover = (int) inRange(values[0], NEVER, PROBE);
            case Sockets.BIND_INTERFACE -> {
                int index = (int) inRange(values[0], 0, Integer.MAX_VALUE);
                if (index != 0 && context().ip().interfaces().numbered(index).isEmpty()) {
                    throw new CallFailed(Errno.ENODEV);
                }
                through = index;
                path = null;
                udp.restrict(endpoint, index);
            }
            case Sockets.BROADCAST -> broadcast = inRange(values[0], 0, 1) == 1;
            case Sockets.NO_CHECKSUM -> noChecksum = inRange(values[0], 0, 1) == 1;
            case Sockets.ALL_ERRORS -> allErrors = inRange(values[0], 0, 1) == 1;
            case Sockets.REUSE_ADDRESS -> reuseAddress = inRange(values[0], 0, 1) == 1;
            case Sockets.REUSE_PORT -> reusePort = inRange(values[0], 0, 1) == 1;
            default -> super.setOption(option, values);
        }
    }

    @Override
    String describe() {
        return "family=inet type=udp local=" + Ip.format(endpoint.local()) + ":" + endpoint.port() + " peer="
            + (endpoint.peer() == Ip.ANY ? "-" : Ip.format(endpoint.peer()) + ":" + endpoint.peerPort());
    }

    @Override
    void unplug() {
        udp.end(endpoint);
    }
}
