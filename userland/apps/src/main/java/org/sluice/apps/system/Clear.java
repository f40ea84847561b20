package org.sluice.apps.system;

import java.io.IOException;
import org.sluice.apps.Command;

/** {@code clear}: clears the terminal. */
public final class Clear extends Command {
    public Clear() {
        super("clear");
    }

    public static void main(String[] args) {
        new Clear().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        noOperands(plain(args));
        out.print("\u001b[H\u001b[2J\u001b[3J");
        return 0;
    }
}
