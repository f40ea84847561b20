package org.sluice.kernel.net.tcp;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.net.ip.IpInterface;
import org.sluice.kernel.net.ip.Ipv4;
import org.sluice.kernel.net.ip.Ipv4Header;
import org.sluice.kernel.net.ip.LoopbackInterface;
import org.sluice.kernel.net.ip.Path;
import org.sluice.kernel.net.ip.Protocol;
import org.sluice.kernel.net.packet.Budget;
import org.sluice.kernel.net.packet.Checksum;
import org.sluice.kernel.net.packet.Counters;
import org.sluice.kernel.net.packet.HeaderPool;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.net.tcp.recovery.Recovery;
import org.sluice.kernel.network.WaitLock;

/** TCP for IPv4: whose a segment is, and how one is sent. Called with nothing locked. */
public final class Tcp implements Protocol {
    public static final int NUMBER = 6;
    private static final long SECOND = 1_000_000_000L;
    private static final int MOST_PENDING = 1024;

    final Memory memory;
    final Transfer.Source source;
    final HeaderPool pool;
    final Ipv4 ip;
    final Timers timers;
    final Supplier<WaitLock> locks;
    final Budget budget;
    final Settings settings = new Settings();
    final TcpCounters counters;
    final Flows flows;
    final Ports ports;
    final TimeWaits timeWaits;
    final SynCookies cookies;
    private final SipHash sequences;
    private final SipHash clocks;
    private final SipHash choices;
    private final AtomicInteger orphans = new AtomicInteger();
    /** SYNs to others that are not answered yet. */
    final AtomicInteger pending = new AtomicInteger();
    private volatile Foreign foreign;
    private volatile Listen gate;
    /** Second in the upper half, challenges left in it in the lower. */
    private final AtomicLong challenges = new AtomicLong();

    public Tcp(Memory memory, Transfer.Source source, HeaderPool pool, Ipv4 ip, Timers timers, Supplier<WaitLock> locks, Budget budget,
               LongSupplier entropy, Counters counters) {
        this.memory = memory;
        this.source = source;
        this.pool = pool;
        this.ip = ip;
        this.timers = timers;
        this.locks = locks;
        this.budget = budget;
        this.counters = new TcpCounters(counters);
        flows = new Flows(locks.get(), entropy.getAsLong());
        ports = new Ports(locks.get(), settings);
        timeWaits = new TimeWaits(this, locks.get());
        sequences = hash(entropy);
        clocks = hash(entropy);
        choices = hash(entropy);
        cookies = new SynCookies(hash(entropy), hash(entropy));
    }

    private static SipHash hash(LongSupplier entropy) {
        return new SipHash(entropy.getAsLong(), entropy.getAsLong());
    }

    public Settings settings() {
        return settings;
    }

    // ---- in

    @Override
    public void receive(Arrival arrival, Ipv4Header header, Packet packet) {
        counters.inSegments.increment();
        Segment s = arrival.toAll() ? null : Segment.parse(arrival, header, packet);
        if (s == null) {
            counters.inErrors.increment();
            packet.drop();
            return;
        }
        if (arrival.through().checksums() && Checksum.fold(TcpHeader.pseudo(header.source(), header.destination(), header.payload())
            + packet.sum(header.headerLength(), header.payload())) != 0xffff) {
            counters.checksumErrors.increment();
            counters.inErrors.increment();
            packet.drop();
            return;
        }
        int both = Flow.ports(s.destinationPort, s.sourcePort);
        Flow flow = flows.find(header.destination(), header.source(), both);
        if (flow != null) {
            s.clip(0, s.length);
            flow.input(s);
            return;
        }
        Listen listen = ports.listener(header.destination(), s.destinationPort, arrival.through().index(),
            (int) choices.of(header.destination(), header.source(), both, 1));
        if (listen != null) {
            s.clip(0, s.length);
            listen.input(s);
        } else if (gate != null) {
            toGate(s);
        } else {
            s.drop();
            reset(s);
        }
    }

    // ---- for others

    /** Who answers for addresses of others: a gateway. */
    public interface Foreign {
        /** Somebody wants to connect. Called with nothing locked, and on the way in: must not block. */
        void connecting(PendingConnection pending);
    }

    /**
     * From now on SYNs that no socket listens for are shown to somebody, who has them answered. What is accepted comes out of the listener that is
     * returned, as from any. IP hands segments to foreign addresses over where {@link org.sluice.kernel.net.ip.Interfaces#setPromiscuous} was said.
     */
    public Listen foreign(Foreign answers, WaitLock lock, Tuning tuning) {
        Listen made = new Listen(this, lock, tuning, null, Integer.MAX_VALUE);
        foreign = answers;
        gate = made;
        return made;
    }

