package org.sluice.apps.system;

import java.io.IOException;
import org.sluice.apps.Command;

/** {@code whoami}: shows the user's name. The system has one user. */
public final class Whoami extends Command {
    public Whoami() {
        super("whoami");
    }

    public static void main(String[] args) {
        new Whoami().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        noOperands(plain(args));
        out.println("root");
        return 0;
    }
}
