package org.sluice.vm.device.atm.cell;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Reassembly of one connection's AAL5 PDUs on the heap, for captures, links and tests. Cells are given in their order; what is
 * given back is valid until the next one.
 */
public final class Reassembler {
    /** What a cell led to. Below 0: a PDU that was dropped, and why. */
    public static final int MORE = 0;
    public static final int COMPLETE = 1;
    public static final int BAD_CRC = -1;
    public static final int BAD_LENGTH = -2;
    public static final int TOO_LONG = -3;
    /** The length in the trailer is 0: the sender gave the PDU up. */
    public static final int ABORTED = -4;

    private static final int FIRST_ROOM = 2048;

    private final int maxCells;
    private final int maxSdu;
    private final Aal5Crc crc = new Aal5Crc();
    private byte[] bytes;
    private int cells;
    private int length;
    private int uu;
    private int cpi;
    private boolean efci;
    private boolean clp;

    /** @param maxSdu longest SDU that is put together, 1 to 65535 bytes */
    public Reassembler(int maxSdu) {
        this.maxSdu = maxSdu;
        maxCells = Aal5.cells(maxSdu);
        bytes = new byte[Math.min(FIRST_ROOM, maxCells * CellHeader.PAYLOAD)];
    }

    /**
     * Takes a user cell.
     *
     * @param header  its header
     * @param payload its 48 bytes from an offset on
     * @return as above; a PDU that is too long is told once, with its last cell
     */
    public int cell(int header, byte[] payload, int offset) {
        if (cells == 0) {
            crc.reset();
            efci = false;
            clp = false;
        }
        efci |= (CellHeader.pti(header) & CellHeader.PTI_EFCI) != 0;
        clp |= CellHeader.clp(header);
        boolean end = (CellHeader.pti(header) & CellHeader.PTI_END) != 0;
        if (cells < maxCells) {
            int at = cells * CellHeader.PAYLOAD;
            if (at + CellHeader.PAYLOAD > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(maxCells * CellHeader.PAYLOAD, 2 * (at + CellHeader.PAYLOAD)));
            }
            crc.move(payload, offset, MemorySegment.ofArray(bytes), at, CellHeader.PAYLOAD);
        }
        cells = Math.min(cells + 1, maxCells + 1);
        if (!end) {
            return MORE;
        }
        int count = cells;
        cells = 0;
        return count > maxCells ? TOO_LONG : finish(count, payload, offset);
    }

    private int finish(int count, byte[] payload, int offset) {
        if (crc.value() != Aal5Crc.RESIDUE) {
            return BAD_CRC;
        }
        length = Aal5.length(payload, offset);
        uu = Aal5.uu(payload, offset);
        cpi = Aal5.cpi(payload, offset);
        if (length == 0) {
            return ABORTED;
        }
        return !Aal5.fits(length, count) ? BAD_LENGTH : length > maxSdu ? TOO_LONG : COMPLETE;
    }

    /** Forgets the PDU under way. */
    public void reset() {
        cells = 0;
    }

    /** Cells of the PDU under way. */
    public int cells() {
        return cells;
    }

    /** Where the SDU lies, from the first byte on. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public int uu() {
        return uu;
    }

    public int cpi() {
        return cpi;
    }

    /** Whether a cell of the SDU met congestion. */
    public boolean efci() {
        return efci;
    }

    /** Whether a cell of the SDU had low priority. */
    public boolean clp() {
        return clp;
    }
}
