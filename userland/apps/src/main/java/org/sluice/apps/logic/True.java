package org.sluice.apps.logic;

import org.sluice.apps.Command;
import org.sluice.apps.ManualPage;

/** {@code true}: does nothing and succeeds. */
public final class True extends Command {
    public True() {
        super("true");
    }

    public static void main(String[] args) {
        new True().start(args);
    }

    @Override
    protected int run(String[] args) {
        if (args.length == 1 && args[0].equals("--help")) {
            out.print(ManualPage.help(io, name()));
            return 0;
        }
        return 0;
    }
}
