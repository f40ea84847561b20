package org.sluice.apps.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.apps.Command;
import org.sluice.apps.Options;

/** {@code ss}: the sockets there are. */
public final class Ss extends Command {
    private boolean tcp;
    private boolean udp;
    private boolean raw;
    private boolean listening;
    private boolean all;
    private boolean info;
    private boolean owners;
    private boolean header = true;

    public Ss() {
        super("ss");
    }

    public static void main(String[] args) {
        new Ss().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("t/tcp u/udp w/raw l/listening a/all n/numeric i/info p/processes s/summary H/no-header", args);
        boolean summary = false;
        while (options.next()) {
            switch (options.name()) {
                case "t" -> tcp = true;
                case "u" -> udp = true;
                case "w" -> raw = true;
                case "l" -> listening = true;
                case "a" -> all = true;
                case "i" -> info = true;
                case "p" -> owners = true;
                case "s" -> summary = true;
                case "H" -> header = false;
                default -> { } // numbers only is how it is anyway
            }
        }
        noOperands(options.operands());
        List<SocketTable.Row> rows = SocketTable.read(io, true);
        if (summary) {
            summary(rows);
        } else {
            show(rows);
        }
        return status();
    }

    private boolean wanted(SocketTable.Row row) {
        boolean kind = !tcp && !udp && !raw || tcp && row.isTcp() || udp && row.isUdp() || raw && !row.isTcp() && !row.isUdp();
        boolean state = all || (listening ? row.listens() : !row.listens() && !row.state().equals("UNCONN"));
        return kind && state;
    }

    private void show(List<SocketTable.Row> rows) throws IOException {
        Map<String, String> names = owners ? SocketTable.owners(io) : Map.of();
        List<String[]> table = new ArrayList<>();
        List<SocketTable.Row> shown = new ArrayList<>();
        if (header) {
            table.add(new String[] {"Netid", "State", "Recv-Q", "Send-Q", "Local Address:Port", "Peer Address:Port", owners ? "Process" : ""});
            shown.add(null);
        }
        for (SocketTable.Row row : rows) {
            if (wanted(row)) {
                String owner = names.get(row.entry().word(0));
                table.add(new String[] {row.type(), row.state(), row.receiving(), row.sending(), row.local(), row.peer(), owner == null ? "" : owner});
                shown.add(row);
            }
        }
        int[] widths = new int[7];
        for (String[] line : table) {
            for (int i = 0; i < line.length; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
        }
        for (int r = 0; r < table.size(); r++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(table.get(r)[i]).append(" ".repeat(widths[i] - table.get(r)[i].length() + 1));
            }
            out.println(text.toString().stripTrailing());
            String more = info && shown.get(r) != null ? SocketTable.info(shown.get(r)) : "";
            if (!more.isEmpty()) {
                out.println(more);
            }
        }
    }

    private void summary(List<SocketTable.Row> rows) {
        Map<String, Integer> types = new TreeMap<>();
        Map<String, Integer> states = new TreeMap<>();
        for (SocketTable.Row row : rows) {
            types.merge(row.type(), 1, Integer::sum);
            if (row.isTcp()) {
                states.merge(row.state(), 1, Integer::sum);
            }
        }
        out.println("Total: " + rows.size());
        types.forEach((type, count) -> out.println(type + ": " + count + (type.equals("tcp") ? " (" + list(states) + ")" : "")));
    }

    private static String list(Map<String, Integer> counts) {
        List<String> words = new ArrayList<>();
        counts.forEach((name, count) -> words.add(name.toLowerCase(java.util.Locale.ROOT) + " " + count));
        return String.join(", ", words);
    }
}
