package org.sluice.apps.text;

import java.io.IOException;
import java.io.InputStream;
import org.sluice.apps.Command;
import org.sluice.apps.Lines;

/** {@code rev}: reverses the characters of each line. */
public final class Rev extends Command {
    public Rev() {
        super("rev");
    }

    public static void main(String[] args) {
        new Rev().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        String[] files = plain(args);
        if (files.length == 0) {
            files = new String[] {"-"};
        }
        for (int i = 0; i < files.length; i++) {
            try {
                InputStream in = io.open(files[i]);
                Lines lines = new Lines(in);
                while (lines.next()) {
                    out.print(new StringBuilder(lines.text()).reverse().toString());
                    if (lines.terminated()) {
                        out.println();
                    }
                }
                io.close(in);
            } catch (IOException e) {
                warn(files[i], e);
            }
        }
        return status();
    }
}
