package org.sluice.kernel.pager.replace;

/**
 * Chooses which resident page leaves memory. Pages are named by frame number, 0 &lt;= page &lt; frames. Not thread-safe: the
 * pager's lock guards it.
 *
 * <p>A hit is not told. What is known of use is whether a page was touched since it was last asked about, and that the access which
 * brought it in, and thousands right behind it in a pass byte by byte, have set the mark as well.
 */
public interface Replacement {
    /** Asks about a page when its turn comes. */
    interface Probe {
        /** Whether the page was used since the last such question; takes the mark away. */
        boolean takeUsed(int page);

        /** Whether the page may leave now; one that is being read in, written out or wired may not. */
        boolean evictable(int page);
    }

    /**
     * A page became resident.
     *
     * @param key identity of its content, the same when it comes back later, never 0
     * @throws IllegalStateException if it is resident already
     */
    void added(int page, long key);

    /**
     * A resident page left for another reason than {@link #victim}: unmapped, freed. Its content will not come back.
     *
     * @throws IllegalStateException if it is not resident
     */
    void removed(int page);

    /**
     * Chooses a page, forgets it as resident and may remember its key for a while. Bounded work: a few passes over the resident
     * pages at most, also when other processors set marks as fast as they are taken.
     *
     * @return the page, -1 only if no resident page may leave
     */
    int victim(Probe probe);

    /** Resident pages. */
    int size();
}
