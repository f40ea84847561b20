package org.sluice.apps.system;

import java.io.FileInputStream;
import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Lines;

/** {@code dmesg}: shows the kernel's messages. */
public final class Dmesg extends Command {
    public Dmesg() {
        super("dmesg");
    }

    public static void main(String[] args) {
        new Dmesg().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        noOperands(plain(args));
        try (FileInputStream in = new FileInputStream(io.file(io.proc() + "/kmsg"))) {
            Lines lines = new Lines(in);
            while (lines.next()) {
                lines.writeTo(out);
            }
        }
        return 0;
    }
}
