package org.sluice.kernel.net.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.HostNetDevice;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.net.icmp.EchoReceiver;
import org.sluice.kernel.net.icmp.Icmp;
import org.sluice.kernel.net.ip.Interfaces;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.net.ip.Ipv4;
import org.sluice.kernel.net.ip.Ipv4Header;
import org.sluice.kernel.net.ip.Protocol;
import org.sluice.kernel.net.ip.Routes;
import org.sluice.kernel.net.packet.Budget;
import org.sluice.kernel.net.packet.Counters;
import org.sluice.kernel.net.packet.HeaderPool;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.net.tcp.Connection;
import org.sluice.kernel.net.tcp.Listen;
import org.sluice.kernel.net.tcp.PendingConnection;
import org.sluice.kernel.net.tcp.Tcp;
import org.sluice.kernel.net.tcp.Tuning;
import org.sluice.kernel.net.udp.Udp;
import org.sluice.kernel.network.AtmInterface;
import org.sluice.kernel.network.HostNetwork;
import org.sluice.kernel.network.WaitLock;

/**
 * The other end of {@code host0}. A SYN of the machine's is answered when the host's own connection is open or has failed; who connects to a forwarded port is
 * connected to the machine then. See the package.
 */
public final class Gateway implements TcpRelay.Owner, HostNetwork.Listener {
    /** The machine's address on {@code host0}, that of the gateway, which is the host, and that of its name server. */
    public static final Ip.Address GUEST = new Ip.Address(0x0a00020f, 24);
    public static final int HOST = 0x0a000202;
    public static final int NAME_SERVER = 0x0a000203;

    /** Those who may come by a forward before others are waited for. */
    private static final int ACCEPTS = 8;
    /** Nanoseconds after which a handshake that the machine does not finish is given up. */
    private static final long HANDSHAKE = 75_000_000_000L;
    private static final long AGAIN = 1_000_000_000L;

    /** What a gateway is made of, shared with the stack of the machine. */
    public record Parts(HostNetwork host, Memory memory, Transfer.Source source, HeaderPool pool, Supplier<WaitLock> locks, Timers timers,
                        LongSupplier entropy, Budget budget) {
    }

    /** A connection of the machine's, by what it wants to reach. */
    private record Key(int address, int port, int guestPort) {
        static Key of(Connection c) {
            return new Key(c.localAddress(), c.ownPort(), c.peerPort());
        }
    }

    /** A way of the machine to the outside that is not there yet. */
    private record Wanted(PendingConnection pending, Key key) {
    }

    /** A SYN that is answered, until the machine has answered that or is not waited for any more. */
    private record Handshake(Key key, Timers.Timer end) {
    }

    private final Outside outside;
    private final Counters counters = new Counters();
    private final LongAdder opened = counters.counter("gateway_opened");
    private final LongAdder accepted = counters.counter("gateway_accepted");
    private final LongAdder failed = counters.counter("gateway_failed");
    private final Tcp tcp;
    private final UdpRelay datagrams;
    private final Listen gate;
    private final Tuning tuning = new Tuning();
    private final Supplier<WaitLock> locks;
    private final Map<TcpRelay, Wanted> wanted = new HashMap<>();
    /** Those whose SYN is answered and whose handshake is not over, by both. */
    private final Map<Key, TcpRelay> opening = new HashMap<>();
    private final Map<TcpRelay, Handshake> handshakes = new HashMap<>();
    /** Those that wait for somebody to come, with the forward's number. */
    private final Map<TcpRelay, Integer> accepting = new HashMap<>();
    private final Set<TcpRelay> relays = new HashSet<>();
    private List<HostNetwork.Forward> forwards = List.of();

