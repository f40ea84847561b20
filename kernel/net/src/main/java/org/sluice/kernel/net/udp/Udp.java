package org.sluice.kernel.net.udp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.ip.ErrorReporter;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.net.ip.Ipv4;
import org.sluice.kernel.net.ip.Ipv4Header;
import org.sluice.kernel.net.ip.Path;
import org.sluice.kernel.net.ip.Protocol;
import org.sluice.kernel.net.packet.Checksum;
import org.sluice.kernel.net.packet.Counters;
import org.sluice.kernel.net.packet.HeaderPool;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.network.WaitLock;

/** UDP: ports, and datagrams in and out. Called with nothing locked. */
public final class Udp implements Protocol {
    public static final int NUMBER = 17;
    /** Bytes of a datagram's header. */
    public static final int HEADER = 8;
    /** Longest data of a datagram. */
    public static final int MOST = 65535 - Ipv4Header.BYTES - HEADER;
    private static final int NEEDS_FRAGMENTING = 4;
    /** Destinations that an endpoint remembers, for errors that name them; a power of two. */
    private static final int LATELY = 16;
    /** Ports that are given to who asks for none (RFC 6335, and what Linux has). */
    private static final int FIRST_PORT = 32768;
    private static final int PORTS = 28232;

    /** Who gets datagrams. */
    public interface Receiver {
        /** A datagram has come. The packet, which is the data alone, is the receiver's. */
        void received(Arrival arrival, Ipv4Header header, int sourcePort, int destinationPort, Packet data);

        /** A datagram that was sent did not get there. @param quoted its header; @param port where it was sent to */
        void failed(Failure failure, Ipv4Header quoted, int port);
    }

    /** Where somebody receives: an address and port of this machine, and who may send there. Changed under the table's lock. */
    public static final class Endpoint {
        private volatile Receiver receiver;
        private volatile int local;
        private volatile int port;
        private volatile int peer;
        private volatile int peerPort;
        private volatile int through;
        private boolean shared;
        private boolean ended;
        /** Destinations of the last datagrams that were sent without being connected, address and port, and which is the last; null if there are none. */
        private volatile long[] lately;
        private volatile int next;

        /** Says who gets the datagrams. Called before it is bound. */
        public void deliverTo(Receiver to) {
            receiver = to;
        }

        /** Own address, {@link Ip#ANY} for all. */
        public int local() {
            return local;
        }

        /** Own port; 0 if it has none yet. */
        public int port() {
            return port;
        }

        /** {@link Ip#ANY} for nobody in particular. */
        public int peer() {
            return peer;
        }

        public int peerPort() {
            return peerPort;
        }

        /** Notes where a datagram goes. Threads that send at once may lose one another's: then an error about that is not believed, and the next is. */
        private void sentTo(int address, int toPort) {
            if (peer != Ip.ANY) {
                return;
            }
            long to = destination(address, toPort);
            long[] all = lately;
            if (all == null) {
                all = new long[LATELY];
                lately = all;
            }
            int last = next;
            if (all[last] != to) {
                next = last + 1 & LATELY - 1;
                all[last + 1 & LATELY - 1] = to;
            }
        }

        private boolean sentLately(int address, int toPort) {
            long to = destination(address, toPort);
            long[] all = lately;
            for (int i = 0; all != null && i < LATELY; i++) {
                if (all[i] == to) {
                    return true;
                }
            }
            return false;
        }

        private static long destination(int address, int port) {
            return (address & 0xffffffffL) << 16 | port;
        }

        /** How well a datagram fits: negative if not at all. */
        private int fits(int to, int from, int fromPort, int index) {
            if (local != Ip.ANY && local != to || peer != Ip.ANY && (peer != from || peerPort != fromPort) || through != 0 && through != index) {
                return -1;
            }
            return (local != Ip.ANY ? 1 : 0) + (peer != Ip.ANY ? 2 : 0) + (through != 0 ? 4 : 0);
        }
    }

    private final Memory memory;
    private final HeaderPool pool;
    private final Ipv4 ip;
    private final ErrorReporter errors;
    private final WaitLock lock;
    private final long secret;
    private final Map<Integer, List<Endpoint>> ports = new HashMap<>();
    private volatile Receiver foreign;
    private long asked;
    private final LongAdder received;
    private final LongAdder malformed;
    private final LongAdder badChecksum;
    private final LongAdder noPort;
    private final LongAdder sent;

