package org.sluice.kernel.service;

import java.util.concurrent.atomic.AtomicLongArray;
import org.sluice.vm.bus.Device;
import org.sluice.vm.bus.Registers;
import org.sluice.vm.dma.DmaPort;

/** Four registers that keep what is written; the last write to register 0 or 8 says how the driver is to behave. */
final class WaywardDevice implements Device {
    private final AtomicLongArray values = new AtomicLongArray(4);

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
                return values.get(offset / 8);
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
