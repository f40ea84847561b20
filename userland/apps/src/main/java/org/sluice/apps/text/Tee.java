package org.sluice.apps.text;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.sluice.apps.Command;
import org.sluice.apps.Io;
import org.sluice.apps.Options;

/** {@code tee}: copies standard input to standard output and to files. */
public final class Tee extends Command {
    public Tee() {
        super("tee");
    }

    public static void main(String[] args) {
        new Tee().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("a/append i/ignore-interrupts", args);
        boolean append = false;
        while (options.next()) {
            if (options.name().equals("a")) {
                append = true;
            } else {
                io.calls().signalAction(org.sluice.abi.Signals.INT, org.sluice.abi.Signals.IGNORE);
            }
        }
        String[] files = options.operands();
        OutputStream[] copies = new OutputStream[files.length];
        for (int i = 0; i < files.length; i++) {
            try {
                copies[i] = new FileOutputStream(io.file(files[i]), append);
            } catch (IOException e) {
                warn(files[i], e);
            }
        }
        byte[] buffer = new byte[Io.BUFFER];
        InputStream in = io.in();
        int n;
        while ((n = in.read(buffer)) > 0) {
            out.write(buffer, 0, n);
            out.flush();
            for (int i = 0; i < copies.length; i++) {
                if (copies[i] != null) {
                    copies[i] = write(copies[i], files[i], buffer, n);
                }
            }
        }
        for (int i = 0; i < copies.length; i++) {
            if (copies[i] != null) {
                copies[i].close();
            }
        }
        return status();
    }

    /** Returns the stream, or {@code null} when it failed and is to be left alone from now on. */
    private OutputStream write(OutputStream copy, String file, byte[] buffer, int length) throws IOException {
        try {
            copy.write(buffer, 0, length);
            return copy;
        } catch (IOException e) {
            warn(file, e);
            copy.close();
            return null;
        }
    }
}
