package org.sluice.apps.system;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Io;
import org.sluice.apps.Options;

/** {@code hostname}: shows the machine's name. */
public final class Hostname extends Command {
    public Hostname() {
        super("hostname");
    }

    public static void main(String[] args) {
        new Hostname().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("s/short f/fqdn", args);
        boolean cut = false;
        while (options.next()) {
            cut = options.name().equals("s");
        }
        noOperands(options.operands());
        String name = of(io);
        int dot = name.indexOf('.');
        out.println(cut && dot > 0 ? name.substring(0, dot) : name);
        return 0;
    }

    /** The name in {@code /etc/hostname}, or {@code sluice} when there is none. */
    static String of(Io io) {
        try {
            String name = io.readText("/etc/hostname").trim();
            return name.isEmpty() ? "sluice" : name;
        } catch (IOException e) {
            return "sluice"; // a machine nobody named
        }
    }
}
