package org.sluice.kernel.net.encap;

import java.util.Optional;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.HeaderPool;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;

/**
 * A message of ARP for IPv4 over Ethernet (RFC 826).
 *
 * @param operation {@link #REQUEST} or {@link #REPLY}
 */
public record EthernetArp(int operation, long senderMac, int senderIp, long targetMac, int targetIp) {
    public static final int REQUEST = 1;
    public static final int REPLY = 2;
    public static final int BYTES = 28;

    /** Reads a message; empty if it is none for IPv4 over Ethernet or too short. What is behind it is padding. */
    public static Optional<EthernetArp> parse(Packet packet, int at, int length) {
        if (length < BYTES || packet.u16(at) != 1 || packet.u16(at + 2) != Ethernet.IP || packet.u8(at + 4) != 6
            || packet.u8(at + 5) != 4) {
            return Optional.empty();
        }
        return Optional.of(new EthernetArp(packet.u16(at + 6), packet.u48(at + 8), packet.u32(at + 14), packet.u48(at + 18),
            packet.u32(at + 24)));
    }

    /** The message, without an Ethernet header. */
    public FramePart emit(Memory memory, HeaderPool pool) {
        FramePart part = pool.header(BYTES);
        long at = part.address();
        memory.put16(at, 1);
        memory.put16(at + 2, Ethernet.IP);
        memory.put8(at + 4, 6);
        memory.put8(at + 5, 4);
        memory.put16(at + 6, operation);
        Ethernet.put48(memory, at + 8, senderMac);
        memory.put32(at + 14, senderIp);
        Ethernet.put48(memory, at + 18, targetMac);
        memory.put32(at + 24, targetIp);
        return part;
    }
}
