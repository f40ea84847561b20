package org.sluice.vm.device.atm.cell;

/** One rate or two that a stream of cells keeps: the peak, and for variable rates the sustainable one. For shaping and for policing. */
public final class Contract {
    private final Gcra peak;
    private final Gcra sustained;

    private Contract(Gcra peak, Gcra sustained) {
        this.peak = peak;
        this.sustained = sustained;
    }

    /**
     * A contract.
     *
     * @param pcr  peak cell rate in cells a second, at least 1
     * @param scr  sustainable cell rate, 1 to the peak, or 0 for none
     * @param mbs  maximum burst size in cells, at least 1; of no meaning without a sustainable rate
     * @param cdvt nanoseconds a cell may come early; 0 for shaping
     */
    public static Contract of(long pcr, long scr, int mbs, long cdvt) {
        Gcra sustained = scr == 0 ? null : Gcra.perSecond(scr, Gcra.burstTolerance(pcr, scr, mbs) + cdvt);
        return new Contract(Gcra.perSecond(pcr, cdvt), sustained);
    }

    /** The earliest time from a time on at which a cell conforms. */
    public long earliest(long from) {
        long at = peak.earliest(from);
        return sustained == null ? at : sustained.earliest(at);
    }

    /** Whether a cell at a time conforms to both rates. Changes nothing. */
    public boolean conforms(long at) {
        return peak.conforms(at) && (sustained == null || sustained.conforms(at));
    }

    /** Counts a cell that conforms, at a time. */
    public void pass(long at) {
        peak.pass(at);
        if (sustained != null) {
            sustained.pass(at);
        }
    }

    /** Counts a cell if it conforms. @return whether it does; one that does not leaves no trace */
    public boolean police(long at) {
        boolean good = conforms(at);
        if (good) {
            pass(at);
        }
        return good;
    }
}
