package org.sluice.drill.packet;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An IPv4 packet without options. Fields of protocols it is not of stay 0. Sequence numbers and timestamps are longs from 0 to 2^32 - 1. */
public final class Packet {
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;

    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int PSH = 8;
    public static final int ACK = 16;
    public static final int URG = 32;
    public static final int ECE = 64;
    public static final int CWR = 128;
    public static final int AE = 256;

    private static final int IP_HEADER = 20;
    private static final int TCP_HEADER = 20;
    private static final int TRANSPORT_HEADER = 8;
    private static final int DONT_FRAGMENT = 0x4000;

    public int source;
    public int destination;
    public int protocol;
    public int tos;
    public int ttl = 64;
    public int identification;
    public boolean dontFragment;
    public int fragment;
    public int sourcePort;
    public int destinationPort;
    public long sequence;
    public long acknowledgement;
    public int flags;
    public int window;
    public int urgent;
    public List<Option> options = List.of();
    /** ICMP: type, code and the second word of the header. */
    public int type;
    public int code;
    public int rest;
    public byte[] payload = new byte[0];
    /** What is wrong with its checksums or lengths; null if nothing is. */
    public String wrong;

    /** An option of TCP as it lies in the packet: the kind, and what follows kind and length. */
    public record Option(int kind, byte[] data) {
        public static final int END = 0;
        public static final int NOP = 1;
        public static final int MSS = 2;
        public static final int WINDOW_SCALE = 3;
        public static final int SACK_PERMITTED = 4;
        public static final int SACK = 5;
        public static final int TIMESTAMP = 8;
        public static final int MD5 = 19;
        public static final int FAST_OPEN = 34;
        public static final int ACC_ECN_0 = 172;
        public static final int ACC_ECN_1 = 174;
        public static final int EXPERIMENT = 254;

        /** Bytes in the header. */
        public int length() {
            return kind <= NOP ? 1 : 2 + data.length;
        }

        /** A number of 32 bits in the data. */
        public long word(int index) {
            return ByteBuffer.wrap(data).getInt(4 * index) & 0xffffffffL;
        }

        /** The option with another number of 32 bits in the data. */
        public Option with(int index, long value) {
            byte[] changed = data.clone();
            ByteBuffer.wrap(changed).putInt(4 * index, (int) value);
            return new Option(kind, changed);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Option o && o.kind == kind && Arrays.equals(o.data, data);
        }

        @Override
        public int hashCode() {
            return 31 * kind + Arrays.hashCode(data);
        }

        @Override
        public String toString() {
            return switch (kind) {
                case END -> "eol";
                case NOP -> "nop";
                case MSS -> data.length == 2 ? "mss " + ((data[0] & 0xff) << 8 | data[1] & 0xff) : odd();
                case WINDOW_SCALE -> data.length == 1 ? "wscale " + (data[0] & 0xff) : odd();
                case SACK_PERMITTED -> data.length == 0 ? "sackOK" : odd();
                case SACK -> {
                    StringBuilder text = new StringBuilder("sack");
                    for (int i = 0; i + 1 < data.length / 4; i += 2) {
                        text.append(' ').append(word(i)).append(':').append(word(i + 1));
                    }
                    yield data.length % 8 == 0 ? text.toString() : odd();
                }
                case TIMESTAMP -> data.length == 8 ? "TS val " + word(0) + " ecr " + word(1) : odd();
                case FAST_OPEN -> "FO" + (data.length == 0 ? "" : " " + java.util.HexFormat.of().formatHex(data));
                default -> odd();
            };
        }

        private String odd() {
            return "option " + kind + " " + java.util.HexFormat.of().formatHex(data);
        }
    }

    /** Whether it has one of some flags. */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Sequence numbers it takes: its bytes, SYN and FIN. */
    public long span() {
        return payload.length + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
    }

    /** The first option of a kind, or null. */
    public Option option(int kind) {
        return options.stream().filter(o -> o.kind == kind).findFirst().orElse(null);
    }

    // ---- from and to bytes

