package org.sluice.vm.device.atm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.sluice.vm.device.atm.cell.Aal5;
import org.sluice.vm.device.atm.cell.Aal5Crc;
import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.device.atm.link.Pdu;
import org.sluice.vm.dma.DmaFault;
import org.sluice.vm.dma.DmaPort;
import org.sluice.vm.dma.DmaWindow;

/**
 * The receiving side of a connection: puts SDUs together in free buffers, each byte moved once with the CRC on the way. Under the
 * receiver's lock. Takes no more buffers than the longest SDU allowed needs.
 *
 * <p>Between PDUs, in a PDU, or discarding what is left of one: the first cell leads from the first to the second, the last cell back; a
 * reason to drop leads to the third, and the last cell back to the first.
 */
final class Reassembly {
    /** Bytes of a raw cell as an SDU: the header without its HEC, and the payload. */
    static final int RAW_SDU = 52;
    private static final int PAYLOAD = CellHeader.PAYLOAD;
    private static final int MAX_BUFFERS = Aal5.MAX_SDU / NicRegisters.SMALL_BUFFER + 1;

    /** What a reassembly works with: the receiver's. */
    interface Surroundings {
        DmaPort dma();

        Rings rings();

        void count(Vc vc, int counter, long number);

        /** Notes an event, told when the lock is given up. */
        void tell(long event);
    }

    private final Vc vc;
    private final Aal5Crc crc = new Aal5Crc();
    private final long[] addresses = new long[MAX_BUFFERS];
    private final long[] cookies = new long[MAX_BUFFERS];
    private final long[] taken = new long[2];
    private int buffers;
    /** Bytes in the last buffer. */
    private int filled;
    private int cells;
    private long startedAt;
    private boolean efci;
    private boolean clp;
    private boolean discarding;

    Reassembly(Vc vc) {
        this.vc = vc;
    }

    private int ring() {
        return vc.large ? NicRegisters.RING_LARGE : NicRegisters.RING_SMALL;
    }

    private int bufferBytes() {
        return Rings.bufferBytes(ring());
    }

    /** Whether a PDU is being put together. */
    boolean busy() {
        return cells > 0;
    }

    /** When the PDU being put together is given up. */
    long deadline() {
        return cells > 0 && vc.timeout > 0 ? startedAt + vc.timeout : Long.MAX_VALUE;
    }

    /** Takes cells that follow each other with the same header and do not end the PDU. */
    void run(Surroundings around, int header, byte[] source, int offset, int count, long now) {
        if (discarding) {
            around.count(vc, NicCounters.RX_DROPPED_CELLS, count);
            return;
        }
        begin(header, now);
        cells += count;
        if (cells >= Aal5.cells(vc.maxSdu)) {
            drop(around, NicCounters.DROP_TOO_LONG);
            discarding = true;
            return;
        }
        if (!store(around, source, offset, 0, count * PAYLOAD, true)) {
            discarding = true;
        }
    }

    /** Takes the cell that ends the PDU. */
    void end(Surroundings around, int header, byte[] source, int offset, long now) {
        if (discarding) {
            around.count(vc, NicCounters.RX_DROPPED_CELLS, 1);
            discarding = false;
            return;
        }
        begin(header, now);
        int before = cells * PAYLOAD;
        cells++;
        int payload = offset + CellHeader.BYTES;
        crc.update(source, payload, PAYLOAD);
        int length = Aal5.length(source, payload);
        if (cells > Aal5.cells(vc.maxSdu)) {
            drop(around, NicCounters.DROP_TOO_LONG);
        } else if (crc.value() != Aal5Crc.RESIDUE) {
            drop(around, NicCounters.DROP_CRC);
        } else if (length == 0) {
            drop(around, NicCounters.DROP_ABORTED);
        } else if (!Aal5.fits(length, cells)) {
            drop(around, NicCounters.DROP_LENGTH);
        } else if (length > vc.maxSdu) {
            drop(around, NicCounters.DROP_TOO_LONG);
        } else if (length <= before || store(around, source, offset, 0, length - before, false)) {
            deliver(around, length, (long) Aal5.uu(source, payload) << NicRegisters.UU_SHIFT
                | (long) Aal5.cpi(source, payload) << NicRegisters.CPI_SHIFT);
        }
    }

    /** Takes a cell as it is. */
    void raw(Surroundings around, int header, byte[] source, int offset) {
        cells = 1;
        clp = CellHeader.clp(header);
        efci = CellHeader.user(header) && (CellHeader.pti(header) & CellHeader.PTI_EFCI) != 0;
        if (!nextBuffer(around)) {
            return;
        }
        try (DmaWindow window = around.dma().window(addresses[0], RAW_SDU, true)) {
            window.memory().set(ValueLayout.JAVA_INT_UNALIGNED.withOrder(java.nio.ByteOrder.BIG_ENDIAN), 0, header);
            MemorySegment.copy(source, offset + CellHeader.BYTES, window.memory(), ValueLayout.JAVA_BYTE, 4, PAYLOAD);
        } catch (DmaFault fault) {
            faulted(around);
            return;
        }
        filled = RAW_SDU;
        deliver(around, RAW_SDU, 0);
    }

