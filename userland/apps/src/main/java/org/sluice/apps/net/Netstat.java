package org.sluice.apps.net;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;

/** {@code netstat}: sockets, counters of the protocols, interfaces and routes. */
public final class Netstat extends Command {
    private static final int PREFIX = 32;

    private boolean tcp;
    private boolean udp;
    private boolean listening;
    private boolean all;
    private boolean owners;

    public Netstat() {
        super("netstat");
    }

    public static void main(String[] args) {
        new Netstat().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("t/tcp u/udp l/listening a/all n/numeric p/programs i/interfaces s/statistics r/route", args);
        char table = 0;
        while (options.next()) {
            switch (options.name()) {
                case "t" -> tcp = true;
                case "u" -> udp = true;
                case "l" -> listening = true;
                case "a" -> all = true;
                case "p" -> owners = true;
                case "n" -> { } // numbers only is how it is anyway
                default -> {
                    if (table != 0 && table != options.name().charAt(0)) {
                        throw new Failure.Usage("only one of -i, -s and -r");
                    }
                    table = options.name().charAt(0);
                }
            }
        }
        noOperands(options.operands());
        switch (table) {
            case 'i' -> interfaces();
            case 's' -> statistics();
            case 'r' -> routes();
            default -> sockets();
        }
        return status();
    }

    // ---- sockets

    private void sockets() throws IOException {
        Map<String, String> names = owners ? SocketTable.owners(io) : Map.of();
        out.println("Active Internet connections (" + (all ? "servers and established" : listening ? "only servers" : "w/o servers") + ")");
        line("Proto", "Recv-Q", "Send-Q", "Local Address", "Foreign Address", "State", owners ? "PID/Program name" : "");
        for (SocketTable.Row row : SocketTable.read(io, false)) {
            boolean kind = !tcp && !udp || tcp && row.isTcp() || udp && row.isUdp();
            boolean state = all || (listening ? row.listens() : !row.listens() && !row.state().equals("UNCONN"));
            if (kind && state) {
                String owner = names.getOrDefault(row.entry().word(0), owners ? "-" : "");
                line(row.type(), row.receiving(), row.sending(), row.local(), row.peer(), state(row), owner);
            }
        }
    }

    private static String state(SocketTable.Row row) {
        String state = row.state();
        return !row.isTcp() && !state.equals("ESTAB") ? "" : switch (state) {
            case "ESTAB" -> "ESTABLISHED";
            case "UNCONN" -> "CLOSE";
            case "FIN-WAIT-1" -> "FIN_WAIT1";
            case "FIN-WAIT-2" -> "FIN_WAIT2";
            default -> state.replace('-', '_');
        };
    }

    private void line(String proto, String receiving, String sending, String local, String peer, String state, String owner) {
        StringBuilder text = new StringBuilder();
        left(text, proto, 6);
        right(text, receiving, 6);
        right(text, sending, 7);
        text.append(' ');
        left(text, local, 23);
        text.append(' ');
        left(text, peer, 23);
        text.append(' ');
        left(text, state, 12);
        out.println((text + owner).stripTrailing());
    }

    private static void left(StringBuilder text, String cell, int width) {
        text.append(cell).append(" ".repeat(Math.max(0, width - cell.length())));
    }

    private static void right(StringBuilder text, String cell, int width) {
        text.append(" ".repeat(Math.max(0, width - cell.length()))).append(cell);
    }

    // ---- counters

    private void statistics() throws IOException {
        Map<String, StringBuilder> groups = new LinkedHashMap<>();
        for (NetFiles.Entry entry : NetFiles.read(io, "snmp")) {
            entry.counters().forEach((name, value) -> {
                String group = group(name);
                String rest = name.startsWith(group.toLowerCase(Locale.ROOT) + "_") ? name.substring(group.length() + 1)
                    : name.startsWith(group) ? name.substring(group.length()) : name;
                boolean wanted = (!tcp && !udp || tcp && group.startsWith("Tcp") || udp && group.equals("Udp")) && (value != 0 || all);
                if (wanted) {
                    groups.computeIfAbsent(group, g -> new StringBuilder()).append("    ").append(rest).append(' ').append(value).append('\n');
                }
            });
        }
        groups.forEach((group, lines) -> out.print(group + ":\n" + lines));
    }

    private static String group(String name) {
        for (String group : new String[] {"TcpExt", "Tcp", "Ip", "Icmp", "Udp", "Arp"}) {
            if (name.startsWith(group) || name.startsWith(group.toLowerCase(Locale.ROOT) + "_")) {
                return group;
            }
        }
        return "Network";
    }

    // ---- interfaces and routes

    private void interfaces() throws IOException {
        out.println("Kernel Interface table");
        row("Iface", "MTU", "RX-OK", "RX-DRP", "TX-OK", "TX-DRP", "Flg");
        for (NetFiles.Entry link : NetFiles.read(io, "links")) {
            String flags = (link.word(0).equals("lo") ? "L" : "") + (link.value("state").equals("up") ? "RU" : "");
            row(link.word(0), link.value("mtu"), count(link, "rx_packets"), dropped(link, "rx_"), count(link, "tx_packets"), dropped(link, "tx_"), flags);
        }
    }

    private static String count(NetFiles.Entry link, String name) {
        return Long.toString(link.counter(name));
    }

    /** What an interface has thrown away, whatever for. */
    private static String dropped(NetFiles.Entry link, String direction) {
        long sum = 0;
        for (Map.Entry<String, Long> counter : link.counters().entrySet()) {
            boolean other = counter.getKey().endsWith("packets") || counter.getKey().endsWith("bytes");
            sum += counter.getKey().startsWith(direction) && !other ? counter.getValue() : 0;
        }
        return Long.toString(sum);
    }

    private void row(String name, String... cells) {
        StringBuilder text = new StringBuilder();
        left(text, name, 10);
        for (int i = 0; i < cells.length; i++) {
            if (i == cells.length - 1) {
                text.append(' ').append(cells[i]);
            } else {
                right(text, cells[i], i == 0 ? 6 : 10);
            }
        }
        out.println(text.toString().stripTrailing());
    }

    private void routes() throws IOException {
        out.println("Kernel IP routing table");
        String format = "%-16s%-16s%-16s%-6s%s";
        out.println(String.format(Locale.ROOT, format, "Destination", "Gateway", "Genmask", "Flags", "Iface"));
        List<NetFiles.Entry> routes = NetFiles.read(io, "route");
        for (NetFiles.Entry route : routes) {
            if (route.value("kind").equals("local") && !all) {
                continue; // own addresses, which Linux keeps in a table of its own
            }
            String[] prefix = route.word(0).split("/");
            int length = prefix.length > 1 ? Integer.parseInt(prefix[1]) : PREFIX;
            boolean via = !route.value("via").equals("-");
            String flags = "U" + (via ? "G" : "") + (length == PREFIX ? "H" : "");
            out.println(String.format(Locale.ROOT, format, prefix[0], via ? route.value("via") : "0.0.0.0", Prefixes.mask(length), flags, route.value("dev")));
        }
    }
}
