package org.sluice.apps.text;

import java.io.IOException;
import java.io.InputStream;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;

/** {@code less}: shows text a screen at a time. */
public final class Less extends Command {
    public Less() {
        super("less");
    }

    public static void main(String[] args) {
        new Less().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        String[] files = plain(args);
        if (files.length == 0 && io.isTerminal(0)) {
            throw new Failure.Usage("missing filename");
        }
        if (files.length == 0) {
            files = new String[] {"-"};
        }
        for (int i = 0; i < files.length; i++) {
            try {
                InputStream in = io.open(files[i]);
                try {
                    new Pager(io).show(in);
                } finally {
                    io.close(in);
                }
            } catch (IOException e) {
                warn(files[i], e);
            }
        }
        return status();
    }
}
