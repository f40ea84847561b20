package org.sluice.kernel.net;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.ViewDirectory;
import org.sluice.kernel.net.atm.Taps;
import org.sluice.kernel.net.atm.Vcs;
import org.sluice.kernel.net.control.Control;
import org.sluice.kernel.net.gateway.Gateway;
import org.sluice.kernel.net.gateway.PairInterface;
import org.sluice.kernel.net.icmp.Icmp;
import org.sluice.kernel.net.ip.Interfaces;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.net.ip.Ipv4;
import org.sluice.kernel.net.ip.LoopbackInterface;
import org.sluice.kernel.net.ip.Routes;
import org.sluice.kernel.net.link.Links;
import org.sluice.kernel.net.link.Stack;
import org.sluice.kernel.net.packet.Counters;
import org.sluice.kernel.net.packet.HeaderPool;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.net.packet.Budget;
import org.sluice.kernel.net.socket.Context;
import org.sluice.kernel.net.socket.NativeVcs;
import org.sluice.kernel.net.socket.PingSockets;
import org.sluice.kernel.net.socket.Sessions;
import org.sluice.kernel.net.socket.SocketFactory;
import org.sluice.kernel.net.tcp.Tcp;
import org.sluice.kernel.net.udp.Udp;
import org.sluice.kernel.net.view.NetView;
import org.sluice.kernel.network.NetService;
import org.sluice.kernel.network.NetServiceFactory.Resources;
import org.sluice.kernel.network.SocketSession;
import org.sluice.kernel.network.WaitLock;

/** The network service: makes the parts, and knows what each needs of the others. */
final class Net implements NetService {
    /** How often, and after how many nanoseconds, a first command is tried again while an interface has no driver yet. */
    private static final int BOOT_TRIES = 20;
    private static final long BOOT_AGAIN = 500_000_000L;

    /** What part of the machine's memory the queues of sockets may keep. */
    private static final int SOCKETS_SHARE = 4;

    private final Resources resources;
    private final Counters counters = new Counters();
    private final Timers timers;
    private final Interfaces interfaces;
    private final Tcp tcp;
    private final SocketFactory sockets;
    private final Control control;
    private final NetView view;
    private final Optional<Gateway> gateway;

    Net(Resources resources) {
        this.resources = resources;
        Supplier<WaitLock> locks = resources.locks();
        LongAdder defects = counters.counter("defects");
        LongAdder noMemory = counters.counter("no_memory");
        Consumer<Throwable> failed = e -> {
            // without memory packets are lost, as on a wire; anything else is a fault in here
            if (e instanceof CallFailed) {
                noMemory.increment();
            } else {
                defects.increment();
                resources.log().accept("while handling a packet: " + e);
            }
        };
        timers = new Timers(locks.get(), resources.monotonic(), failed);
        Memory memory = new Memory(resources.memory());
        HeaderPool pool = new HeaderPool(locks.get(), resources.pool());
        Taps taps = new Taps(locks.get());
        Vcs vcs = new Vcs(resources.interfaces(), taps, locks, timers);
        interfaces = new Interfaces(locks.get());
        Routes routes = new Routes(locks.get());
        Ipv4 ip = new Ipv4(memory, pool, interfaces, routes, locks.get(), timers, counters, resources.entropy().getAsLong());
        PingSockets pings = new PingSockets(locks.get(), (int) resources.entropy().getAsLong(), counters.counter("icmp_in_unwanted_replies"));
        Icmp icmp = new Icmp(memory, pool, ip, pings, locks.get(), resources.monotonic(), counters);
        ip.reportBy(icmp);
        ip.register(Icmp.NUMBER, icmp);
        Udp udp = new Udp(memory, pool, ip, icmp, locks.get(), resources.entropy().getAsLong(), counters);
        ip.register(Udp.NUMBER, udp);
        Stack stack = new Stack(memory, pool, timers, locks, resources.entropy(), vcs, ip, Stack.ArpCounters.in(counters));
        Budget budget = new Budget(resources.memory().size() / SOCKETS_SHARE);
        tcp = new Tcp(memory, resources.pool(), pool, ip, timers, locks, budget, resources.entropy(), counters);
        ip.register(Tcp.NUMBER, tcp);
        Sessions sessions = new Sessions(locks.get());
        sockets = new SocketFactory(new Context(memory, resources.pool(), pool, locks, resources.monotonic(), resources.realtime(), vcs, taps,
            ip, budget), sessions, new NativeVcs(vcs, locks.get()), pings, udp, tcp);
        control = new Control(vcs, new Links(stack), ip, locks.get(), tcp.settings());
        view = new NetView(vcs, interfaces, routes, counters, sessions, control, tcp.settings());
        LoopbackInterface lo = addLoopback(interfaces, routes, ip, memory, taps);
        gateway = resources.outside().map(host -> {
            PairInterface host0 = addOutside(interfaces, routes, lo, ip, memory, taps);
            return new Gateway(new Gateway.Parts(host, memory, resources.pool(), pool, locks, timers, resources.entropy(), budget), host0);
        });
        gateway.ifPresent(g -> view.text("outside", g::text));
    }

