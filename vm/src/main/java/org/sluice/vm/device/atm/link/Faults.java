package org.sluice.vm.device.atm.link;

import java.util.ArrayList;
import java.util.List;

/**
 * What goes wrong on a link. Probabilities are of 0 to 1, times in nanoseconds.
 *
 * @param loss      of a cell to be lost
 * @param bitErrors of a bit to be flipped, header and payload alike
 * @param misinsert of a strange cell to come behind a cell, under the same header
 * @param duplicate of a cell to come twice
 * @param delay     of every cell
 * @param jitter    what may be added to that, evenly spread; cells stay in order
 * @param seed      makes the same things go wrong again
 */
public record Faults(double loss, double bitErrors, double misinsert, double duplicate, long delay, long jitter, long seed) {
    /** Nothing goes wrong. */
    public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 1);
    private static final double NANOS = 1e9;

    /** Whether cells arrive later than they would. */
    boolean delays() {
        return delay > 0 || jitter > 0;
    }

    /** What differs from nothing, such as {@code "loss=0.01,delay=0.001s"}. */
    String describe() {
        List<String> parts = new ArrayList<>();
        add(parts, "loss", loss, "");
        add(parts, "biterrors", bitErrors, "");
        add(parts, "misinsert", misinsert, "");
        add(parts, "duplicate", duplicate, "");
        add(parts, "delay", delay / NANOS, "s");
        add(parts, "jitter", jitter / NANOS, "s");
        return parts.isEmpty() ? "none" : String.join(",", parts);
    }

    private static void add(List<String> parts, String name, double value, String unit) {
        if (value > 0) {
            parts.add(name + "=" + value + unit);
        }
    }
}