    /** @param secret 64 random bits */
    public Udp(Memory memory, HeaderPool pool, Ipv4 ip, ErrorReporter errors, WaitLock lock, long secret, Counters counters) {
        this.memory = memory;
        this.pool = pool;
        this.ip = ip;
        this.errors = errors;
        this.lock = lock;
        this.secret = secret;
        received = counters.counter("udp_in_datagrams");
        malformed = counters.counter("udp_in_malformed");
        badChecksum = counters.counter("udp_in_bad_checksum");
        noPort = counters.counter("udp_in_no_port");
        sent = counters.counter("udp_out_datagrams");
    }

    /** Says who gets what nobody has bound: a gateway. Called before anything comes in. */
    public void deliverForeign(Receiver receiver) {
        foreign = receiver;
    }

    // ---- ports

    /**
     * Gives an endpoint an address and port.
     *
     * @param port   0 for any that is free
     * @param shared whether others that say so too may have the same
     * @throws CallFailed EINVAL if it has one; EADDRINUSE; EBADF if it was ended
     */
    public void bind(Endpoint endpoint, int local, int port, boolean shared) {
        lock.acquire();
        try {
            if (endpoint.port != 0 && !endpoint.ended) {
                throw new CallFailed(Errno.EINVAL);
            }
            give(endpoint, local, port, shared);
        } finally {
            lock.release();
        }
    }

    /** Gives an endpoint a port if it has none. @throws CallFailed EADDRINUSE if there is none left; EBADF if it was ended */
    public void ensure(Endpoint endpoint) {
        if (endpoint.port != 0) {
            return;
        }
        lock.acquire();
        try {
            if (endpoint.port == 0) {
                // nobody else has sent meanwhile
                give(endpoint, Ip.ANY, 0, false);
            }
        } finally {
            lock.release();
        }
    }

    /** Lock held. */
    private void give(Endpoint endpoint, int local, int port, boolean shared) {
        if (endpoint.ended) {
            throw new CallFailed(Errno.EBADF);
        }
        int chosen = port != 0 ? port : free(local);
        if (port != 0 && taken(local, port, shared)) {
            throw new CallFailed(Errno.EADDRINUSE);
        }
        endpoint.local = local;
        endpoint.shared = shared;
        endpoint.port = chosen;
        ports.computeIfAbsent(chosen, p -> new ArrayList<>(1)).add(endpoint);
    }

    private boolean taken(int local, int port, boolean shared) {
        for (Endpoint other : ports.getOrDefault(port, List.of())) {
            if (!(shared && other.shared) && (local == Ip.ANY || other.local == Ip.ANY || local == other.local)) {
                return true;
            }
        }
        return false;
    }

    /** A free port that nobody can guess (RFC 6056 3.3.1). */
    private int free(int local) {
        long h = mix(secret ^ ++asked * 0x9e3779b97f4a7c15L);
        int start = (int) Long.remainderUnsigned(h, PORTS);
        for (int i = 0; i < PORTS; i++) {
            int port = FIRST_PORT + (start + i) % PORTS;
            if (!taken(local, port, false)) {
                return port;
            }
        }
        throw new CallFailed(Errno.EADDRINUSE);
    }

    private static long mix(long z) {
        long h = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        h = (h ^ h >>> 27) * 0x94d049bb133111ebL;
        return h ^ h >>> 31;
    }

    /** Chooses whose datagrams are taken; {@link Ip#ANY} for everybody's. @param local own address, chosen by the way there */
    public void connect(Endpoint endpoint, int local, int peer, int peerPort) {
        lock.acquire();
        endpoint.local = local;
        endpoint.peer = peer;
        endpoint.peerPort = peerPort;
        lock.release();
    }

    /** Takes datagrams from one interface only; 0 for all. */
    public void restrict(Endpoint endpoint, int index) {
        endpoint.through = index;
    }

    /** Ends an endpoint: it gets nothing any more, and its port is free. */
    public void end(Endpoint endpoint) {
        lock.acquire();
        try {
            endpoint.ended = true;
            List<Endpoint> there = ports.get(endpoint.port);
            if (there != null && there.remove(endpoint) && there.isEmpty()) {
                ports.remove(endpoint.port);
            }
        } finally {
            lock.release();
        }
    }

