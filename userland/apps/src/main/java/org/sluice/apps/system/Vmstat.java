package org.sluice.apps.system;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;

/** {@code vmstat [-s] [DELAY [COUNT]]}: what the pager does. */
public final class Vmstat extends Command {
    private static final int PAGE_KIB = 4;
    private static final int WIDTH = 9;
    private static final String[] TITLES = {"swapped", "free", "resident", "promised", "si", "so", "fi", "fo", "minor", "major", "evicted"};
    /** Counters whose growth since the line before is shown, in the order of the columns from {@code si} on. */
    private static final String[] RATES = {"swap_in", "swap_out", "file_in", "file_out", "faults_minor", "faults_major", "evicted"};

    public Vmstat() {
        super("vmstat");
    }

    public static void main(String[] args) {
        new Vmstat().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("s/stats", args);
        boolean all = false;
        while (options.next()) {
            all = true;
        }
        String[] operands = options.operands();
        if (operands.length > 2 || all && operands.length > 0) {
            throw new Failure.Usage("extra operand '" + operands[operands.length - 1] + "'");
        }
        if (all) {
            out.print(io.readText(io.proc() + "/vmstat"));
            return 0;
        }
        long delay = operands.length > 0 ? Numbers.parse(operands[0], "delay") : 0;
        long rounds = operands.length > 1 ? Numbers.parse(operands[1], "count") : operands.length > 0 ? Long.MAX_VALUE : 1;
        if (delay < 0 || rounds < 1) {
            throw new Failure.Usage("the delay must not be negative, the count at least 1");
        }
        for (String title : TITLES) {
            out.printRight(title, WIDTH);
        }
        out.println();
        Map<String, Long> before = Map.of();
        for (long round = 0; round < rounds; round++) {
            if (round > 0) {
                out.flush();
                io.sleep(delay * 1_000_000_000L);
            }
            Map<String, Long> now = counters();
            line(now, before);
            before = now;
        }
        return 0;
    }

    private Map<String, Long> counters() throws IOException {
        Map<String, Long> counters = new HashMap<>();
        for (String line : io.readText(io.proc() + "/vmstat").split("\n")) {
            String[] f = line.split(" ");
            if (f.length == 2) {
                counters.put(f[0], Long.parseLong(f[1]));
            }
        }
        return counters;
    }

    private void line(Map<String, Long> now, Map<String, Long> before) {
        column((value(now, "swap_total") - value(now, "swap_free")) * PAGE_KIB);
        column(value(now, "frames_ready") * PAGE_KIB);
        column(value(now, "pages_resident") * PAGE_KIB);
        column(value(now, "pages_committed") * PAGE_KIB);
        for (String rate : RATES) {
            column(value(now, rate) - value(before, rate));
        }
        out.println();
    }

    private static long value(Map<String, Long> counters, String name) {
        return counters.getOrDefault(name, 0L);
    }

    private void column(long number) {
        out.printRight(Long.toString(number), WIDTH);
    }
}
