package org.sluice.kernel.net.link;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.atm.Vc;
import org.sluice.kernel.net.encap.Encapsulation.Kind;
import org.sluice.kernel.net.ip.IpInterface;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.network.WaitLock;

/** An IP interface over permanent connections. */
public abstract class PvcInterface extends IpInterface {
    private final Stack stack;
    private final WaitLock lock;
    private volatile List<Member> members = List.of();
    /** SDUs of protocols that nobody speaks here. */
    private final LongAdder rxUnknown = counters().counter("rx_unknown");

    PvcInterface(String name, int index, int mtu, Stack stack) {
        super(name, index, mtu);
        this.stack = stack;
        lock = stack.locks().get();
    }

    final Stack stack() {
        return stack;
    }

    /** Its connections. */
    public final List<Member> members() {
        return members;
    }

    final void join(Member member) {
        change(member, true);
        joined(member);
    }

    /** Forgets a connection, which is not closed by that. */
    final void leave(Member member) {
        member.gone = true;
        change(member, false);
        left(member);
    }

    private void change(Member member, boolean there) {
        lock.acquire();
        try {
            List<Member> now = new ArrayList<>(members);
            now.remove(member);
            if (there) {
                now.add(member);
            }
            members = List.copyOf(now);
        } finally {
            lock.release();
        }
    }

    /** A connection is there to be used. */
    void joined(Member member) {
    }

    /** A connection is not to be used any more. */
    void left(Member member) {
    }

    /** An entry of its neighbours, for people. @param where as {@code pvc=} or {@code mac=} has it */
    public record Mapping(int ip, String pvc, String mac, String state, long age) {
    }

    /** What is known of its neighbours. */
    public abstract List<Mapping> mappings();

    /** Says for good where a neighbour is. @throws org.sluice.kernel.CallFailed EINVAL if that is no place, ENODEV for no connection of its */
    public abstract void map(int ip, String where);

    /** Forgets one neighbour, or all that were learned if it is 0. Returns how many. */
    public abstract int forget(int ip);

    @Override
    public final int mostMtu() {
        return members.stream().mapToInt(m -> m.vc().parameters().maxSdu() - overhead(m)).min().orElse(0xffff);
    }

    /** Bytes of an SDU that are not the IP packet's. */
    abstract int overhead(Member member);

    @Override
    public final String connections() {
        List<Member> now = members;
        return now.isEmpty() ? "-" : now.stream().map(m -> stack.vcs().devices().get(m.vc().device()).name() + ":" + number(m.vc()))
            .collect(Collectors.joining(","));
    }

    /** VPI and VCI as people write them. */
    static String number(Vc vc) {
        return vc.parameters().vpi() + "." + vc.parameters().vci();
    }

    /** An SDU has come. The listener owns the packet, which is what the SDU holds unless it is {@link Kind#MALFORMED} or {@link Kind#OTHER}. */
    final void received(Member from, Kind kind, Packet packet) {
        if (!up()) {
            rxDropped.increment();
            packet.drop();
            return;
        }
        switch (kind) {
            case IP -> inputIp(packet, false);
            case ATMARP -> atmArp(from, packet);
            case ETHERNET -> ethernet(from, packet);
            case OTHER -> {
                rxUnknown.increment();
                packet.drop();
            }
            case MALFORMED -> {
                rxErrors.increment();
                packet.drop();
            }
        }
    }

    final void inputIp(Packet packet, boolean broadcast) {
        rxPackets.increment();
        rxBytes.add(packet.length());
        stack.ip().input(this, packet, broadcast);
    }

    /** Counts what nobody speaks here, and drops it. */
    final void unknown(Packet packet) {
        rxUnknown.increment();
        packet.drop();
    }

    void atmArp(Member from, Packet packet) {
        unknown(packet);
    }

    void ethernet(Member from, Packet packet) {
        unknown(packet);
    }

    /** Sends an IP packet whose first part has got its link headers. @param bytes of the IP packet */
    final void sendIp(Member to, FramePart[] sdu, int bytes) {
        txPackets.increment();
        txBytes.add(bytes);
        send(to, sdu);
    }

    final void send(Member to, FramePart[] sdu) {
        Vc vc = to.vc();
        if (vc == null || to.gone) {
            drop(sdu);
        } else {
            vc.send(sdu, 0);
        }
    }

    final void drop(FramePart[] packet) {
        txDropped.increment();
        Parts.drop(packet);
    }
}
