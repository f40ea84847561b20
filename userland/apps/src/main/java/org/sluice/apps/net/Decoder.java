package org.sluice.apps.net;

import java.util.Locale;
import org.sluice.abi.Sockets;
import org.sluice.net.Ipv4;

/** Words captured SDUs in one line each. */
final class Decoder {
    private static final String[] ENCAPSULATIONS = {"native", "LLC", "VC-mux", "LLC bridged", "VC-mux bridged", "lo"};
    private static final String[] UNREACHABLE = {"net unreachable", "host unreachable", "protocol unreachable", "port unreachable",
        "fragmentation needed", "source route failed"};
    /** TCP flags in the order and with the letters of tcpdump; ACK is a dot at the end. */
    private static final String FLAG_NAMES = "FSRPUEW";
    private static final int[] FLAG_BITS = {1, 2, 4, 8, 32, 64, 128};
    private static final int ATM_HARDWARE = 19;
    private static final int ETHERNET_HARDWARE = 1;
    private static final long DAY = 86_400;
    private static final long NANOS = 1_000_000_000L;

    private final boolean connections;
    private final boolean verbose;

    /** @param connections whether to show link, connection and encapsulation @param verbose whether to show the fields of IP headers */
    Decoder(boolean connections, boolean verbose) {
        this.connections = connections;
        this.verbose = verbose;
    }

