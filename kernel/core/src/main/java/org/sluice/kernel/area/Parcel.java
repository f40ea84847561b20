package org.sluice.kernel.area;

/**
 * Areas on their way from one process to another. States: SENT, when the sender's table still lists them; LOOSE, once
 * {@link #detach} has taken them from there; gone, when received, returned or dropped. Used by one thread at a time.
 */
public final class Parcel {
    private static final Area[] NOTHING = new Area[0];

    private final AreaPool pool;
    private final AreaTable from;
    private final Area[] originals;
    private final int[] offsets;
    private final int[] lengths;
    private boolean loose;

    Parcel(AreaPool pool, AreaTable from, Area[] originals, int[] offsets, int[] lengths) {
        this.pool = pool;
        this.from = from;
        this.originals = originals;
        this.offsets = offsets;
        this.lengths = lengths;
    }

    /** A parcel with nothing in it. */
    public static Parcel empty() {
        return new Parcel(null, null, NOTHING, new int[0], new int[0]);
    }

    /** Number of areas. */
    public int count() {
        return originals.length;
    }

    /** Bytes in it. */
    public long bytes() {
        long sum = 0;
        for (int length : lengths) {
            sum += length;
        }
        return sum;
    }

    /** What the receiver's quota is charged. */
    long charge() {
        long sum = 0;
        for (int i = 0; i < lengths.length; i++) {
            sum += originals[i].clipped(offsets[i], lengths[i]).charge();
        }
        return sum;
    }

    /** The areas as the receiver gets them: nothing outside the parts that were sent. */
    Area[] clipped() {
        Area[] result = new Area[originals.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = originals[i].clipped(offsets[i], lengths[i]);
        }
        return result;
    }

    /** Takes the areas from the sender for good, if that was not done; what is kept after its sender has gone on needs it. */
    public void detach() {
        if (!loose && from != null) {
            loose = true;
            from.delivered(originals);
        }
    }

    /** The message will not be received: the areas are the sender's again, or, if it has let them go, nobody's. */
    public void giveBack() {
        if (loose) {
            pool.drop(originals);
        } else if (from != null) {
            from.returned(originals);
        }
    }
}