    private void toGate(Segment s) {
        boolean syn = (s.flags & (TcpHeader.SYN | TcpHeader.ACK | TcpHeader.RST | TcpHeader.FIN)) == TcpHeader.SYN;
        if (!syn) {
            s.clip(0, s.length);
            gate.input(s);
            return;
        }
        if (pending.incrementAndGet() > MOST_PENDING) {
            pending.decrementAndGet();
            counters.listenDrops.increment();
            s.drop();
            return;
        }
        s.packet.clip(0, s.ip.headerLength() + TcpHeader.BYTES);
        PendingConnection p = new PendingConnection(this, gate, s, s.packet.take());
        if (flows.add(p, null)) {
            foreign.connecting(p);
        } else {
            p.take();
        }
    }

    @Override
    public void failed(Failure failure, Ipv4Header quoted, Packet packet, int at) {
        if (packet.length() < at + 8) {
            return;
        }
        Flow flow = flows.find(quoted.source(), quoted.destination(), packet.u32(at));
        if (flow == null) {
            counters.icmpIgnored.increment();
        } else {
            flow.failed(failure, packet.u32(at + 4), quoted.totalLength());
        }
    }

    // ---- out

    Path path(int local, int remote, int through) {
        IpInterface device = through == 0 ? null : ip.interfaces().numbered(through).orElseThrow(() -> new CallFailed(Errno.ENODEV));
        return ip.path(local, remote, device);
    }

    /** Sends a segment; takes over the holds of its parts, also when it fails. @param bothPorts the own one in the upper half */
    void send(Path path, int bothPorts, Out out, Tuning tuning) {
        FramePart[] parts = out.parts;
        out.parts = Parts.NONE;
        int length = TcpHeader.BYTES + TcpOptions.length(out);
        FramePart head = null;
        try {
            head = pool.header(length);
        } finally {
            if (head == null) {
                Parts.drop(parts);
            }
        }
        long at = head.address();
        TcpHeader.put(memory, at, bothPorts >>> 16, bothPorts & 0xffff, out.sequence, out.acknowledgement, length, out.flags, out.window);
        if (length > TcpHeader.BYTES) {
            TcpOptions.put(memory, at + TcpHeader.BYTES, out);
        }
        if (path.device().checksums()) {
            TcpHeader.putChecksum(memory, at, Checksum.of(TcpHeader.pseudo(path.source(), path.destination(), length + out.bytes)
                + memory.sum(at, length) + Checksum.sum(memory, parts)));
        }
        counters.outSegments.increment();
        int ttl = tuning == null || tuning.ttl == 0 ? (int) settings.defaultTtl.get() : tuning.ttl;
        int tos = (tuning == null ? 0 : tuning.tos & ~3) | (out.ecn ? 2 : 0);
        ip.output(path, NUMBER, ttl, tos, tuning == null || tuning.mtuDiscover != 0, head, parts);
    }

    /** Answers a segment that is for nobody with a reset (RFC 9293 3.5.2). */
    void reset(Segment s) {
        if (s.has(TcpHeader.RST)) {
            return;
        }
        Out out = new Out();
        out.clear();
        if (s.has(TcpHeader.ACK)) {
            out.sequence = s.acknowledgement;
            out.flags = TcpHeader.RST;
        } else {
            out.acknowledgement = s.sequence + s.span();
            out.flags = TcpHeader.RST | TcpHeader.ACK;
        }
        counters.outResets.increment();
        bare(s.ip.destination(), s.ip.source(), Flow.ports(s.destinationPort, s.sourcePort), out);
    }

    private void bare(int local, int remote, int both, Out out) {
        try {
            send(path(local, remote, 0), both, out, null);
        } catch (CallFailed e) {
            counters.acksSkipped.increment();
        }
    }

    /** Says what is expected, for a connection of which there is not all. */
    void acknowledge(Flow f, int sequence, int expected, int window, boolean timestamps, int echo, long now) {
        Out out = new Out();
        out.clear();
        out.sequence = sequence;
        out.acknowledgement = expected;
        out.flags = TcpHeader.ACK;
        out.window = Math.min(65_535, window);
        out.timestamps = timestamps;
        out.timestamp = clock(f, now);
        out.echo = echo;
        bare(f.local, f.remote, f.ports, out);
    }

    void acknowledge(TimeWait t, long now) {
        acknowledge(t, t.sequence, t.expected, t.window, t.timestamps, t.recent, now);
    }