    /** @param guest the machine's end of {@code host0} */
    public Gateway(Parts parts, PairInterface guest) {
        locks = () -> new HookLock(parts.locks().get());
        Interfaces interfaces = new Interfaces(parts.locks().get());
        Routes routes = new Routes(parts.locks().get());
        Memory memory = parts.memory();
        Ipv4 ip = new Ipv4(memory, parts.pool(), interfaces, routes, parts.locks().get(), parts.timers(), counters, parts.entropy().getAsLong());
        PairInterface inside = interfaces.add(index -> new PairInterface("gateway", index, parts.locks().get(), ip, (packet, sent) -> { },
            memory, parts.timers()));
        inside.join(guest);
        inside.setAddress(new Ip.Address(HOST, GUEST.prefix()));
        routes.add(new Routes.Route(Ip.ANY, 0, Ip.ANY, inside, Routes.Kind.CONNECTED));
        interfaces.setPromiscuous(true);
        Icmp icmp = new Icmp(memory, parts.pool(), ip, new Nobody(), parts.locks().get(), parts.timers()::now, counters);
        ip.reportBy(icmp);
        ip.register(Icmp.NUMBER, new Echoes(icmp, ip));
        Udp udp = new Udp(memory, parts.pool(), ip, icmp, parts.locks().get(), parts.entropy().getAsLong(), counters);
        ip.register(Udp.NUMBER, udp);
        tcp = new Tcp(memory, parts.source(), parts.pool(), ip, parts.timers(), locks, parts.budget(), parts.entropy(), counters);
        ip.register(Tcp.NUMBER, tcp);
        outside = new Outside(parts.host(), new Work(parts.timers()), parts.timers(), memory, parts.source(), parts.pool(), ip, inside, guest);
        datagrams = new UdpRelay(outside, udp, counters);
        udp.deliverForeign(datagrams);
        HookLock lock = new HookLock(parts.locks().get());
        tuning.noDelay = true;
        gate = tcp.foreign(this::connecting, lock, tuning);
        lock.onWake(() -> outside.work().add(this::takeOpened));
        gate.onForgotten((address, port, peer, guestPort) -> outside.work().add(() -> givenUp(new Key(address, port, guestPort))));
    }

    /** Begins: from now on the host's network is used. */
    public void start() {
        outside.host().start(this);
    }

    /** What there is to tell: connections now, what the host's side has counted, what this side has. */
    public String text() {
        StringBuilder text = new StringBuilder("host0 connections=" + relays.size() + " flows=" + datagrams.flows() + " forwards=" + forwards.size()
            + "\n");
        for (AtmInterface.Counter counter : outside.host().counters()) {
            text.append(' ').append(counter.name()).append(' ').append(counter.value()).append('\n');
        }
        counters.write(text);
        return text.toString();
    }

    /** TCP on this side, for tests. */
    public Tcp tcp() {
        return tcp;
    }

    /** Connections and flows there are now. */
    public int flows() {
        return relays.size() + datagrams.flows();
    }

    // ---- connections of the machine's

    /** A SYN; on the machine's way out. */
    private void connecting(PendingConnection pending) {
        TcpRelay relay = new TcpRelay(outside, this);
        // the host may take longer to tell than the machine waits
        pending.onForgotten(() -> outside.work().add(() -> relay.end(true)));
        outside.work().add(() -> {
            if (relay.finished()) {
                return;
            }
            Key key = new Key(pending.localAddress(), pending.ownPort(), pending.peerPort());
            wanted.put(relay, new Wanted(pending, key));
            relays.add(relay);
            try {
                relay.host(outside.host().open(false, key.address, key.port, relay));
            } catch (CallFailed e) {
                answer(relay, HostNetDevice.NO_ROOM);
            }
        });
    }

    @Override
    public void opened(TcpRelay relay, int status, int address, int port) {
        Integer forward = accepting.remove(relay);
        if (forward != null) {
            came(relay, forward, status, address, port);
        } else if (wanted.containsKey(relay)) {
            answer(relay, status);
        }
    }

    /** Answers a SYN, now that it is known what becomes of it. */
    private void answer(TcpRelay relay, int status) {
        Wanted what = wanted.remove(relay);
        if (status == HostNetDevice.DONE) {
            opened.increment();
            TcpRelay before = opening.put(what.key, relay);
            if (before != null) {
                before.end(true);
            }
            handshakes.put(relay, new Handshake(what.key, outside.timers().after(HANDSHAKE, () -> relay.end(true))));
            what.pending.accept();
            return;
        }
        failed.increment();
        if (status == HostNetDevice.REFUSED || status == HostNetDevice.BROKEN) {
            what.pending.refuse();
        } else {
            what.pending.unreachable(Unreachable.code(status));
        }
        relay.end(true);
    }

