package org.sluice.kernel.net.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.VcParameters.Category;
import org.sluice.kernel.driver.VcParameters.Traffic;
import org.sluice.kernel.net.atm.Vc;
import org.sluice.kernel.net.atm.Vcs;
import org.sluice.kernel.net.encap.Encapsulation;
import org.sluice.kernel.net.encap.Ethernet;
import org.sluice.kernel.net.ip.Interfaces;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.net.ip.IpInterface;
import org.sluice.kernel.net.ip.Ipv4;
import org.sluice.kernel.net.ip.LoopbackInterface;
import org.sluice.kernel.net.ip.Routes;
import org.sluice.kernel.net.link.ClassicalIp;
import org.sluice.kernel.net.link.Links;
import org.sluice.kernel.net.link.Member;
import org.sluice.kernel.net.link.PvcInterface;
import org.sluice.kernel.net.tcp.Settings;
import org.sluice.kernel.network.WaitLock;

/** Carries out commands, one at a time. What fails changes nothing. May block. */
public final class Control {
    /** What commands there are, for people. */
    public static final String GRAMMAR = """
        open ATMIF VPI.VCI [encap=llc|vc|llc-routed|vc-routed|llc-bridged|vc-bridged] [address=A.B.C.D/N] [join=IFNAME]
             [mtu=N] [mac=XX:XX:XX:XX:XX:XX] [arp=on|off|server] [peer=A.B.C.D] [continuity=yes|no]
             [category=ubr|cbr|vbr] [pcr=CELLS/S] [scr=CELLS/S] [mbs=CELLS] [cdvt=NS] [weight=1..255] [police=yes|no]
        close ATMIF VPI.VCI
        address IFNAME A.B.C.D/N|none
        up IFNAME
        down IFNAME
        mtu IFNAME N
        checksum IFNAME on|off
        large lo on|off
        forward on|off
        route add A.B.C.D/N|default [via A.B.C.D] [dev IFNAME]
        route del A.B.C.D/N|default [via A.B.C.D] [dev IFNAME]
        arp add A.B.C.D IFNAME VPI.VCI|XX:XX:XX:XX:XX:XX
        arp del A.B.C.D
        arp flush
        set NAME VALUE...
        """;
    private static final Set<String> OPEN_OPTIONS = Set.of("encap", "address", "join", "mtu", "mac", "arp", "peer", "continuity", "category",
        "pcr", "scr", "mbs", "cdvt", "weight", "police");
    private static final long MOST_RATE = 1_000_000_000L;

    private final Vcs vcs;
    private final Links links;
    private final Ipv4 ip;
    private final Interfaces interfaces;
    private final Routes routes;
    private final WaitLock lock;
    private final Settings settings;
    private boolean busy;

    public Control(Vcs vcs, Links links, Ipv4 ip, WaitLock lock, Settings settings) {
        this.vcs = vcs;
        this.links = links;
        this.ip = ip;
        this.lock = lock;
        this.settings = settings;
        interfaces = ip.interfaces();
        routes = ip.routes();
    }