    /** The machine's end of the way to the host's network. A default route made by command is preferred to its. */
    private PairInterface addOutside(Interfaces interfaces, Routes routes, LoopbackInterface lo, Ipv4 ip, Memory memory, Taps taps) {
        WaitLock lock = resources.locks().get();
        PairInterface host0 = interfaces.add(index -> new PairInterface("host0", index, lock, ip,
            (parts, sent) -> taps.show(Taps.NO_INTERFACE, 0, 0, index, Sockets.ENCAPSULATION_IP, parts, sent), memory, timers));
        int own = Gateway.GUEST.ip();
        int prefix = Gateway.GUEST.prefix();
        host0.setAddress(Gateway.GUEST);
        routes.add(new Routes.Route(own, 32, Ip.ANY, lo, Routes.Kind.LOCAL));
        routes.add(new Routes.Route(own & Ip.mask(prefix), prefix, Ip.ANY, host0, Routes.Kind.CONNECTED));
        routes.add(new Routes.Route(Ip.ANY, 0, Gateway.HOST, host0, Routes.Kind.CONNECTED));
        return host0;
    }

    private LoopbackInterface addLoopback(Interfaces interfaces, Routes routes, Ipv4 ip, Memory memory, Taps taps) {
        WaitLock lock = resources.locks().get();
        LoopbackInterface lo = interfaces.add(index -> new LoopbackInterface(index, lock, ip,
            parts -> taps.show(Taps.NO_INTERFACE, 0, 0, index, Sockets.ENCAPSULATION_IP, parts, false), memory, timers));
        lo.setAddress(new Ip.Address(Ip.LOOPBACK, 8));
        routes.add(new Routes.Route(Ip.LOOPBACK & Ip.mask(8), 8, Ip.ANY, lo, Routes.Kind.LOCAL));
        return lo;
    }

    @Override
    public SocketSession socket(int family, int type, int protocol) {
        return sockets.make(family, type, protocol);
    }

    @Override
    public ViewDirectory view() {
        return view;
    }

    @Override
    public void run() {
        start();
        timers.run();
    }

    /** Carries out the first commands. */
    void start() {
        gateway.ifPresent(Gateway::start);
        boot(resources.commands(), 0);
    }

    private void boot(List<String> commands, int tries) {
        for (int i = 0; i < commands.size(); i++) {
            try {
                control.execute(commands.get(i));
            } catch (CallFailed e) {
                if (e.errno() == Errno.ENODEV && tries < BOOT_TRIES) {
                    List<String> rest = commands.subList(i, commands.size());
                    timers.after(BOOT_AGAIN, () -> boot(rest, tries + 1));
                    return;
                }
                resources.log().accept("'" + commands.get(i) + "' failed: " + Errno.message(e.errno()));
            }
        }
    }

    @Override
    public long runDue() {
        return timers.runDue();
    }

    /** Timers that are not due yet. */
    int timers() {
        return timers.pending();
    }

    /** The interfaces, for tests. */
    Interfaces interfaces() {
        return interfaces;
    }

    /** The way to the host's network, for tests. */
    Gateway gateway() {
        return gateway.orElseThrow();
    }

    SocketFactory sockets() {
        return sockets;
    }

    Tcp tcp() {
        return tcp;
    }

    Counters counters() {
        return counters;
    }
}
