package org.sluice.kernel.net.encap;

import java.util.Optional;
import org.sluice.abi.Sockets;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.packet.Memory;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;

/** How the SDUs of a connection are to be read (RFC 2684; RFC 2225 for the first two). */
public enum Encapsulation {
    /** Classical IP with LLC/SNAP: IP and ATMARP. */
    LLC("llc", Sockets.ENCAPSULATION_LLC),
    /** Classical IP, the IP packet alone ("null encapsulation"): no ATMARP. */
    VC("vc", Sockets.ENCAPSULATION_VC),
    LLC_ROUTED("llc-routed", Sockets.ENCAPSULATION_LLC),
    VC_ROUTED("vc-routed", Sockets.ENCAPSULATION_VC),
    LLC_BRIDGED("llc-bridged", Sockets.ENCAPSULATION_LLC_BRIDGED),
    VC_BRIDGED("vc-bridged", Sockets.ENCAPSULATION_VC_BRIDGED),
    /** What a program makes of it. */
    NATIVE("native", Sockets.ENCAPSULATION_NONE);

    /** Bytes of the LLC/SNAP header. */
    public static final int LLC_BYTES = 8;
    private static final int BRIDGED_BYTES = 10;
    private static final int PID_WITH_FCS = 0x0001;
    private static final int PID_WITHOUT_FCS = 0x0007;
    private static final int FCS_BYTES = 4;

    private final String word;
    private final int number;

    Encapsulation(String word, int number) {
        this.word = word;
        this.number = number;
    }

    /** As commands name it. */
    public String word() {
        return word;
    }

    /** Of {@link Sockets}. */
    public int number() {
        return number;
    }

    public boolean bridged() {
        return this == LLC_BRIDGED || this == VC_BRIDGED;
    }

    /** Whether it is Classical IP's. */
    public boolean classical() {
        return this == LLC || this == VC;
    }

    /** Whether each SDU says what it holds. */
    public boolean llc() {
        return this == LLC || this == LLC_ROUTED || this == LLC_BRIDGED;
    }

    /** The one of that name. */
    public static Optional<Encapsulation> named(String word) {
        for (Encapsulation e : values()) {
            if (e.word.equals(word)) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }

    /** What an SDU holds. */
    public enum Kind { IP, ATMARP, ETHERNET, OTHER, MALFORMED }

    /**
     * The content of an SDU.
     *
     * @param from  its first byte
     * @param bytes its length
     */
    public record Content(Kind kind, int from, int bytes) {
    }

    /**
     * Looks into an SDU. On a connection with LLC what has no LLC header is taken for a bare IP packet, and a routed packet is read on a
     * bridged one, as Linux does.
     */
    public Content content(Packet sdu) {
        int length = sdu.length();
        return switch (this) {
            case LLC, LLC_ROUTED, LLC_BRIDGED -> ofLlc(sdu);
            case VC, VC_ROUTED -> new Content(Kind.IP, 0, length);
            case VC_BRIDGED -> length < 2 + Ethernet.BYTES || sdu.u16(0) != 0 ? new Content(Kind.MALFORMED, 0, length)
                : new Content(Kind.ETHERNET, 2, length - 2);
            case NATIVE -> new Content(Kind.OTHER, 0, length);
        };
    }

    private Content ofLlc(Packet sdu) {
        int length = sdu.length();
        if (length < LLC_BYTES) {
            return new Content(Kind.MALFORMED, 0, length);
        }
        if (sdu.u16(0) != 0xaaaa || sdu.u8(2) != 3) {
            boolean ip = sdu.u8(0) >> 4 == 4 && !bridged();
            return new Content(ip ? Kind.IP : Kind.OTHER, 0, length);
        }
        int oui = sdu.u8(3) << 16 | sdu.u16(4);
        int type = sdu.u16(6);
        if (oui == 0) {
            Kind kind = type == Ethernet.IP ? Kind.IP : type == Ethernet.ARP && this == LLC ? Kind.ATMARP : Kind.OTHER;
            return new Content(kind, LLC_BYTES, length - LLC_BYTES);
        }
        boolean fcs = type == PID_WITH_FCS;
        if (!bridged() || oui != 0x0080c2 || type != PID_WITHOUT_FCS && !fcs) {
            return new Content(Kind.OTHER, LLC_BYTES, length - LLC_BYTES);
        }
        int frame = length - BRIDGED_BYTES - (fcs ? FCS_BYTES : 0);
        return frame < Ethernet.BYTES ? new Content(Kind.MALFORMED, 0, length) : new Content(Kind.ETHERNET, BRIDGED_BYTES, frame);
    }

    /** Puts what goes before a packet in front of it. @param type the EtherType of a routed packet */
    public FramePart push(Memory memory, FramePart packet, int type) {
        return switch (this) {
            case LLC, LLC_ROUTED -> llc(memory, Parts.push(packet, LLC_BYTES), 0, type);
            case LLC_BRIDGED -> {
                FramePart front = llc(memory, Parts.push(packet, BRIDGED_BYTES), 0x0080c2, PID_WITHOUT_FCS);
                memory.put16(front.address() + LLC_BYTES, 0);
                yield front;
            }
            case VC_BRIDGED -> {
                FramePart front = Parts.push(packet, 2);
                memory.put16(front.address(), 0);
                yield front;
            }
            case VC, VC_ROUTED, NATIVE -> packet;
        };
    }

    private static FramePart llc(Memory memory, FramePart front, int oui, int type) {
        long at = front.address();
        memory.put16(at, 0xaaaa);
        memory.put8(at + 2, 3);
        memory.put8(at + 3, oui >> 16);
        memory.put16(at + 4, oui);
        memory.put16(at + 6, type);
        return front;
    }

    /** Bytes that are put before a routed packet, or before an Ethernet frame. */
    public int overhead() {
        return switch (this) {
            case LLC, LLC_ROUTED -> LLC_BYTES;
            case LLC_BRIDGED -> BRIDGED_BYTES;
            case VC_BRIDGED -> 2;
            case VC, VC_ROUTED, NATIVE -> 0;
        };
    }
}
