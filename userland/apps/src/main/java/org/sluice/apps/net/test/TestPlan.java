package org.sluice.apps.net.test;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is to be carried, and how; the client tells it the server in a line.
 *
 * @param datagrams  whether by UDP
 * @param reverse    whether the server sends
 * @param parallel   connections at once, 1 to 128
 * @param nanos      how long is sent; 0 if bytes are counted
 * @param bytes      how much is sent on each connection; 0 if the time counts
 * @param writeSize  bytes of a write, an area or a datagram
 * @param zeroCopy   whether areas are handed over
 * @param touch      whether every byte is written before it is sent, and read when it was received
 * @param hash       whether both ends compute SHA-256
 * @param rate       bits a second with datagrams; 0 for as many as go
 * @param seed       of the bytes
 */
record TestPlan(boolean datagrams, boolean reverse, int parallel, long nanos, long bytes, int writeSize, boolean zeroCopy, boolean touch,
        boolean hash, long rate, long seed) {
    static final int MOST_PARALLEL = 128;
    static final int MOST_WRITE = 16 << 20;
    static final int LEAST_DATAGRAM = 16;
    static final int MOST_DATAGRAM = 65507;

    String line() {
        return "udp=" + bit(datagrams) + " reverse=" + bit(reverse) + " parallel=" + parallel + " nanos=" + nanos + " bytes=" + bytes + " write="
            + writeSize + " zerocopy=" + bit(zeroCopy) + " touch=" + bit(touch) + " hash=" + bit(hash) + " rate=" + rate + " seed=" + seed;
    }

    private static int bit(boolean flag) {
        return flag ? 1 : 0;
    }

    /** @throws IllegalArgumentException for a line out of form or range */
    static TestPlan parse(String line) {
        Map<String, Long> values = values(line);
        TestPlan plan = new TestPlan(get(values, "udp", 0, 1) == 1, get(values, "reverse", 0, 1) == 1, (int) get(values, "parallel", 1, MOST_PARALLEL),
            get(values, "nanos", 0, Long.MAX_VALUE), get(values, "bytes", 0, Long.MAX_VALUE), (int) get(values, "write", 1, MOST_WRITE),
            get(values, "zerocopy", 0, 1) == 1, get(values, "touch", 0, 1) == 1, get(values, "hash", 0, 1) == 1,
            get(values, "rate", 0, Long.MAX_VALUE), get(values, "seed", Long.MIN_VALUE, Long.MAX_VALUE));
        if (plan.nanos == 0 && plan.bytes == 0) {
            throw new IllegalArgumentException("neither a time nor a number of bytes");
        }
        if (plan.datagrams && (plan.writeSize < LEAST_DATAGRAM || plan.writeSize > MOST_DATAGRAM)) {
            throw new IllegalArgumentException("write=" + plan.writeSize);
        }
        return plan;
    }

    /** Numbers by name. @throws IllegalArgumentException */
    static Map<String, Long> values(String line) {
        Map<String, Long> values = new LinkedHashMap<>();
        for (String word : line.strip().split(" +")) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), Long.parseLong(word.substring(equals + 1)));
            }
        }
        return values;
    }

    private static long get(Map<String, Long> values, String name, long least, long most) {
        Long value = values.get(name);
        if (value == null || value < least || value > most) {
            throw new IllegalArgumentException(name + "=" + value);
        }
        return value;
    }
}