    /** Whether an ACK may be sent that somebody who guesses may have asked for (RFC 5961 7). */
    boolean challenge() {
        long second = timers.now() / SECOND & 0x7fffffff;
        while (true) {
            long before = challenges.get();
            long left = before & 0xffffffffL;
            if (before >>> 32 != second) {
                // not always as many, so that nobody can count them
                long limit = settings.challengeAckLimit.get();
                left = limit / 2 + Long.remainderUnsigned(choices.of(second, 7), limit - limit / 2 + 1);
            }
            if (challenges.compareAndSet(before, second << 32 | Math.max(0, left - 1))) {
                return left > 0;
            }
        }
    }

    // ---- numbers

    /** Initial sequence number (RFC 6528): a clock of 4 µs, and a hash of the addresses. */
    int isn(int local, int remote, int both, long now) {
        return (int) (now / 4000) + (int) sequences.of(local, remote, both, 0);
    }

    /** Where the clock of a connection's timestamps begins. */
    int clockOffset(Flow f) {
        return (int) clocks.of(f.local, f.remote, f.ports, 0);
    }

    int clock(Flow f, long now) {
        return (int) (now / 1_000_000) + clockOffset(f);
    }

    /** Shift of the window that the largest buffer needs. */
    int scale(Tuning tuning) {
        long space = tuning.receiveBuffer > 0 ? tuning.receiveBuffer : settings.rmem.get(2);
        int scale = 0;
        while (space > 65_535 && scale < TcpOptions.MOST_SCALE) {
            space >>= 1;
            scale++;
        }
        return scale;
    }

    Recovery.Settings recoverySettings(Tuning tuning) {
        Recovery.Settings r = new Recovery.Settings();
        r.minimumTimeout = settings.minimumTimeout.get() * 1_000_000L;
        r.maximumTimeout = settings.maximumTimeout.get() * 1_000_000L;
        r.initialTimeout = settings.initialTimeout.get() * 1_000_000L;
        r.initialWindow = (int) settings.initialWindow.get();
        r.congestion = tuning.congestion >= 0 ? tuning.congestion : (int) settings.congestion.get();
        r.rack = (settings.recovery.get() & 1) != 0;
        r.lossProbe = settings.earlyRetransmission.get() >= 3;
        r.frto = settings.frto.on();
        r.limitedTransmit = settings.limitedTransmit.on();
        r.hystart = settings.hystart.on();
        r.slowStartAfterIdle = settings.slowStartAfterIdle.on();
        r.reordering = (int) settings.reordering.get();
        r.mostReordering = (int) settings.maxReordering.get();
        return r;
    }

    // ---- beginning and ending

    /** Takes a port for a socket. @param port 0 for any */
    public Claim bind(int address, int port, Tuning tuning) {
        return new Claim(ports.bind(address, port, tuning.through, tuning.reuseAddress, tuning.reusePort,
            (int) choices.of(timers.now(), address)));
    }

    /** A port that a socket has. */
    public final class Claim {
        private final Ports.Binding binding;

        private Claim(Ports.Binding binding) {
            this.binding = binding;
        }

        public int address() {
            return binding.address;
        }

        public int port() {
            return binding.port;
        }

        public void reuse(boolean address, boolean port) {
            ports.reuse(binding, address, port);
        }

        public void release() {
            ports.release(binding);
        }
    }

    /** Listens. @throws CallFailed EADDRINUSE */
    public Listen listen(Claim claim, WaitLock lock, Tuning tuning, int backlog) {
        Listen made = new Listen(this, lock, tuning, claim.binding, backlog);
        ports.listen(claim.binding, made);
        return made;
    }

    /**
     * Begins a connection: the SYN is sent before it returns.
     *
     * @param claim null for any port; else it stays the socket's, and the connection has one beside it
     * @throws CallFailed ENETUNREACH, EADDRNOTAVAIL, EADDRINUSE
     */
    public Connection connect(Claim claim, WaitLock lock, Tuning tuning, int remote, int port) {
        int to = remote == Ip.ANY ? Ip.LOOPBACK : remote;
        Path path = path(claim == null ? Ip.ANY : claim.address(), to, tuning.through);
        int local = path.source();
        long now = timers.now();
        Connection c;
        if (claim != null) {
            c = new Connection(this, lock, tuning, local, to, Flow.ports(claim.port(), port));
            Flow there = flows.find(local, to, c.ports);
            if (there != null && !reusable(there, path, now) || !flows.add(c, there)) {
                throw new CallFailed(Errno.EADDRNOTAVAIL);
            }
            forgotten(there);
            c.binding = ports.inherit(claim.binding, local);
        } else {
            while (true) {
                Ports.Binding binding = ports.choose(local, tuning.through, (int) choices.of(local, to, port, 2), candidate -> {
                    Flow there = flows.find(local, to, Flow.ports(candidate, port));
                    return there == null || reusable(there, path, now);
                });
                c = new Connection(this, lock, tuning, local, to, Flow.ports(binding.port, port));
                c.binding = binding;
                Flow there = flows.find(local, to, c.ports);
                if ((there == null || reusable(there, path, now)) && flows.add(c, there)) {
                    forgotten(there);
                    break;
                }
                // another has chosen the same meanwhile
                ports.release(binding);
            }
        }
        c.enter();
        try {
            c.sender.iss = isn(local, to, c.ports, now);
            c.route(path);
            c.open();
        } finally {
            c.leave();
        }
        return c;
    }

