package org.sluice.drill.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.sluice.drill.packet.Packet;
import org.sluice.drill.script.Event.IpInfo;
import org.sluice.drill.script.Event.PacketEvent;
import org.sluice.drill.script.Event.Tos;
import org.sluice.drill.world.Machine;

/** The other end of the machine's connection: injects a script's packets, and keeps what was sent until it is expected. */
final class Wire {
    private static final int QUOTED = 8;

    private final Context c;
    private final ArrayDeque<Sniffed> sent = new ArrayDeque<>();
    private int identification = 1;

    Wire(Context context) {
        c = context;
        c.machine.atm().onSend(sdu -> sent.add(new Sniffed(Packet.parse(sdu), c.world.now())));
    }

    // ---- in

    /** Injects a packet; it has been dealt with when this returns. */
    void inject(PacketEvent event) {
        Packet p = Packet.parse(event.packet().bytes());
        p.wrong = null;
        p.ttl = event.ip().ttl() == 0 ? 255 : event.ip().ttl();
        p.tos = event.ip().tos() == Tos.NOT ? 0 : event.ip().value();
        p.identification = identification++;
        Flow flow = inboundFlow(p);
        p.source = flow.remoteIp;
        p.destination = Addresses.parse(c.settings.localIp);
        switch (p.protocol) {
            case Packet.TCP -> tcp(flow, p);
            case Packet.UDP -> {
                ports(flow, p);
                p.payload = flow.in.get(0, p.payload.length);
            }
            default -> icmp(flow, p, event);
        }
        byte[] bytes = p.bytes();
        c.world.at(c.world.now(), () -> c.machine.atm().deliver(Machine.VCI, bytes));
        c.world.settle();
    }

    private Flow inboundFlow(Packet p) {
        Flow current = c.current;
        if (p.protocol == Packet.TCP && p.sourcePort != 0) {
            Flow found = c.between(p.protocol, p.destinationPort, p.sourcePort);
            return found != null ? found : passive(p.sourcePort, p.destinationPort);
        }
        if (p.protocol == Packet.TCP && (current == null || current.state == Flow.State.LISTENING || current.protocol != Packet.TCP)) {
            return passive(c.nextPort(), current == null || current.localPort == 0 ? c.settings.bindPort : current.localPort);
        }
        if (current == null || p.protocol == Packet.UDP && current.protocol != Packet.UDP) {
            Flow made = c.flow(p.protocol);
            made.localPort = c.settings.bindPort;
            made.remotePort = c.settings.connectPort;
            return made;
        }
        return current;
    }

    /** A connection that begins with what the peer sends. */
    private Flow passive(int remotePort, int localPort) {
        Flow made = c.flow(Packet.TCP);
        made.remotePort = remotePort;
        made.localPort = localPort;
        made.state = Flow.State.SYN_RECEIVED;
        return made;
    }

    private static void ports(Flow flow, Packet p) {
        p.sourcePort = p.sourcePort != 0 ? p.sourcePort : flow.remotePort;
        p.destinationPort = p.destinationPort != 0 ? p.destinationPort : flow.localPort;
    }

    private static void tcp(Flow flow, Packet p) {
        ports(flow, p);
        p.payload = flow.in.get(flow.inPlace(p), p.payload.length);
        if (p.has(Packet.SYN)) {
            flow.remoteSyn(p.sequence);
            if (flow.state == Flow.State.SYN_SENT && p.has(Packet.ACK)) {
                flow.state = Flow.State.OPEN;
            }
        }
        flow.toLive(p);
    }

    private static void icmp(Flow flow, Packet p, PacketEvent event) {
        if (event.quoted() == null) {
            p.payload = new byte[0];
            if (p.rest == 0 && flow.descriptor != null && flow.protocol == Packet.ICMP) {
                long[] name = new long[org.sluice.abi.Sockets.ADDRESS_LENGTH];
                flow.descriptor.session.name(false, name);
                p.rest = (int) name[org.sluice.abi.Sockets.PORT] << 16;
            }
            return;
        }
        Packet quoted = new Packet();
        quoted.source = p.destination;
        quoted.destination = p.source;
        quoted.protocol = event.quoted().protocol();
        quoted.sourcePort = flow.localPort;
        quoted.destinationPort = flow.remotePort;
        quoted.dontFragment = true;
        quoted.flags = Packet.ACK;
        quoted.sequence = flow.quoted(event.quoted().sequence());
        quoted.payload = new byte[event.quoted().bytes()];
        p.payload = quoted.quoted(QUOTED);
    }

    // ---- out

    /** The flow that an outbound packet of the script is about; null for ICMP without a socket. */
    Flow outboundFlow(PacketEvent event) {
        Packet p = event.packet();
        if (p.protocol == Packet.TCP && p.sourcePort != 0) {
            Flow found = c.between(p.protocol, p.sourcePort, p.destinationPort);
            if (found != null) {
                return found;
            }
        }
        if (c.current == null && p.protocol != Packet.ICMP) {
            throw new Failure("no socket and no packet before this that it could belong to");
        }
        return c.current;
    }

    /** The next packet that was sent and concerns a script; null if there is none yet. Passes over others unless everything counts. */
    Sniffed peek(int protocol) {
        while (!sent.isEmpty()) {
            Packet p = sent.peek().packet();
            boolean concerns = p.protocol == protocol || p.protocol == Packet.TCP && c.of(p) != null;
            if (concerns || c.settings.strict) {
                return sent.peek();
            }
            sent.poll();
        }
        return null;
    }

    Sniffed poll() {
        return sent.poll();
    }

    /** Everything that was sent and has not been expected. */
    List<Sniffed> rest() {
        return new ArrayList<>(sent);
    }
}
