package org.sluice.kernel.net.gateway;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.HostNetDevice;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.ip.Ipv4Header;
import org.sluice.kernel.net.ip.Protocol;
import org.sluice.kernel.net.packet.Counters;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.net.udp.Udp;

/** UDP to and from the outside: a flow for each port of the machine's and each it sends to, until nothing has passed for a while. */
final class UdpRelay implements Udp.Receiver {
    /** Flows at once; the one used least lately makes room for another. */
    static final int MOST_FLOWS = 256;
    /** Nanoseconds without a datagram that a flow lives, as RFC 4787 (4.3) has it at least. */
    static final long LIFE = 120_000_000_000L;
    /** Datagrams of the machine's that wait to be looked at. */
    private static final int MOST_WAITING = 256;
    private static final int TTL = 64;
    private static final long AGAIN = 1_000_000_000L;

    /** Both ends of a flow. */
    record Key(int guestPort, int address, int port) {
    }

    private final Outside outside;
    private final Udp udp;
    /** In the order of their last use. */
    private final Map<Key, UdpFlow> flows = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<UdpFlow, Runnable> accepting = new HashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder lost;
    private boolean timed;

    UdpRelay(Outside outside, Udp udp, Counters counters) {
        this.outside = outside;
        this.udp = udp;
        lost = counters.counter("gateway_datagrams_lost");
    }

    void lost() {
        lost.increment();
    }

    // ---- from the machine

    @Override
    public void received(Protocol.Arrival arrival, Ipv4Header header, int sourcePort, int destinationPort, Packet data) {
        FramePart[] parts = data.take();
        if (header.source() != outside.guestAddress() || waiting.incrementAndGet() > MOST_WAITING) {
            if (header.source() == outside.guestAddress()) {
                waiting.decrementAndGet();
            }
            lost.increment();
            Parts.drop(parts);
            return;
        }
        outside.work().add(() -> {
            waiting.decrementAndGet();
            send(new Key(sourcePort, header.destination(), destinationPort), parts);
        });
    }

    @Override
    public void failed(Protocol.Failure failure, Ipv4Header quoted, int port) {
        // the machine does not want it; whoever sent it cannot be told
    }

    private void send(Key key, FramePart[] parts) {
        FramePart whole;
        try {
            whole = whole(parts);
        } catch (CallFailed e) {
            lost.increment();
            return;
        }
        UdpFlow flow = flows.get(key);
        if (flow == null) {
            flow = new UdpFlow(outside, this, key, 0);
            add(key, flow);
            try {
                flow.host(outside.host().open(true, key.address, key.port, flow));
            } catch (CallFailed e) {
                whole.drop();
                failed(flow, HostNetDevice.HOST_UNREACHABLE);
                if (e.errno() == Errno.ENOBUFS) {
                    // connections have all the host's sockets: the next datagram finds one
                    endEldest();
                }
                return;
            }
        }
        flow.send(whole);
    }

    /** A datagram in one part, as the host wants it. Takes the holds over. @throws CallFailed ENOMEM */
    private FramePart whole(FramePart[] parts) {
        if (parts.length == 1) {
            return parts[0];
        }
        try {
            int bytes = Parts.bytes(parts);
            FramePart all = outside.source().fresh(Math.max(1, bytes));
            int at = 0;
            for (FramePart part : parts) {
                outside.memory().physical().copy(part.address(), all.address() + at, part.length());
                at += part.length();
            }
            return all.clipped(0, bytes);
        } finally {
            Parts.drop(parts);
        }
    }

    private void add(Key key, UdpFlow flow) {
        flow.used = outside.timers().now();
        UdpFlow before = flows.put(key, flow);
        if (before != null) {
            end(before);
        } else if (flows.size() > MOST_FLOWS) {
            endEldest();
        }
        expireLater();
    }

    private void endEldest() {
        Iterator<UdpFlow> all = flows.values().iterator();
        if (all.hasNext()) {
            UdpFlow eldest = all.next();
            all.remove();
            end(eldest);
        }
    }

    private void expireLater() {
        if (!timed) {
            timed = true;
            outside.timers().after(LIFE / 4, this::expire);
        }
    }

    private void expire() {
        timed = false;
        long before = outside.timers().now() - LIFE;
        flows.values().removeIf(flow -> {
            if (flow.used > before) {
                return false;
            }
            end(flow);
            return true;
        });
        if (!flows.isEmpty()) {
            expireLater();
        }
    }

    private void end(UdpFlow flow) {
        flow.end();
    }

    // ---- from outside

    /** Waits for somebody to send to a forwarded port. @param next what is to be done when somebody has */
    void accept(int forward, int guestPort, Runnable next) {
        UdpFlow flow = new UdpFlow(outside, this, null, guestPort);
        accepting.put(flow, next);
        try {
            flow.host(outside.host().accept(forward, flow));
        } catch (CallFailed e) {
            accepting.remove(flow);
            if (e.errno() == Errno.ENOBUFS) {
                // all are in use: one will be free
                outside.timers().after(AGAIN, next);
            }
        }
    }

    /** Somebody has come by a forward. */
    void came(UdpFlow flow, int address, int port) {
        flow.key = new Key(flow.forward, address, port);
        add(flow.key, flow);
        Runnable next = accepting.remove(flow);
        if (next != null) {
            next.run();
        }
    }

    /** A datagram has come from outside. Takes the holds over. */
    void deliver(UdpFlow flow, FramePart[] data) {
        try {
            udp.send(outside.ip().path(flow.key.address, outside.guestAddress(), null), flow.key.port, flow.key.guestPort, TTL, 0, false, true, data);
        } catch (CallFailed e) {
            lost.increment();
        }
        flows.get(flow.key); // used
    }

    /** Nobody wants what the machine has sent. */
    void refused(UdpFlow flow) {
        tell(flow, Unreachable.PORT);
    }

    /** A flow is over: it could not be opened, or has broken. */
    void failed(UdpFlow flow, int status) {
        accepting.remove(flow);
        flow.end();
        if (flow.key != null) {
            flows.remove(flow.key, flow);
            if (flow.forward == 0 && status != HostNetDevice.BROKEN) {
                tell(flow, Unreachable.code(status));
            }
        }
    }

    /** Reports to the machine about a datagram that it has sent, of which there are the headers. */
    private void tell(UdpFlow flow, int code) {
        FramePart head;
        try {
            head = outside.pool().header(Ipv4Header.BYTES + Udp.HEADER);
        } catch (CallFailed e) {
            return;
        }
        Ipv4Header header = new Ipv4Header(Ipv4Header.BYTES, 0, Ipv4Header.BYTES + Udp.HEADER, 0, 0, TTL, Udp.NUMBER, outside.guestAddress(),
            flow.key.address);
        header.put(outside.memory(), head.address());
        outside.memory().put32(head.address() + Ipv4Header.BYTES, flow.key.guestPort << 16 | flow.key.port);
        outside.memory().put32(head.address() + Ipv4Header.BYTES + 4, Udp.HEADER << 16);
        Packet packet = new Packet(outside.memory(), new FramePart[] {head});
        outside.ip().unreachable(new Protocol.Arrival(outside.inside(), false), header, packet, code);
        packet.drop();
    }

    int flows() {
        return flows.size();
    }
}
