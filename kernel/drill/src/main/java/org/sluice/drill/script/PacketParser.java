package org.sluice.drill.script;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.sluice.drill.packet.Packet;
import org.sluice.drill.packet.Packet.Option;
import org.sluice.drill.script.Token.Kind;

/** The grammar of packets. */
final class PacketParser {
    private static final long U32 = 0xffffffffL;
    private static final int U16 = 0xffff;
    private static final int MOST_OPTIONS = 40;
    /** What may stand before a packet's own header. */
    private static final Set<String> ENCAPSULATIONS = Set.of("ipv4", "ipv6", "gre", "mpls");
    private static final int FAST_OPEN_MAGIC = 0xf989;

    private final Tokens t;

    PacketParser(Tokens tokens) {
        t = tokens;
    }

    Event.PacketEvent packet() {
        boolean inbound = t.next().is("<");
        if (ENCAPSULATIONS.contains(t.peek().text())) {
            throw new Unsupported(t.peek().line(), "packets in packets (" + t.peek().text() + ")");
        }
        Event.IpInfo ip = ipInfo(inbound);
        if (t.peek().text().equals("frag") || t.peek().text().equals("fragment")) {
            throw new Unsupported(t.peek().line(), "IP fragments");
        }
        Packet p = new Packet();
        if (t.take("udp")) {
            p.protocol = Packet.UDP;
            ports(p);
            t.expect("(");
            p.payload = new byte[(int) t.integer("a length of UDP data", 0, U16)];
            t.expect(")");
            return new Event.PacketEvent(inbound, ip, p, false, false, false, null);
        }
        if (t.take("icmp")) {
            return icmp(inbound, ip, p);
        }
        return tcp(inbound, ip, p);
    }

    private void ports(Packet p) {
        if (t.peek().kind() == Kind.INTEGER && t.peek(1).is(">")) {
            p.sourcePort = (int) t.integer("a port", 0, U16);
            t.expect(">");
            p.destinationPort = (int) t.integer("a port", 0, U16);
        }
    }

    private Event.IpInfo ipInfo(boolean inbound) {
        String close = t.take("[") ? "]" : t.take("(") ? ")" : null;
        if (close == null) {
            return Event.IpInfo.NONE;
        }
        Event.Tos tos = Event.Tos.NOT;
        int value = 0;
        int ttl = 0;
        do {
            Token token = t.next();
            switch (token.text()) {
                case "noecn", "ect1", "ect0", "ce" -> {
                    tos = Event.Tos.ECN;
                    value = List.of("noecn", "ect1", "ect0", "ce").indexOf(token.text());
                }
                case "ect01" -> {
                    if (inbound) {
                        throw new Unsupported(token.line(), "[ect01] is for outbound packets only");
                    }
                    tos = Event.Tos.ANY_ECT;
                }
                case "tos" -> {
                    tos = Event.Tos.WHOLE;
                    value = (int) t.integer("a type of service", 0, 255);
                }
                case "ttl" -> ttl = (int) t.integer("a time to live", 1, 255);
                case "flowlabel" -> throw new Unsupported(token.line(), "flowlabel (IPv6)");
                default -> throw new Unsupported(token.line(), "syntax: expected something of the IP header, found " + token);
            }
        } while (t.take(","));
        t.expect(close);
        return new Event.IpInfo(tos, value, ttl);
    }

    // ---- TCP

