package org.sluice.kernel.net.ip;

/**
 * What IP is told about a packet.
 *
 * @param source       {@link Ip#ANY} for the address of the interface it goes through
 * @param ttl          1 to 255
 * @param dontFragment whether it is to be refused rather than cut
 * @param through      the interface it must go through; null for as routed
 */
public record Outgoing(int source, int destination, int protocol, int ttl, int tos, boolean dontFragment, IpInterface through) {
    public static final int DEFAULT_TTL = 64;
}
