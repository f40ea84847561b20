package org.sluice.kernel.net.ip;

import org.sluice.kernel.net.packet.Packet;

/** Who tells senders what became of their packets. The packets stay the caller's. */
public interface ErrorReporter {
    int NET_UNREACHABLE = 0;
    int PROTOCOL_UNREACHABLE = 2;
    int PORT_UNREACHABLE = 3;

    /** A packet for this machine cannot be delivered. @param code of ICMP's destination unreachable */
    void unreachable(Protocol.Arrival arrival, Ipv4Header header, Packet packet, int code);

    /** A packet for another machine is longer than the next link takes, and may not be cut. */
    void tooBig(Protocol.Arrival arrival, Ipv4Header header, Packet packet, int mtu);

    /** A packet for another machine has passed as many routers as it may. */
    void expired(Protocol.Arrival arrival, Ipv4Header header, Packet packet);

    /** Fragments of a datagram stayed away. @param first its first fragment */
    void reassemblyTimedOut(Protocol.Arrival arrival, Ipv4Header header, Packet first);
}
