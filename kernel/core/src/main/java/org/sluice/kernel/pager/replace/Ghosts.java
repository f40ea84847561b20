package org.sluice.kernel.pager.replace;

import java.util.Arrays;

/** Keys of pages that have left, in the order they left. An open-addressed table finds them. */
final class Ghosts {
    private static final int EMPTY = -1;
    private static final int LIVE = 0;
    private static final int FREE = 1;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final long[] keys;
    private final PageQueues places;
    private final int[] table;
    private final int shift;

    /** @param capacity keys that are remembered at most, at least 1 */
    Ghosts(int capacity) {
        keys = new long[capacity];
        places = new PageQueues(capacity, 2);
        for (int place = 0; place < capacity; place++) {
            places.append(FREE, place);
        }
        int bits = 33 - Integer.numberOfLeadingZeros(capacity - 1);
        table = new int[1 << bits];
        Arrays.fill(table, EMPTY);
        shift = Long.SIZE - bits;
    }

    /** Keys remembered. */
    int size() {
        return places.size(LIVE);
    }

    /** Remembers a key as the youngest, and no more than {@code limit} keys in all; the oldest are forgotten. */
    void add(long key, int limit) {
        take(key);
        int most = Math.min(limit, keys.length);
        if (most < 1) {
            return;
        }
        while (size() >= most) {
            take(keys[places.first(LIVE)]);
        }
        int place = places.first(FREE);
        places.move(LIVE, place);
        keys[place] = key;
        int slot = home(key);
        while (table[slot] != EMPTY) {
            slot = following(slot);
        }
        table[slot] = place;
    }

    /** Forgets a key. @return whether it was remembered */
    boolean take(long key) {
        for (int slot = home(key); table[slot] != EMPTY; slot = following(slot)) {
            if (keys[table[slot]] == key) {
                places.move(FREE, table[slot]);
                vacate(slot);
                return true;
            }
        }
        return false;
    }

    /** Empties a slot and moves back what a search would no longer find behind it. */
    private void vacate(int slot) {
        int gap = slot;
        int mask = table.length - 1;
        for (int at = following(gap); table[at] != EMPTY; at = following(at)) {
            if ((at - home(keys[table[at]]) & mask) >= (at - gap & mask)) {
                table[gap] = table[at];
                gap = at;
            }
        }
        table[gap] = EMPTY;
    }

    private int home(long key) {
        return (int) (key * MIX >>> shift);
    }

    private int following(int slot) {
        return slot + 1 & table.length - 1;
    }
}
