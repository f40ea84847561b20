package org.sluice.apps.net;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.abi.Errno;
import org.sluice.abi.SystemCalls;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;
import org.sluice.net.AtmAddress;
import org.sluice.net.AtmSocket;
import org.sluice.net.Socket;
import org.sluice.sys.SysException;

/** {@code atm}: ATM interfaces and their connections; opens, closes and probes connections. */
public final class Atm extends Command {
    private static final int[] WIDTHS = {14, 5, 15, 10, 6, 10, 8, 10, 10, 8};
    private static final String ADDRESS = "\\d{1,3}(\\.\\d{1,3}){3}";
    /** What may follow a connection to be opened, and the form of its value; ranges are the network service's business. */
    private static final Map<String, String> KEYS = new TreeMap<>(Map.ofEntries(
        Map.entry("encap", "llc|vc|llc-routed|vc-routed|llc-bridged|vc-bridged"), Map.entry("address", ADDRESS + "/\\d{1,2}"),
        Map.entry("join", "[a-z]+\\d+"), Map.entry("mtu", "\\d{1,5}"), Map.entry("arp", "on|off|server"), Map.entry("peer", ADDRESS),
        Map.entry("mac", "[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}"), Map.entry("category", "ubr|cbr|vbr"), Map.entry("pcr", "\\d{1,18}"),
        Map.entry("scr", "\\d{1,18}"), Map.entry("mbs", "\\d{1,9}"), Map.entry("cdvt", "\\d{1,10}"), Map.entry("weight", "\\d{1,3}"),
        Map.entry("police", "yes|no"), Map.entry("continuity", "yes|no")));
    private static final int TOKEN = 4;
    private static final int FIRST_TOKEN = 0x534c0001;

    public Atm() {
        super("atm");
    }

    public static void main(String[] args) {
        new Atm().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("s/stats a/all c/count: i/interval: W/timeout:", args);
        boolean stats = false;
        boolean all = false;
        long count = 4;
        long interval = 1_000_000_000L;
        long timeout = 5_000_000_000L;
        while (options.next()) {
            switch (options.name()) {
                case "s" -> stats = true;
                case "a" -> {
                    stats = true;
                    all = true;
                }
                case "c" -> count = options.number("count");
                case "i" -> interval = Seconds.nanos(options.value(), "interval");
                default -> timeout = Seconds.nanos(options.value(), "timeout");
            }
        }
        String[] operands = options.operands();
        String action = operands.length == 0 ? "show" : operands[0];
        switch (action) {
            case "show" -> {
                if (operands.length > 2) {
                    throw new Failure.Usage("extra operand '" + operands[2] + "'");
                }
                String itf = operands.length > 1 ? operands[1] : null;
                show(itf != null && itf.chars().allMatch(Character::isDigit) ? "atm" + itf : itf, stats, all);
            }
            case "open", "close" -> control(action, operands);
            case "loopback" -> {
                if (operands.length != 2 || count < 1) {
                    throw new Failure.Usage("loopback takes one connection, [INTERFACE.]VPI.VCI, and a count of 1 or more");
                }
                return loopback(address(operands[1]), count, interval, timeout);
            }
            default -> throw new Failure.Usage("unknown action '" + action + "': show, open, close or loopback");
        }
        return status();
    }

    private static AtmAddress address(String text) {
        try {
            return AtmAddress.parse(text.startsWith("atm") ? text.substring(3) : text);
        } catch (IllegalArgumentException e) {
            throw new Failure.Usage(e.getMessage());
        }
    }

    private void show(String itf, boolean stats, boolean all) throws IOException {
        boolean found = false;
        for (NetFiles.Entry entry : NetFiles.read(io, "interfaces")) {
            if (itf == null || itf.equals(entry.word(0))) {
                found = true;
                out.println(entry.word(0) + ": " + entry.value("state") + ", link " + entry.value("link"));
                if (stats) {
                    out.print(NetFiles.counters(entry.counters(), all));
                }
            }
        }
        if (!found && itf != null) {
            throw new Failure(1, itf + ": " + Errno.message(Errno.ENODEV));
        }
        List<NetFiles.Entry> connections = NetFiles.read(io, "pvc");
        connections.removeIf(c -> itf != null && !itf.equals(c.word(0)));
        if (connections.isEmpty()) {
            return;
        }
        row("CONNECTION", "AAL", "ENCAPSULATION", "INTERFACE", "CLASS", "PCR", "MAX-SDU", "SENT", "RECEIVED", "ALARMS");
        for (NetFiles.Entry c : connections) {
            row(c.word(0) + " " + c.word(1), c.value("aal"), c.value("encap"), c.value("interface"), c.value("category"),
                c.value("pcr"), c.value("max_sdu"), Long.toString(c.counter("sdus_sent")), Long.toString(c.counter("sdus_received")),
                c.value("alarms"));
            if (stats) {
                out.print(NetFiles.counters(c.counters(), all));
            }
        }
    }

