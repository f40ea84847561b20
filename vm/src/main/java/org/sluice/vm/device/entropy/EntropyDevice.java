package org.sluice.vm.device.entropy;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.vm.bus.Device;
import org.sluice.vm.bus.Registers;
import org.sluice.vm.device.Worker;
import org.sluice.vm.dma.DmaPort;

/**
 * Random bits, from the host's secure generator through a FIFO or, on a deterministic machine, computed from a seed.
 *
 * <pre>
 *  0x00 AVAILABLE  words in the FIFO; raises the interrupt when it has been filled
 *  0x08 RANDOM     takes a word of 64 random bits; 0 if none is available, so AVAILABLE is read first
 * </pre>
 */
public final class EntropyDevice implements Device, Registers {
    /** The kind of this device. */
    public static final String KIND = "entropy";

    public static final int AVAILABLE = 0x00;
    public static final int RANDOM = 0x08;

    private static final int FIFO_LENGTH = 1024;
    private static final int REFILL_AT = FIFO_LENGTH / 2;

    private final boolean seeded;
    private final AtomicLong state;
    private final SecureRandom source;
    private final Worker.Factory workers;
    private final long[] fifo = new long[FIFO_LENGTH];
    /** Words ever put in, by the worker; and ever taken out, by the driver. */
    private final AtomicInteger put = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private Worker worker;
    private Runnable interrupt;

    private EntropyDevice(boolean seeded, long seed, SecureRandom source, Worker.Factory workers) {
        this.seeded = seeded;
        this.state = new AtomicLong(seed);
        this.source = source;
        this.workers = workers;
    }

    /** Bits of the host's secure generator. */
    public static EntropyDevice secure(Worker.Factory workers) {
        return new EntropyDevice(false, 0, new SecureRandom(), workers);
    }

    /** The SplitMix64 sequence of a seed (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
    public static EntropyDevice seeded(long seed) {
        return new EntropyDevice(true, seed, null, null);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String instance() {
        return "0";
    }

    @Override
    public Registers registers() {
        return this;
    }

    @Override
    public void attach(DmaPort dma, Runnable interruptLine) {
        interrupt = interruptLine;
        if (!seeded) {
            worker = workers.start(KIND, this::refill);
            worker.wake();
        }
    }

    @Override
    public long read(int offset) {
        return switch (offset) {
            case AVAILABLE -> seeded ? FIFO_LENGTH : put.get() - taken.get();
            case RANDOM -> seeded ? splitMix() : take();
            default -> throw new IllegalArgumentException("no register at 0x" + Integer.toHexString(offset));
        };
    }

    @Override
    public void write(int offset, long value) {
        throw new IllegalArgumentException("register 0x" + Integer.toHexString(offset) + " is read-only");
    }

    @Override
    public void close() {
        if (worker != null) {
            worker.close();
        }
    }

    private long splitMix() {
        long z = state.addAndGet(0x9e3779b97f4a7c15L);
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    private long take() {
        int t = taken.get();
        int available = put.get() - t;
        if (available == 0) {
            return 0;
        }
        long word = fifo[t & FIFO_LENGTH - 1];
        fifo[t & FIFO_LENGTH - 1] = 0; // a word is given once
        taken.set(t + 1);
        if (available <= REFILL_AT) {
            worker.wake();
        }
        return word;
    }

    private void refill() {
        boolean filled = false;
        while (put.get() - taken.get() < FIFO_LENGTH) {
            fifo[put.get() & FIFO_LENGTH - 1] = source.nextLong();
            put.incrementAndGet();
            filled = true;
        }
        if (filled) {
            // Always: the last word may have been taken, and a reader begun to wait, since the loop looked.
            interrupt.run();
        }
    }
}
