package org.sluice.apps.net;

import java.io.IOException;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.sys.SysException;

/** {@code arp}: the table of which connection or station an IP address is reached by. */
public final class Arp extends Command {
    private static final int[] WIDTHS = {17, 12, 20, 20, 12, 6};

    public Arp() {
        super("arp");
    }

    public static void main(String[] args) {
        new Arp().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("a/all n/numeric s/set d/delete i/device:", args);
        String action = "show";
        String device = null;
        while (options.next()) {
            switch (options.name()) {
                case "s" -> action = "add";
                case "d" -> action = "del";
                case "i" -> device = options.value();
                default -> { } // everything is shown, and in numbers
            }
        }
        String[] operands = options.operands();
        switch (action) {
            case "add" -> {
                if (operands.length != 2 || device == null) {
                    throw new Failure.Usage("-s takes an address and a connection VPI.VCI or hardware address, and -i INTERFACE");
                }
                control("arp add " + Words.one(operands[0]) + " " + Words.one(device) + " " + Words.one(operands[1]), operands[0]);
            }
            case "del" -> {
                if (operands.length != 1) {
                    throw new Failure.Usage("-d takes one address");
                }
                control("arp del " + Words.one(operands[0]), operands[0]);
            }
            default -> show(operands, device);
        }
        return status();
    }

    private void control(String command, String address) throws IOException {
        Prefixes.requireAddress(address);
        try {
            NetFiles.control(io, command);
        } catch (SysException e) {
            warn(address + ": " + (e.errno() == Errno.ENOENT ? "no entry" : Errno.message(e.errno())));
        }
    }

    private void show(String[] hosts, String device) throws IOException {
        if (hosts.length > 1) {
            throw new Failure.Usage("extra operand '" + hosts[1] + "'");
        }
        if (device != null) {
            NetFiles.link(io, device);
        }
        List<NetFiles.Entry> entries = NetFiles.read(io, "arp");
        entries.removeIf(e -> hosts.length > 0 && !e.word(0).equals(hosts[0])
            || device != null && !e.value("interface").equals(device));
        if (entries.isEmpty()) {
            if (hosts.length > 0) {
                warn(hosts[0] + ": no entry");
            }
            return;
        }
        row("ADDRESS", "INTERFACE", "CONNECTION", "HARDWARE", "STATE", "AGE");
        for (NetFiles.Entry e : entries) {
            row(e.word(0), e.value("interface"), e.value("pvc"), e.value("mac"), e.value("state"), e.value("age") + "s");
        }
    }

    private void row(String... cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            line.append(cells[i]).append(" ".repeat(Math.max(1, WIDTHS[i] - cells[i].length())));
        }
        out.println(line.toString().stripTrailing());
    }
}
