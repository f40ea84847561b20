package org.sluice.apps.net;

import org.sluice.abi.Sockets;

/** What a captured SDU is, as far as it was kept: the outlines that filters ask for. Every access is checked against the bytes there are. */
final class Packet {
    static final int IP = 0x0800;
    static final int ARP = 0x0806;
    static final int IP6 = 0x86dd;
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int UDP = 17;
    private static final int LLC = 8;
    private static final int LLC_BRIDGED = 10;
    private static final int ETHERNET = 14;

    final Frame frame;
    final byte[] bytes;
    /** Encapsulation found: that of the capture, or what the first bytes look like. */
    final int encapsulation;
    /** Where the Ethernet header begins, -1 for none. */
    final int ethernet;
    /** Where the payload of type {@link #type} begins. */
    final int payload;
    /** EtherType, -1 if there is none. */
    final int type;
    private int transport = -1;
    private int protocol = -1;
    private int fragment;

    Packet(Frame frame) {
        this.frame = frame;
        bytes = frame.bytes();
        encapsulation = frame.encapsulation() >= 0 ? frame.encapsulation() : guess();
        switch (encapsulation) {
            case Sockets.ENCAPSULATION_LLC -> {
                boolean llc = isLlc();
                ethernet = -1;
                payload = llc ? LLC : 0;
                type = llc ? u16(6) : versionType(0);
            }
            case Sockets.ENCAPSULATION_LLC_BRIDGED, Sockets.ENCAPSULATION_VC_BRIDGED -> {
                ethernet = encapsulation == Sockets.ENCAPSULATION_VC_BRIDGED ? 2 : LLC_BRIDGED;
                payload = ethernet + ETHERNET;
                type = u16(ethernet + 12);
            }
            case Sockets.ENCAPSULATION_VC, Sockets.ENCAPSULATION_IP -> {
                ethernet = -1;
                payload = 0;
                type = versionType(0);
            }
            default -> {
                ethernet = -1;
                payload = 0;
                type = -1;
            }
        }
        if (type == IP && u8(payload) >>> 4 == 4) {
            protocol = u8(payload + 9);
            fragment = u16(payload + 6);
            if ((fragment & 0x1fff) == 0) {
                transport = payload + (u8(payload) & 15) * 4;
            }
        }
    }

    private boolean isLlc() {
        return bytes.length >= LLC && u8(0) == 0xaa && u8(1) == 0xaa && u8(2) == 3;
    }

    private int guess() {
        if (isLlc()) {
            boolean bridged = u8(3) == 0 && u8(4) == 0x80 && u8(5) == 0xc2;
            return bridged ? Sockets.ENCAPSULATION_LLC_BRIDGED : Sockets.ENCAPSULATION_LLC;
        }
        if (u16(0) == 0 && bytes.length >= 2 + ETHERNET && (u16(14) == IP || u16(14) == ARP || u16(14) == IP6)) {
            return Sockets.ENCAPSULATION_VC_BRIDGED;
        }
        return versionType(0) >= 0 ? Sockets.ENCAPSULATION_VC : Sockets.ENCAPSULATION_NONE;
    }

    private int versionType(int at) {
        int version = u8(at) >>> 4;
        return bytes.length <= at ? -1 : version == 4 ? IP : version == 6 ? IP6 : -1;
    }

    /** A byte, 0 behind the end. */
    int u8(int at) {
        return at >= 0 && at < bytes.length ? bytes[at] & 255 : 0;
    }

    int u16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }

    int i32(int at) {
        return u16(at) << 16 | u16(at + 2);
    }

    long u32(int at) {
        return i32(at) & 0xffffffffL;
    }

    /** Whether a range was kept. */
    boolean has(int at, int length) {
        return at >= 0 && at + length <= bytes.length;
    }

    /** IP protocol, -1 if it is no IPv4 packet. */
    int protocol() {
        return protocol;
    }

    /** Where the transport header begins, -1 for none or a later fragment. */
    int transport() {
        return transport;
    }

    /** Flags and offset of the IP header. */
    int fragment() {
        return fragment;
    }

    int source() {
        return i32(payload + 12);
    }

    int destination() {
        return i32(payload + 16);
    }

    /** Whether TCP or UDP ports are known. */
    boolean hasPorts() {
        return transport >= 0 && (protocol == TCP || protocol == UDP) && has(transport, 4);
    }

    int sourcePort() {
        return u16(transport);
    }

    int destinationPort() {
        return u16(transport + 2);
    }
}
