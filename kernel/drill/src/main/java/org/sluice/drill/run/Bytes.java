package org.sluice.drill.run;

import java.util.Map;
import java.util.TreeMap;

/**
 * The bytes of one direction of a stream, by place: a pattern by which each place is known, but for what a script has given as text. So it
 * is noticed when bytes come from a wrong place.
 */
final class Bytes {
    private static final int PERIOD = 251;

    private final TreeMap<Long, byte[]> given = new TreeMap<>();

    /** Says that there are given bytes from a place on. */
    void put(long place, byte[] bytes) {
        given.put(place, bytes);
    }

    /** So many bytes from a place on. */
    byte[] get(long place, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = at(place + i);
        }
        return bytes;
    }

    byte at(long place) {
        Map.Entry<Long, byte[]> before = given.floorEntry(place);
        if (before != null && place - before.getKey() < before.getValue().length) {
            return before.getValue()[(int) (place - before.getKey())];
        }
        return (byte) Math.floorMod(place, PERIOD);
    }

    /** Where some bytes differ from what is at a place; -1 if they do not. */
    int difference(long place, byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] != at(place + i)) {
                return i;
            }
        }
        return -1;
    }
}