    private void row(String... cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            line.append(cells[i]).append(" ".repeat(Math.max(1, WIDTHS[i] - cells[i].length())));
        }
        out.println(line.toString().stripTrailing());
    }

    private void control(String action, String[] operands) throws IOException {
        if (operands.length < 2 || action.equals("close") && operands.length > 2) {
            throw new Failure.Usage(action + " takes a connection, [INTERFACE.]VPI.VCI" + (action.equals("open") ? ", and KEY=VALUE..." : ""));
        }
        AtmAddress address = address(operands[1]);
        StringBuilder command = new StringBuilder(action + " atm" + address.itf() + " " + address.vpi() + "." + address.vci());
        for (int i = 2; i < operands.length; i++) {
            if (operands[i].indexOf('=') < 1 || operands[i].indexOf(' ') >= 0 || operands[i].indexOf('\n') >= 0) {
                throw new Failure.Usage("'" + operands[i] + "' is not KEY=VALUE");
            }
            int equals = operands[i].indexOf('=');
            String form = KEYS.get(operands[i].substring(0, equals));
            if (form == null) {
                throw new Failure.Usage("unknown key '" + operands[i].substring(0, equals) + "': one of " + String.join(", ", KEYS.keySet()));
            }
            if (!operands[i].substring(equals + 1).matches(form)) {
                throw new Failure.Usage("'" + operands[i] + "' is not of the form that man atm tells");
            }
            command.append(' ').append(operands[i]);
        }
        try {
            NetFiles.control(io, command.toString());
        } catch (SysException e) {
            String reason = e.errno() == Errno.ENOENT && action.equals("close") ? "no such connection" : Errno.message(e.errno());
            warn(operands[1] + ": " + reason);
        }
    }

    /** Sends loopback cells, as ping does echo requests. */
    private int loopback(AtmAddress address, long count, long interval, long timeout) throws IOException {
        try (AtmSocket socket = AtmSocket.oam(io.calls())) {
            try {
                socket.connect(address);
            } catch (SysException e) {
                throw new Failure(1, address + ": " + (e.errno() == Errno.ENOTCONN || e.errno() == Errno.ENOENT
                    ? "the connection is not open" : Errno.message(e.errno())));
            }
            Statistics statistics = new Statistics();
            for (long n = 1; n <= count; n++) {
                long sent = io.calls().clock(SystemCalls.CLOCK_MONOTONIC);
                boolean answered = probe(socket, (int) (FIRST_TOKEN + n), timeout);
                long took = io.calls().clock(SystemCalls.CLOCK_MONOTONIC) - sent;
                if (answered) {
                    statistics.add(took);
                    out.println("loopback cell from " + address + ": seq=" + n + " time=" + Statistics.millis(took) + " ms");
                } else {
                    out.println("no answer from " + address + ": seq=" + n);
                }
                out.flush();
                if (n < count) {
                    io.sleep(Math.max(0, interval - took));
                }
            }
            out.println("--- " + address + " loopback statistics ---");
            out.println(count + " cells sent, " + statistics.count() + " answered, " + statistics.loss(count) + "% lost");
            out.print(statistics.text());
            return statistics.count() > 0 ? 0 : 1;
        }
    }

    private static boolean probe(Socket socket, int token, long timeout) throws IOException {
        byte[] message = new byte[TOKEN];
        for (int i = 0; i < TOKEN; i++) {
            message[i] = (byte) (token >>> 24 - 8 * i);
        }
        socket.receiveTimeout(timeout);
        socket.send(message, 0, TOKEN, null);
        byte[] answer = new byte[TOKEN];
        while (true) {
            try {
                if (socket.receive(answer, null) == TOKEN && java.util.Arrays.equals(answer, message)) {
                    return true;
                }
            } catch (SysException e) {
                if (e.errno() == Errno.EAGAIN) {
                    return false;
                }
                throw e;
            }
        }
    }
}
