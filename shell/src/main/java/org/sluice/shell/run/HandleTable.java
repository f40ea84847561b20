package org.sluice.shell.run;

import java.util.Arrays;

/** What the numbers 0, 1, 2, ... stand for in a shell or subshell. Used by one thread. */
public final class HandleTable {
    /** Numbers a redirection may name. */
    static final int LIMIT = 100;

    private Handle[] slots;

    HandleTable() {
        slots = new Handle[3];
    }

    private HandleTable(Handle[] slots) {
        this.slots = slots;
    }

    /**
     * What a number stands for.
     *
     * @param number 0 or above
     * @return the handle, or {@code null} when closed
     */
    public Handle get(int number) {
        return number < slots.length ? slots[number] : null;
    }

    /**
     * Makes a number stand for something else.
     *
     * @param number 0 or above
     * @param handle the handle, or {@code null} to close
     */
    public void set(int number, Handle handle) {
        if (number >= slots.length) {
            slots = Arrays.copyOf(slots, number + 1);
        }
        Handle old = slots[number];
        slots[number] = handle == null ? null : handle.retain();
        if (old != null) {
            old.release();
        }
    }

    int size() {
        return slots.length;
    }

    HandleTable copy() {
        Handle[] same = slots.clone();
        for (Handle h : same) {
            if (h != null) {
                h.retain();
            }
        }
        return new HandleTable(same);
    }

    /** Takes another table's place over; the other is used up. */
    void become(HandleTable other) {
        Handle[] old = slots;
        slots = other.slots;
        other.slots = new Handle[0];
        release(old);
    }

    void close() {
        Handle[] old = slots;
        slots = new Handle[0];
        release(old);
    }

    private static void release(Handle[] old) {
        for (Handle h : old) {
            if (h != null) {
                h.release();
            }
        }
    }
}