    private Endpoint find(int to, int port, int from, int fromPort, int index) {
        lock.acquire();
        try {
            Endpoint best = null;
            int bestFit = -1;
            List<Endpoint> there = ports.getOrDefault(port, List.of());
            for (int i = 0; i < there.size(); i++) {
                int fit = there.get(i).fits(to, from, fromPort, index);
                if (fit >= bestFit && fit >= 0) {
                    best = there.get(i);
                    bestFit = fit;
                }
            }
            return best;
        } finally {
            lock.release();
        }
    }

    // ---- in

    @Override
    public void receive(Arrival arrival, Ipv4Header header, Packet packet) {
        int at = header.headerLength();
        int length = header.payload() < HEADER ? 0 : packet.u16(at + 4);
        if (length < HEADER || length > header.payload()) {
            malformed.increment();
            packet.drop();
            return;
        }
        if (packet.u16(at + 6) != 0 && arrival.through().checksums()
            && Checksum.fold((long) packet.sum(at, length) + pseudo(header.source(), header.destination(), length)) != 0xffff) {
            badChecksum.increment();
            packet.drop();
            return;
        }
        int from = packet.u16(at);
        int to = packet.u16(at + 2);
        Endpoint endpoint = find(header.destination(), to, header.source(), from, arrival.through().index());
        Receiver receiver = endpoint != null ? endpoint.receiver : foreign;
        if (receiver == null || to == 0) {
            noPort.increment();
            errors.unreachable(arrival, header, packet, ErrorReporter.PORT_UNREACHABLE);
            packet.drop();
            return;
        }
        received.increment();
        packet.clip(at + HEADER, length - HEADER);
        receiver.received(arrival, header, from, to, packet);
    }

    @Override
    public void failed(Failure failure, Ipv4Header quoted, Packet packet, int at) {
        if (packet.length() < at + 4) {
            return;
        }
        int port = packet.u16(at + 2);
        Endpoint endpoint = find(quoted.source(), packet.u16(at), quoted.destination(), port, 0);
        if (endpoint == null) {
            return;
        }
        if (failure.errno() == Errno.EMSGSIZE && failure.code() == NEEDS_FRAGMENTING
            && (endpoint.peer != Ip.ANY || endpoint.sentLately(quoted.destination(), port))) {
            ip.tooBig(quoted.destination(), quoted.totalLength(), failure.mtu());
        }
        endpoint.receiver.failed(failure, quoted, port);
    }

    // ---- out

    /**
     * Sends a datagram. Takes the holds over, also when it fails.
     *
     * @param from     whose it is; one with a port
     * @param checksum whether it gets one where the interface wants any
     * @throws CallFailed as {@link Ipv4#output(Path, int, int, int, boolean, FramePart, FramePart[])} says; ENOMEM
     */
    public void send(Endpoint from, Path path, int port, int ttl, int tos, boolean dontFragment, boolean checksum, FramePart[] data) {
        from.sentTo(path.destination(), port);
        send(path, from.port, port, ttl, tos, dontFragment, checksum, data);
    }

    /** The same for somebody else, by any port; nobody is told of errors. */
    public void send(Path path, int sourcePort, int port, int ttl, int tos, boolean dontFragment, boolean checksum, FramePart[] data) {
        FramePart head = null;
        try {
            head = pool.header(HEADER);
        } finally {
            if (head == null) {
                Parts.drop(data);
            }
        }
        long at = head.address();
        int length = HEADER + Parts.bytes(data);
        memory.put32(at, sourcePort << 16 | port);
        memory.put32(at + 4, length << 16);
        if (checksum && path.device().checksums()) {
            int sum = Checksum.of(memory.sum(at, HEADER) + Checksum.sum(memory, data) + pseudo(path.source(), path.destination(), length));
            // no checksum is 0, so one that is 0 is sent as its other form
            memory.put16(at + 6, sum == 0 ? 0xffff : sum);
        }
        sent.increment();
        ip.output(path, NUMBER, ttl, tos, dontFragment, head, data);
    }

    private static long pseudo(int source, int destination, int length) {
        return (source >>> 16) + (source & 0xffff) + (destination >>> 16) + (destination & 0xffff) + NUMBER + length;
    }
}
