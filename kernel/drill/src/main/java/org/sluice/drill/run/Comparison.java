package org.sluice.drill.run;

import java.util.List;
import org.sluice.drill.packet.Packet;
import org.sluice.drill.packet.Packet.Option;
import org.sluice.drill.script.Event.PacketEvent;

/** Compares what was sent with what a script says. Numbers of what was sent are the script's already, but for timestamps. */
final class Comparison {
    private static final int ECN_FLAGS = Packet.AE | Packet.CWR | Packet.ECE;
    /** Flags that segments of one run may differ in: those at its end and at its beginning. */
    private static final int ENDS = Packet.FIN | Packet.PSH | Packet.CWR;

    private final Settings settings;
    private final Flow flow;
    private final PacketEvent expected;
    private final List<Packet> run;
    private final Packet script;
    private final Packet first;

    /** @param run segments that follow each other and together are what is expected; mostly one */
    Comparison(Settings settings, Flow flow, PacketEvent expected, List<Packet> run) {
        this.settings = settings;
        this.flow = flow;
        this.expected = expected;
        this.run = run;
        script = expected.packet();
        first = run.getFirst();
    }

    /** Whether a segment may be the next of a run. */
    static boolean follows(Packet before, Packet next) {
        return next.sequence == (before.sequence + before.payload.length & 0xffffffffL) && next.acknowledgement == before.acknowledgement
            && ((next.flags ^ before.flags) & ~ENDS) == 0 && next.payload.length <= before.payload.length;
    }

    /** What differs, or null. */
    String difference() {
        if (first.wrong != null) {
            return first.wrong;
        }
        if (first.protocol != script.protocol) {
            return "protocol expected " + script.protocol + ", actual " + first.protocol;
        }
        String ip = ipDifference();
        if (ip != null) {
            return ip;
        }
        return switch (script.protocol) {
            case Packet.TCP -> tcpDifference();
            case Packet.UDP -> payloadDifference(0);
            default -> icmpDifference();
        };
    }

    private String ipDifference() {
        int tos = first.tos;
        String differs = switch (expected.ip().tos()) {
            case NOT -> null;
            case ECN -> field("ECN field of IP", expected.ip().value(), tos & 3);
            case ANY_ECT -> (tos & 3) == 1 || (tos & 3) == 2 ? null : "ECN field of IP expected 1 or 2, actual " + (tos & 3);
            case WHOLE -> field("type of service", expected.ip().value(), tos);
        };
        return differs != null || expected.ip().ttl() == 0 ? differs : field("time to live", expected.ip().ttl(), first.ttl);
    }

    private static String field(String name, long expected, long actual) {
        return expected == actual ? null : name + " expected " + expected + ", actual " + actual;
    }

    private String icmpDifference() {
        String differs = field("ICMP type", script.type, first.type);
        differs = differs != null ? differs : field("ICMP code", script.code, first.code);
        return differs != null || script.rest == 0 ? differs : field("second word of the ICMP header", script.rest, first.rest);
    }

    private String tcpDifference() {
        int flags = first.flags | run.getLast().flags & (Packet.FIN | Packet.PSH);
        if (run.size() > 1 && !settings.strict) {
            // where a host's segmentation in one piece ends, it sets PSH; the same bytes in segments need not
            flags = flags & ~Packet.PSH | script.flags & Packet.PSH;
        }
        if (flags != script.flags) {
            if (expected.ace()) {
                return "flags expected " + Packet.flags(script.flags & ~ECN_FLAGS) + ace(script.flags) + ", actual "
                    + Packet.flags(flags & ~ECN_FLAGS) + ace(flags);
            }
            return "flags expected " + Packet.flags(script.flags) + ", actual " + Packet.flags(flags);
        }
        int length = run.stream().mapToInt(p -> p.payload.length).sum();
        String differs = field("sequence number", script.sequence, first.sequence);
        differs = differs != null ? differs : field("length", script.payload.length, length);
        if (differs == null && script.has(Packet.ACK)) {
            differs = field("acknowledgement", script.acknowledgement, first.acknowledgement);
        }
        if (differs == null && expected.windowGiven()) {
            differs = field("window", script.window, first.window);
        }
        if (differs == null && script.has(Packet.URG)) {
            differs = field("urgent pointer", script.urgent, first.urgent);
        }
        differs = differs != null ? differs : optionDifference();
        return differs != null ? differs : payloadDifference(flow.outPlace(first));
    }

    private static String ace(int flags) {
        return Integer.toString(((flags & Packet.AE) != 0 ? 4 : 0) + ((flags & Packet.CWR) != 0 ? 2 : 0) + ((flags & Packet.ECE) != 0 ? 1 : 0));
    }

    private String payloadDifference(long place) {
        long at = place;
        for (Packet p : run) {
            if (script.protocol == Packet.UDP && p.payload.length != script.payload.length) {
                return field("length", script.payload.length, p.payload.length);
            }
            int differs = flow == null ? -1 : flow.out.difference(at, p.payload, p.payload.length);
            if (differs >= 0) {
                return "byte " + (at + differs) + " is not what was written there";
            }
            at += p.payload.length;
        }
        return null;
    }

    private String optionDifference() {
        if (expected.anyOptions()) {
            return null;
        }
        List<Option> actual = first.options;
        int padding = script.options.stream().mapToInt(Option::length).sum() % 4;
        int last = actual.size();
        while (padding != 0 && last > script.options.size() && actual.get(last - 1).kind() == Option.END) {
            last--;
        }
        actual = actual.subList(0, last);
        String both = "options expected " + script.options + ", actual " + actual;
        if (actual.size() != script.options.size()) {
            return both;
        }
        for (int i = 0; i < actual.size(); i++) {
            Option a = actual.get(i);
            Option s = script.options.get(i);
            if (a.kind() == Option.TIMESTAMP && s.kind() == Option.TIMESTAMP && a.data().length == s.data().length) {
                String differs = timestampDifference(s, a);
                if (differs != null) {
                    return differs;
                }
            } else if (!a.equals(s)) {
                return both;
            }
        }
        return null;
    }

    private String timestampDifference(Option s, Option a) {
        long value = flow.timestamp(s.word(0), a.word(0));
        long off = Math.abs((int) (value - s.word(0)));
        if (settings.tick > 0 && off * settings.tick > settings.tolerance) {
            return "timestamp expected " + s.word(0) + ", actual " + value + " as the first was counted";
        }
        return settings.strict && s.word(1) != a.word(1) ? field("echoed timestamp", s.word(1), a.word(1)) : null;
    }
}
