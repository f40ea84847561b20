package org.sluice.kernel.net.ip;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Checksum;
import org.sluice.kernel.net.packet.Counters;
import org.sluice.kernel.net.packet.HeaderPool;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.network.WaitLock;

/** IPv4: what comes in from interfaces and what goes out to them. Called with nothing locked, from any thread. */
public final class Ipv4 {
    private static final int MOST_BYTES = 65535;
    /** Identifications come from as many counters, chosen by a hash of the addresses that nobody can guess. */
    private static final int IDS = 2048;

    private final Memory memory;
    private final HeaderPool pool;
    private final Interfaces interfaces;
    private final Routes routes;
    private final Reassembly reassembly;
    private final Protocol[] protocols = new Protocol[256];
    private final AtomicIntegerArray ids = new AtomicIntegerArray(IDS);
    private final long secret;
    private final PathMtus mtus;
    private final Forwarder forwarder;
    private volatile ErrorReporter reporter;
    private volatile boolean forwarding;

    private final LongAdder received;
    private final Map<Ipv4Header.Fault, LongAdder> faults = new EnumMap<>(Ipv4Header.Fault.class);
    private final LongAdder badOptions;
    private final LongAdder sourceRouted;
    private final LongAdder martian;
    private final LongAdder notForUs;
    private final LongAdder interfaceDown;
    private final LongAdder unknownProtocol;
    private final LongAdder delivered;
    private final LongAdder sent;
    private final LongAdder noRoute;
    private final LongAdder tooBig;
    private final LongAdder fragmented;
    private final LongAdder fragmentsMade;
    private final LongAdder unresolved;

    /** @param secret 64 random bits */
    public Ipv4(Memory memory, HeaderPool pool, Interfaces interfaces, Routes routes, WaitLock lock, Timers timers, Counters counters,
                long secret) {
        this.memory = memory;
        this.pool = pool;
        this.interfaces = interfaces;
        this.routes = routes;
        this.secret = secret;
        mtus = new PathMtus(timers::now);
        forwarder = new Forwarder(memory, pool, routes, counters);
        received = counters.counter("ip_in_received");
        for (Ipv4Header.Fault fault : Ipv4Header.Fault.values()) {
            faults.put(fault, counters.counter("ip_in_bad_" + fault.name().toLowerCase(Locale.ROOT)));
        }
        badOptions = counters.counter("ip_in_bad_options");
        sourceRouted = counters.counter("ip_in_source_routed");
        martian = counters.counter("ip_in_martian");
        notForUs = counters.counter("ip_in_not_for_us");
        interfaceDown = counters.counter("ip_in_interface_down");
        unknownProtocol = counters.counter("ip_in_unknown_protocol");
        delivered = counters.counter("ip_in_delivered");
        sent = counters.counter("ip_out_sent");
        noRoute = counters.counter("ip_out_no_route");
        tooBig = counters.counter("ip_out_too_big");
        fragmented = counters.counter("ip_out_fragmented");
        fragmentsMade = counters.counter("ip_out_fragments");
        unresolved = counters.counter("ip_out_unresolved");
        reassembly = new Reassembly(memory, lock, timers, counters, (arrival, header, first) -> reporter.reassemblyTimedOut(arrival,
            header, first));
    }

    /** Says who reports errors. Called before anything comes in. */
    public void reportBy(ErrorReporter errors) {
        reporter = errors;
    }

    /** Says whether packets for others are sent on. */
    public void setForwarding(boolean now) {
        forwarding = now;
    }

    public boolean forwarding() {
        return forwarding;
    }

    /** Plugs a protocol in. Called before anything comes in. */
    public void register(int number, Protocol protocol) {
        protocols[number] = protocol;
    }

    public Routes routes() {
        return routes;
    }

    public Interfaces interfaces() {
        return interfaces;
    }

    // ---- in

