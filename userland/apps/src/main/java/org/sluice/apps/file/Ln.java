package org.sluice.apps.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;

/** {@code ln}: makes symbolic links. The system has no hard links. */
public final class Ln extends Command {
    private boolean force;
    private boolean verbose;

    public Ln() {
        super("ln");
    }

    public static void main(String[] args) {
        new Ln().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("s/symbolic f/force v/verbose n/no-dereference T/no-target-directory", args);
        boolean symbolic = false;
        boolean intoDirectory = true;
        boolean followTarget = true;
        while (options.next()) {
            switch (options.name()) {
                case "s" -> symbolic = true;
                case "f" -> force = true;
                case "v" -> verbose = true;
                case "n" -> followTarget = false;
                default -> intoDirectory = false;
            }
        }
        String[] operands = options.operands();
        if (operands.length == 0) {
            throw new Failure.Usage("missing file operand");
        }
        if (!symbolic) {
            throw new Failure(1, "hard links are not supported; use -s for a symbolic link");
        }
        if (operands.length == 1) {
            link(operands[0], Names.base(operands[0]));
            return status();
        }
        String last = operands[operands.length - 1];
        boolean linkAsSuch = !followTarget && Files.isSymbolicLink(io.path(last));
        Destination destination = Destination.of(io, operands, null, intoDirectory && !linkAsSuch);
        String[] targets = destination.sources();
        for (int i = 0; i < targets.length; i++) {
            link(targets[i], destination.of(targets[i]));
        }
        return status();
    }

    private void link(String target, String name) {
        try {
            Path path = io.path(name);
            if (force) {
                Files.deleteIfExists(path);
            }
            Files.createSymbolicLink(path, Path.of(target));
            if (verbose) {
                out.println("'" + name + "' -> '" + target + "'");
            }
        } catch (IOException e) {
            warn("failed to create symbolic link '" + name + "': " + Reasons.of(e));
        }
    }
}