    private Event.PacketEvent tcp(boolean inbound, Event.IpInfo ip, Packet p) {
        p.protocol = Packet.TCP;
        ports(p);
        boolean ace = flags(p);
        long[] range = range();
        p.sequence = range[0];
        p.payload = new byte[(int) range[1]];
        if (t.take("ack")) {
            p.acknowledgement = t.integer("a sequence number", 0, U32);
        }
        boolean window = t.take("win");
        if (window) {
            p.window = (int) t.integer("a window", 0, U16);
        }
        if (t.take("urg")) {
            p.urgent = (int) t.integer("an urgent pointer", 0, U16);
        }
        boolean any = false;
        p.options = new ArrayList<>();
        // "<" or ">" may also begin the next event's packet, but only behind its time
        if (t.take("<")) {
            if (t.take("...")) {
                any = true;
                if (inbound) {
                    throw t.wrong("options of an inbound packet");
                }
                t.expect(">");
            } else {
                options(p.options);
            }
        }
        if (p.options.stream().mapToInt(Option::length).sum() > MOST_OPTIONS) {
            throw t.wrong("at most 40 bytes of options before this");
        }
        if (t.peek().is("{")) {
            throw new Unsupported(t.peek().line(), "mutations of packets ({mutate ...})");
        }
        return new Event.PacketEvent(inbound, ip, p, ace, window, any, null);
    }

    /** Flags; true if the three of ECN are told as a number (RFC 9768 3.1.1). */
    private boolean flags(Packet p) {
        Token token = t.next();
        String text = token.text();
        if (token.is("-")) {
            return false;
        }
        if (token.kind() == Kind.WORD && (t.peek().is(".") || t.peek().kind() == Kind.FLOAT && t.peek().text().startsWith("."))) {
            text += t.next().text();
        } else if (token.kind() != Kind.WORD && token.kind() != Kind.FLOAT && !token.is(".")) {
            t.back();
            throw t.wrong("a packet");
        }
        boolean ace = false;
        for (char c : text.toCharArray()) {
            int bit = "FSRP.UEWA".indexOf(c);
            if (bit >= 0) {
                p.flags |= 1 << bit;
            } else if (c >= '0' && c <= '7') {
                int count = c - '0';
                p.flags |= ((count & 4) != 0 ? Packet.AE : 0) | ((count & 2) != 0 ? Packet.CWR : 0) | ((count & 1) != 0 ? Packet.ECE : 0);
                ace = true;
            } else {
                throw new Unsupported(token.line(), "syntax: no flag of TCP is called '" + c + "' in '" + text + "'");
            }
        }
        return ace;
    }

    /** First sequence number and length. */
    private long[] range() {
        int line = t.peek().line();
        long from = t.integer("a sequence number", 0, U32);
        t.expect(":");
        long to = t.integer("a sequence number", 0, U32 + 1 + U16);
        t.expect("(");
        long length = t.integer("a length", 0, U16);
        t.expect(")");
        if ((from + length & U32) != (to & U32)) {
            throw new Unsupported(line, "syntax: " + from + ":" + to + " are not " + length + " bytes");
        }
        return new long[] {from, length};
    }

    private void options(List<Option> options) {
        do {
            Token token = t.next();
            switch (token.text()) {
                case "nop" -> options.add(new Option(Option.NOP, new byte[0]));
                case "eol" -> options.add(new Option(Option.END, new byte[0]));
                case "mss" -> options.add(new Option(Option.MSS, ByteBuffer.allocate(2).putShort((short) t.integer("an MSS", 0, U16)).array()));
                case "wscale" -> options.add(new Option(Option.WINDOW_SCALE, new byte[] {(byte) t.integer("a shift", 0, 255)}));
                case "sackOK" -> options.add(new Option(Option.SACK_PERMITTED, new byte[0]));
                case "sack" -> options.add(sack());
                case "TS" -> {
                    t.expect("val");
                    long value = t.integer("a timestamp", 0, U32);
                    t.expect("ecr");
                    long echo = t.integer("a timestamp", 0, U32);
                    options.add(new Option(Option.TIMESTAMP, ByteBuffer.allocate(8).putInt((int) value).putInt((int) echo).array()));
                }
                case "FO" -> options.add(new Option(Option.FAST_OPEN, blob()));
                case "FOEXP" -> {
                    byte[] cookie = blob();
                    options.add(new Option(Option.EXPERIMENT, ByteBuffer.allocate(2 + cookie.length).putShort((short) FAST_OPEN_MAGIC)
                        .put(cookie).array()));
                }
                case "md5" -> options.add(new Option(Option.MD5, blob()));
                case "ECN" -> options.add(accEcn());
                default -> throw new Unsupported(token.line(), "TCP option " + token);
            }
        } while (t.take(","));
        t.expect(">");
    }