    /** Handshakes are over. */
    private void takeOpened() {
        while (true) {
            Connection connection;
            try {
                connection = gate.accept(false);
            } catch (CallFailed e) {
                return;
            }
            TcpRelay relay = opening.get(Key.of(connection));
            if (relay == null) {
                connection.abandon();
            } else {
                handshakeOver(relay);
                relay.connection(connection);
            }
        }
    }

    /** The machine does not want to be connected any more: it has reset a handshake, or not answered. */
    private void givenUp(Key key) {
        TcpRelay relay = opening.get(key);
        if (relay != null) {
            relay.end(true);
        }
    }

    private void handshakeOver(TcpRelay relay) {
        Handshake handshake = handshakes.remove(relay);
        if (handshake != null) {
            outside.timers().cancel(handshake.end);
            opening.remove(handshake.key, relay);
        }
    }

    @Override
    public void finished(TcpRelay relay) {
        relays.remove(relay);
        wanted.remove(relay);
        accepting.remove(relay);
        handshakeOver(relay);
    }

    // ---- forwards

    /** There is a driver: whoever waited for somebody to come waits no more. */
    @Override
    public void started(List<HostNetwork.Forward> all) {
        outside.work().add(() -> {
            forwards = all;
            for (TcpRelay relay : new ArrayList<>(accepting.keySet())) {
                relay.end(true);
            }
            for (int i = 0; i < all.size(); i++) {
                for (int n = 0; n < ACCEPTS; n++) {
                    accept(i);
                }
            }
        });
    }

    private void accept(int forward) {
        HostNetwork.Forward f = forwards.get(forward);
        if (f.datagrams()) {
            datagrams.accept(forward, f.port(), () -> accept(forward));
            return;
        }
        TcpRelay relay = new TcpRelay(outside, this);
        accepting.put(relay, forward);
        relays.add(relay);
        try {
            relay.host(outside.host().accept(forward, relay));
        } catch (CallFailed e) {
            relay.end(true);
            if (e.errno() == Errno.ENOBUFS) {
                // all are in use: one will be free
                outside.timers().after(AGAIN, () -> accept(forward));
            }
        }
    }

    /** Somebody has come by a forward, or never will. */
    private void came(TcpRelay relay, int forward, int status, int address, int port) {
        if (status != HostNetDevice.DONE) {
            relay.end(true);
            return;
        }
        accept(forward);
        Connection made = connect(address, port, forwards.get(forward).port());
        if (made == null) {
            failed.increment();
            relay.end(true);
        } else {
            accepted.increment();
            relay.connection(made);
        }
    }

    /** Connects to the machine as somebody, by that one's port if that is possible; null if it is not at all. */
    private Connection connect(int address, int port, int guestPort) {
        Tcp.Claim claim = null;
        try {
            try {
                claim = tcp.bind(address, port, tuning);
            } catch (CallFailed e) {
                claim = tcp.bind(address, 0, tuning);
            }
            Connection made = tcp.connect(claim, locks.get(), new Tuning(), outside.guestAddress(), guestPort);
            claim = null;
            return made;
        } catch (CallFailed e) {
            return null;
        } finally {
            if (claim != null) {
                claim.release();
            }
        }
    }

    // ---- ICMP

    /** Echoes of the gateway's own addresses are answered; others it cannot pass on. */
    private record Echoes(Icmp icmp, Ipv4 ip) implements Protocol {
        @Override
        public void receive(Arrival arrival, Ipv4Header header, Packet packet) {
            boolean own = header.destination() == HOST || header.destination() == NAME_SERVER;
            if (!own && header.payload() >= Icmp.HEADER && packet.u8(header.headerLength()) == Icmp.ECHO_REQUEST) {
                ip.unreachable(arrival, header, packet, Unreachable.PROHIBITED);
                packet.drop();
            } else {
                icmp.receive(arrival, header, packet);
            }
        }

        @Override
        public void failed(Failure failure, Ipv4Header quoted, Packet packet, int at) {
            icmp.failed(failure, quoted, packet, at);
        }
    }

    /** Nothing here asks for echoes. */
    private static final class Nobody implements EchoReceiver {
        @Override
        public void reply(Protocol.Arrival arrival, Ipv4Header header, int identifier, Packet packet) {
            packet.drop();
        }

        @Override
        public void failed(Protocol.Failure failure, Ipv4Header quoted, int identifier) {
            // as said
        }
    }
}
