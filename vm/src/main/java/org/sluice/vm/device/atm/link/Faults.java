package org.sluice.vm.device.atm.link;

import java.util.ArrayList;
import java.util.List;

/**
 * What goes wrong on a link, with each cell or with each PDU. Probabilities are of 0 to 1, times in nanoseconds.
 *
 * @param loss      of a cell, or PDU, to be lost
 * @param bitErrors of a bit to be flipped, header and payload alike; of a PDU, bits of its SDU that AAL5 does not notice
 * @param misinsert of a strange cell to come behind a cell, under the same header
 * @param duplicate of a cell, or PDU, to come twice
 * @param reorder   of a PDU to be overtaken by the next ones; 0 unless {@code perPdu}, for cells stay in order
 * @param delay     of every cell, or PDU
 * @param jitter    what may be added to that, evenly spread; what is late stays in order
 * @param perPdu    whether things happen to PDUs
 * @param seed      makes the same things go wrong again
 */
public record Faults(double loss, double bitErrors, double misinsert, double duplicate, double reorder, long delay, long jitter, boolean perPdu,
                     long seed) {
    /** Nothing goes wrong. */
    public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, false, 1);
    private static final double NANOS = 1e9;

    /** Checks what does not go together. */
    public Faults {
        if (perPdu && misinsert > 0) {
            throw new IllegalArgumentException("misinsert: strange cells come where things happen to cells only, not to PDUs");
        }
        if (!perPdu && reorder > 0) {
            throw new IllegalArgumentException("reorder: cells stay in order; it takes per=pdu, on a link that carries PDUs");
        }
    }

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
        add(parts, "reorder", reorder, "");
        add(parts, "delay", delay / NANOS, "s");
        add(parts, "jitter", jitter / NANOS, "s");
        if (perPdu) {
            parts.add("per=pdu");
        }
        return parts.isEmpty() ? "none" : String.join(",", parts);
    }

    private static void add(List<String> parts, String name, double value, String unit) {
        if (value > 0) {
            parts.add(name + "=" + value + unit);
        }
    }
}
