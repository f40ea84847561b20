package org.sluice.kernel.area;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.kernel.CallFailed;

/**
 * The addresses of a process' areas: a slot with the slot's generation above the offset. A slot's generation changes whenever an area
 * leaves it, so that addresses of areas that are gone are told from those of later ones. Guarded by the table's lock.
 */
final class AreaSlots {
    private static final int SLOT_BITS = 14;
    private static final int GENERATIONS = 1 << 31 - SLOT_BITS;

    private Area[] slots = new Area[16];
    private int[] generations = new int[16];
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private int used;
    private int reserved;
    private int marks;

    AreaSlots() {
        for (int slot = 0; slot < slots.length; slot++) {
            generations[slot] = 1;
            free.add(slot);
        }
    }

    /** A number no area has as its mark. */
    int nextMark() {
        return ++marks;
    }

    /** Areas that have one. */
    int used() {
        return used;
    }

    /** All slots; null where one is free. */
    Area[] all() {
        return slots;
    }

    /** Sees to it that there are so many besides those reserved. @throws CallFailed EMFILE */
    void require(int count) {
        if (used + reserved + count > Areas.MAX_AREAS) {
            throw new CallFailed(Errno.EMFILE);
        }
        while (free.size() < count + reserved) {
            int old = slots.length;
            int size = Math.min(Areas.MAX_AREAS, old * 2);
            slots = Arrays.copyOf(slots, size);
            generations = Arrays.copyOf(generations, size);
            for (int slot = old; slot < size; slot++) {
                generations[slot] = 1;
                free.add(slot);
            }
        }
    }

    /** Keeps so many of those required for later, or gives as many back if negative. */
    void reserve(int count) {
        reserved += count;
    }

    /** Gives an area the oldest free slot, so that generations last. */
    void enter(Area area) {
        int slot = free.poll();
        area.slot = slot;
        area.sent = false;
        slots[slot] = area;
        used++;
    }

    void leave(Area area) {
        int slot = area.slot;
        slots[slot] = null;
        generations[slot] = generations[slot] + 1 < GENERATIONS ? generations[slot] + 1 : 1;
        free.add(slot);
        used--;
    }

    /** Empties all. @return what was there, null where a slot was free */
    Area[] takeAll() {
        Area[] all = slots;
        slots = new Area[0];
        used = 0;
        return all;
    }

    /** Address of an area's first byte. */
    long address(Area area) {
        return (long) (generations[area.slot] << SLOT_BITS | area.slot) << IoVectors.OFFSET_BITS;
    }

    /** The area an address is in; the offset is not looked at. @throws CallFailed EBADF */
    Area find(long address) {
        int number = (int) (address >>> IoVectors.OFFSET_BITS);
        int slot = number & (1 << SLOT_BITS) - 1;
        if (address < 0 || slot >= slots.length || slots[slot] == null || generations[slot] != number >>> SLOT_BITS) {
            throw new CallFailed(Errno.EBADF);
        }
        return slots[slot];
    }
}
