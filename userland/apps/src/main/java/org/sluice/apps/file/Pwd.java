package org.sluice.apps.file;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Options;

/** {@code pwd}: shows the working directory. */
public final class Pwd extends Command {
    public Pwd() {
        super("pwd");
    }

    public static void main(String[] args) {
        new Pwd().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("L/logical P/physical", args);
        boolean more = true;
        while (more) {
            more = options.next(); // both mean the same: the kernel keeps the resolved name
        }
        out.println(io.workingDirectory());
        return 0;
    }
}
