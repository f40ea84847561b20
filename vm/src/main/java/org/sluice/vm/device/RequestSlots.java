package org.sluice.vm.device;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.sluice.vm.dma.DmaFault;

/**
 * The register file of a device that works on several requests at once. Each slot has five registers:
 *
 * <pre>
 *  +0x00 A        operand
 *  +0x08 B        operand
 *  +0x10 C        operand
 *  +0x18 COMMAND  writing it starts the request; reads as the last command
 *  +0x20 STATUS   {@link #IDLE}, {@link #BUSY}, {@link #OK} or a code of the device; above 0xff the upper bits hold a result
 * </pre>
 *
 * Slot {@code n} begins at {@link #FIRST} + n * {@link #STRIDE}. A bit for each slot in the DONE register tells which have
 * completed; the driver clears it by writing the bit, and must bear one for a slot that is still busy. RESET forgets every request: what is queued is dropped, and a request
 * under way completes unseen.
 */
public final class RequestSlots {
    /** Registers every device with slots has. */
    public static final int SLOTS = 0x08;
    public static final int DONE = 0x10;
    public static final int RESET = 0x18;
    /** Where the slots begin, and how far they are apart. */
    public static final int FIRST = 0x100;
    public static final int STRIDE = 0x28;
    public static final int COMMAND = 0x18;
    public static final int STATUS = 0x20;

    public static final int IDLE = 0;
    public static final int BUSY = 1;
    public static final int OK = 2;
    /** The device tried memory it was not granted. */
    public static final int DMA_FAULT = 3;

    private static final int WORDS = STRIDE / 8;

    /** Carries out one request; runs on the device's worker, one at a time. */
    public interface Service {
        /**
         * Carries out a request.
         *
         * @return the STATUS it leaves
         */
        long serve(long command, long a, long b, long c);
    }

    private final int count;
    private final AtomicLongArray words;
    private final AtomicLong done = new AtomicLong();
    private final ConcurrentLinkedQueue<Request> queue = new ConcurrentLinkedQueue<>();
    private final Service service;
    /** Advanced by a reset; a busy slot's status word carries it above bit 8, so that a forgotten request cannot complete. */
    private final AtomicInteger generation = new AtomicInteger();
    private volatile Worker worker;
    private volatile Runnable interrupt;

    private record Request(int slot, long busyWord) {
    }

    /**
     * Idle slots.
     *
     * @param count 1 to 64
     */
    public RequestSlots(int count, Service service) {
        this.count = count;
        this.service = service;
        words = new AtomicLongArray(count * WORDS);
    }

    /** Begins to serve requests. */
    public void start(Worker.Factory workers, String name, Runnable interruptLine) {
        interrupt = interruptLine;
        worker = workers.start(name, this::work);
    }

    /** Ends the worker. */
    public void close() {
        if (worker != null) {
            worker.close();
        }
    }

    /** Reads one of the registers above; an offset that is none of them is an {@link IllegalArgumentException}. */
    public long read(int offset) {
        return switch (offset) {
            case SLOTS -> count;
            case DONE -> done.get();
            case RESET -> 0;
            default -> {
                int index = index(offset);
                long word = words.get(index);
                yield index % WORDS * 8 == STATUS && busy(word) ? BUSY : word;
            }
        };
    }

    /** Writes one of the registers above. */
    public void write(int offset, long value) {
        switch (offset) {
            case DONE -> done.getAndUpdate(d -> d & ~value);
            case RESET -> reset();
            default -> {
                int index = index(offset);
                int register = index % WORDS * 8;
                if (register == STATUS) {
                    throw new IllegalArgumentException("register 0x" + Integer.toHexString(offset) + " is read-only");
                }
                int slot = index / WORDS;
                if (busy(words.get(slot * WORDS + STATUS / 8))) {
                    return; // a busy slot does not listen
                }
                words.set(index, value);
                if (register == COMMAND) {
                    start(slot);
                }
            }
        }
    }

    private void start(int slot) {
        long busyWord = (long) generation.get() << 8 | BUSY;
        words.set(slot * WORDS + STATUS / 8, busyWord);
        queue.add(new Request(slot, busyWord));
        worker.wake();
    }

    private void reset() {
        generation.incrementAndGet();
        queue.clear();
        done.set(0);
        for (int i = 0; i < words.length(); i++) {
            words.set(i, 0);
        }
    }

    private int index(int offset) {
        int index = (offset - FIRST) / 8;
        if (offset < FIRST || offset % 8 != 0 || index >= words.length()) {
            throw new IllegalArgumentException("no register at 0x" + Integer.toHexString(offset));
        }
        return index;
    }

    private void work() {
        Request request;
        while ((request = queue.poll()) != null) {
            int base = request.slot * WORDS;
            long status;
            try {
                status = service.serve(words.get(base + COMMAND / 8), words.get(base), words.get(base + 1), words.get(base + 2));
            } catch (DmaFault fault) {
                status = DMA_FAULT;
            }
            complete(request, status);
        }
    }

    /** A reset at this moment leaves at worst a DONE bit for a slot that is not: a driver looks at STATUS as well. */
    private void complete(Request request, long status) {
        if (words.compareAndSet(request.slot * WORDS + STATUS / 8, request.busyWord, status)) {
            done.getAndUpdate(d -> d | 1L << request.slot);
            interrupt.run();
        }
    }

    private static boolean busy(long statusWord) {
        return (statusWord & 0xff) == BUSY;
    }
}
