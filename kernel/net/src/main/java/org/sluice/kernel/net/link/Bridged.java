package org.sluice.kernel.net.link;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.arp.NeighbourTable;
import org.sluice.kernel.net.encap.Ethernet;
import org.sluice.kernel.net.encap.EthernetArp;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;

/** An Ethernet whose only cable is one ATM connection (RFC 2684 bridged). */
public final class Bridged extends PvcInterface {
    /** Nanoseconds after which an Ethernet address is doubted. */
    static final long AGE = 300_000_000_000L;
    private static final int LEAST_TYPE = 1536;

    private final long mac;
    private final boolean arp;
    private final NeighbourTable<Long> neighbours;

    Bridged(String name, int index, int mtu, Stack stack, long mac, boolean arp) {
        super(name, index, mtu, stack);
        this.mac = mac;
        this.arp = arp;
        neighbours = new NeighbourTable<>(stack.locks().get(), stack.timers(), new Link(), stack.arp().queueDropped());
    }

    @Override
    int overhead(Member member) {
        return member.encapsulation().overhead() + Ethernet.BYTES;
    }

    @Override
    public String mac() {
        return Ethernet.format(mac);
    }

    @Override
    public void transmit(int next, FramePart[] packet) {
        Long known = neighbours.lookup(next);
        if (known != null) {
            send(known, packet);
        } else if (arp && !members().isEmpty()) {
            neighbours.resolve(next, packet);
        } else {
            txDropped.increment();
            stack().ip().unresolved(this, packet);
        }
    }

    private void send(long to, FramePart[] packet) {
        int bytes = Parts.bytes(packet);
        List<Member> all = members();
        if (all.isEmpty()) {
            drop(packet);
            return;
        }
        packet[0] = frame(all.getFirst(), packet[0], to, Ethernet.IP);
        sendIp(all.getFirst(), packet, bytes);
    }

    private FramePart frame(Member over, FramePart payload, long to, int type) {
        FramePart front = new Ethernet(to, mac, type).push(stack().memory(), payload);
        return over.encapsulation().push(stack().memory(), front, type);
    }

    private final class Link implements NeighbourTable.Link<Long> {
        @Override
        public void ask(int ip, Long last) {
            if (address().ip() != Ip.ANY) {
                stack().arp().outRequests().increment();
                say(last == null ? Ethernet.BROADCAST : last, new EthernetArp(EthernetArp.REQUEST, mac, address().ip(), 0, ip));
            }
        }

        @Override
        public void send(Long to, FramePart[] packet) {
            Bridged.this.send(to, packet);
        }

        @Override
        public void unreachable(FramePart[] packet) {
            txDropped.increment();
            stack().ip().unresolved(Bridged.this, packet);
        }
    }

    private void say(long to, EthernetArp message) {
        for (Member member : members()) {
            try {
                send(member, new FramePart[] {frame(member, message.emit(stack().memory(), stack().pool()), to, Ethernet.ARP)});
            } catch (CallFailed e) {
                txDropped.increment();
            }
        }
    }

    @Override
    void ethernet(Member from, Packet packet) {
        Ethernet header = Ethernet.parse(packet, 0);
        if (header.type() < LEAST_TYPE) {
            unknown(packet);
            return;
        }
        if (!header.toGroup() && header.destination() != mac) {
            rxDropped.increment();
            packet.drop();
            return;
        }
        packet.clip(Ethernet.BYTES, packet.length() - Ethernet.BYTES);
        switch (header.type()) {
            case Ethernet.IP -> inputIp(packet, header.toGroup());
            case Ethernet.ARP -> arp(packet);
            default -> unknown(packet);
        }
    }

    private void arp(Packet packet) {
        Optional<EthernetArp> message = EthernetArp.parse(packet, 0, packet.length());
        packet.drop();
        Stack.ArpCounters count = stack().arp();
        if (message.isEmpty()) {
            count.inMalformed().increment();
            return;
        }
        EthernetArp m = message.get();
        boolean forUs = m.targetIp() == address().ip() && m.targetIp() != Ip.ANY;
        boolean ours = m.senderIp() == address().ip() && m.senderIp() != Ip.ANY;
        if (!arp || (m.senderMac() & 1L << 40) != 0) {
            count.inIgnored().increment();
            return;
        }
        if (ours && m.senderMac() != mac) {
            count.inConflicts().increment();
            return;
        }
        if (Ip.host(m.senderIp()) && !Ip.loopback(m.senderIp())) {
            // who asks for this machine will be answered; replies that nobody has asked for are not believed
            neighbours.learn(m.senderIp(), m.senderMac(), AGE, forUs && m.operation() == EthernetArp.REQUEST);
        }
        switch (m.operation()) {
            case EthernetArp.REQUEST -> {
                count.inRequests().increment();
                if (forUs) {
                    count.outReplies().increment();
                    say(m.senderMac(), new EthernetArp(EthernetArp.REPLY, mac, address().ip(), m.senderMac(), m.senderIp()));
                }
            }
            case EthernetArp.REPLY -> count.inReplies().increment();
            default -> count.inIgnored().increment();
        }
    }

    @Override
    void left(Member member) {
        neighbours.forget(n -> true);
    }

    @Override
    public List<Mapping> mappings() {
        String pvc = members().isEmpty() ? "-" : number(members().getFirst().vc());
        return neighbours.list().stream().map(n -> new Mapping(n.ip(), pvc, n.link() == null ? "-" : Ethernet.format(n.link()),
            n.state().name().toLowerCase(Locale.ROOT), n.age())).toList();
    }

    @Override
    public void map(int ip, String where) {
        long to = Ethernet.parse(where);
        if (to < 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        neighbours.set(ip, to);
    }

    @Override
    public int forget(int ip) {
        return neighbours.forget(n -> ip == Ip.ANY ? n.state() != NeighbourTable.State.STATIC : n.ip() == ip);
    }
}
