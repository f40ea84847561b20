package org.sluice.drill.script;

import java.util.List;
import java.util.Map;

/** What the language calls types and codes of ICMP (RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7.1). */
final class IcmpNames {
    private static final Map<String, Integer> TYPES = Map.ofEntries(Map.entry("echo_reply", 0), Map.entry("unreachable", 3),
        Map.entry("source_quench", 4), Map.entry("redirect", 5), Map.entry("echo_request", 8), Map.entry("time_exceeded", 11),
        Map.entry("parameter_problem", 12), Map.entry("timestamp", 13), Map.entry("timestamp_reply", 14));
    private static final int UNREACHABLE = 3;
    private static final Map<Integer, List<String>> CODES = Map.of(
        UNREACHABLE, List.of("net_unreachable", "host_unreachable", "protocol_unreachable", "port_unreachable", "frag_needed",
            "source_route_failed", "net_unknown", "host_unknown", "source_host_isolated", "net_prohibited", "host_prohibited",
            "net_unreachable_for_tos", "host_unreachable_for_tos", "packet_filtered", "host_precedence_violation", "precedence_cutoff"),
        5, List.of("net", "host", "net_for_tos", "host_for_tos"),
        11, List.of("ttl_exceeded", "reassembly_exceeded"));

    private IcmpNames() {
    }

    /** A type's number, or -1. */
    static int type(String name) {
        return name.matches("\\d{1,3}") ? Integer.parseInt(name) : TYPES.getOrDefault(name, -1);
    }

    /** A code's number, or -1. */
    static int code(int type, String name) {
        if (name.matches("\\d{1,3}")) {
            return Integer.parseInt(name);
        }
        return switch (name) {
            case "net_unreach" -> 0;
            case "host_unreach" -> 1;
            case "protocol_unreach", "proto_unreachable" -> 2;
            case "port_unreach" -> 3;
            default -> CODES.getOrDefault(type, List.of()).indexOf(name);
        };
    }

    /** Whether it is an error, which quotes a packet. */
    static boolean error(int type) {
        return type == UNREACHABLE || type == 4 || type == 5 || type == 11 || type == 12;
    }
}
