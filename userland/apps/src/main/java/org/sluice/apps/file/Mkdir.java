package org.sluice.apps.file;

import java.io.IOException;
import java.nio.file.Files;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;

/** {@code mkdir}: makes directories. */
public final class Mkdir extends Command {
    private boolean parents;
    private boolean verbose;
    private String mode;

    public Mkdir() {
        super("mkdir");
    }

    public static void main(String[] args) {
        new Mkdir().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("p/parents v/verbose m/mode:", args);
        while (options.next()) {
            switch (options.name()) {
                case "p" -> parents = true;
                case "v" -> verbose = true;
                default -> mode = options.value();
            }
        }
        String[] operands = options.operands();
        if (operands.length == 0) {
            throw new Failure.Usage("missing operand");
        }
        for (int i = 0; i < operands.length; i++) {
            try {
                make(operands[i], true);
            } catch (IOException e) {
                warn("cannot create directory '" + operands[i] + "': " + Reasons.of(e));
            }
        }
        return status();
    }

    private void make(String name, boolean last) throws IOException {
        if (parents) {
            if (io.file(name).isDirectory()) {
                return;
            }
            String parent = Names.directory(name);
            if (!parent.equals(name) && !io.file(parent).isDirectory()) {
                make(parent, false);
            }
        }
        Files.createDirectory(io.path(name));
        if (last && mode != null) {
            Modes.set(io.path(name), Modes.apply(mode, 0777, true));
        }
        if (verbose) {
            out.println("mkdir: created directory '" + name + "'");
        }
    }
}
