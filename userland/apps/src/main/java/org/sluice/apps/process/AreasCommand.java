package org.sluice.apps.process;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Reasons;

/** {@code areas [PID...]}: which process has which memory of the kernel's pool. */
public final class AreasCommand extends Command {
    private static final int FIELDS = 7;
    private static final int[] WIDTHS = {7, 18, 11, 12, 9, 10, 10};

    public AreasCommand() {
        super("areas");
    }

    public static void main(String[] args) {
        new AreasCommand().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        String[] pids = plain(args);
        for (String pid : pids) {
            if (!isNumber(pid)) {
                throw new Failure.Usage("invalid process id: '" + pid + "'");
            }
        }
        row("PID", "ADDRESS", "LENGTH", "FRAME", "SHARERS", "VIEW", "AGE");
        if (pids.length == 0) {
            for (ProcessEntry process : ProcessEntry.all(io)) {
                show(Integer.toString(process.pid), false);
            }
        }
        for (String pid : pids) {
            show(pid, true);
        }
        return status();
    }

    private void show(String pid, boolean named) {
        String text;
        try {
            text = io.readText(io.proc() + "/" + pid + "/areas");
        } catch (IOException e) {
            if (named) {
                boolean gone = Reasons.of(e).equals("No such file or directory");
                warn(pid + ": " + (gone ? "No such process" : Reasons.of(e)));
            }
            return;
        }
        for (String line : text.split("\n")) {
            String[] f = line.split(" ");
            if (f.length == FIELDS) {
                row(pid, f[0], f[1], f[2] + (f[3].equals("0") ? "" : "+" + f[3]), f[4], f[5], age(f[6]));
            }
        }
    }

    private void row(String... cells) {
        for (int i = 0; i < cells.length; i++) {
            out.printRight(cells[i], WIDTHS[i]);
        }
        out.println();
    }

    private static String age(String millis) {
        long all = Long.parseLong(millis);
        return all / 1000 + "." + all % 1000 / 100 + "s";
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isDigit(text.charAt(i))) {
                return text.equals("self");
            }
        }
        return !text.isEmpty();
    }
}
