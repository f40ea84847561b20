package org.sluice.apps.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.sys.SysException;

/** {@code ifconfig}: shows IP interfaces and sets them up. */
public final class Ifconfig extends Command {
    public Ifconfig() {
        super("ifconfig");
    }

    public static void main(String[] args) {
        new Ifconfig().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        org.sluice.apps.Options options = new org.sluice.apps.Options("a/all", args);
        while (options.next()) {
            // all is what is shown anyway
        }
        String[] operands = options.operands();
        if (operands.length <= 1) {
            show(operands.length == 0 ? null : operands[0]);
            return status();
        }
        for (String command : commands(operands)) {
            try {
                NetFiles.control(io, command);
            } catch (SysException e) {
                warn(operands[0] + ": " + Errno.message(e.errno()));
                break;
            }
        }
        return status();
    }

    private static List<String> commands(String[] operands) {
        String name = operands[0];
        List<String> commands = new ArrayList<>();
        String address = null;
        for (int i = 1; i < operands.length; i++) {
            switch (operands[i]) {
                case "up", "down" -> commands.add(operands[i] + " " + name);
                case "mtu" -> commands.add("mtu " + name + " " + following(operands, ++i));
                case "netmask" -> {
                    if (address == null || address.indexOf('/') >= 0) {
                        throw new Failure.Usage("a netmask belongs behind an address");
                    }
                    String full = address + "/" + Prefixes.length(following(operands, ++i));
                    commands.replaceAll(c -> c.startsWith("address ") ? "address " + name + " " + full : c);
                    address = full;
                }
                default -> {
                    address = operands[i];
                    Prefixes.requireAddress(address);
                    commands.add("address " + name + " " + (address.indexOf('/') < 0 ? address + "/24" : address));
                }
            }
        }
        return commands;
    }

    private static String following(String[] operands, int index) {
        if (index == operands.length) {
            throw new Failure.Usage("'" + operands[index - 1] + "' takes a value");
        }
        return operands[index];
    }

    private void show(String name) throws IOException {
        boolean found = false;
        for (NetFiles.Entry link : NetFiles.read(io, "links")) {
            if (name == null || name.equals(link.word(0))) {
                found = true;
                show(link);
            }
        }
        if (!found && name != null) {
            throw new Failure(1, name + ": " + Errno.message(Errno.ENODEV));
        }
    }

    private void show(NetFiles.Entry link) {
        out.println(link.word(0) + ": " + (link.value("state").equals("up") ? "UP" : "DOWN") + "  mtu " + link.value("mtu"));
        String address = link.value("address");
        if (!address.equals("-")) {
            int slash = address.indexOf('/');
            out.println("        inet " + address.substring(0, slash) + "  netmask "
                + Prefixes.mask(Integer.parseInt(address.substring(slash + 1))));
        }
        if (!link.value("mac").equals("-")) {
            out.println("        ether " + link.value("mac"));
        }
        if (!link.value("pvcs").equals("-")) {
            out.println("        atm " + link.value("pvcs"));
        }
        for (String way : new String[] {"rx", "tx"}) {
            out.println("        " + way.toUpperCase(java.util.Locale.ROOT) + " packets " + link.counter(way + "_packets") + "  bytes "
                + link.counter(way + "_bytes") + "  errors " + link.counter(way + "_errors") + "  dropped "
                + link.counter(way + "_dropped"));
        }
        out.println();
    }
}