    /** A packet has come. Takes the holds over. @param linkBroadcast whether the link had it for all */
    public void input(IpInterface through, Packet packet, boolean linkBroadcast) {
        received.increment();
        Ipv4Header.Fault fault = Ipv4Header.fault(packet);
        LongAdder reason = fault != null ? faults.get(fault) : !through.up() ? interfaceDown : null;
        if (reason != null) {
            drop(packet, reason);
            return;
        }
        Ipv4Header header = Ipv4Header.parse(packet, 0);
        packet.clip(0, header.totalLength());
        reason = header.headerLength() > Ipv4Header.BYTES ? optionFault(packet, header) : null;
        if (reason == null && strange(through, header)) {
            reason = martian;
        }
        if (reason != null) {
            drop(packet, reason);
            return;
        }
        boolean forAll = isForAll(through, header.destination());
        Protocol.Arrival arrival = new Protocol.Arrival(through, forAll || linkBroadcast);
        if (!forAll && !interfaces.own(header.destination()) || Ip.multicast(header.destination())) {
            if (forwarding && !arrival.toAll() && Ip.host(header.destination()) && !(through instanceof LoopbackInterface)) {
                forwarder.forward(arrival, header, packet, reporter);
            } else {
                drop(packet, notForUs);
            }
            return;
        }
        if (header.isFragment()) {
            Optional<Packet> whole = reassembly.add(arrival, header, packet);
            if (whole.isPresent()) {
                Packet datagram = whole.get();
                deliver(arrival, Ipv4Header.parse(datagram, 0).whole(datagram.length()), datagram);
            }
        } else {
            deliver(arrival, header, packet);
        }
    }

    private static void drop(Packet packet, LongAdder reason) {
        reason.increment();
        packet.drop();
    }

    private LongAdder optionFault(Packet packet, Ipv4Header header) {
        return switch (IpOptions.look(packet, header.headerLength())) {
            case FINE -> null;
            case SOURCE_ROUTED -> sourceRouted;
            case MALFORMED -> badOptions;
        };
    }

    /** Whether no host can have sent that, this way (RFC 1122 3.2.1.3). */
    private static boolean strange(IpInterface through, Ipv4Header header) {
        boolean home = through instanceof LoopbackInterface;
        return !Ip.host(header.source()) || !home && (Ip.loopback(header.source()) || Ip.loopback(header.destination()))
            || isForAll(through, header.source());
    }

    private static boolean isForAll(IpInterface through, int ip) {
        return ip == Ip.BROADCAST || Ip.multicast(ip) || through.address().broadcast(ip) && through.address().ip() != Ip.ANY;
    }

    private void deliver(Protocol.Arrival arrival, Ipv4Header header, Packet packet) {
        Protocol protocol = protocols[header.protocol()];
        if (protocol == null) {
            unknownProtocol.increment();
            reporter.unreachable(arrival, header, packet, ErrorReporter.PROTOCOL_UNREACHABLE);
            packet.drop();
            return;
        }
        delivered.increment();
        protocol.receive(arrival, header, packet);
    }

    // ---- out

    /**
     * Where packets to a destination go now.
     *
     * @param source  own address, or {@link Ip#ANY} for that of the interface
     * @param through the interface they must go through; null for as routed
     * @throws CallFailed ENETUNREACH, EADDRNOTAVAIL
     */
    public Path path(int source, int destination, IpInterface through) {
        List<Routes.Route> known = routes.all();
        Optional<Routes.Route> route = through == null ? routes.lookup(destination) : routes.lookup(destination, through);
        IpInterface device = through != null ? through : route.map(Routes.Route::device).orElse(null);
        if (device == null || !Ip.host(destination) || device.address().ip() != Ip.ANY && device.address().all(destination)) {
            noRoute.increment();
            throw new CallFailed(Errno.ENETUNREACH);
        }
        int from = source != Ip.ANY ? source : sourceFor(device, destination);
        if (from == Ip.ANY) {
            noRoute.increment();
            throw new CallFailed(Errno.EADDRNOTAVAIL);
        }
        return new Path(from, destination, device, route.isEmpty() ? destination : route.get().next(destination), known, through != null);
    }

    /** Whether a path is still the way packets go. */
    public boolean valid(Path path) {
        return path.pinned() || path.known() == routes.all();
    }

    /** Longest packet that gets through a path uncut, as far as it is known. */
    public int mtu(Path path) {
        return mtu(path.destination(), path.device());
    }

    private int mtu(int destination, IpInterface device) {
        return mtus.get(destination, device.mtu());
    }

    /**
     * A router says that a packet was too long, and whoever sent it has made sure that it did.
     *
     * @param sent bytes the packet had
     * @param told what the router says gets through; 0 if it says nothing
     * @return whether the path's MTU is less than it was
     */
    public boolean tooBig(int destination, int sent, int told) {
        return mtus.learn(destination, sent, told, MOST_BYTES);
    }

