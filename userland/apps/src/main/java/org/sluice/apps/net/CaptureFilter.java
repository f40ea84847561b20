package org.sluice.apps.net;

import java.util.function.Predicate;
import org.sluice.apps.Failure;
import org.sluice.net.AtmAddress;
import org.sluice.net.Ipv4;

/**
 * Filters of packets: {@code ip arp icmp tcp udp}, {@code [src|dst] host A}, {@code [src|dst] net A/N}, {@code [src|dst] port N},
 * {@code vc VPI.VCI}, {@code less N}, {@code greater N}, with {@code and or not} and brackets.
 */
final class CaptureFilter {
    private static final int MAX_PORT = 65535;

    private final String[] words;
    private int next;

    private CaptureFilter(String[] words) {
        this.words = words;
    }

    /** The filter the words stand for; all packets if there are none. @throws Failure.Usage naming the word that is wrong */
    static Predicate<Packet> parse(String[] operands) {
        String text = String.join(" ", operands).replace("(", " ( ").replace(")", " ) ").replace("!", " ! ").replace("&&", " and ")
            .replace("||", " or ").trim();
        if (text.isEmpty()) {
            return p -> true;
        }
        CaptureFilter parser = new CaptureFilter(text.split(" +"));
        Predicate<Packet> filter = parser.either();
        if (parser.next < parser.words.length) {
            throw new Failure.Usage("filter: '" + parser.words[parser.next] + "' was not expected");
        }
        return filter;
    }

    private boolean take(String word) {
        if (next < words.length && words[next].equals(word)) {
            next++;
            return true;
        }
        return false;
    }

    private String word() {
        if (next == words.length) {
            throw new Failure.Usage("filter: something is missing at the end");
        }
        return words[next++];
    }

    private Predicate<Packet> either() {
        Predicate<Packet> left = both();
        while (take("or")) {
            left = left.or(both());
        }
        return left;
    }

    private Predicate<Packet> both() {
        Predicate<Packet> left = negated();
        while (take("and")) {
            left = left.and(negated());
        }
        return left;
    }

    private Predicate<Packet> negated() {
        if (take("not") || take("!")) {
            return negated().negate();
        }
        if (take("(")) {
            Predicate<Packet> inner = either();
            if (!take(")")) {
                throw new Failure.Usage("filter: ')' is missing");
            }
            return inner;
        }
        return primitive(word());
    }

    private Predicate<Packet> primitive(String word) {
        return switch (word) {
            case "ip" -> p -> p.type == Packet.IP;
            case "ip6" -> p -> p.type == Packet.IP6;
            case "arp" -> p -> p.type == Packet.ARP;
            case "icmp" -> p -> p.protocol() == Packet.ICMP;
            case "tcp" -> transport(Packet.TCP);
            case "udp" -> transport(Packet.UDP);
            case "src" -> addressed(word(), true, false);
            case "dst" -> addressed(word(), false, true);
            case "host", "net", "port" -> addressed(word, true, true);
            case "vc" -> connection(word());
            case "less" -> length(word(), -1);
            case "greater" -> length(word(), 1);
            default -> throw new Failure.Usage("filter: unknown word '" + word + "'");
        };
    }

    /** {@code tcp port 80} means both. */
    private Predicate<Packet> transport(int protocol) {
        Predicate<Packet> is = p -> p.protocol() == protocol;
        boolean more = next < words.length && (words[next].equals("port") || words[next].equals("src") || words[next].equals("dst"));
        return more ? is.and(primitive(word())) : is;
    }

    private Predicate<Packet> addressed(String kind, boolean source, boolean destination) {
        switch (kind) {
            case "port" -> {
                int port = number(word(), MAX_PORT);
                return p -> p.hasPorts() && (source && p.sourcePort() == port || destination && p.destinationPort() == port);
            }
            case "net" -> {
                return network(word(), source, destination);
            }
            case "host" -> {
                return host(word(), source, destination);
            }
            default -> {
                return host(kind, source, destination);
            }
        }
    }

    private static Predicate<Packet> host(String text, boolean source, boolean destination) {
        if (text.indexOf('/') >= 0) {
            throw new Failure.Usage("filter: '" + text + "' is no address; a network follows 'net'");
        }
        return network(text, source, destination);
    }

    private static Predicate<Packet> network(String text, boolean source, boolean destination) {
        Prefixes.requireAddress(text);
        int slash = text.indexOf('/');
        int length = slash < 0 ? 32 : Integer.parseInt(text.substring(slash + 1));
        int mask = length == 0 ? 0 : -1 << 32 - length;
        int network = Ipv4.parse(slash < 0 ? text : text.substring(0, slash)) & mask;
        return p -> p.type == Packet.IP && (source && (p.source() & mask) == network || destination && (p.destination() & mask) == network);
    }

    private static Predicate<Packet> connection(String text) {
        try {
            AtmAddress address = AtmAddress.parse(text);
            return p -> p.frame.vpi() == address.vpi() && p.frame.vci() == address.vci();
        } catch (IllegalArgumentException e) {
            throw new Failure.Usage("filter: " + e.getMessage());
        }
    }

    private static Predicate<Packet> length(String text, int sign) {
        int bytes = number(text, Integer.MAX_VALUE);
        return p -> sign < 0 ? p.frame.length() <= bytes : p.frame.length() >= bytes;
    }

    private static int number(String text, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Failure.Usage("filter: '" + text + "' is no number from 0 to " + most);
    }
}
