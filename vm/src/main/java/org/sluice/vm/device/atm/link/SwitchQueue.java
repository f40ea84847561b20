package org.sluice.vm.device.atm.link;

import org.sluice.vm.device.atm.cell.CellHeader;

/** Cells that wait for a port of a switch, in order, and who is still let in. Not thread-safe: the switch's lock is held. */
final class SwitchQueue {
    /**
     * A queue's limits in cells, each beyond which something happens.
     *
     * @param capacity  nothing more is taken in; the last cells of PDUs may fill the last sixteenth, others not
     * @param early     no new PDU is begun: early packet discard
     * @param priority  cells of low priority are dropped
     * @param congested cells are marked as having met congestion
     */
    record Limits(int capacity, int early, int priority, int congested) {
        private static final int LEAST = 32;
        private static final int MOST = 1 << 20;

        /** In the usual proportions: 3/4, 5/8, 1/2. @param capacity 32 to 1048576 cells */
        static Limits of(int capacity) {
            if (capacity < LEAST || capacity > MOST) {
                throw new IllegalArgumentException("queue " + capacity + ": must be " + LEAST + " to " + MOST + " cells");
            }
            return new Limits(capacity, capacity * 3 / 4, capacity * 5 / 8, capacity / 2);
        }
    }

    /** Why a cell does not leave, or what was done to it. */
    enum Counted {
        SENT, FULL, EARLY, PARTIAL, LOW_PRIORITY, MARKED, UNPLUGGED;

        @Override
        public String toString() {
            return switch (this) {
                case SENT -> "cells sent";
                case FULL -> "cells dropped, queue full";
                case EARLY -> "cells dropped with PDUs not begun (EPD)";
                case PARTIAL -> "cells dropped with PDUs that had lost one (PPD)";
                case LOW_PRIORITY -> "cells dropped for their low priority";
                case MARKED -> "cells marked as having met congestion";
                case UNPLUGGED -> "cells dropped, nothing plugged in";
            };
        }
    }

    private static final int RESERVE = 16;

    private final Limits limits;
    private final byte[] cells;
    private int first;
    private int size;

    SwitchQueue(Limits limits) {
        this.limits = limits;
        cells = new byte[limits.capacity() * CellHeader.CELL];
    }

    int size() {
        return size;
    }

    boolean early() {
        return size > limits.early();
    }

    boolean congested() {
        return size > limits.congested();
    }

    boolean onlyHighPriority() {
        return size > limits.priority();
    }

    /** Whether a cell finds room. @param last whether it ends a PDU */
    boolean room(boolean last) {
        return size < (last ? limits.capacity() : limits.capacity() - limits.capacity() / RESERVE);
    }

    /** Takes a cell in under another header. */
    void add(int header, byte[] source, int offset) {
        int at = (first + size) % limits.capacity() * CellHeader.CELL;
        CellHeader.put(header, cells, at);
        System.arraycopy(source, offset + CellHeader.BYTES, cells, at + CellHeader.BYTES, CellHeader.PAYLOAD);
        size++;
    }

    /** Takes cells out. @param count at most {@link #size} */
    void remove(byte[] target, int count) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(cells, first * CellHeader.CELL, target, i * CellHeader.CELL, CellHeader.CELL);
            first = (first + 1) % limits.capacity();
        }
        size -= count;
    }

    /** Drops all that waits; returns how many. */
    int clear() {
        int dropped = size;
        size = 0;
        return dropped;
    }
}
