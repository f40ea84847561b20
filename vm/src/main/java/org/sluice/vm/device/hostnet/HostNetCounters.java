package org.sluice.vm.device.hostnet;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counters of the device, in the order of its registers. Changed by the worker, read by anybody. */
final class HostNetCounters {
    static final int OPENED = 0;
    static final int ACCEPTED = 1;
    static final int PROHIBITED = 2;
    static final int FAILED = 3;
    static final int SENT_BYTES = 4;
    static final int RECEIVED_BYTES = 5;
    static final int DROPPED_DATAGRAMS = 6;
    static final int RESETS = 7;
    static final int FAULTS = 8;
    static final int COUNT = 9;

    private final AtomicLongArray values = new AtomicLongArray(COUNT);

    void add(int counter, long amount) {
        values.getAndAdd(counter, amount);
    }

    long get(int counter) {
        return values.get(counter);
    }
}
