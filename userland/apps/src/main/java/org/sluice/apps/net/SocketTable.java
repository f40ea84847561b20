package org.sluice.apps.net;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluice.apps.Io;

/** The sockets of the system, from {@code /proc/net/sockets}, and what is said of TCP's connections. */
final class SocketTable {
    private static final double MICROS = 1e3;

    /** A socket. */
    record Row(NetFiles.Entry entry) {
        String type() {
            return entry.value("type");
        }

        boolean isTcp() {
            return type().equals("tcp");
        }

        boolean isUdp() {
            return type().equals("udp");
        }

        String local() {
            return any(entry.value("local"));
        }

        String peer() {
            String peer = entry.value("peer");
            return peer.equals("-") ? "0.0.0.0:*" : any(peer);
        }

        /** Port 0 is none yet. */
        private static String any(String endpoint) {
            return endpoint.endsWith(":0") ? endpoint.substring(0, endpoint.length() - 1) + "*" : endpoint;
        }

        /** TCP's state in Linux' letters. */
        String state() {
            String state = entry.value("state").toUpperCase(Locale.ROOT).replace('_', '-');
            return switch (state) {
                case "-" -> entry.value("peer").equals("-") ? "UNCONN" : "ESTAB";
                case "ESTABLISHED" -> "ESTAB";
                case "SYN-RECEIVED" -> "SYN-RECV";
                case "CLOSED" -> "UNCONN";
                default -> state;
            };
        }

        boolean listens() {
            return state().equals("LISTEN") || !isTcp() && entry.value("peer").equals("-");
        }

        String receiving() {
            return isTcp() ? entry.value("receive") : entry.value("queued");
        }

        String sending() {
            return isTcp() ? entry.value("send") : "0";
        }
    }

    private SocketTable() {
    }

    /** All of the Internet's. @param others whether those of other families are wanted too */
    static List<Row> read(Io io, boolean others) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (NetFiles.Entry entry : NetFiles.read(io, "sockets")) {
            if (others || entry.value("family").equals("inet")) {
                rows.add(new Row(entry));
            }
        }
        return rows;
    }

    /** What {@code tcp_info} says, in the words ss has for it; empty if nothing is known. */
    static String info(Row row) {
        Map<String, Long> i = row.entry().counters();
        if (i.isEmpty()) {
            return "";
        }
        long options = i.getOrDefault("options", 0L);
        StringBuilder text = new StringBuilder("\t");
        text.append((options & org.sluice.abi.TcpInfo.OPTION_TIMESTAMPS) != 0 ? " ts" : "")
            .append((options & org.sluice.abi.TcpInfo.OPTION_SACK) != 0 ? " sack" : "")
            .append((options & org.sluice.abi.TcpInfo.OPTION_ECN) != 0 ? " ecn" : "")
            .append((options & org.sluice.abi.TcpInfo.OPTION_ECN_SEEN) != 0 ? " ecnseen" : "");
        if ((options & org.sluice.abi.TcpInfo.OPTION_WINDOW_SCALE) != 0) {
            text.append(" wscale:").append(i.get("snd_wscale")).append(',').append(i.get("rcv_wscale"));
        }
        text.append(" rto:").append(millis(i, "rto")).append(" rtt:").append(millis(i, "rtt")).append('/').append(millis(i, "rttvar"));
        text.append(" ato:").append(millis(i, "ato"));
        plain(text, i, "snd_mss", "mss");
        plain(text, i, "pmtu", "pmtu");
        plain(text, i, "rcv_mss", "rcvmss");
        plain(text, i, "advmss", "advmss");
        plain(text, i, "snd_cwnd", "cwnd");
        long threshold = i.getOrDefault("snd_ssthresh", 0L);
        text.append(threshold > 0 && threshold < 0xffff ? " ssthresh:" + threshold : "");
        for (String name : new String[] {"bytes_sent", "bytes_retrans", "bytes_acked", "bytes_received", "segs_out", "segs_in", "data_segs_out",
            "data_segs_in"}) {
            nonZero(text, i, name, name);
        }
        text.append(" lastsnd:").append(i.get("last_data_sent")).append(" lastrcv:").append(i.get("last_data_recv")).append(" lastack:")
            .append(i.get("last_ack_recv"));
        rate(text, i, "pacing_rate", "pacing_rate");
        rate(text, i, "delivery_rate", "delivery_rate");
        nonZero(text, i, "delivered", "delivered");
        nonZero(text, i, "unacked", "unacked");
        if (i.getOrDefault("retrans", 0L) + i.getOrDefault("total_retrans", 0L) > 0) {
            text.append(" retrans:").append(i.get("retrans")).append('/').append(i.get("total_retrans"));
        }
        for (String name : new String[] {"lost", "sacked", "dsack_dups", "reord_seen", "rcv_ooopack", "backoff", "rcv_rtt", "rcv_space", "rcv_ssthresh"}) {
            nonZero(text, i, name, name);
        }
        nonZero(text, i, "notsent_bytes", "notsent");
        if (i.getOrDefault("min_rtt", 0L) > 0) {
            text.append(" minrtt:").append(millis(i, "min_rtt"));
        }
        nonZero(text, i, "snd_wnd", "snd_wnd");
        nonZero(text, i, "rcv_wnd", "rcv_wnd");
        return text.toString();
    }

    private static String millis(Map<String, Long> info, String name) {
        String text = String.format(Locale.ROOT, "%.3f", info.getOrDefault(name, 0L) / MICROS);
        return text.endsWith(".000") ? text.substring(0, text.length() - 4) : text;
    }

    private static void plain(StringBuilder text, Map<String, Long> info, String name, String shown) {
        text.append(' ').append(shown).append(':').append(info.getOrDefault(name, 0L));
    }

    private static void nonZero(StringBuilder text, Map<String, Long> info, String name, String shown) {
        if (info.getOrDefault(name, 0L) != 0) {
            plain(text, info, name, shown);
        }
    }

    private static void rate(StringBuilder text, Map<String, Long> info, String name, String shown) {
        long bytes = info.getOrDefault(name, 0L);
        if (bytes > 0) {
            text.append(' ').append(shown).append(' ').append(bytes > Long.MAX_VALUE / 8 ? "unlimited" : bytes * 8 + "bps");
        }
    }

    /** Who has each socket: programs and their numbers by {@code socket:[N]}. */
    static Map<String, String> owners(Io io) throws IOException {
        Map<String, String> owners = new HashMap<>();
        String[] names = new File(io.proc()).list();
        for (String pid : names == null ? new String[0] : names) {
            if (!pid.isEmpty() && pid.chars().allMatch(Character::isDigit)) {
                owners(io, pid, owners);
            }
        }
        return owners;
    }

    private static void owners(Io io, String pid, Map<String, String> owners) {
        try {
            String name = io.readText(io.proc() + "/" + pid + "/comm").strip();
            for (String line : io.readText(io.proc() + "/" + pid + "/handles").split("\n")) {
                int at = line.indexOf("socket:[");
                if (at >= 0) {
                    String socket = line.substring(at, line.indexOf(']', at) + 1);
                    owners.merge(socket, name + "," + pid, (a, b) -> a.contains(b) ? a : a + " " + b);
                }
            }
        } catch (IOException e) {
            // the process has ended meanwhile
        }
    }
}
