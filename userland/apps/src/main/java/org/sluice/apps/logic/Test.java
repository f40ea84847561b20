package org.sluice.apps.logic;

import java.io.IOException;
import org.sluice.apps.Command;

/** {@code test}: answers questions about files, texts and numbers by its exit status. */
public final class Test extends Command {
    public Test() {
        super("test", 2);
    }

    public static void main(String[] args) {
        new Test().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        if (args.length == 1 && args[0].equals("--help")) {
            out.print(org.sluice.apps.ManualPage.help(io, name()));
            return 0;
        }
        return new Condition(io, args).holds() ? 0 : 1;
    }
}
