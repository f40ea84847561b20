package org.sluice.apps.logic;

import java.io.IOException;
import java.util.Arrays;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;

/** {@code [}: the same as {@code test}, with a closing bracket as its last argument. */
public final class Bracket extends Command {
    public Bracket() {
        super("[", 2);
    }

    public static void main(String[] args) {
        new Bracket().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        if (args.length == 1 && args[0].equals("--help")) {
            out.print(org.sluice.apps.ManualPage.help(io, name()));
            return 0;
        }
        if (args.length == 0 || !args[args.length - 1].equals("]")) {
            throw new Failure(2, "missing ']'");
        }
        return new Condition(io, Arrays.copyOf(args, args.length - 1)).holds() ? 0 : 1;
    }
}
