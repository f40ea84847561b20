package org.sluice.apps.file;

import java.io.IOException;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Command;
import org.sluice.apps.Reasons;
import org.sluice.sys.Sys;

/** {@code sync}: brings data to their device. */
public final class Sync extends Command {
    public Sync() {
        super("sync");
    }

    public static void main(String[] args) {
        new Sync().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        String[] files = plain(args);
        if (files.length == 0) {
            files = new String[] {"/"};
        }
        for (int i = 0; i < files.length; i++) {
            try {
                int handle = Sys.check(io.calls().open(files[i], FileFlags.O_RDONLY, 0), files[i]);
                try {
                    Sys.check(io.calls().sync(handle), files[i]);
                } finally {
                    io.calls().close(handle);
                }
            } catch (IOException e) {
                warn("error syncing '" + files[i] + "': " + Reasons.of(e));
            }
        }
        return status();
    }
}
