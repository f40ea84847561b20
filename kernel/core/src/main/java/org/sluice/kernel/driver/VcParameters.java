package org.sluice.kernel.driver;

/**
 * What a virtual channel connection is opened with.
 *
 * @param vpi      virtual path identifier, 0 to 255
 * @param vci      virtual channel identifier, 0 to 65535
 * @param aal      {@link #AAL0} or {@link #AAL5}
 * @param transmit whether SDUs may be sent
 * @param receive  whether what arrives is handed over
 * @param maxSdu   longest SDU either way, 1 to 65535 bytes; for AAL0 always 52: four bytes of header and the payload
 * @param traffic  the contract (ITU-T I.371, ATM Forum TM 4.1)
 * @param continuity whether continuity check cells (ITU-T I.610) are sent when there is nothing else, and missed when they stay away
 */
public record VcParameters(int vpi, int vci, int aal, boolean transmit, boolean receive, int maxSdu, Traffic traffic,
                           boolean continuity) {
    /** Raw cells. */
    public static final int AAL0 = 0;
    public static final int AAL5 = 5;
    /** Bytes of an AAL0 SDU. */
    public static final int AAL0_SDU = 52;

    /** Service categories. */
    public enum Category { UBR, CBR, VBR }

    /**
     * A traffic contract. Cells are sent no faster, and those that arrive faster are policed when asked.
     *
     * @param pcr    peak cell rate in cells a second; 0 for no limit, allowed for UBR only
     * @param scr    sustainable cell rate, for VBR only
     * @param mbs    maximum burst size in cells, for VBR only, at least 1
     * @param cdvt   cell delay variation tolerance in nanoseconds, for policing
     * @param weight share of what is left by the others, 1 to 255; for UBR
     * @param police whether arriving cells that do not conform are dropped, by the same contract
     */
    public record Traffic(Category category, long pcr, long scr, int mbs, long cdvt, int weight, boolean police) {
        /** No contract. */
        public static final Traffic BEST_EFFORT = new Traffic(Category.UBR, 0, 0, 1, 0, 1, false);
    }

    /** An AAL5 connection both ways without a contract. */
    public static VcParameters aal5(int vpi, int vci, int maxSdu) {
        return new VcParameters(vpi, vci, AAL5, true, true, maxSdu, Traffic.BEST_EFFORT, false);
    }
}
