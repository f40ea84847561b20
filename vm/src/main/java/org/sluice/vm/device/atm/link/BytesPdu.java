package org.sluice.vm.device.atm.link;

import java.lang.foreign.MemorySegment;

/**
 * A PDU whose bytes are the link's own. It is valid for as long as those stay as they are.
 *
 * @param bytes the CPCS-SDU
 */
record BytesPdu(int vpi, int vci, MemorySegment bytes, boolean clp, boolean efci, int uu, int cpi, long reference) implements Pdu {
    /** A PDU as it comes from where no more is known of it. */
    static BytesPdu plain(int vpi, int vci, MemorySegment bytes) {
        return new BytesPdu(vpi, vci, bytes, false, false, 0, 0, 0);
    }

    /** A PDU with the bytes that were read out of it; null if they could not be read. */
    static BytesPdu read(Pdu pdu) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[pdu.length()]);
        return pdu.copyTo(0, bytes, 0, pdu.length()) ? new BytesPdu(pdu.vpi(), pdu.vci(), bytes, pdu.clp(), pdu.efci(), pdu.uu(),
            pdu.cpi(), pdu.reference()) : null;
    }

    @Override
    public int length() {
        return (int) bytes.byteSize();
    }

    @Override
    public boolean copyTo(int from, MemorySegment target, long at, int count) {
        MemorySegment.copy(bytes, from, target, at, count);
        return true;
    }
}
