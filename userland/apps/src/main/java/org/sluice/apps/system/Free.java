package org.sluice.apps.system;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;
import org.sluice.apps.process.Memory;

/** {@code free}: shows how much memory is used. */
public final class Free extends Command {
    private boolean human;
    private int shift;

    public Free() {
        super("free");
    }

    public static void main(String[] args) {
        new Free().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("b/bytes k/kibi m/mebi g/gibi h/human t/total", args);
        boolean total = false;
        while (options.next()) {
            switch (options.name()) {
                case "b" -> shift = -10;
                case "k" -> shift = 0;
                case "m" -> shift = 10;
                case "g" -> shift = 20;
                case "h" -> human = true;
                default -> total = true;
            }
        }
        noOperands(options.operands());
        Memory memory = Memory.read(io);
        long cache = memory.buffers + memory.cached + memory.reclaimable;
        long used = memory.total - memory.available;
        out.println("               total        used        free      shared  buff/cache   available");
        row("Mem:", memory.total, used, memory.free, memory.shared, cache, memory.available);
        long swapUsed = memory.swapTotal - memory.swapFree;
        row("Swap:", memory.swapTotal, swapUsed, memory.swapFree);
        if (total) {
            row("Total:", memory.total + memory.swapTotal, used + swapUsed, memory.free + memory.swapFree);
        }
        return 0;
    }

    private void row(String label, long... kibs) {
        out.printLeft(label, 8);
        for (int i = 0; i < kibs.length; i++) {
            out.printRight(amount(kibs[i]), 12);
        }
        out.println();
    }

    private String amount(long kib) {
        if (human) {
            String text = Numbers.human(kib * 1024);
            boolean unit = !Character.isDigit(text.charAt(text.length() - 1));
            return text + (unit ? "i" : "B");
        }
        return Long.toString(shift < 0 ? kib << -shift : kib >> shift);
    }
}
