package org.sluice.kernel.net.ip;

import org.sluice.kernel.net.packet.Packet;

/** A protocol above IP. Called with nothing locked; must not block. */
public interface Protocol {
    /**
     * A datagram has come for this machine.
     *
     * @param packet from the IP header on: the protocol's first byte is at {@code header.headerLength()}. The protocol owns it now
     */
    void receive(Arrival arrival, Ipv4Header header, Packet packet);

    /**
     * A packet that was sent did not get where it was to go.
     *
     * @param quoted the header of the packet that was sent
     * @param packet holds the first bytes behind that header, as many as were told; it stays the caller's
     * @param at     where in it they begin
     */
    void failed(Failure failure, Ipv4Header quoted, Packet packet, int at);

    /**
     * How a packet came.
     *
     * @param toAll   whether the link or IP had it for more than one host
     */
    record Arrival(IpInterface through, boolean toAll) {
    }

    /**
     * Why a packet was not delivered.
     *
     * @param errno    what that is to a program
     * @param type     of the ICMP message
     * @param code     of the ICMP message
     * @param mtu      the next hop's, where that was the reason; else 0
     * @param reporter who says so: a router, the destination, or this machine
     */
    record Failure(int errno, int type, int code, int mtu, int reporter) {
    }
}
