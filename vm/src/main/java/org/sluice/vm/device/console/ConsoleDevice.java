package org.sluice.vm.device.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.sluice.vm.bus.Device;
import org.sluice.vm.bus.Registers;
import org.sluice.vm.device.RequestSlots;
import org.sluice.vm.device.Worker;
import org.sluice.vm.dma.DmaPort;
import org.sluice.vm.dma.DmaWindow;

/**
 * The console's serial line. Output goes by DMA, input byte by byte through a FIFO that is filled from the host only while it
 * has room and reception is on.
 *
 * <pre>
 *  0x00 STATUS   bits 0-2 input, output, diagnostics are a terminal; bit 3 input has ended and the FIFO is empty
 *  0x08..0x18    SLOTS (1), DONE, RESET of {@link RequestSlots}
 *  0x20 SIZE     columns times 65536 plus rows, 0 unknown
 *  0x28 EVENTS   bit 0 input arrived or ended, bit 1 resized, bit 2 interrupt, bit 3 terminate; writing a 1 clears a bit
 *  0x30 RECEIVE  takes the next byte of input, -1 if there is none now; writing 1 turns reception on
 *  0x100...      the slot: A bus address, B length in bytes up to {@link #MAX_LENGTH}, C channel 0 or 1,
 *                COMMAND {@link #TRANSMIT}; STATUS {@link #OUTPUT_GONE}, {@link #BAD_REQUEST} or those of RequestSlots
 * </pre>
 */
public final class ConsoleDevice implements Device, Registers {
    /** The kind of this device. */
    public static final String KIND = "console";

    public static final int STATUS = 0x00;
    public static final int SIZE = 0x20;
    public static final int EVENTS = 0x28;
    public static final int RECEIVE = 0x30;

    public static final int STATUS_INPUT_ENDED = 8;

    public static final int EVENT_INPUT = 1;
    public static final int EVENT_RESIZED = 2;
    public static final int EVENT_INTERRUPT = 4;
    public static final int EVENT_TERMINATE = 8;

    public static final int TRANSMIT = 1;
    /** Longest transmission, in bytes. */
    public static final int MAX_LENGTH = 65536;
    /** STATUS of the slot: nobody on the host takes output any more. */
    public static final int OUTPUT_GONE = 4;
    /** STATUS of the slot: length, channel or command out of range. */
    public static final int BAD_REQUEST = 5;

    private static final int FIFO_LENGTH = 4096;

    private final ConsoleBackend backend;
    private final Worker.Factory workers;
    private final RequestSlots slots = new RequestSlots(1, this::serve);
    private final ByteBuffer transmit = ByteBuffer.allocateDirect(MAX_LENGTH);
    private final AtomicLong events = new AtomicLong();

    private final byte[] fifo = new byte[FIFO_LENGTH];
    /** Bytes ever put into the FIFO, by the reader thread; and ever taken out, by the driver. */
    private final AtomicInteger put = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final Thread reader = Thread.ofPlatform().name("sluice-console-input").daemon().unstarted(this::receive);
    private volatile boolean ended;
    private volatile boolean closed;
    private boolean receiving;
    private DmaPort dma;
    private Runnable interrupt;

    /** A console; the backend is closed with it. */
    public ConsoleDevice(ConsoleBackend backend, Worker.Factory workers) {
        this.backend = backend;
        this.workers = workers;
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
    public void attach(DmaPort port, Runnable interruptLine) {
        dma = port;
        interrupt = interruptLine;
        slots.start(workers, KIND, interruptLine);
        backend.listen(event -> raise(switch (event) {
            case RESIZED -> EVENT_RESIZED;
            case INTERRUPT -> EVENT_INTERRUPT;
            case TERMINATE -> EVENT_TERMINATE;
        }));
    }

    @Override
    public long read(int offset) {
        return switch (offset) {
            case STATUS -> backend.terminals() | (ended && put.get() == taken.get() ? STATUS_INPUT_ENDED : 0);
            case SIZE -> Integer.toUnsignedLong(backend.size());
            case EVENTS -> events.get();
            case RECEIVE -> take();
            default -> slots.read(offset);
        };
    }

    @Override
    public void write(int offset, long value) {
        switch (offset) {
            case STATUS, SIZE -> throw new IllegalArgumentException("register 0x" + Integer.toHexString(offset) + " is read-only");
            case EVENTS -> events.getAndUpdate(e -> e & ~value);
            case RECEIVE -> startReceiving();
            default -> slots.write(offset, value);
        }
    }

    @Override
    public void close() {
        closed = true;
        slots.close();
        LockSupport.unpark(reader);
        backend.close();
    }

    private void raise(int event) {
        events.getAndUpdate(e -> e | event);
        interrupt.run();
    }

    private long serve(long command, long busAddress, long length, long channel) {
        if (command != TRANSMIT || length < 0 || length > MAX_LENGTH || channel < 0 || channel > 1) {
            return BAD_REQUEST;
        }
        // out of memory first: the host may take the bytes at its leisure, and a grant must not wait for that
        transmit.clear().limit((int) length);
        try (DmaWindow window = dma.window(busAddress, (int) length, false)) {
            transmit.put(window.memory().asByteBuffer()).flip();
        }
        try {
            backend.write((int) channel, transmit);
            return RequestSlots.OK;
        } catch (IOException e) {
            return OUTPUT_GONE;
        }
    }

    private void startReceiving() {
        if (!receiving) {
            receiving = true;
            reader.start();
        }
    }

    private long take() {
        int t = taken.get();
        if (put.get() == t) {
            return -1;
        }
        long value = fifo[t & FIFO_LENGTH - 1] & 0xff;
        taken.set(t + 1);
        // Looked at only now: a reader that filled the FIFO meanwhile and still saw it full is about to sleep.
        if (put.get() - t == FIFO_LENGTH) {
            LockSupport.unpark(reader);
        }
        return value;
    }

    /** The reader thread: host to FIFO. */
    private void receive() {
        byte[] buffer = new byte[FIFO_LENGTH];
        try {
            while (!closed) {
                int room = FIFO_LENGTH - (put.get() - taken.get());
                if (room == 0) {
                    LockSupport.park(this);
                    continue;
                }
                byte[] target = room == buffer.length ? buffer : new byte[room];
                int n = backend.read(target);
                if (n < 0) {
                    break;
                }
                int p = put.get();
                for (int i = 0; i < n; i++) {
                    fifo[p + i & FIFO_LENGTH - 1] = target[i];
                }
                put.set(p + n);
                raise(EVENT_INPUT);
            }
        } catch (IOException e) {
            // a line that cannot be read has ended
        }
        ended = true;
        raise(EVENT_INPUT);
    }
}
