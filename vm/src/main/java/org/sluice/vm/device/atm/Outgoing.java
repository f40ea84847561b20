package org.sluice.vm.device.atm;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.sluice.vm.device.atm.cell.Aal5;
import org.sluice.vm.device.atm.cell.Aal5Crc;
import org.sluice.vm.device.atm.cell.Contract;
import org.sluice.vm.device.atm.link.Pdu;
import org.sluice.vm.dma.DmaFault;
import org.sluice.vm.dma.DmaPort;
import org.sluice.vm.dma.DmaWindow;

/**
 * The sending side of a connection: its ring, the SDU taken from it, and what the scheduler knows of it. Used by whoever transmits, one
 * thread at a time.
 *
 * <p>An SDU is none, then {@link #fetch fetched}, then {@linkplain #done handed back} with a status, when it is none again.
 */
final class Outgoing implements Pdu {
    private static final int FIRST_PARTS = 32;

    final Vc vc;
    private final long ringBase;
    private final int ringSize;
    private int head;
    private boolean stopped;

    /** Whether there is an SDU, and its parts. */
    private boolean fetched;
    private long[] addresses = new long[FIRST_PARTS];
    private int[] lengths = new int[FIRST_PARTS];
    private int parts;
    private long flags;
    private long cookie;
    private int length;
    private final long[] words = new long[3];
    private DmaPort port;
    private long reference;
    /** Whether a link could not read the SDU. */
    private boolean unreadable;

    // ---- segmentation
    final Aal5Crc crc = new Aal5Crc();
    int sentBytes;
    int sentCells;
    int part;
    int partOffset;

    // ---- scheduling
    final Contract contract;
    boolean active;
    /** When the next cell may go by the contract. */
    long eligible;
    /** Fair share used up, in cells by weight. */
    long share;

    Outgoing(Vc vc, long ringBase, int ringSize, Contract contract) {
        this.vc = vc;
        this.ringBase = ringBase;
        this.ringSize = ringSize;
        this.contract = contract;
    }

    boolean stopped() {
        return stopped;
    }

    void stop() {
        stopped = true;
    }

    boolean fetched() {
        return fetched;
    }

    /** What {@link #fetch} found. */
    enum Found { NOTHING, SDU, REFUSED }

    /**
     * Takes the next SDU's descriptors from the ring. One that is refused is handed back with {@link #done} by the caller.
     *
     * @throws DmaFault if the ring is out of reach
     */
    Found fetch(DmaPort dma) {
        port = dma;
        parts = 0;
        long sum = 0;
        boolean bad = false;
        while (true) {
            if (parts == ringSize) {
                bad = true; // a chain without end
                break;
            }
            dma.load(descriptor(parts), words);
            if (words[0] >= 0) {
                return Found.NOTHING; // not the device's, or not the whole chain yet
            }
            if (parts == addresses.length) {
                addresses = Arrays.copyOf(addresses, 2 * parts);
                lengths = Arrays.copyOf(lengths, 2 * parts);
            }
            if (parts == 0) {
                flags = words[0] & 0xffffff;
            }
            int bytes = (int) (words[0] >>> NicRegisters.LENGTH_SHIFT) & 0xffff;
            addresses[parts] = words[1];
            lengths[parts++] = bytes;
            bad |= bytes == 0;
            sum += bytes;
            if ((words[0] & NicRegisters.LAST) != 0) {
                break;
            }
        }
        cookie = words[2];
        length = (int) Math.min(sum, Aal5.MAX_SDU + 1L);
        fetched = true;
        sentBytes = 0;
        sentCells = 0;
        part = 0;
        partOffset = 0;
        unreadable = false;
        crc.reset();
        bad |= vc.aal5 ? length > vc.maxSdu : length != Reassembly.RAW_SDU;
        return bad ? Found.REFUSED : Found.SDU;
    }

    private long descriptor(int ahead) {
        return ringBase + (long) ((head + ahead) & ringSize - 1) * NicRegisters.TRANSMIT_BYTES;
    }

    /** Hands the SDU's descriptors back, the first one last. @throws DmaFault if the ring is out of reach */
    void done(int status) {
        fetched = false;
        for (int i = parts - 1; i >= 0; i--) {
            port.store(descriptor(i), status);
        }
        head = head + parts & ringSize - 1;
    }

    /** Cells the SDU makes. */
    int cells() {
        return vc.aal5 ? Aal5.cells(length) : 1;
    }

    /**
     * Opens a window on bytes that come next, as many as lie together, up to a number.
     *
     * @throws DmaFault if they are out of reach
     */
    DmaWindow nextWindow(int most) {
        int bytes = Math.min(most, lengths[part] - partOffset);
        long address = addresses[part] + partOffset;
        return port.window(address, port.contiguous(address, bytes, false), false);
    }

    /** Goes on behind bytes that were read. */
    void advance(int bytes) {
        sentBytes += bytes;
        partOffset += bytes;
        if (partOffset == lengths[part]) {
            part++;
            partOffset = 0;
        }
    }

    void setReference(long value) {
        reference = value;
    }

    boolean unreadable() {
        return unreadable;
    }

    /** The driver's note of the SDU. */
    long cookie() {
        return cookie;
    }

    @Override
    public int vpi() {
        return vc.vpi;
    }

    @Override
    public int vci() {
        return vc.vci;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public boolean clp() {
        return (flags & NicRegisters.CLP) != 0;
    }

    @Override
    public boolean efci() {
        return false;
    }

    @Override
    public int uu() {
        return (int) (flags >>> NicRegisters.UU_SHIFT) & 0xff;
    }

    @Override
    public int cpi() {
        return (int) (flags >>> NicRegisters.CPI_SHIFT) & 0xff;
    }

    @Override
    public long reference() {
        return reference;
    }

    @Override
    public boolean copyTo(int from, MemorySegment target, long at, int bytes) {
        if (from < 0 || bytes < 0 || from + bytes > length || !fetched) {
            return false;
        }
        int skip = from;
        int done = 0;
        try {
            for (int i = 0; i < parts && done < bytes; i++) {
                int within = lengths[i] - skip;
                if (within <= 0) {
                    skip -= lengths[i];
                    continue;
                }
                for (int end = done + Math.min(within, bytes - done); done < end;) {
                    int run = port.contiguous(addresses[i] + skip, end - done, false);
                    try (DmaWindow window = port.window(addresses[i] + skip, run, false)) {
                        MemorySegment.copy(window.memory(), 0, target, at + done, run);
                    }
                    done += run;
                    skip += run;
                }
                skip = 0;
            }
            return true;
        } catch (DmaFault fault) {
            unreadable = true;
            return false;
        }
    }
}
