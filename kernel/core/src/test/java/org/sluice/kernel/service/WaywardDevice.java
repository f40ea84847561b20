package org.sluice.kernel.service;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.sluice.vm.bus.Device;
import org.sluice.vm.bus.Registers;
import org.sluice.vm.dma.DmaPort;

/**
 * Four registers that keep what is written; what stands in register 0 or 8 says how the driver is to behave, each time or, after
 * {@link #once}, the first time it looks.
 */
final class WaywardDevice implements Device {
    private final AtomicLongArray values = new AtomicLongArray(4);

    private final AtomicIntegerArray once = new AtomicIntegerArray(4);

    /** Sets a register to a value that the first read takes out. */
    void once(int offset, long value) {
        once.set(offset / 8, 1);
        values.set(offset / 8, value);
    }

    @Override
    public String kind() {
        return "wayward";
    }

    @Override
    public String instance() {
        return "0";
    }

    @Override
    public Registers registers() {
        return new Registers() {
            @Override
            public long read(int offset) {
                return once.compareAndSet(offset / 8, 1, 0) ? values.getAndSet(offset / 8, 0) : values.get(offset / 8);
            }

            @Override
            public void write(int offset, long value) {
                values.set(offset / 8, value);
            }
        };
    }

    @Override
    public void attach(DmaPort dma, Runnable interrupt) {
        // Nobody needs either.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
