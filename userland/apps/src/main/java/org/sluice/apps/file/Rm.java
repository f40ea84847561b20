package org.sluice.apps.file;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;

/** {@code rm}: removes files and directories. */
public final class Rm extends Command implements Problems {
    public Rm() {
        super("rm");
    }

    public static void main(String[] args) {
        new Rm().start(args);
    }

    @Override
    public void report(String message) {
        warn(message);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Remover remover = new Remover(io, this);
        remover.recursive = false;
        Options options = new Options("r/recursive R f/force i v/verbose d/dir no-preserve-root", args);
        boolean preserveRoot = true;
        while (options.next()) {
            switch (options.name()) {
                case "r", "R" -> remover.recursive = true;
                case "f" -> {
                    remover.force = true;
                    remover.interactive = false;
                }
                case "i" -> remover.interactive = true;
                case "v" -> remover.verbose = true;
                case "d" -> remover.emptyDirectories = true;
                default -> preserveRoot = false;
            }
        }
        String[] operands = options.operands();
        if (operands.length == 0 && !remover.force) {
            throw new Failure.Usage("missing operand");
        }
        for (int i = 0; i < operands.length; i++) {
            String base = Names.base(operands[i]);
            if (base.equals(".") || base.equals("..")) {
                warn("refusing to remove '.' or '..' directory: skipping '" + operands[i] + "'");
            } else if (remover.recursive && preserveRoot && io.file(operands[i]).getCanonicalPath().equals("/")) {
                warn("it is dangerous to operate recursively on '/'; use --no-preserve-root to do it");
            } else {
                remover.remove(operands[i]);
            }
        }
        return status();
    }
}
