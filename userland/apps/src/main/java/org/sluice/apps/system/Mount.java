package org.sluice.apps.system;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;

/** {@code mount}: shows what file systems are mounted. */
public final class Mount extends Command {
    public Mount() {
        super("mount");
    }

    public static void main(String[] args) {
        new Mount().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("t/types: l", args);
        String type = null;
        while (options.next()) {
            type = options.name().equals("t") ? options.value() : type;
        }
        if (options.operands().length > 0) {
            throw new Failure(1, "file systems are mounted by the kernel at its start; this command only shows them");
        }
        String[] lines = io.readText(io.proc() + "/mounts").split("\n");
        for (int i = 0; i < lines.length; i++) {
            String[] fields = lines[i].split(" ");
            if (fields.length >= 4 && (type == null || fields[2].equals(type))) {
                out.println(fields[0] + " on " + fields[1] + " type " + fields[2] + " (" + fields[3] + ")");
            }
        }
        return 0;
    }
}