    /** Takes a PDU that came as a whole. */
    void whole(Surroundings around, Pdu pdu) {
        int length = pdu.length();
        cells = Aal5.cells(length);
        clp = pdu.clp();
        efci = pdu.efci();
        if (length > vc.maxSdu) {
            drop(around, NicCounters.DROP_TOO_LONG);
            return;
        }
        for (int done = 0; done < length;) {
            if ((buffers == 0 || filled == bufferBytes()) && !nextBuffer(around)) {
                return;
            }
            try {
                long address = addresses[buffers - 1] + filled;
                int part = around.dma().contiguous(address, Math.min(length - done, bufferBytes() - filled), true);
                try (DmaWindow window = around.dma().window(address, part, true)) {
                    if (!pdu.copyTo(done, window.memory(), 0, part)) {
                        drop(around, NicCounters.DROP_SENDER);
                        return;
                    }
                }
                done += part;
                filled += part;
            } catch (DmaFault fault) {
                faulted(around);
                return;
            }
        }
        deliver(around, length, flags(pdu));
    }

    /** User-to-user indication and CPI as descriptors have them. */
    static long flags(Pdu pdu) {
        return (long) pdu.uu() << NicRegisters.UU_SHIFT | (long) pdu.cpi() << NicRegisters.CPI_SHIFT;
    }

    /** A cell did not conform to the contract: what is left of its PDU is of no use. */
    void policed(Surroundings around, boolean last) {
        if (!discarding) {
            drop(around, NicCounters.DROP_POLICED_FRAME);
        }
        discarding = !last;
    }

    /** The PDU is late, or its connection is closed. */
    void giveUp(Surroundings around, int reason) {
        if (cells > 0) {
            drop(around, reason);
        }
    }

    private void begin(int header, long now) {
        if (cells == 0) {
            startedAt = now;
            efci = false;
            clp = false;
            crc.reset();
        }
        efci |= (CellHeader.pti(header) & CellHeader.PTI_EFCI) != 0;
        clp |= CellHeader.clp(header);
    }

    /** Moves payload of cells into buffers. @return false if it could not; then the PDU has been dropped */
    private boolean store(Surroundings around, byte[] source, int offset, int from, int bytes, boolean summed) {
        int done = from;
        while (done < bytes) {
            if ((buffers == 0 || filled == bufferBytes()) && !nextBuffer(around)) {
                return false;
            }
            try {
                long address = addresses[buffers - 1] + filled;
                int part = around.dma().contiguous(address, Math.min(bytes - done, bufferBytes() - filled), true);
                try (DmaWindow window = around.dma().window(address, part, true)) {
                    scatter(source, offset, done, window.memory(), part, summed);
                }
                done += part;
                filled += part;
            } catch (DmaFault fault) {
                faulted(around);
                return false;
            }
        }
        return true;
    }

    /** Fills a window with payload from a position on, which may be inside a cell. */
    private void scatter(byte[] source, int offset, int from, MemorySegment target, int bytes, boolean summed) {
        for (int at = 0; at < bytes;) {
            int cell = (from + at) / PAYLOAD;
            int within = (from + at) % PAYLOAD;
            int run = Math.min(PAYLOAD - within, bytes - at);
            int start = offset + cell * CellHeader.CELL + CellHeader.BYTES + within;
            if (summed) {
                crc.move(source, start, target, at, run);
            } else {
                MemorySegment.copy(source, start, target, ValueLayout.JAVA_BYTE, at, run);
            }
            at += run;
        }
    }

    private boolean nextBuffer(Surroundings around) {
        if (!around.rings().take(ring(), taken)) {
            drop(around, NicCounters.DROP_NO_BUFFER);
            around.tell(NicRegisters.NO_BUFFER);
            return false;
        }
        addresses[buffers] = taken[0];
        cookies[buffers++] = taken[1];
        filled = 0;
        return true;
    }

    /** The last buffer is out of reach: it goes back to the driver, the others are kept. */
    private void faulted(Surroundings around) {
        buffers--;
        if (around.rings().room(1)) {
            around.rings().put(0, (long) NicRegisters.TYPE_UNUSED << NicRegisters.TYPE_SHIFT | NicRegisters.LAST, 0, cookies[buffers], 0);
            around.rings().advance(1);
            around.tell(NicRegisters.RECEIVED);
        }
        drop(around, NicCounters.DROP_FAULT);
    }

    private void deliver(Surroundings around, int length, long flags) {
        int entries = (length + bufferBytes() - 1) / bufferBytes();
        Rings rings = around.rings();
        if (!rings.room(entries)) {
            drop(around, NicCounters.DROP_RING_FULL);
            return;
        }
        long head = (long) vc.slot << NicRegisters.SLOT_SHIFT | flags | (clp ? NicRegisters.CLP : 0) | (efci ? NicRegisters.EFCI : 0);
        for (int i = entries - 1; i >= 0; i--) {
            rings.put(i, head | (i == entries - 1 ? NicRegisters.LAST : 0), Math.min(bufferBytes(), length - i * bufferBytes()),
                cookies[i], vc.token);
        }
        rings.advance(entries);
        while (buffers > entries) {
            buffers--;
            rings.keep(ring(), addresses[buffers], cookies[buffers]);
        }
        around.count(vc, NicCounters.RX_PDUS, 1);
        around.count(vc, NicCounters.RX_BYTES, length);
        around.count(vc, NicCounters.RX_DELIVERED_CELLS, cells);
        around.tell(NicRegisters.RECEIVED);
        buffers = 0;
        filled = 0;
        cells = 0;
    }

    private void drop(Surroundings around, int reason) {
        around.count(vc, reason, 1);
        around.count(vc, NicCounters.RX_DROPPED_CELLS, cells);
        while (buffers > 0) {
            buffers--;
            around.rings().keep(ring(), addresses[buffers], cookies[buffers]);
        }
        filled = 0;
        cells = 0;
    }
}
