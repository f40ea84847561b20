package org.sluice.apps.system;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Options;

/** {@code nproc}: shows how many processors the machine has. */
public final class Nproc extends Command {
    public Nproc() {
        super("nproc");
    }

    public static void main(String[] args) {
        new Nproc().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("all ignore:", args);
        long ignored = 0;
        while (options.next()) {
            ignored = options.name().equals("ignore") ? options.number("number") : ignored;
        }
        noOperands(options.operands());
        out.println(Long.toString(Math.max(1, Runtime.getRuntime().availableProcessors() - ignored)));
        return 0;
    }
}
