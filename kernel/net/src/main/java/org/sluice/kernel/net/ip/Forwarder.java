package org.sluice.kernel.net.ip;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Checksum;
import org.sluice.kernel.net.packet.Counters;
import org.sluice.kernel.net.packet.HeaderPool;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;

/**
 * Sends packets on that are for others (RFC 1812 5). A packet gets a header of its own, since others may hold the one it came with; its
 * payload is passed on where it lies.
 */
final class Forwarder {
    private final Memory memory;
    private final HeaderPool pool;
    private final Routes routes;
    private final LongAdder forwarded;
    private final LongAdder noRoute;
    private final LongAdder expired;
    private final LongAdder tooBig;
    private final LongAdder cut;

    Forwarder(Memory memory, HeaderPool pool, Routes routes, Counters counters) {
        this.memory = memory;
        this.pool = pool;
        this.routes = routes;
        forwarded = counters.counter("ip_forwarded");
        noRoute = counters.counter("ip_forward_no_route");
        expired = counters.counter("ip_forward_ttl_expired");
        tooBig = counters.counter("ip_forward_too_big");
        cut = counters.counter("ip_forward_fragmented");
    }

    /** A packet that passed all checks and is for somebody else. Takes the holds over. */
    void forward(Protocol.Arrival arrival, Ipv4Header header, Packet packet, ErrorReporter reporter) {
        try {
            Optional<Routes.Route> route = routes.lookup(header.destination());
            if (header.ttl() <= 1) {
                expired.increment();
                reporter.expired(arrival, header, packet);
            } else if (route.isPresent() && route.get().device().address().all(header.destination())) {
                // to all hosts of a network (RFC 2644)
                noRoute.increment();
            } else if (route.isEmpty() || route.get().device() instanceof LoopbackInterface) {
                noRoute.increment();
                reporter.unreachable(arrival, header, packet, ErrorReporter.NET_UNREACHABLE);
            } else {
                send(arrival, route.get(), header, packet, reporter);
            }
        } finally {
            packet.drop();
        }
    }

    private void send(Protocol.Arrival arrival, Routes.Route route, Ipv4Header header, Packet packet, ErrorReporter reporter) {
        IpInterface device = route.device();
        int next = route.next(header.destination());
        if (header.totalLength() <= device.mtu()) {
            forwarded.increment();
            device.transmit(next, Parts.join(head(packet, header.headerLength(), header, header.totalLength(), header.fragment()),
                packet.share(header.headerLength(), header.payload())));
        } else if ((header.fragment() & Ipv4Header.DONT_FRAGMENT) != 0) {
            tooBig.increment();
            reporter.tooBig(arrival, header, packet, device.mtu());
        } else {
            forwarded.increment();
            cut.increment();
            cut(device, next, header, packet);
        }
    }

    /** Cuts a packet, which may be a piece itself. Options stay in the first piece: none that this machine knows is to be copied. */
    private void cut(IpInterface device, int next, Ipv4Header header, Packet packet) {
        int length = header.headerLength();
        for (int at = 0; at < header.payload();) {
            int n = Math.min(device.mtu() - length & ~7, header.payload() - at);
            int more = at + n < header.payload() ? Ipv4Header.MORE_FRAGMENTS : header.fragment() & Ipv4Header.MORE_FRAGMENTS;
            FramePart head = head(packet, length, header, length + n, more | (header.offset() + at) / 8);
            device.transmit(next, Parts.join(head, packet.share(header.headerLength() + at, n)));
            at += n;
            length = Ipv4Header.BYTES;
        }
    }

    /** A header as the packet's, with one hop less to live. */
    private FramePart head(Packet packet, int length, Ipv4Header header, int total, int fragment) {
        FramePart head = pool.header(length);
        long to = head.address();
        for (int i = Ipv4Header.BYTES; i < length; i += 4) {
            memory.put32(to + i, packet.u32(i));
        }
        new Ipv4Header(length, header.tos(), total, header.id(), fragment, header.ttl() - 1, header.protocol(), header.source(),
            header.destination()).put(memory, to);
        memory.put8(to, 0x40 | length / 4);
        memory.put16(to + 10, 0);
        memory.put16(to + 10, Checksum.of(memory.sum(to, length)));
        return head;
    }
}
