package org.sluice.kernel.net.link;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.arp.AtmArp;
import org.sluice.kernel.net.arp.AtmNumber;
import org.sluice.kernel.net.arp.NeighbourTable;
import org.sluice.kernel.net.encap.Encapsulation;
import org.sluice.kernel.net.encap.Ethernet;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;

/**
 * A logical IP subnetwork (RFC 2225) over permanent connections, and likewise IP routed by RFC 2684. Who is at the other end of a connection is
 * asked by InATMARP where it has LLC and ATMARP is on; a sole connection is used for all of whom nothing is known.
 *
 * <p>An address resolves to a connection that is open. With signalling it would resolve to an ATM number, and {@link NeighbourTable.Link#send}
 * would have to open the connection.
 */
public final class ClassicalIp extends PvcInterface {
    /** How ATMARP is done. */
    public enum Arp { ON, OFF, SERVER }

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    /** Ages at which what was learned is doubted (RFC 2225 8.4.1 and 8.5). */
    static final long CLIENT_AGE = 15 * MINUTE;
    static final long SERVER_AGE = 20 * MINUTE;
    /** InATMARP: some requests soon after each other, then few. */
    static final long ASK_SOON = 5 * SECOND;
    static final int ASK_SOON_TIMES = 3;
    static final long ASK_LATER = MINUTE;

    private final Arp arp;
    private final NeighbourTable<Member> neighbours;

    ClassicalIp(String name, int index, int mtu, Stack stack, Arp arp) {
        super(name, index, mtu, stack);
        this.arp = arp;
        neighbours = new NeighbourTable<>(stack.locks().get(), stack.timers(), new Link(), stack.arp().queueDropped());
    }

    @Override
    int overhead(Member member) {
        return member.encapsulation().overhead();
    }

    // ---- IP out

    @Override
    public void transmit(int next, FramePart[] packet) {
        Member known = neighbours.lookup(next);
        List<Member> all = members();
        if (known == null && all.size() == 1) {
            known = all.getFirst();
        }
        if (known != null) {
            sendIp(known, packet);
        } else if (all.stream().anyMatch(this::speaks)) {
            neighbours.resolve(next, packet);
        } else {
            txDropped.increment();
            stack().ip().unresolved(this, packet);
        }
    }

    private void sendIp(Member to, FramePart[] packet) {
        int bytes = Parts.bytes(packet);
        packet[0] = to.encapsulation().push(stack().memory(), packet[0], Ethernet.IP);
        sendIp(to, packet, bytes);
    }

    private final class Link implements NeighbourTable.Link<Member> {
        @Override
        public void ask(int ip, Member last) {
            if (last != null) {
                request(last);
                return;
            }
            for (Member member : members()) {
                if (speaks(member) && address().ip() != Ip.ANY) {
                    stack().arp().outRequests().increment();
                    say(member, AtmArp.pvc(AtmArp.REQUEST, address().ip(), ip));
                }
            }
        }

        @Override
        public void send(Member member, FramePart[] packet) {
            sendIp(member, packet);
        }

        @Override
        public void unreachable(FramePart[] packet) {
            txDropped.increment();
            stack().ip().unresolved(ClassicalIp.this, packet);
        }

        @Override
        public void forgotten(Member last) {
            if (!last.gone && !last.asking.get()) {
                startAsking(last);
            }
        }
    }

    // ---- ATMARP

    /** Whether ATMARP goes over a connection. */
    private boolean speaks(Member member) {
        return arp != Arp.OFF && member.encapsulation() == Encapsulation.LLC;
    }

    @Override
    void joined(Member member) {
        startAsking(member);
    }

    @Override
    void left(Member member) {
        neighbours.forget(n -> n.link() == member);
    }

    @Override
    public void addressChanged() {
        members().forEach(this::startAsking);
    }

    /** Asks who is at the other end, now and until there is an answer. */
    private void startAsking(Member member) {
        member.asked = 0;
        member.answered = false;
        if (speaks(member)) {
            if (member.asking.compareAndSet(false, true)) {
                askUntilAnswered(member);
            } else {
                member.asked = 1;
                request(member);
            }
        }
    }

