package org.sluice.vm.device.atm;

import java.util.Arrays;
import org.sluice.vm.dma.DmaFault;
import org.sluice.vm.dma.DmaPort;

/**
 * The rings of receiving: two of free buffers, one of what arrived. Under the receiver's lock. A ring whose place is out of reach, or whose
 * size makes no sense, stops until it is set up again.
 */
final class Rings {
    /** How many entries go into one receive descriptor chain at most: the longest SDU in small buffers. */
    private static final int[] BUFFER_BYTES = {NicRegisters.SMALL_BUFFER, NicRegisters.LARGE_BUFFER};

    private final NicCounters counters;
    private final InterruptModerator moderator;
    private final long[] bases = new long[NicRegisters.RING_COUNT];
    private final long[] sizes = new long[NicRegisters.RING_COUNT];
    private final int[] heads = new int[NicRegisters.RING_COUNT];
    private final boolean[] running = new boolean[NicRegisters.RING_COUNT];
    private volatile long faults;
    /** Entries put into the receive ring since it was started. */
    private volatile long received;
    /** Buffers taken that no SDU needs any more: address and cookie, two words each. */
    private final long[][] spare = {new long[16], new long[16]};
    private final int[] spares = new int[2];
    private final long[] free = new long[2];
    private final long[] entry = new long[4];
    private DmaPort dma;

    Rings(NicCounters counters, InterruptModerator moderator) {
        this.counters = counters;
        this.moderator = moderator;
    }

    void attach(DmaPort port) {
        dma = port;
    }

    static boolean validSize(long size) {
        return size >= 0 && size <= NicRegisters.MAX_RING && size != 1 && Long.bitCount(size) <= 1;
    }

    static int bufferBytes(int ring) {
        return BUFFER_BYTES[ring];
    }

    void setBase(int ring, long base) {
        bases[ring] = base;
    }

    long base(int ring) {
        return bases[ring];
    }

    long size(int ring) {
        return sizes[ring];
    }

    /** Starts a ring from its first entry, or with 0 stops it. */
    void setSize(int ring, long size) {
        running[ring] = false;
        heads[ring] = 0;
        sizes[ring] = size;
        received = ring == NicRegisters.RING_RECEIVE ? 0 : received;
        if (!validSize(size) || (bases[ring] & 7) != 0) {
            fault(ring);
        } else {
            running[ring] = size != 0;
        }
    }

    long received() {
        return received;
    }

    long faults() {
        return faults;
    }

    void clearFaults(long bits) {
        faults &= ~bits;
    }

    /** Everything as it was at the start; buffers are forgotten. */
    void reset() {
        Arrays.fill(bases, 0);
        Arrays.fill(sizes, 0);
        Arrays.fill(heads, 0);
        Arrays.fill(running, false);
        Arrays.fill(spares, 0);
        faults = 0;
        received = 0;
    }

    private void fault(int ring) {
        running[ring] = false;
        faults |= 1L << ring;
        counters.add(NicCounters.RING_FAULTS, 1);
        moderator.signal(NicRegisters.RING_FAULT);
    }

    /**
     * Takes a free buffer.
     *
     * @param buffer gets its bus address and its cookie
     * @return false if there is none
     */
    boolean take(int ring, long[] buffer) {
        if (spares[ring] > 0) {
            int at = 2 * --spares[ring];
            buffer[0] = spare[ring][at];
            buffer[1] = spare[ring][at + 1];
            return true;
        }
        if (!running[ring]) {
            return false;
        }
        try {
            long address = bases[ring] + (long) heads[ring] * NicRegisters.FREE_BYTES;
            dma.load(address, free);
            if (free[0] >= 0) {
                return false;
            }
            dma.store(address, 0);
            buffer[0] = free[1];
            buffer[1] = free[0] & 0xffffffffL;
            heads[ring] = heads[ring] + 1 & (int) sizes[ring] - 1;
            return true;
        } catch (DmaFault fault) {
            fault(ring);
            return false;
        }
    }

    /** Keeps a buffer for the next SDU that wants one. */
    void keep(int ring, long address, long cookie) {
        if (2 * spares[ring] == spare[ring].length) {
            spare[ring] = Arrays.copyOf(spare[ring], 2 * spare[ring].length);
        }
        int at = 2 * spares[ring]++;
        spare[ring][at] = address;
        spare[ring][at + 1] = cookie;
    }

    /** Buffers kept, of both sizes. */
    int kept() {
        return spares[0] + spares[1];
    }

    /** Whether the receive ring has room for so many entries. */
    boolean room(int entries) {
        int ring = NicRegisters.RING_RECEIVE;
        if (!running[ring] || entries > sizes[ring]) {
            return false;
        }
        try {
            dma.load(entryAddress(entries - 1), entry);
            return entry[0] >= 0;
        } catch (DmaFault fault) {
            fault(ring);
            return false;
        }
    }

    private long entryAddress(int ahead) {
        int ring = NicRegisters.RING_RECEIVE;
        return bases[ring] + (long) (heads[ring] + ahead & (int) sizes[ring] - 1) * NicRegisters.RECEIVE_BYTES;
    }

    /** Writes an entry that is so far ahead; the one at 0 makes it and those behind it the driver's. */
    void put(int ahead, long head, long length, long cookie, long token) {
        entry[0] = head | NicRegisters.OWN;
        entry[1] = length;
        entry[2] = cookie;
        entry[3] = token;
        try {
            dma.store(entryAddress(ahead), entry);
        } catch (DmaFault fault) {
            fault(NicRegisters.RING_RECEIVE);
        }
    }

    /** Goes on behind entries that were put. */
    void advance(int entries) {
        heads[NicRegisters.RING_RECEIVE] = heads[NicRegisters.RING_RECEIVE] + entries & (int) sizes[NicRegisters.RING_RECEIVE] - 1;
        received += entries;
    }
}