    /**
     * Sends a segment, which the path's interface takes whole ({@link IpInterface#largest}). Takes the holds over, also when it fails.
     *
     * @param head the protocol's header with {@link HeaderPool#HEADROOM} before it, held by nobody else
     * @throws CallFailed ENETDOWN, EMSGSIZE
     */
    public void output(Path path, int protocol, int ttl, int tos, boolean dontFragment, FramePart head, FramePart[] rest) {
        IpInterface device = path.device();
        int total = Ipv4Header.BYTES + head.length() + Parts.bytes(rest);
        // with DF the sender has heeded what is known of the path, or wants to find out
        int most = dontFragment || device.largest() > device.mtu() ? device.largest() : mtu(path);
        if (!device.up() || total > MOST_BYTES || total > most && dontFragment) {
            head.drop();
            Parts.drop(rest);
            throw new CallFailed(device.up() ? Errno.EMSGSIZE : Errno.ENETDOWN);
        }
        sent.increment();
        Ipv4Header header = new Ipv4Header(Ipv4Header.BYTES, tos, total, nextId(path.source(), path.destination(), protocol),
            dontFragment ? Ipv4Header.DONT_FRAGMENT : 0, ttl, protocol, path.source(), path.destination());
        if (total <= most) {
            FramePart front = Parts.push(head, Ipv4Header.BYTES);
            header.put(memory, front.address());
            device.transmit(path.next(), Parts.join(front, rest));
        } else {
            fragment(device, mtu(path), path.next(), header, Parts.join(head, rest));
        }
    }

    /**
     * Sends a datagram. Takes the holds over, also when it fails.
     *
     * @param head the protocol's header with {@link HeaderPool#HEADROOM} before it, held by nobody else
     * @param rest what comes behind it
     * @throws CallFailed ENETUNREACH without a route or to all hosts of a network, ENETDOWN if the interface is down, EMSGSIZE for one that is too long or may not be cut
     */
    public void output(Outgoing out, FramePart head, FramePart[] rest) {
        IpInterface device;
        int next;
        int source;
        int id;
        int payload = head.length() + Parts.bytes(rest);
        try {
            Optional<Routes.Route> route = out.through() == null ? routes.lookup(out.destination())
                : routes.lookup(out.destination(), out.through());
            if (route.isEmpty() && out.through() == null || !Ip.host(out.destination())) {
                noRoute.increment();
                throw new CallFailed(Errno.ENETUNREACH);
            }
            device = out.through() == null ? route.get().device() : out.through();
            next = route.isEmpty() ? out.destination() : route.get().next(out.destination());
            if (device.address().ip() != Ip.ANY && device.address().all(out.destination())) {
                noRoute.increment();
                throw new CallFailed(Errno.ENETUNREACH);
            }
            source = out.source() != Ip.ANY ? out.source() : sourceFor(device, out.destination());
            if (source == Ip.ANY) {
                noRoute.increment();
                throw new CallFailed(Errno.EADDRNOTAVAIL);
            }
            if (!device.up()) {
                throw new CallFailed(Errno.ENETDOWN);
            }
            int total = Ipv4Header.BYTES + payload;
            if (total > MOST_BYTES || total > mtu(out.destination(), device) && out.dontFragment()) {
                tooBig.increment();
                throw new CallFailed(Errno.EMSGSIZE);
            }
            id = nextId(source, out.destination(), out.protocol());
        } catch (CallFailed e) {
            head.drop();
            Parts.drop(rest);
            throw e;
        }
        sent.increment();
        int flags = out.dontFragment() ? Ipv4Header.DONT_FRAGMENT : 0;
        Ipv4Header header = new Ipv4Header(Ipv4Header.BYTES, out.tos(), Ipv4Header.BYTES + payload, id, flags, out.ttl(), out.protocol(),
            source, out.destination());
        int mtu = mtu(out.destination(), device);
        if (header.totalLength() <= mtu) {
            FramePart front = Parts.push(head, Ipv4Header.BYTES);
            header.put(memory, front.address());
            device.transmit(next, Parts.join(front, rest));
        } else {
            fragment(device, mtu, next, header, Parts.join(head, rest));
        }
    }

