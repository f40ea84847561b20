package org.sluice.vm.device.atm;

import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.vm.device.atm.cell.CellHeader;

/** OAM cells on their way from whoever wants them sent to whoever sends. Holds few: a peer that asks for many gets few answers. */
final class OamQueue {
    private static final int ROOM = 64;

    private final AtomicBoolean lock = new AtomicBoolean();
    private final byte[] cells = new byte[ROOM * CellHeader.CELL];
    private final int[] slots = new int[ROOM];
    private int first;
    private volatile int count;

    boolean isEmpty() {
        return count == 0;
    }

    /** Takes a cell, with a payload from an offset on. @return false if there is no room */
    boolean add(int slot, int header, byte[] payload, int offset) {
        acquire();
        try {
            if (count == ROOM) {
                return false;
            }
            int place = (first + count) % ROOM;
            int at = place * CellHeader.CELL;
            CellHeader.put(header, cells, at);
            System.arraycopy(payload, offset, cells, at + CellHeader.BYTES, CellHeader.PAYLOAD);
            slots[place] = slot;
            count++;
            return true;
        } finally {
            lock.set(false);
        }
    }

    /** Gives the next cell. @return its slot, or -1 without one */
    int poll(byte[] cell) {
        acquire();
        try {
            if (count == 0) {
                return -1;
            }
            System.arraycopy(cells, first * CellHeader.CELL, cell, 0, CellHeader.CELL);
            int slot = slots[first];
            first = (first + 1) % ROOM;
            count--;
            return slot;
        } finally {
            lock.set(false);
        }
    }

    void clear() {
        acquire();
        count = 0;
        lock.set(false);
    }

    private void acquire() {
        while (!lock.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
    }
}