    /** Whether a new connection may take the place of one in TIME-WAIT (RFC 6191), as Linux' tcp_tw_reuse has it. */
    private boolean reusable(Flow there, Path path, long now) {
        long reuse = settings.timeWaitReuse.get();
        return there instanceof TimeWait t && t.timestamps && now - t.recentAt > SECOND
            && (reuse == 1 || reuse == 2 && path.device() instanceof LoopbackInterface);
    }

    private void forgotten(Flow there) {
        if (there instanceof TimeWait t && timeWaits.forget(t)) {
            counters.timeWaitsReused.increment();
            if (t.binding != null) {
                ports.release(t.binding);
            }
        }
    }

    /** A connection out of a handshake with a listener. */
    Connection child(Request r, Tuning tuning, Ports.Binding binding, long now) {
        Path path = path(r.local, r.remote, tuning.through);
        Connection c = new Connection(this, locks.get(), tuning.inherited(), r.local, r.remote, r.ports);
        c.binding = binding == null ? null : ports.inherit(binding, r.local);
        c.sender.iss = r.iss;
        c.sender.peerMss = r.peerMss;
        c.sender.scale = Math.max(0, r.peerScale);
        c.sender.window = r.peerWindow;
        c.sackOk = r.sack;
        c.timestampsOk = r.timestamps;
        c.ecnOk = r.ecn;
        c.route(path);
        c.receiver.offeredMss = c.offeredMss();
        c.receiver.begin(r.irs, now);
        c.receiver.scale = r.scale;
        c.receiver.offered(1 + r.window);
        if (r.timestamps) {
            c.receiver.setRecent(r.recent, now);
        }
        if (r.firstSent >= 0) {
            c.sender.recovery.sent(0, 1, r.firstSent);
            for (int i = 0; i < r.again; i++) {
                c.sender.recovery.sent(0, 1, r.lastSent);
            }
        } else {
            c.sender.recovery.begun();
        }
        c.sender.nxt = 1;
        c.receiver.acknowledgedSyn();
        return c;
    }

    /** A SYN for what is in TIME-WAIT, that may begin a new connection (RFC 6191): it may if somebody listens. */
    void reopen(TimeWait t, Segment s) {
        Listen listen = ports.listener(t.local, t.localPort(), s.arrival.through().index(), (int) choices.of(t.local, t.remote, t.ports, 1));
        if (listen == null) {
            reset(s);
            return;
        }
        timeWaits.end(t);
        listen.syn(s, t.sequence + 65_537, true);
    }

    /** A connection is over. @param left what is left of it; null for nothing */
    void ended(Connection c, TimeWait left) {
        if (c.takeCounted()) {
            orphans.decrementAndGet();
        }
        if (left != null && flows.add(left, c)) {
            if (timeWaits.add(left)) {
                counters.timeWaits.increment();
                return;
            }
            flows.remove(left);
        } else {
            flows.remove(c);
        }
        if (c.binding != null) {
            ports.release(c.binding);
        }
    }

    /** TIME-WAIT is over. */
    void forget(TimeWait t) {
        flows.remove(t);
        if (t.binding != null) {
            ports.release(t.binding);
        }
    }

    /** Counts a connection that no program has any more; false if there are too many. */
    boolean orphan(Connection c) {
        if (orphans.incrementAndGet() > settings.maxOrphans.get()) {
            orphans.decrementAndGet();
            return false;
        }
        c.setCounted();
        return true;
    }

    /** Whether orphans that get no answer have to go before their time: too many, of which those that hang count twice, or little memory left. */
    boolean outOfResources(boolean hangs) {
        long count = orphans.get();
        return (hangs ? 2 * count : count) > settings.maxOrphans.get() || budget.scarce();
    }

    /** Connections, handshakes and what is in TIME-WAIT. */
    public int flows() {
        return flows.size();
    }

    /** Connections in TIME-WAIT. */
    public int timeWaits() {
        return timeWaits.size();
    }
}