    /** Takes a packet apart. What cannot be right is told in {@link #wrong}. */
    public static Packet parse(byte[] bytes) {
        Packet p = new Packet();
        ByteBuffer b = ByteBuffer.wrap(bytes);
        if (bytes.length < IP_HEADER || bytes[0] >> 4 != 4) {
            p.wrong = "not an IPv4 packet";
            return p;
        }
        int header = (bytes[0] & 15) * 4;
        int total = b.getShort(2) & 0xffff;
        p.tos = bytes[1] & 0xff;
        p.identification = b.getShort(4) & 0xffff;
        int fragmentation = b.getShort(6) & 0xffff;
        p.dontFragment = (fragmentation & DONT_FRAGMENT) != 0;
        p.fragment = fragmentation & 0x3fff;
        p.ttl = bytes[8] & 0xff;
        p.protocol = bytes[9] & 0xff;
        p.source = b.getInt(12);
        p.destination = b.getInt(16);
        if (header < IP_HEADER || total < header || total > bytes.length) {
            p.wrong = "bad lengths in the IP header";
            return p;
        }
        if (Sums.sum(bytes, 0, header, 0) != 0xffff) {
            p.wrong = "bad IP header checksum";
        }
        if (p.fragment != 0) {
            p.payload = Arrays.copyOfRange(bytes, header, total);
            return p;
        }
        p.parseTransport(Arrays.copyOfRange(bytes, header, total), true);
        return p;
    }

    private void parseTransport(byte[] bytes, boolean whole) {
        ByteBuffer b = ByteBuffer.wrap(bytes);
        if (bytes.length < (protocol == TCP ? TCP_HEADER : TRANSPORT_HEADER)) {
            wrong = "truncated header";
            return;
        }
        int offset = TRANSPORT_HEADER;
        int sum = Sums.pseudo(source, destination, protocol, bytes.length);
        switch (protocol) {
            case TCP -> {
                sourcePort = b.getShort(0) & 0xffff;
                destinationPort = b.getShort(2) & 0xffff;
                sequence = b.getInt(4) & 0xffffffffL;
                acknowledgement = b.getInt(8) & 0xffffffffL;
                offset = (bytes[12] >> 4 & 15) * 4;
                flags = b.getShort(12) & 0x1ff;
                window = b.getShort(14) & 0xffff;
                urgent = b.getShort(18) & 0xffff;
                if (offset < TCP_HEADER || offset > bytes.length) {
                    wrong = "bad TCP header length";
                    return;
                }
                options = options(bytes, offset);
            }
            case UDP -> {
                sourcePort = b.getShort(0) & 0xffff;
                destinationPort = b.getShort(2) & 0xffff;
                if (b.getShort(6) == 0) {
                    sum = -1;
                }
                if ((b.getShort(4) & 0xffff) != bytes.length) {
                    wrong = "bad UDP length";
                }
            }
            case ICMP -> {
                type = bytes[0] & 0xff;
                code = bytes[1] & 0xff;
                rest = b.getInt(4);
                sum = 0;
            }
            default -> {
                payload = bytes;
                return;
            }
        }
        if (whole && sum >= 0 && Sums.sum(bytes, 0, bytes.length, sum) != 0xffff) {
            wrong = "bad checksum of " + (protocol == TCP ? "TCP" : protocol == UDP ? "UDP" : "ICMP");
        }
        payload = Arrays.copyOfRange(bytes, offset, bytes.length);
    }

    private List<Option> options(byte[] bytes, int end) {
        List<Option> found = new ArrayList<>();
        int at = TCP_HEADER;
        while (at < end) {
            int kind = bytes[at] & 0xff;
            if (kind <= Option.NOP) {
                found.add(new Option(kind, new byte[0]));
                at++;
                continue;
            }
            int length = at + 1 < end ? bytes[at + 1] & 0xff : 0;
            if (length < 2 || at + length > end) {
                wrong = "bad TCP option";
                break;
            }
            found.add(new Option(kind, Arrays.copyOfRange(bytes, at + 2, at + length)));
            at += length;
        }
        return found;
    }