    /** One line without its end. */
    String line(Packet packet) {
        Frame f = packet.frame;
        long second = Math.floorMod(Math.floorDiv(f.nanos(), NANOS), DAY);
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%02d:%02d:%02d.%06d ", second / 3600, second / 60 % 60,
            second % 60, Math.floorMod(f.nanos(), NANOS) / 1000));
        if (connections) {
            boolean lo = packet.encapsulation == Sockets.ENCAPSULATION_IP;
            text.append(f.sent() ? "Out " : "In ").append(lo ? "" : (f.itf() >= 0 ? "atm" + f.itf() + " " : "") + f.vpi() + "." + f.vci()
                + " ").append(ENCAPSULATIONS[packet.encapsulation]).append(", length ").append(f.length()).append(": ");
            if (packet.ethernet >= 0) {
                text.append(mac(packet, packet.ethernet + 6)).append(" > ").append(mac(packet, packet.ethernet)).append(", ");
            }
        }
        int most = packet.bytes.length;
        switch (packet.type) {
            case Packet.IP -> ip(packet, text);
            case Packet.ARP -> arp(packet, packet.payload, text);
            case Packet.IP6 -> text.append("IP6, length ").append(f.length() - packet.payload);
            case -1 -> text.append("SDU on ").append(f.vpi()).append('.').append(f.vci()).append(", length ").append(f.length());
            default -> text.append("ethertype 0x").append(String.format("%04x", packet.type)).append(", length ")
                .append(f.length() - packet.payload);
        }
        return most < f.length() ? text.append(" [cut]").toString() : text.toString();
    }

    private static String mac(Packet p, int at) {
        return String.format("%02x:%02x:%02x:%02x:%02x:%02x", p.u8(at), p.u8(at + 1), p.u8(at + 2), p.u8(at + 3), p.u8(at + 4), p.u8(at + 5));
    }

    // ---- address resolution

    /** RFC 826 for Ethernet, RFC 2225 for ATM, whose lengths of numbers come in another order. */
    private static void arp(Packet p, int at, StringBuilder text) {
        int hardware = p.u16(at);
        if (!p.has(at, 8)) {
            text.append("[|arp]");
        } else if (hardware == ETHERNET_HARDWARE) {
            operation(text.append("ARP, "), p.u16(at + 6), Ipv4.format(p.i32(at + 14)), Ipv4.format(p.i32(at + 24)), mac(p, at + 8));
        } else if (hardware == ATM_HARDWARE) {
            atmArp(p, at, text);
        } else {
            text.append("ARP of hardware ").append(hardware);
        }
        text.append(", length ").append(p.frame.length() - at);
    }

    private static void atmArp(Packet p, int at, StringBuilder text) {
        int sourceNumber = p.u8(at + 4) & 63;
        int sourceSub = p.u8(at + 5) & 63;
        int sourceLength = p.u8(at + 8);
        int targetNumber = p.u8(at + 9) & 63;
        int targetSub = p.u8(at + 10) & 63;
        int targetLength = p.u8(at + 11);
        int source = at + 12 + sourceNumber + sourceSub;
        int target = source + sourceLength + targetNumber + targetSub;
        int operation = p.u16(at + 6);
        if (!p.has(at, 12) || !p.has(source, sourceLength) || !p.has(target, targetLength)) {
            text.append("ATMARP [|arp]");
            return;
        }
        String from = sourceLength == 4 ? Ipv4.format(p.i32(source)) : "?";
        String to = targetLength == 4 ? Ipv4.format(p.i32(target)) : "?";
        String number = sourceNumber == 0 ? "" : " at " + hex(p, at + 12, sourceNumber);
        switch (operation) {
            case 8 -> text.append("InATMARP, Request from ").append(from).append(number);
            case 9 -> text.append("InATMARP, Reply ").append(from).append(number).append(" to ").append(to);
            case 10 -> text.append("ATMARP, NAK of ").append(to).append(" to ").append(from);
            default -> operation(text.append("ATMARP, "), operation, from, to, number.isEmpty() ? "?" : number.substring(4));
        }
    }

    private static void operation(StringBuilder text, int operation, String from, String to, String hardware) {
        switch (operation) {
            case 1 -> text.append("Request who-has ").append(to).append(" tell ").append(from);
            case 2 -> text.append("Reply ").append(from).append(" is-at ").append(hardware);
            default -> text.append("operation ").append(operation);
        }
    }

    private static String hex(Packet p, int at, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(String.format("%02x", p.u8(at + i)));
        }
        return text.toString();
    }

    // ---- IP

    private void ip(Packet p, StringBuilder text) {
        int at = p.payload;
        int header = (p.u8(at) & 15) * 4;
        int length = p.u16(at + 2);
        if (!p.has(at, 20) || header < 20) {
            text.append("IP [|ip]");
            return;
        }
        text.append("IP ");
        if (verbose) {
            text.append(String.format("(tos 0x%x, ttl %d, id %d, offset %d, flags [%s], proto %d, length %d%s) ", p.u8(at + 1), p.u8(at + 8),
                p.u16(at + 4), (p.fragment() & 0x1fff) * 8, flags(p.fragment()), p.protocol(), length,
                p.has(at, header) && Checksums.of(p.bytes, at, header, 0) != 0 ? ", bad cksum" : ""));
        }
        boolean ports = p.hasPorts();
        text.append(Ipv4.format(p.source())).append(ports ? "." + p.sourcePort() : "").append(" > ").append(Ipv4.format(p.destination()))
            .append(ports ? "." + p.destinationPort() : "").append(": ");
        int data = length - header;
        if (p.transport() < 0) {
            text.append(protocolName(p.protocol()));
        } else {
            switch (p.protocol()) {
                case Packet.ICMP -> icmp(p, data, text);
                case Packet.TCP -> tcp(p, data, text);
                case Packet.UDP -> text.append("UDP, length ").append(p.has(p.transport(), 6) ? p.u16(p.transport() + 4) - 8 : data - 8);
                default -> text.append(protocolName(p.protocol())).append(", length ").append(data);
            }
        }
        if ((p.fragment() & 0x3fff) != 0) {
            text.append(" (frag ").append(p.u16(at + 4)).append(':').append(data).append('@').append((p.fragment() & 0x1fff) * 8)
                .append((p.fragment() & 0x2000) != 0 ? "+)" : ")");
        }
        if (verbose && p.transport() >= 0 && (p.fragment() & 0x3fff) == 0 && p.has(at, length) && data > 0) {
            int pseudo = p.protocol() == Packet.TCP || p.protocol() == Packet.UDP ? Checksums.pseudo(p.source(), p.destination(), p.protocol(), data) : 0;
            boolean none = p.protocol() == Packet.UDP && p.u16(p.transport() + 6) == 0;
            boolean known = p.protocol() == Packet.ICMP || pseudo != 0;
            if (known && !none && Checksums.of(p.bytes, p.transport(), data, pseudo) != 0) {
                text.append(" (bad ").append(protocolName(p.protocol()).toLowerCase(Locale.ROOT)).append(" cksum)");
            }
        }
    }

    private static String flags(int fragment) {
        return (fragment & 0x4000) != 0 ? "DF" : (fragment & 0x2000) != 0 ? "+" : "none";
    }

    private static String protocolName(int protocol) {
        return switch (protocol) {
            case Packet.ICMP -> "ICMP";
            case Packet.TCP -> "TCP";
            case Packet.UDP -> "UDP";
            default -> "ip-proto-" + protocol;
        };
    }

    private static void icmp(Packet p, int length, StringBuilder text) {
        int at = p.transport();
        if (!p.has(at, 8)) {
            text.append("ICMP [|icmp]");
            return;
        }
        int code = p.u8(at + 1);
        text.append("ICMP ");
        switch (p.u8(at)) {
            case 0, 8 -> text.append(p.u8(at) == 8 ? "echo request" : "echo reply").append(", id ").append(p.u16(at + 4)).append(", seq ")
                .append(p.u16(at + 6));
            case 3 -> {
                text.append(Ipv4.format(p.i32(at + 8 + 16))).append(' ').append(code < UNREACHABLE.length ? UNREACHABLE[code]
                    : "unreachable, code " + code);
                if (code == 4) {
                    text.append(" (mtu ").append(p.u16(at + 6)).append(')');
                }
            }
            case 11 -> text.append(code == 0 ? "time exceeded in-transit" : "ip reassembly time exceeded");
            case 12 -> text.append("parameter problem");
            default -> text.append("type ").append(p.u8(at)).append(" code ").append(code);
        }
        text.append(", length ").append(length);
    }

    private static void tcp(Packet p, int length, StringBuilder text) {
        int at = p.transport();
        if (!p.has(at, 20)) {
            text.append("TCP [|tcp]");
            return;
        }
        int header = (p.u8(at + 12) >>> 4) * 4;
        int bits = p.u8(at + 13);
        StringBuilder flags = new StringBuilder();
        for (int i = 0; i < FLAG_NAMES.length(); i++) {
            if ((bits & FLAG_BITS[i]) != 0) {
                flags.append(FLAG_NAMES.charAt(i));
            }
        }
        if ((bits & 16) != 0) {
            flags.append('.');
        }
        int data = length - header;
        text.append("Flags [").append(flags.isEmpty() ? "none" : flags).append("], seq ").append(p.u32(at + 4));
        if (data > 0) {
            text.append(':').append(p.u32(at + 4) + data & 0xffffffffL);
        }
        if ((bits & 16) != 0) {
            text.append(", ack ").append(p.u32(at + 8));
        }
        text.append(", win ").append(p.u16(at + 14));
        if (header > 20 && p.has(at, header)) {
            text.append(", options [").append(options(p, at + 20, at + header)).append(']');
        }
        text.append(", length ").append(data);
    }

    private static String options(Packet p, int from, int end) {
        StringBuilder text = new StringBuilder();
        int at = from;
        while (at < end && p.u8(at) != 0) {
            int kind = p.u8(at);
            int length = kind == 1 ? 1 : p.u8(at + 1);
            if (kind != 1 && length < 2 || at + length > end) {
                return text.append(text.isEmpty() ? "" : ",").append("bad").toString();
            }
            text.append(text.isEmpty() ? "" : ",").append(switch (kind) {
                case 1 -> "nop";
                case 2 -> "mss " + p.u16(at + 2);
                case 3 -> "wscale " + p.u8(at + 2);
                case 4 -> "sackOK";
                case 5 -> sack(p, at, length);
                case 8 -> "TS val " + p.u32(at + 2) + " ecr " + p.u32(at + 6);
                default -> "kind " + kind;
            });
            at += length;
        }
        return text.toString();
    }

    private static String sack(Packet p, int at, int length) {
        StringBuilder text = new StringBuilder("sack " + (length - 2) / 8 + " ");
        for (int i = at + 2; i + 8 <= at + length; i += 8) {
            text.append('{').append(p.u32(i)).append(':').append(p.u32(i + 4)).append('}');
        }
        return text.toString();
    }
}
