package org.sluice.vm.device.atm.link;

import java.lang.foreign.MemorySegment;

/**
 * A whole AAL5 PDU (ITU-T I.363.5) as a link sees it: where it is and what goes with it, not its bytes. It is valid during the call
 * that hands it over and no longer.
 */
public interface Pdu {
    /** Virtual path identifier, 0 to 255 (UNI). */
    int vpi();

    /** Virtual channel identifier, 0 to 65535. */
    int vci();

    /** Bytes of the CPCS-SDU, 1 to 65535. */
    int length();

    /** Cell loss priority of its cells. */
    boolean clp();

    /** Whether a cell met congestion. */
    boolean efci();

    /** CPCS user-to-user indication, 0 to 255. */
    int uu();

    /** Common part indicator, 0 to 255. */
    int cpi();

    /** The sending interface's own note of the SDU, for links that carry references; 0 otherwise. */
    long reference();

    /**
     * Reads bytes of the SDU out of the sender's memory. Whoever takes the PDU reads each byte once.
     *
     * @param from   first byte of the SDU
     * @param target room for the bytes from {@code at} on
     * @return false if the sender's memory could not be read; then the PDU is lost, which the sender counts
     */
    boolean copyTo(int from, MemorySegment target, long at, int bytes);
}
