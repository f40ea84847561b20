package org.sluice.apps.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.ManualPage;

/** {@code echo}: writes its arguments. As POSIX wants it, an argument that is no option of it is text. */
public final class Echo extends Command {
    public Echo() {
        super("echo");
    }

    public static void main(String[] args) {
        new Echo().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        if (args.length == 1 && args[0].equals("--help")) {
            out.print(ManualPage.help(io, name()));
            return 0;
        }
        boolean newline = true;
        boolean escapes = false;
        int first = 0;
        while (first < args.length && isOption(args[first])) {
            for (int i = 1; i < args[first].length(); i++) {
                switch (args[first].charAt(i)) {
                    case 'n' -> newline = false;
                    case 'e' -> escapes = true;
                    default -> escapes = false;
                }
            }
            first++;
        }
        for (int i = first; i < args.length; i++) {
            if (i > first) {
                out.write(' ');
            }
            if (!escapes) {
                out.print(args[i]);
            } else if (!printEscaped(args[i])) {
                return 0;
            }
        }
        if (newline) {
            out.println();
        }
        return 0;
    }

    /** Writes text with its escapes expanded; false after {@code \c}, which ends all output. */
    private boolean printEscaped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean goOn = Escapes.expand(text, bytes, true);
        out.write(bytes.toByteArray());
        return goOn;
    }

    private static boolean isOption(String arg) {
        if (arg.length() < 2 || arg.charAt(0) != '-') {
            return false;
        }
        for (int i = 1; i < arg.length(); i++) {
            if ("neE".indexOf(arg.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
