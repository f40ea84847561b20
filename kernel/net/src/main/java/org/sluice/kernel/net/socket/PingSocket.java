package org.sluice.kernel.net.socket;

import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.icmp.Icmp;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.net.ip.IpInterface;
import org.sluice.kernel.net.ip.Ipv4Header;
import org.sluice.kernel.net.ip.Outgoing;
import org.sluice.kernel.net.ip.Protocol;
import org.sluice.kernel.net.packet.Checksum;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;

/**
 * Echo requests and their answers, as Linux has them for users without rights: what is written is a message of ICMP with type 8, in which the
 * identifier and checksum are put right; what is read are whole answers to that identifier.
 */
final class PingSocket extends MessageSocket {
    private static final int MOST = 65535 - Ipv4Header.BYTES;

    private final PingSockets all;
    private final PingSockets.Claim claim;
    private volatile int source;
    private volatile int peer;
    private volatile int ttl = Outgoing.DEFAULT_TTL;
    private volatile int tos;
    private volatile boolean dontFragment;
    private volatile int through;

    PingSocket(Context context, Sessions sessions, PingSockets all) {
        // before it is among the sessions, which are shown
        this.all = all;
        claim = new PingSockets.Claim();
        super(context, sessions);
    }

    /** Chooses the identifier, 0 for any, and the address that requests come from. */
    @Override
    public void bind(long[] address) {
        int ip = Addresses.ip(address);
        if (ip != Ip.ANY && !context().ip().interfaces().own(ip)) {
            throw new CallFailed(Errno.EADDRNOTAVAIL);
        }
        all.choose(this, claim, (int) address[Sockets.PORT]);
        source = ip;
    }

    /** Chooses who is asked and whose answers are wanted; an address of zeros undoes that. */
    @Override
    public void connect(long[] address) {
        int ip = Addresses.ip(address);
        if (ip != Ip.ANY && through == 0 && (!Ip.host(ip) || context().ip().routes().lookup(ip).isEmpty())) {
            throw new CallFailed(Errno.ENETUNREACH);
        }
        peer = ip;
        all.ensure(this, claim);
    }

    @Override
    public void name(boolean ofPeer, long[] address) {
        if (ofPeer && peer == Ip.ANY) {
            throw new CallFailed(Errno.ENOTCONN);
        }
        Addresses.fill(address, Sockets.INET, ofPeer ? 0 : claim.identifier(), 0, (ofPeer ? peer : source) & 0xffffffffL);
    }

    // ---- in

    boolean wants(Protocol.Arrival arrival, Ipv4Header header) {
        return (peer == Ip.ANY || peer == header.source()) && (through == 0 || through == arrival.through().index())
            && (source == Ip.ANY || source == header.destination());
    }

    void replied(Protocol.Arrival arrival, Ipv4Header header, Packet packet) {
        packet.clip(header.headerLength(), header.payload());
        int bytes = packet.length();
        deliver(new Message(packet.take(), bytes, Sockets.INET, claim.identifier(), 0, header.source() & 0xffffffffL,
            context().realtime().getAsLong(), header.ttl(), arrival.through().index(), 0));
    }

    void failed(Protocol.Failure failure, Ipv4Header quoted) {
        if (peer == Ip.ANY || peer == quoted.destination()) {
            fail(failure);
        }
    }

    // ---- out

    @Override
    void requireLength(long bytes, long[] address) {
        if (address == null && peer == Ip.ANY) {
            throw new CallFailed(Errno.EDESTADDRREQ);
        }
        if (address != null) {
            Addresses.ip(address);
        }
        if (bytes < Icmp.HEADER) {
            throw new CallFailed(Errno.EINVAL);
        }
        if (bytes > MOST) {
            throw new CallFailed(Errno.EMSGSIZE);
        }
    }

    @Override
    void transmit(FramePart[] parts, boolean wait, long[] address) {
        Packet packet = new Packet(context().memory(), parts);
        FramePart head = null;
        IpInterface device;
        int identifier;
        try {
            if (packet.u16(0) != Icmp.ECHO_REQUEST << 8) {
                throw new CallFailed(Errno.EINVAL);
            }
            device = through == 0 ? null : context().ip().interfaces().numbered(through).orElseThrow(
                () -> new CallFailed(Errno.ENODEV));
            identifier = all.ensure(this, claim);
            head = context().pool().header(Icmp.HEADER);
        } finally {
            if (head == null) {
                packet.drop();
            }
        }
        int sequence = packet.u16(6);
        packet.clip(Icmp.HEADER, packet.length() - Icmp.HEADER);
        FramePart[] data = packet.take();
        long at = head.address();
        context().memory().put16(at, Icmp.ECHO_REQUEST << 8);
        context().memory().put16(at + 4, identifier);
        context().memory().put16(at + 6, sequence);
        context().memory().put16(at + 2, Checksum.of((Icmp.ECHO_REQUEST << 8) + identifier + sequence
            + (long) Checksum.sum(context().memory(), data)));
        context().ip().output(new Outgoing(source, address == null ? peer : Addresses.ip(address), Icmp.NUMBER, ttl, tos, dontFragment,
            device), head, data);
    }

    // ---- options

    @Override
    public int option(int option, long[] values) {
        switch (option) {
            case Sockets.TTL -> values[0] = ttl;
            case Sockets.TOS -> values[0] = tos;
            case Sockets.DONT_FRAGMENT -> values[0] = dontFragment ? 1 : 0;
            case Sockets.BIND_INTERFACE -> values[0] = through;
            default -> {
                return super.option(option, values);
            }
        }
        return 1;
    }

    @Override
    public void setOption(int option, long[] values) {
        switch (option) {
            case Sockets.TTL -> ttl = (int) inRange(values[0], 1, 255);
            case Sockets.TOS -> tos = (int) inRange(values[0], 0, 255);
            case Sockets.DONT_FRAGMENT -> dontFragment = inRange(values[0], 0, 1) == 1;
            case Sockets.BIND_INTERFACE -> {
                int index = (int) inRange(values[0], 0, Integer.MAX_VALUE);
                if (index != 0 && context().ip().interfaces().numbered(index).isEmpty()) {
                    throw new CallFailed(Errno.ENODEV);
                }
                through = index;
            }
            default -> super.setOption(option, values);
        }
    }

    @Override
    String describe() {
        return "family=inet type=icmp local=" + Ip.format(source) + ":" + claim.identifier() + " peer=" + (peer == Ip.ANY ? "-" : Ip.format(peer));
    }

    @Override
    void unplug() {
        all.end(claim);
    }
}