    /** The packet as it goes over a wire, with its checksums. */
    public byte[] bytes() {
        byte[] transport = transport();
        ByteBuffer b = ByteBuffer.allocate(IP_HEADER + transport.length);
        b.put((byte) 0x45).put((byte) tos).putShort((short) (IP_HEADER + transport.length)).putShort((short) identification);
        b.putShort((short) ((dontFragment ? DONT_FRAGMENT : 0) | fragment)).put((byte) ttl).put((byte) protocol).putShort((short) 0);
        b.putInt(source).putInt(destination).put(transport);
        b.putShort(10, (short) Sums.finish(Sums.sum(b.array(), 0, IP_HEADER, 0)));
        return b.array();
    }

    /** What an ICMP error quotes of it: the IP header and so many bytes behind it. */
    public byte[] quoted(int most) {
        byte[] all = bytes();
        return Arrays.copyOf(all, Math.min(all.length, IP_HEADER + most));
    }

    private byte[] transport() {
        int optionBytes = options.stream().mapToInt(Option::length).sum() + 3 & ~3;
        int header = protocol == TCP ? TCP_HEADER + optionBytes : protocol == UDP || protocol == ICMP ? TRANSPORT_HEADER : 0;
        ByteBuffer b = ByteBuffer.allocate(header + payload.length);
        int check = -1;
        int sum = Sums.pseudo(source, destination, protocol, b.capacity());
        switch (protocol) {
            case TCP -> {
                b.putShort((short) sourcePort).putShort((short) destinationPort).putInt((int) sequence).putInt((int) acknowledgement);
                b.putShort((short) (header / 4 << 12 | flags)).putShort((short) window).putShort((short) 0).putShort((short) urgent);
                for (Option option : options) {
                    b.put((byte) option.kind());
                    if (option.kind() > Option.NOP) {
                        b.put((byte) option.length()).put(option.data());
                    }
                }
                check = 16;
            }
            case UDP -> {
                b.putShort((short) sourcePort).putShort((short) destinationPort).putShort((short) b.capacity()).putShort((short) 0);
                check = 6;
            }
            case ICMP -> {
                b.put((byte) type).put((byte) code).putShort((short) 0).putInt(rest);
                check = 2;
                sum = 0;
            }
            default -> { }
        }
        b.position(header).put(payload);
        if (check >= 0) {
            int finished = Sums.finish(Sums.sum(b.array(), 0, b.capacity(), sum));
            b.putShort(check, (short) (finished == 0 && protocol == UDP ? 0xffff : finished));
        }
        return b.array();
    }

    // ---- shown

    /** An address as people write it. */
    public static String address(int ip) {
        return (ip >>> 24) + "." + (ip >> 16 & 255) + "." + (ip >> 8 & 255) + "." + (ip & 255);
    }

    /** Flags as the script language writes them. */
    public static String flags(int flags) {
        StringBuilder text = new StringBuilder();
        String names = "FSRP.UEWA";
        for (int i : new int[] {0, 1, 2, 3, 8, 7, 6, 5, 4}) {
            if ((flags & 1 << i) != 0) {
                text.append(names.charAt(i));
            }
        }
        return text.isEmpty() ? "-" : text.toString();
    }

    /** The packet as the script language writes it, without addresses. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if ((tos & 3) != 0) {
            text.append('[').append(switch (tos & 3) {
                case 1 -> "ect1";
                case 2 -> "ect0";
                default -> "ce";
            }).append("] ");
        }
        if (fragment != 0) {
            return text + "fragment at " + (fragment & 0x1fff) * 8 + " (" + payload.length + ")";
        }
        switch (protocol) {
            case TCP -> {
                text.append(flags(flags)).append(' ').append(sequence).append(':').append(sequence + payload.length & 0xffffffffL);
                text.append('(').append(payload.length).append(')');
                if (has(ACK)) {
                    text.append(" ack ").append(acknowledgement);
                }
                text.append(" win ").append(window);
                if (has(URG)) {
                    text.append(" urg ").append(urgent);
                }
                if (!options.isEmpty()) {
                    text.append(" <").append(String.join(",", options.stream().map(Option::toString).toList())).append('>');
                }
            }
            case UDP -> text.append("udp (").append(payload.length).append(')');
            case ICMP -> text.append("icmp type ").append(type).append(" code ").append(code).append(" rest ").append(rest);
            default -> text.append("protocol ").append(protocol).append(" (").append(payload.length).append(')');
        }
        return text.toString();
    }
}
