package org.sluice.vm.device.atm.link;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counters of a link, counted by any thread. @param <K> what is counted; {@code toString} is its name */
final class Tally<K extends Enum<K>> {
    private final K[] keys;
    private final AtomicLongArray values;

    /** Counters at zero. @param keys all of them, in order */
    Tally(K[] keys) {
        this.keys = keys;
        values = new AtomicLongArray(keys.length);
    }

    void add(K key, long amount) {
        values.getAndAdd(key.ordinal(), amount);
    }

    long get(K key) {
        return values.get(key.ordinal());
    }

    /** These, then those of the link below. */
    List<AtmLink.Counter> followedBy(List<AtmLink.Counter> more) {
        List<AtmLink.Counter> all = new ArrayList<>();
        for (K key : keys) {
            all.add(new AtmLink.Counter(key.toString(), get(key)));
        }
        all.addAll(more);
        return List.copyOf(all);
    }
}
