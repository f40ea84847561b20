package org.sluice.kernel.net.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Named counters in the order in which they were made. Made by one thread, counted by all. */
public final class Counters {
    private final List<String> names = new ArrayList<>();
    private final List<LongAdder> values = new ArrayList<>();

    /** Makes a counter. @param name lower case with underscores */
    public LongAdder counter(String name) {
        LongAdder value = new LongAdder();
        names.add(name);
        values.add(value);
        return value;
    }

    /** One line each: a space, the name, a space, the value. */
    public void write(StringBuilder text) {
        for (int i = 0; i < names.size(); i++) {
            text.append(' ').append(names.get(i)).append(' ').append(values.get(i).sum()).append('\n');
        }
    }

    /** The value of a counter. @throws IllegalArgumentException if there is none of that name */
    public long value(String name) {
        int i = names.indexOf(name);
        if (i < 0) {
            throw new IllegalArgumentException("no counter " + name);
        }
        return values.get(i).sum();
    }
}
