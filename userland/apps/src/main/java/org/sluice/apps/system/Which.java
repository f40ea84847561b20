package org.sluice.apps.system;

import java.io.File;
import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;

/** {@code which}: shows the files that commands are. */
public final class Which extends Command {
    public Which() {
        super("which");
    }

    public static void main(String[] args) {
        new Which().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("a/all", args);
        boolean all = false;
        while (options.next()) {
            all = true;
        }
        String[] names = options.operands();
        if (names.length == 0) {
            throw new Failure.Usage("missing operand");
        }
        String path = io.variable("PATH");
        String[] directories = (path == null || path.isEmpty() ? "/bin" : path).split(":");
        for (int i = 0; i < names.length; i++) {
            boolean found = false;
            String[] places = names[i].indexOf('/') >= 0 ? new String[] {null} : directories;
            for (int k = 0; k < places.length && (all || !found); k++) {
                String name = places[k] == null ? names[i] : (places[k].isEmpty() ? "." : places[k]) + "/" + names[i];
                File file = io.file(name);
                if (file.isFile() && file.canExecute()) {
                    out.println(name);
                    found = true;
                }
            }
            if (!found) {
                fail();
            }
        }
        return status();
    }
}