    private void askUntilAnswered(Member member) {
        if (member.gone || member.answered) {
            member.asking.set(false);
            return;
        }
        request(member);
        member.asked = Math.min(member.asked + 1, ASK_SOON_TIMES);
        stack().timers().after(member.asked < ASK_SOON_TIMES ? ASK_SOON : ASK_LATER, () -> askUntilAnswered(member));
    }

    private void request(Member member) {
        if (address().ip() != Ip.ANY && up()) {
            stack().arp().outInverseRequests().increment();
            say(member, AtmArp.pvc(AtmArp.IN_REQUEST, address().ip(), Ip.ANY));
        }
    }

    private void say(Member member, AtmArp message) {
        try {
            FramePart part = message.emit(stack().memory(), stack().pool());
            send(member, new FramePart[] {member.encapsulation().push(stack().memory(), part, Ethernet.ARP)});
        } catch (CallFailed e) {
            txDropped.increment();
        }
    }

    @Override
    void atmArp(Member from, Packet packet) {
        if (arp == Arp.OFF) {
            unknown(packet);
            return;
        }
        Optional<AtmArp> message = AtmArp.parse(packet, 0, packet.length());
        packet.drop();
        Stack.ArpCounters count = stack().arp();
        if (message.isEmpty()) {
            count.inMalformed().increment();
            return;
        }
        AtmArp m = message.get();
        switch (m.operation()) {
            case AtmArp.IN_REQUEST -> {
                count.inInverseRequests().increment();
                learn(m.sourceIp(), from, true);
                if (address().ip() != Ip.ANY) {
                    count.outInverseReplies().increment();
                    say(from, new AtmArp(AtmArp.IN_REPLY, AtmNumber.NONE, AtmNumber.NONE, address().ip(), m.sourceNumber(), m.sourceSub(),
                        m.sourceIp()));
                }
            }
            case AtmArp.IN_REPLY -> {
                count.inInverseReplies().increment();
                from.answered = true;
                learn(m.sourceIp(), from, true);
            }
            case AtmArp.REQUEST -> {
                count.inRequests().increment();
                learn(m.sourceIp(), from, true);
                answer(from, m);
            }
            case AtmArp.REPLY -> {
                count.inReplies().increment();
                learn(m.sourceIp(), from, false);
            }
            case AtmArp.NAK -> count.inNaks().increment();
            default -> count.inIgnored().increment();
        }
    }

    private void learn(int ip, Member where, boolean make) {
        if (Ip.host(ip) && !Ip.loopback(ip) && !where.gone) {
            neighbours.learn(ip, where, arp == Arp.SERVER ? SERVER_AGE : CLIENT_AGE, make);
        }
    }

    /**
     * Answers who asks for an address: with its own address, as a server also for those it knows, else that it knows nothing. A reply without
     * an ATM number says that the address is reached through whoever replies.
     */
    private void answer(Member to, AtmArp m) {
        boolean own = m.targetIp() == address().ip() && m.targetIp() != Ip.ANY;
        boolean known = arp == Arp.SERVER && neighbours.lookup(m.targetIp()) != null;
        if (own || known) {
            stack().arp().outReplies().increment();
            say(to, new AtmArp(AtmArp.REPLY, AtmNumber.NONE, AtmNumber.NONE, m.targetIp(), m.sourceNumber(), m.sourceSub(), m.sourceIp()));
        } else {
            stack().arp().outNaks().increment();
            say(to, new AtmArp(AtmArp.NAK, m.sourceNumber(), m.sourceSub(), m.sourceIp(), m.targetNumber(), m.targetSub(), m.targetIp()));
        }
    }

    // ---- the table

    @Override
    public List<Mapping> mappings() {
        return neighbours.list().stream().map(n -> new Mapping(n.ip(), n.link() == null ? "-" : number(n.link().vc()), "-",
            n.state().name().toLowerCase(Locale.ROOT), n.age())).toList();
    }

    @Override
    public void map(int ip, String where) {
        if (!where.matches("[0-9]{1,3}\\.[0-9]{1,5}")) {
            throw new CallFailed(Errno.EINVAL);
        }
        Member member = members().stream().filter(m -> number(m.vc()).equals(where)).findAny().orElseThrow(
            () -> new CallFailed(Errno.ENODEV));
        neighbours.set(ip, member);
    }

    @Override
    public int forget(int ip) {
        return neighbours.forget(n -> ip == Ip.ANY ? n.state() != NeighbourTable.State.STATIC : n.ip() == ip);
    }
}