    private Option sack() {
        ByteBuffer blocks = ByteBuffer.allocate(MOST_OPTIONS);
        while (t.peek().kind() == Kind.INTEGER && t.peek(1).is(":")) {
            if (blocks.remaining() < 8) {
                throw t.wrong("at most 4 SACK blocks");
            }
            blocks.putInt((int) t.integer("a sequence number", 0, U32));
            t.expect(":");
            blocks.putInt((int) t.integer("a sequence number", 0, U32));
        }
        if (blocks.position() == 0) {
            throw t.wrong("a SACK block");
        }
        return new Option(Option.SACK, java.util.Arrays.copyOf(blocks.array(), blocks.position()));
    }

    /** Counters of bytes (RFC 9768 3.2.3), in the order in which they stand; up to three. */
    private Option accEcn() {
        ByteBuffer counters = ByteBuffer.allocate(9);
        int kind = Option.ACC_ECN_0;
        while (t.peek().kind() == Kind.WORD && t.peek().text().matches("e0b|e1b|ceb") && counters.hasRemaining()) {
            if (counters.position() == 0 && t.peek().is("e1b")) {
                kind = Option.ACC_ECN_1;
            }
            t.next();
            int value = (int) t.integer("a counter of 24 bits", 0, 0xffffff);
            counters.put((byte) (value >> 16)).putShort((short) value);
        }
        return new Option(kind, java.util.Arrays.copyOf(counters.array(), counters.position()));
    }

    private byte[] blob() {
        Token token = t.peek();
        if (token.kind() != Kind.WORD && token.kind() != Kind.INTEGER && token.kind() != Kind.HEX) {
            return new byte[0];
        }
        t.next();
        String digits = token.kind() == Kind.HEX ? token.text().substring(2) : token.text();
        if (digits.length() % 2 != 0 || !digits.matches("[0-9a-fA-F]*")) {
            throw new Unsupported(token.line(), "syntax: " + token + " are no bytes");
        }
        return HexFormat.of().parseHex(digits);
    }

    // ---- ICMP

    private Event.PacketEvent icmp(boolean inbound, Event.IpInfo ip, Packet p) {
        p.protocol = Packet.ICMP;
        Token type = t.next();
        p.type = IcmpNames.type(type.text());
        if (p.type < 0) {
            throw new Unsupported(type.line(), "ICMP type " + type);
        }
        if (t.peek().kind() == Kind.WORD && !t.peek().is("mtu") && !t.peek().is("id")) {
            Token code = t.next();
            p.code = IcmpNames.code(p.type, code.text());
            if (p.code < 0) {
                throw new Unsupported(code.line(), "ICMP code " + code);
            }
        }
        if (t.take("mtu")) {
            p.rest = (int) t.integer("an MTU", 0, U16);
        }
        if (t.take("id")) {
            p.rest = (int) t.integer("an identifier", 0, U16) << 16;
        }
        Event.Quoted quoted = null;
        if (t.take("[")) {
            if (t.take("udp")) {
                quoted = new Event.Quoted(Packet.UDP, 0, bytes());
            } else if (t.take("raw")) {
                throw new Unsupported(type.line(), "raw packets in ICMP errors");
            } else {
                t.take("tcp");
                long[] range = range();
                quoted = new Event.Quoted(Packet.TCP, range[0], (int) range[1]);
            }
            t.expect("]");
        }
        if (quoted == null && IcmpNames.error(p.type)) {
            quoted = new Event.Quoted(Packet.TCP, 0, 0);
        }
        return new Event.PacketEvent(inbound, ip, p, false, false, false, quoted);
    }

    private int bytes() {
        t.expect("(");
        int bytes = (int) t.integer("a length", 0, U16);
        t.expect(")");
        return bytes;
    }
}
