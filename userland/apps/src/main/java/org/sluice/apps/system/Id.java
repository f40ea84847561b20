package org.sluice.apps.system;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;

/** {@code id}: shows the user and group. The system has one of each. */
public final class Id extends Command {
    public Id() {
        super("id");
    }

    public static void main(String[] args) {
        new Id().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("u/user g/group G/groups n/name r/real", args);
        boolean one = false;
        boolean name = false;
        while (options.next()) {
            switch (options.name()) {
                case "n" -> name = true;
                case "r" -> { } // there is no other than the real one
                default -> one = true;
            }
        }
        String[] operands = options.operands();
        if (operands.length > 0 && !operands[0].equals("root")) {
            throw new Failure(1, "'" + operands[0] + "': no such user");
        }
        if (name && !one) {
            throw new Failure.Usage("names are shown only with -u, -g or -G");
        }
        out.println(one ? name ? "root" : "0" : "uid=0(root) gid=0(root) groups=0(root)");
        return 0;
    }
}