    /**
     * Carries out the commands of some lines, up to the first that fails. Empty lines and those that begin with # do nothing.
     *
     * @throws CallFailed EINVAL for what is no command; ENODEV, EEXIST, ENOENT, EADDRINUSE, EBUSY, ENOSPC and so on as the command has it
     */
    public void execute(String text) {
        for (String line : text.split("\n")) {
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                enter();
                try {
                    command(new Words(line));
                } finally {
                    leave();
                }
            }
        }
    }

    private void enter() {
        lock.acquire();
        try {
            while (busy) {
                if (lock.await("network control", WaitLock.FOREVER) == WaitLock.Wake.INTERRUPTED) {
                    throw new CallFailed(Errno.EINTR);
                }
            }
            busy = true;
        } finally {
            lock.release();
        }
    }

    private void leave() {
        lock.acquire();
        try {
            busy = false;
            lock.wakeAll();
        } finally {
            lock.release();
        }
    }

    private void command(Words w) {
        switch (w.word()) {
            case "open" -> open(w);
            case "close" -> close(w);
            case "address" -> {
                IpInterface device = device(w.word());
                String text = w.word();
                w.end();
                setAddress(device, text.equals("none") ? Ip.Address.NONE : address(text));
            }
            case "up" -> state(w, true);
            case "down" -> state(w, false);
            case "mtu" -> {
                IpInterface device = device(w.word());
                int mtu = (int) Words.number(w.word(), Links.LEAST_MTU, device.mostMtu());
                w.end();
                device.setMtu(mtu);
            }
            case "checksum" -> {
                IpInterface device = device(w.word());
                device.setChecksums(on(w));
            }
            case "large" -> {
                if (!(device(w.word()) instanceof LoopbackInterface lo)) {
                    throw Words.wrong();
                }
                lo.setLarge(on(w));
            }
            case "forward" -> ip.setForwarding(on(w));
            case "route" -> {
                switch (w.word()) {
                    case "add" -> routeAdd(w);
                    case "del" -> routeDel(w);
                    default -> throw Words.wrong();
                }
            }
            case "arp" -> arp(w);
            case "set" -> {
                String name = w.word();
                List<String> values = new ArrayList<>();
                while (w.more()) {
                    values.add(w.word());
                }
                settings.set(name, values);
            }
            default -> throw Words.wrong();
        }
    }

    /** The last word: on or off. */
    private static boolean on(Words w) {
        String word = w.word();
        w.end();
        return switch (word) {
            case "on" -> true;
            case "off" -> false;
            default -> throw Words.wrong();
        };
    }

    private IpInterface device(String name) {
        return interfaces.named(name).orElseThrow(() -> new CallFailed(Errno.ENODEV));
    }

    private void state(Words w, boolean up) {
        IpInterface device = device(w.word());
        w.end();
        device.setUp(up);
        if (up) {
            routes.refresh();
            device.addressChanged();
        }
    }

    // ---- connections

    private void open(Words w) {
        int device = vcs.device(w.word());
        int[] numbers = Words.connection(w.word());
        Map<String, String> o = w.options(OPEN_OPTIONS);
        Encapsulation encapsulation = Encapsulation.named(o.getOrDefault("encap", "llc")).filter(e -> e != Encapsulation.NATIVE)
            .orElseThrow(Words::wrong);
        PvcInterface join = null;
        if (o.containsKey("join")) {
            if (!(device(o.get("join")) instanceof PvcInterface pvc) || o.containsKey("address") || o.containsKey("mtu")) {
                throw Words.wrong();
            }
            join = pvc;
        }
        Ip.Address address = o.containsKey("address") ? address(o.get("address")) : null;
        int peer = o.containsKey("peer") ? Words.ip(o.get("peer")) : Ip.ANY;
        long mac = o.containsKey("mac") ? Ethernet.parse(o.get("mac")) : -1;
        if (o.containsKey("mac") && (mac < 0 || !encapsulation.bridged()) || o.containsKey("peer") && (!Ip.host(peer) || encapsulation.bridged())) {
            throw Words.wrong();
        }
        int mtu = o.containsKey("mtu") ? (int) Words.number(o.get("mtu"), Links.LEAST_MTU, 65535) : 0;
        if (address != null) {
            requireFree(address, null);
        }
        PvcInterface made = links.open(new Links.Request(device, numbers[0], numbers[1], encapsulation, join, mtu, mac, arpMode(o),
            traffic(o), Words.yes(o.getOrDefault("continuity", "no"))));
        if (peer != Ip.ANY) {
            made.map(peer, numbers[0] + "." + numbers[1]);
        }
        if (address != null) {
            setAddress(made, address);
        }
    }

    private static ClassicalIp.Arp arpMode(Map<String, String> o) {
        return switch (o.getOrDefault("arp", "on")) {
            case "on" -> ClassicalIp.Arp.ON;
            case "off" -> ClassicalIp.Arp.OFF;
            case "server" -> ClassicalIp.Arp.SERVER;
            default -> throw Words.wrong();
        };
    }

    private static Traffic traffic(Map<String, String> o) {
        Category category = switch (o.getOrDefault("category", "ubr")) {
            case "ubr" -> Category.UBR;
            case "cbr" -> Category.CBR;
            case "vbr" -> Category.VBR;
            default -> throw Words.wrong();
        };
        boolean vbr = category == Category.VBR;
        if (!vbr && (o.containsKey("scr") || o.containsKey("mbs")) || category != Category.UBR && (!o.containsKey("pcr") || o.containsKey("weight"))
            || vbr && !o.containsKey("scr")) {
            throw Words.wrong();
        }
        long pcr = o.containsKey("pcr") ? Words.number(o.get("pcr"), category == Category.UBR ? 0 : 1, MOST_RATE) : 0;
        long scr = vbr ? Words.number(o.get("scr"), 1, pcr) : 0;
        return new Traffic(category, pcr, scr, (int) Words.number(o.getOrDefault("mbs", "1"), 1, Integer.MAX_VALUE),
            Words.number(o.getOrDefault("cdvt", "0"), 0, 1_000_000_000L), (int) Words.number(o.getOrDefault("weight", "1"), 1, 255),
            Words.yes(o.getOrDefault("police", "no")));
    }

    private void close(Words w) {
        int device = vcs.device(w.word());
        int[] numbers = Words.connection(w.word());
        w.end();
        Vc vc = vcs.find(device, numbers[0], numbers[1]).orElseThrow(() -> new CallFailed(Errno.ENOENT));
        if (!(vc.user() instanceof Member member)) {
            throw new CallFailed(Errno.EBUSY);
        }
        links.close(member);
    }

    // ---- addresses and routes

    private static Ip.Address address(String text) {
        Ip.Address address = Words.prefix(text);
        int host = address.ip() & ~Ip.mask(address.prefix());
        if (text.indexOf('/') < 0 || address.prefix() == 0 || !Ip.host(address.ip()) || Ip.loopback(address.ip())
            || address.prefix() < 31 && (host == 0 || address.broadcast(address.ip()))) {
            throw Words.wrong();
        }
        return address;
    }

    private void requireFree(Ip.Address address, IpInterface but) {
        if (interfaces.all().stream().anyMatch(i -> i != but && i.address().ip() == address.ip())) {
            throw new CallFailed(Errno.EADDRINUSE);
        }
    }

    private void setAddress(IpInterface device, Ip.Address address) {
        if (device instanceof LoopbackInterface) {
            throw Words.wrong();
        }
        if (address.ip() != Ip.ANY) {
            requireFree(address, device);
        }
        int before = device.address().ip();
        routes.remove(r -> r.kind() == Routes.Kind.CONNECTED && r.device() == device || r.kind() == Routes.Kind.LOCAL && before != Ip.ANY
            && r.destination() == before);
        device.setAddress(address);
        if (address.ip() != Ip.ANY) {
            IpInterface lo = interfaces.all().getFirst();
            routes.add(new Routes.Route(address.ip(), 32, Ip.ANY, lo, Routes.Kind.LOCAL));
            if (address.prefix() < 32) {
                routes.add(new Routes.Route(address.ip() & Ip.mask(address.prefix()), address.prefix(), Ip.ANY, device,
                    Routes.Kind.CONNECTED));
            }
        }
        device.addressChanged();
    }

    private static Ip.Address destination(Words w) {
        String text = w.word();
        Ip.Address destination = text.equals("default") ? new Ip.Address(Ip.ANY, 0) : Words.prefix(text);
        if ((destination.ip() & ~Ip.mask(destination.prefix())) != 0 || Ip.multicast(destination.ip())) {
            throw Words.wrong();
        }
        return destination;
    }

    /** What comes behind a destination. @param via 0 and @param device null if they are left out */
    private record Way(int via, IpInterface device) {
    }

    private Way way(Words w) {
        int via = Ip.ANY;
        IpInterface device = null;
        while (w.more()) {
            switch (w.word()) {
                case "via" -> {
                    int given = Words.ip(w.word());
                    if (via != Ip.ANY || !Ip.host(given)) {
                        throw Words.wrong();
                    }
                    via = given;
                }
                case "dev" -> {
                    if (device != null) {
                        throw Words.wrong();
                    }
                    device = device(w.word());
                }
                default -> throw Words.wrong();
            }
        }
        return new Way(via, device);
    }

    private void routeAdd(Words w) {
        Ip.Address to = destination(w);
        Way way = way(w);
        IpInterface device = way.device;
        if (way.via != Ip.ANY) {
            Routes.Route on = (device == null ? routes.lookup(way.via) : routes.lookup(way.via, device)).filter(
                r -> r.via() == Ip.ANY && r.kind() != Routes.Kind.LOCAL).orElseThrow(() -> new CallFailed(Errno.ENETUNREACH));
            device = on.device();
        }
        if (device == null) {
            throw Words.wrong();
        }
        routes.add(new Routes.Route(to.ip(), to.prefix(), way.via, device, Routes.Kind.STATIC));
    }

    private void routeDel(Words w) {
        Ip.Address to = destination(w);
        Way way = way(w);
        if (routes.remove(r -> r.kind() == Routes.Kind.STATIC && r.destination() == to.ip() && r.prefix() == to.prefix()
            && (way.via == Ip.ANY || r.via() == way.via) && (way.device == null || r.device() == way.device)) == 0) {
            throw new CallFailed(Errno.ENOENT);
        }
    }

    // ---- neighbours

    private void arp(Words w) {
        switch (w.word()) {
            case "add" -> {
                int address = Words.ip(w.word());
                IpInterface device = device(w.word());
                String where = w.word();
                w.end();
                if (!Ip.host(address) || !(device instanceof PvcInterface pvc)) {
                    throw Words.wrong();
                }
                pvc.map(address, where);
            }
            case "del" -> {
                int address = Words.ip(w.word());
                w.end();
                if (address == Ip.ANY || forget(address) == 0) {
                    throw new CallFailed(Errno.ENOENT);
                }
            }
            case "flush" -> {
                w.end();
                forget(Ip.ANY);
            }
            default -> throw Words.wrong();
        }
    }

    private int forget(int address) {
        int gone = 0;
        for (IpInterface device : interfaces.all()) {
            if (device instanceof PvcInterface pvc) {
                gone += pvc.forget(address);
            }
        }
        return gone;
    }
}
