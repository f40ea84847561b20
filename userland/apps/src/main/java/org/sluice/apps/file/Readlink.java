package org.sluice.apps.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;

/** {@code readlink}: shows where symbolic links lead. */
public final class Readlink extends Command {
    public Readlink() {
        super("readlink");
    }

    public static void main(String[] args) {
        new Readlink().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options(
                "f/canonicalize e/canonicalize-existing m/canonicalize-missing n/no-newline q/quiet v/verbose", args);
        char canonical = 0;
        boolean newline = true;
        boolean verbose = false;
        while (options.next()) {
            switch (options.name()) {
                case "f", "e", "m" -> canonical = options.name().charAt(0);
                case "n" -> newline = false;
                case "v" -> verbose = true;
                default -> verbose = false;
            }
        }
        String[] operands = options.operands();
        if (operands.length == 0) {
            throw new Failure.Usage("missing operand");
        }
        for (int i = 0; i < operands.length; i++) {
            try {
                String found = canonical == 0 ? Files.readSymbolicLink(io.path(operands[i])).toString()
                        : canonical(operands[i], canonical);
                out.print(found);
                out.print(newline || operands.length > 1 ? "\n" : "");
            } catch (IOException e) {
                if (verbose) {
                    warn(operands[i], e);
                } else {
                    fail();
                }
            }
        }
        return status();
    }

    private String canonical(String name, char how) throws IOException {
        if (how == 'e') {
            return io.path(name).toRealPath().toString();
        }
        File file = io.path(name).toFile().getCanonicalFile();
        File parent = file.getParentFile();
        if (how == 'f' && parent != null && !parent.isDirectory()) {
            throw new java.nio.file.NoSuchFileException(name);
        }
        return file.getPath();
    }
}
