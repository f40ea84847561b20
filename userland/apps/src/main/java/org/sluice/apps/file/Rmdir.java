package org.sluice.apps.file;

import java.io.IOException;
import java.nio.file.Files;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;

/** {@code rmdir}: removes empty directories. */
public final class Rmdir extends Command {
    public Rmdir() {
        super("rmdir");
    }

    public static void main(String[] args) {
        new Rmdir().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("p/parents v/verbose ignore-fail-on-non-empty", args);
        boolean parents = false;
        boolean verbose = false;
        boolean ignoreNonEmpty = false;
        while (options.next()) {
            switch (options.name()) {
                case "p" -> parents = true;
                case "v" -> verbose = true;
                default -> ignoreNonEmpty = true;
            }
        }
        String[] operands = options.operands();
        if (operands.length == 0) {
            throw new Failure.Usage("missing operand");
        }
        for (int i = 0; i < operands.length; i++) {
            String name = operands[i];
            while (remove(name, verbose, ignoreNonEmpty) && parents) {
                String parent = Names.directory(name);
                if (parent.equals(".") || parent.equals("/")) {
                    break;
                }
                name = parent;
            }
        }
        return status();
    }

    private boolean remove(String name, boolean verbose, boolean ignoreNonEmpty) {
        if (verbose) {
            out.println("rmdir: removing directory, '" + name + "'");
        }
        String reason;
        try {
            if (Modes.is(io.stat(name, false)[FileFlags.ST_MODE], FileFlags.S_IFDIR)) {
                Files.delete(io.path(name));
                return true;
            }
            reason = "Not a directory";
        } catch (IOException e) {
            reason = Reasons.of(e);
        }
        if (!ignoreNonEmpty || !reason.equals("Directory not empty")) {
            warn("failed to remove '" + name + "': " + reason);
        }
        return false;
    }
}
