package org.sluice.vm.device.atm.cell;

/**
 * The generic cell rate algorithm as virtual scheduling (ITU-T I.371, annex A), for one rate. Times are monotonic nanoseconds.
 *
 * <p>An interval between cells that is no whole number of nanoseconds is kept as a fraction, so that nothing drifts: a cell sent in the
 * nanosecond in which it becomes due counts as sent when it was due.
 */
public final class Gcra {
    private static final long SECOND = 1_000_000_000L;

    private final long whole;
    private final long fraction;
    private final long unit;
    private final long tolerance;
    /** Theoretical arrival time: {@code due + part / unit}. */
    private long due;
    private long part;

    /**
     * A rate.
     *
     * @param cells     cells that may come in a time, at least 1
     * @param nanos     that time, at least 1
     * @param tolerance nanoseconds a cell may come before it is due, not negative
     */
    public Gcra(long cells, long nanos, long tolerance) {
        if (cells < 1 || nanos < 1 || tolerance < 0) {
            throw new IllegalArgumentException(cells + " cells in " + nanos + " ns with a tolerance of " + tolerance + " ns");
        }
        whole = nanos / cells;
        fraction = nanos % cells;
        unit = cells;
        this.tolerance = tolerance;
        due = Long.MIN_VALUE / 2;
    }

    /** A rate in cells a second. */
    public static Gcra perSecond(long cells, long tolerance) {
        return new Gcra(cells, SECOND, tolerance);
    }

    /**
     * How much before its time at the sustainable rate a cell may come, so that so many can follow each other at the peak rate: the burst
     * tolerance of ATM Forum TM 4.1, 4.4.3, rounded up.
     *
     * @param pcr peak cell rate in cells a second, at least the sustainable one
     * @param scr sustainable cell rate, at least 1
     * @param mbs maximum burst size in cells, at least 1
     */
    public static long burstTolerance(long pcr, long scr, int mbs) {
        double exact = (mbs - 1.0) * (SECOND / (double) scr - SECOND / (double) pcr);
        return (long) Math.ceil(exact);
    }

    /** The earliest time from a time on at which a cell conforms. */
    public long earliest(long from) {
        return Math.max(from, ceiling() - tolerance);
    }

    /** Whether a cell at a time conforms. Changes nothing. */
    public boolean conforms(long at) {
        return at >= ceiling() - tolerance;
    }

    /** Counts a cell that conforms, at a time. */
    public void pass(long at) {
        if (at > ceiling()) {
            due = at;
            part = 0;
        }
        due += whole;
        part += fraction;
        if (part >= unit) {
            part -= unit;
            due++;
        }
    }

    /** Forgets all cells. */
    public void reset() {
        due = Long.MIN_VALUE / 2;
        part = 0;
    }

    private long ceiling() {
        return part == 0 ? due : due + 1;
    }
}
