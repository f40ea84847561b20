package org.sluice.kernel.pager;

/** What the pager counts since the machine started, in pages but where said. Guarded by its lock. */
final class Counters {
    /** Pages filled with zeros. */
    long zeroed;
    /** Pages read from files. */
    long fileIn;
    /** Pages written back to files. */
    long fileOut;
    /** Pages read from the swap area. */
    long swapIn;
    /** Pages written to the swap area. */
    long swapOut;
    /** Pages that left their frames. */
    long evicted;
    /** Pages that were read before they were asked for. */
    long readAhead;
    /** Pages copied because they were written and not shared. */
    long copiedOnWrite;
    /** Groups of pages taken from address spaces, each followed by a grace period. */
    long shootdowns;
    /** Nanoseconds waited for grace periods. */
    long graceNanos;
    /** Transfers that failed. */
    long errors;
    /** Faults that needed no transfer, and those that waited for one. */
    long minorFaults;
    long majorFaults;

    @Override
    public String toString() {
        return "faults_minor " + minorFaults + "\nfaults_major " + majorFaults + "\npages_zeroed " + zeroed + "\nfile_in " + fileIn
            + "\nfile_out " + fileOut + "\nswap_in " + swapIn + "\nswap_out " + swapOut + "\nevicted " + evicted + "\nread_ahead "
            + readAhead + "\ncopied_on_write " + copiedOnWrite + "\nshootdowns " + shootdowns
            + "\ngrace_nanoseconds " + graceNanos + "\ntransfer_errors " + errors + "\n";
    }
}
