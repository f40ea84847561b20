package org.sluice.apps.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.sluice.apps.Command;
import org.sluice.apps.Lines;

/** {@code tac}: writes the lines of each file, last line first. Holds one file at a time in memory. */
public final class Tac extends Command {
    public Tac() {
        super("tac");
    }

    public static void main(String[] args) {
        new Tac().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        String[] files = plain(args);
        if (files.length == 0) {
            files = new String[] {"-"};
        }
        for (int i = 0; i < files.length; i++) {
            try {
                reverse(files[i]);
            } catch (IOException e) {
                warn(Tail.openError(files[i], e));
            }
        }
        return status();
    }

    private void reverse(String file) throws IOException {
        List<byte[]> held = new ArrayList<>();
        InputStream in = io.open(file);
        boolean terminated = true;
        try {
            Lines lines = new Lines(in);
            while (lines.next()) {
                held.add(lines.bytes());
                terminated = lines.terminated();
            }
        } finally {
            io.close(in);
        }
        for (int i = held.size() - 1; i >= 0; i--) {
            out.write(held.get(i));
            if (terminated || i < held.size() - 1) {
                out.println();
            }
        }
    }
}
