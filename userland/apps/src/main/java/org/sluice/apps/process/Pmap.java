package org.sluice.apps.process;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Reasons;

/** {@code pmap PID...}: what is mapped into a process' paged memory. */
public final class Pmap extends Command {
    /** Fields of a line of {@code /proc/PID/maps} in front of the file's name. */
    private static final int FIELDS = 6;
    private static final int[] WIDTHS = {12, 10, 10, 10, 10};
    private static final int PAGE_KIB = 4;

    public Pmap() {
        super("pmap");
    }

    public static void main(String[] args) {
        new Pmap().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        String[] pids = plain(args);
        if (pids.length == 0) {
            throw new Failure.Usage("no process id");
        }
        for (String pid : pids) {
            show(pid);
        }
        return status();
    }

    private void show(String pid) {
        String text;
        String command;
        try {
            text = io.readText(io.proc() + "/" + pid + "/maps");
            command = io.readText(io.proc() + "/" + pid + "/cmdline").replace('\0', ' ').strip();
        } catch (IOException e) {
            boolean gone = Reasons.of(e).equals("No such file or directory");
            warn(pid + ": " + (gone ? "No such process" : Reasons.of(e)));
            return;
        }
        out.println(pid + ":   " + command);
        row("Address", "Kbytes", "Resident", "Swapped", "Dirty", "Mode", "Mapping");
        long[] totals = new long[WIDTHS.length - 1];
        for (String line : text.split("\n")) {
            String[] f = line.split(" ", FIELDS + 1);
            if (f.length == FIELDS + 1) {
                String[] range = f[0].split("-");
                long start = Long.parseUnsignedLong(range[0], 16);
                long[] kib = {Long.parseUnsignedLong(range[1], 16) - start >> 10, pages(f[3]), pages(f[4]), pages(f[5])};
                for (int i = 0; i < kib.length; i++) {
                    totals[i] += kib[i];
                }
                row(range[0], Long.toString(kib[0]), Long.toString(kib[1]), Long.toString(kib[2]), Long.toString(kib[3]), f[1], f[6]);
            }
        }
        row("total", Long.toString(totals[0]), Long.toString(totals[1]), Long.toString(totals[2]), Long.toString(totals[3]), "", "");
    }

    private static long pages(String number) {
        return Long.parseLong(number) * PAGE_KIB;
    }

    private void row(String... cells) {
        for (int i = 0; i < WIDTHS.length; i++) {
            out.printRight(cells[i], WIDTHS[i]);
        }
        out.println(cells[WIDTHS.length].isEmpty() ? "" : " " + cells[WIDTHS.length] + " " + cells[WIDTHS.length + 1]);
    }
}
