package org.sluice.apps.logic;

import org.sluice.apps.Command;
import org.sluice.apps.ManualPage;

/** {@code false}: does nothing and fails. */
public final class False extends Command {
    public False() {
        super("false");
    }

    public static void main(String[] args) {
        new False().start(args);
    }

    @Override
    protected int run(String[] args) {
        if (args.length == 1 && args[0].equals("--help")) {
            out.print(ManualPage.help(io, name()));
            return 0;
        }
        return 1;
    }
}