    /**
     * Sends a packet whose header somebody else has made: length and checksum are put right, source and identification where they are 0.
     * Takes the holds over, also when it fails.
     *
     * @param head the header with {@link HeaderPool#HEADROOM} before it, held by nobody else
     * @throws CallFailed as {@link #path} says, and ENETDOWN, EMSGSIZE for one that is longer than the interface takes
     */
    public void outputRaw(FramePart head, FramePart[] rest) {
        Packet view = new Packet(memory, new FramePart[] {head});
        Path path;
        int total = head.length() + Parts.bytes(rest);
        try {
            path = path(Ip.ANY, view.u32(16), null);
            if (!path.device().up()) {
                throw new CallFailed(Errno.ENETDOWN);
            }
            if (total > path.device().mtu()) {
                tooBig.increment();
                throw new CallFailed(Errno.EMSGSIZE);
            }
        } catch (CallFailed e) {
            head.drop();
            Parts.drop(rest);
            throw e;
        }
        long at = head.address();
        memory.put16(at + 2, total);
        if (view.u32(12) == 0) {
            memory.put32(at + 12, path.source());
        }
        if (view.u16(4) == 0) {
            memory.put16(at + 4, nextId(path.source(), path.destination(), view.u8(9)));
        }
        memory.put16(at + 10, 0);
        memory.put16(at + 10, Checksum.of(memory.sum(at, head.length())));
        sent.increment();
        path.device().transmit(path.next(), Parts.join(head, rest));
    }

    /** Cuts a datagram. Each piece gets a header of its own and holds on its part of the payload. */
    private void fragment(IpInterface device, int mtu, int next, Ipv4Header whole, FramePart[] payload) {
        fragmented.increment();
        int bytes = whole.payload();
        int step = mtu - Ipv4Header.BYTES & ~7;
        try {
            for (int at = 0; at < bytes; at += step) {
                int length = Math.min(step, bytes - at);
                int more = at + length < bytes ? Ipv4Header.MORE_FRAGMENTS : 0;
                FramePart front = pool.header(Ipv4Header.BYTES);
                new Ipv4Header(Ipv4Header.BYTES, whole.tos(), Ipv4Header.BYTES + length, whole.id(), more | at / 8, whole.ttl(),
                    whole.protocol(), whole.source(), whole.destination()).put(memory, front.address());
                fragmentsMade.increment();
                device.transmit(next, Parts.join(front, Parts.share(payload, at, length)));
            }
        } finally {
            Parts.drop(payload);
        }
    }

    /** The address a packet comes from that has none yet; {@link Ip#ANY} if there is none. */
    public int sourceFor(IpInterface device, int destination) {
        if (interfaces.own(destination)) {
            return destination;
        }
        if (device.address().ip() != Ip.ANY) {
            return device.address().ip();
        }
        for (IpInterface other : interfaces.all()) {
            if (other.address().ip() != Ip.ANY && !Ip.loopback(other.address().ip())) {
                return other.address().ip();
            }
        }
        return Ip.ANY;
    }

    private int nextId(int source, int destination, int protocol) {
        long h = (secret ^ ((long) source << 32 | destination & 0xffffffffL)) * 0x9e3779b97f4a7c15L ^ secret >>> 17;
        h = (h ^ h >>> 32 ^ protocol) * 0xd6e8feb86659fd93L;
        // the start of each counter is a secret too
        return ids.getAndIncrement((int) (h >>> 53)) + (int) (h >>> 16) & 0xffff;
    }

    /** A packet could not be sent although there was a route: nobody on the link has its address. Takes the holds over. */
    public void unresolved(IpInterface device, FramePart[] parts) {
        unresolved.increment();
        Packet packet = new Packet(memory, parts);
        Ipv4Header header = Ipv4Header.parse(packet, 0);
        Protocol protocol = protocols[header.protocol()];
        if (protocol != null && header.offset() == 0) {
            protocol.failed(new Protocol.Failure(Errno.EHOSTUNREACH, 3, 1, 0, header.source()), header, packet, header.headerLength());
        }
        packet.drop();
    }

    /** Tells the sender of a packet that it is not delivered. The packet stays the caller's. @param code of ICMP's destination unreachable */
    public void unreachable(Protocol.Arrival arrival, Ipv4Header header, Packet packet, int code) {
        reporter.unreachable(arrival, header, packet, code);
    }

    /** Tells the protocol of a quoted packet what became of it. */
    public void failed(Protocol.Failure failure, Ipv4Header quoted, Packet packet, int at) {
        Protocol protocol = protocols[quoted.protocol()];
        if (protocol != null) {
            protocol.failed(failure, quoted, packet, at);
        }
    }

    /** Drops datagrams that are not whole. */
    public void clear() {
        reassembly.clear();
    }
}
