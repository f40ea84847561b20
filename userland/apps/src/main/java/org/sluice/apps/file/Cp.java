package org.sluice.apps.file;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Options;

/** {@code cp}: copies files and directories. */
public final class Cp extends Command implements Problems {
    public Cp() {
        super("cp");
    }

    public static void main(String[] args) {
        new Cp().start(args);
    }

    @Override
    public void report(String message) {
        warn(message);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Copier copier = new Copier(io, this);
        Options options = new Options("r/recursive R a/archive p/preserve f/force i/interactive n/no-clobber u/update v/verbose "
                + "d P/no-dereference L/dereference t/target-directory: T/no-target-directory", args);
        String directory = null;
        boolean intoDirectory = true;
        while (options.next()) {
            switch (options.name()) {
                case "r", "R" -> copier.recursive = true;
                case "a" -> {
                    copier.recursive = true;
                    copier.preserve = true;
                    copier.keepLinks = true;
                }
                case "p" -> copier.preserve = true;
                case "f" -> copier.force = true;
                case "i" -> copier.interactive = true;
                case "n" -> copier.noClobber = true;
                case "u" -> copier.update = true;
                case "v" -> copier.verbose = true;
                case "d", "P" -> copier.keepLinks = true;
                case "L" -> copier.keepLinks = false;
                case "t" -> directory = options.value();
                default -> intoDirectory = false;
            }
        }
        String[] operands = options.operands();
        Destination destination = Destination.of(io, operands, directory, intoDirectory);
        for (String source : destination.sources()) {
            copier.copy(source, destination.of(source));
        }
        return status();
    }
}
