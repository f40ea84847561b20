package org.sluice.vm.device.atm.link;

import org.sluice.vm.device.atm.cell.Aal5;
import org.sluice.vm.time.Clock;

/**
 * Gives a link a cell rate: says when the next cell may be sent. A sender that comes late may catch up on cells of a short while, so that a
 * host's imprecise timers do not cost rate; over longer times the rate is kept to the cell.
 */
public final class RateLink extends LinkWrapper {
    private final double rate;
    private final double nanosPerCell;
    private final long tolerance;
    private final Clock clock;
    private final String name;
    /** When the next cell is due: whole nanoseconds, and the part beyond. */
    private long due;
    private double fraction;

    /**
     * A link with a rate.
     *
     * @param rate      cells a second, above 0
     * @param tolerance nanoseconds of cells that may be caught up on
     */
    public RateLink(AtmLink below, double rate, long tolerance, Clock clock) {
        super(below);
        this.rate = rate;
        this.tolerance = tolerance;
        this.clock = clock;
        nanosPerCell = Rates.nanosPerCell(rate);
        name = Rates.name(rate);
    }

    @Override
    public long cellsPerSecond() {
        long slower = below.cellsPerSecond();
        return slower == 0 ? (long) rate : Math.min(slower, (long) rate);
    }

    @Override
    public long freeAt() {
        return Math.max(due, below.freeAt());
    }

    @Override
    public void send(byte[] cells, int offset, int count) {
        spend(count);
        below.send(cells, offset, count);
    }

    @Override
    public void send(Pdu pdu) {
        spend(Aal5.cells(pdu.length()));
        below.send(pdu);
    }

    private void spend(int cells) {
        long earliest = clock.monotonicNanos() - tolerance;
        if (due < earliest) {
            due = earliest;
            fraction = 0;
        }
        double exact = fraction + cells * nanosPerCell;
        long whole = (long) exact;
        due += whole;
        fraction = exact - whole;
    }

    @Override
    public String describe() {
        return name + "(" + below.describe() + ")";
    }
}
