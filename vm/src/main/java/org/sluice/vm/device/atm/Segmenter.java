package org.sluice.vm.device.atm;

import java.util.Arrays;
import org.sluice.vm.device.Worker;
import org.sluice.vm.device.atm.cell.Aal5;
import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.device.atm.link.AtmLink;
import org.sluice.vm.dma.DmaFault;
import org.sluice.vm.dma.DmaWindow;

/**
 * Cuts SDUs into cells: each byte is read from memory once, into the cell it goes in, with the CRC computed on the way. Cells are sent in
 * batches.
 */
final class Segmenter {
    private static final int BATCH = 64;
    private static final int HEADER = CellHeader.BYTES;
    private static final int PAYLOAD = CellHeader.PAYLOAD;

    private final AtmLink link;
    private final NicCounters counters;
    private final byte[] batch = new byte[BATCH * CellHeader.CELL];
    private int count;

    Segmenter(AtmLink link, NicCounters counters) {
        this.link = link;
        this.counters = counters;
    }

    /** Sends what has been cut. If the link fails on it, it is lost. */
    void flush() {
        if (count > 0) {
            int cells = count;
            count = 0;
            try {
                link.send(batch, 0, cells);
            } catch (RuntimeException | Error failure) {
                counters.add(NicCounters.TX_LINK_FAILED, cells);
                Worker.report(failure);
            }
        }
    }

    /** Sends a finished cell behind the others. */
    void add(byte[] cell, int offset) {
        int at = next();
        System.arraycopy(cell, offset, batch, at, CellHeader.CELL);
        count++;
    }

    private int next() {
        if (count == BATCH) {
            flush();
        }
        return count * CellHeader.CELL;
    }

    /**
     * Cuts the next cells of an SDU.
     *
     * @param most cells, at least 1
     * @return cells cut; the SDU is through when {@link Outgoing#sentCells} are {@link Outgoing#cells}
     * @throws DmaFault if a byte cannot be read; then nothing of the cell it would be in is sent
     */
    int cut(Outgoing sdu, int most) {
        return sdu.vc.aal5 ? cutPdu(sdu, most) : cutRaw(sdu);
    }

    private int cutPdu(Outgoing sdu, int most) {
        int cells = Math.min(most, sdu.cells() - sdu.sentCells);
        for (int done = 0; done < cells;) {
            next();
            int part = Math.min(cells - done, BATCH - count);
            fill(sdu, part);
            done += part;
        }
        return cells;
    }

    /** Cuts cells that the batch has room for. */
    private void fill(Outgoing sdu, int cells) {
        int total = sdu.cells();
        DmaWindow window = null;
        long at = 0;
        try {
            for (int i = 0; i < cells; i++) {
                int cell = count * CellHeader.CELL;
                int filled = 0;
                int bytes = Math.min(PAYLOAD, sdu.length() - sdu.sentBytes);
                while (filled < bytes) {
                    if (window == null) {
                        int wanted = Math.min((cells - i) * PAYLOAD - filled, sdu.length() - sdu.sentBytes);
                        window = sdu.nextWindow(wanted);
                        at = 0;
                    }
                    int run = (int) Math.min(bytes - filled, window.memory().byteSize() - at);
                    sdu.crc.move(window.memory(), at, batch, cell + HEADER + filled, run);
                    sdu.advance(run);
                    at += run;
                    filled += run;
                    if (at == window.memory().byteSize()) {
                        window.close();
                        window = null;
                    }
                }
                boolean last = ++sdu.sentCells == total;
                finish(sdu, cell, filled, last);
                CellHeader.put(CellHeader.pack(sdu.vpi(), sdu.vci(), last ? CellHeader.PTI_END : 0, sdu.clp()), batch, cell);
                count++;
            }
        } finally {
            if (window != null) {
                window.close();
            }
        }
    }

    /** Padding and, in the last cell, the trailer. */
    private void finish(Outgoing sdu, int cell, int filled, boolean last) {
        int payload = cell + HEADER;
        if (filled < PAYLOAD) {
            Arrays.fill(batch, payload + filled, payload + PAYLOAD, (byte) 0);
        }
        if (last) {
            Aal5.putTrailer(batch, payload, sdu.uu(), sdu.cpi(), sdu.length());
            sdu.crc.update(batch, payload + filled, PAYLOAD - 4 - filled);
            Aal5.putCrc(batch, payload, sdu.crc.value());
        } else if (filled < PAYLOAD) {
            sdu.crc.update(batch, payload + filled, PAYLOAD - filled);
        }
    }

    /** A raw cell: four bytes of header as the driver gave them, but for the connection, and the payload. */
    private int cutRaw(Outgoing sdu) {
        int cell = next();
        int at = 0;
        byte[] target = batch;
        while (at < Reassembly.RAW_SDU) {
            try (DmaWindow window = sdu.nextWindow(Reassembly.RAW_SDU - at)) {
                int run = (int) window.memory().byteSize();
                for (int i = 0; i < run; i++, at++) {
                    target[cell + (at < 4 ? at : at + 1)] = window.memory().get(java.lang.foreign.ValueLayout.JAVA_BYTE, i);
                }
                sdu.advance(run);
            }
        }
        int given = CellHeader.get(batch, cell);
        CellHeader.put(CellHeader.pack(sdu.vpi(), sdu.vci(), CellHeader.pti(given), CellHeader.clp(given) || sdu.clp()), batch, cell);
        sdu.sentCells++;
        count++;
        return 1;
    }

    /** Ends a PDU of which cells have been sent and the rest never will: a last cell with length 0 (ITU-T I.363.5). */
    void abort(Outgoing sdu) {
        int cell = next();
        int payload = cell + HEADER;
        Arrays.fill(batch, payload, payload + PAYLOAD, (byte) 0);
        Aal5.putTrailer(batch, payload, 0, 0, 0);
        sdu.crc.update(batch, payload, PAYLOAD - 4);
        Aal5.putCrc(batch, payload, sdu.crc.value());
        CellHeader.put(CellHeader.pack(sdu.vpi(), sdu.vci(), CellHeader.PTI_END, sdu.clp()), batch, cell);
        count++;
    }
}
