package org.sluice.vm.device.atm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.sluice.vm.bus.Device;
import org.sluice.vm.bus.Registers;
import org.sluice.vm.device.Worker;
import org.sluice.vm.device.atm.link.AtmLink;
import org.sluice.vm.dma.DmaPort;
import org.sluice.vm.time.Clock;

/**
 * An ATM network interface without memory of its own: SDUs go from and to main memory by DMA. It cuts AAL5 PDUs into cells and puts them
 * together, keeps traffic contracts, and answers OAM cells. Registers, descriptors and rules are in {@code docs/atm-nic.md}.
 */
public final class AtmNic implements Device, Registers {
    /** The kind of this device. */
    public static final String KIND = "atm";
    /** Connections that can be open at once. */
    public static final int SLOT_COUNT = 256;

    private static final int WORDS = SLOT_COUNT / Long.SIZE;
    private static final int KEPT = NicRegisters.KEPT / 8;
    /** "SLUICE" and a number: what loopback cells are known by. */
    private static final long SOURCE = 0x534C554943450000L;

    private final String instance;
    private final AtmLink link;
    private final Worker.Factory workers;
    private final NicCounters counters = new NicCounters(NicCounters.COUNT);
    private final InterruptModerator moderator;
    private final Rings rings;
    private final OamQueue oamQueue = new OamQueue();
    private final Oam oam;
    private final Receiver receiver;
    private final Transmitter transmitter;
    private final AtomicReferenceArray<Vc> vcs = new AtomicReferenceArray<>(SLOT_COUNT);
    /** Registers of slots that are kept as written. */
    private final AtomicLongArray kept = new AtomicLongArray(SLOT_COUNT * KEPT);
    private final AtomicIntegerArray status = new AtomicIntegerArray(SLOT_COUNT);
    private final byte[] linkName;

    /**
     * An interface that is plugged into a link.
     *
     * @param instance name among the machine's ATM interfaces, such as {@code "0"}
     * @param link     closed by the interface
     */
    public AtmNic(String instance, AtmLink link, Clock clock, Worker.Factory workers) {
        this.instance = instance;
        this.link = link;
        this.workers = workers;
        linkName = Arrays.copyOf(link.describe().getBytes(StandardCharsets.UTF_8), NicRegisters.LINK_NAME_END - NicRegisters.LINK_NAME);
        moderator = new InterruptModerator(clock, counters);
        rings = new Rings(counters, moderator);
        oam = new Oam(oamQueue, counters, SLOT_COUNT, SOURCE | instance.hashCode() & 0xffff);
        receiver = new Receiver(clock, counters, moderator, rings, oam, SLOT_COUNT);
        transmitter = new Transmitter(link, clock, counters, moderator, receiver, oamQueue, vcs, new SlotRegisters());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String instance() {
        return instance;
    }

    @Override
    public Registers registers() {
        return this;
    }

    @Override
    public void attach(DmaPort dma, Runnable interrupt) {
        moderator.connect(interrupt);
        rings.attach(dma);
        receiver.attach(dma, transmitter);
        transmitter.attach(dma, workers, KIND + instance);
        link.connect(receiver);
    }

    @Override
    public void close() {
        transmitter.close();
        link.close();
    }

    // ---- reading

    @Override
    public long read(int offset) {
        if (offset >= NicRegisters.WINDOWS && (offset & 7) == 0 && offset < NicRegisters.WINDOWS + SLOT_COUNT * NicRegisters.WINDOW) {
            return readSlot((offset - NicRegisters.WINDOWS) / NicRegisters.WINDOW, offset % NicRegisters.WINDOW);
        }
        return switch (offset) {
            case NicRegisters.CONTROL -> transmitter.enabled() ? NicRegisters.ENABLE : 0;
            case NicRegisters.STATUS -> (link.up() ? NicRegisters.LINK_UP : 0)
                | (link.carriage() == AtmLink.Carriage.REFERENCES ? NicRegisters.BY_REFERENCE : 0);
            case NicRegisters.EVENTS -> moderator.events();
            case NicRegisters.EVENT_MASK -> moderator.mask();
            case NicRegisters.MODERATION -> moderator.moderation();
            case NicRegisters.RESET -> transmitter.resetting() ? 1 : 0;
            case NicRegisters.SLOTS -> SLOT_COUNT;
            case NicRegisters.LINK_RATE -> link.cellsPerSecond();
            case NicRegisters.INTERRUPT, NicRegisters.SPURIOUS -> 0;
            case NicRegisters.RING_FAULTS -> rings.faults();
            case NicRegisters.RECEIVE_COUNT -> rings.received();
            case NicRegisters.COUNTERS -> NicCounters.COUNT | (long) NicCounters.OF_CONNECTION << 32;
            default -> readArray(offset);
        };
    }

    private long readArray(int offset) {
        int ring = index(offset, NicRegisters.RINGS, 2 * NicRegisters.RING_COUNT);
        if (ring >= 0) {
            return (ring & 1) == 0 ? rings.base(ring >> 1) : rings.size(ring >> 1);
        }
        int word = index(offset, NicRegisters.SENT, WORDS);
        if (word >= 0) {
            return transmitter.sentBits(word);
        }
        word = index(offset, NicRegisters.ALARMED, WORDS);
        if (word >= 0) {
            return oam.alarmedBits(word);
        }
        word = index(offset, NicRegisters.LINK_NAME, (NicRegisters.LINK_NAME_END - NicRegisters.LINK_NAME) / 8);
        if (word >= 0) {
            long text = 0;
            for (int i = 7; i >= 0; i--) {
                text = text << 8 | linkName[word * 8 + i] & 0xff;
            }
            return text;
        }
        word = index(offset, NicRegisters.COUNTER, NicCounters.COUNT);
        if (word >= 0) {
            return counters.get(word);
        }
        throw none(offset);
    }

    private long readSlot(int slot, int register) {
        Vc vc = vcs.get(slot);
        if (register < NicRegisters.KEPT) {
            return kept.get(slot * KEPT + register / 8);
        }
        return switch (register) {
            case NicRegisters.SLOT_STATUS -> status.get(slot);
            case NicRegisters.ALARMS -> vc == null ? 0 : vc.alarms;
            case NicRegisters.COMMAND, NicRegisters.DOORBELL, NicRegisters.LOOPBACK -> 0;
            default -> {
                int counter = index(register, NicRegisters.SLOT_COUNTER, NicCounters.OF_CONNECTION);
                if (counter < 0) {
                    throw none(NicRegisters.WINDOWS + slot * NicRegisters.WINDOW + register);
                }
                yield vc == null ? 0 : vc.counters.get(counter);
            }
        };
    }

    // ---- writing

    @Override
    public void write(int offset, long value) {
        if (offset >= NicRegisters.WINDOWS && (offset & 7) == 0 && offset < NicRegisters.WINDOWS + SLOT_COUNT * NicRegisters.WINDOW) {
            writeSlot((offset - NicRegisters.WINDOWS) / NicRegisters.WINDOW, offset % NicRegisters.WINDOW, value);
            return;
        }
        switch (offset) {
            case NicRegisters.CONTROL -> transmitter.setEnabled((value & NicRegisters.ENABLE) != 0);
            case NicRegisters.EVENTS -> moderator.clear(value);
            case NicRegisters.EVENT_MASK -> moderator.setMask(value);
            case NicRegisters.MODERATION -> moderator.setModeration(value);
            case NicRegisters.RESET -> transmitter.reset();
            case NicRegisters.INTERRUPT -> moderator.raise();
            case NicRegisters.SPURIOUS -> counters.add(NicCounters.INTERRUPTS_SPURIOUS, 1);
            case NicRegisters.RING_FAULTS -> {
                receiver.acquire();
                rings.clearFaults(value);
                receiver.release();
            }
            default -> writeArray(offset, value);
        }
    }

    private void writeArray(int offset, long value) {
        int ring = index(offset, NicRegisters.RINGS, 2 * NicRegisters.RING_COUNT);
        int word = index(offset, NicRegisters.SENT, WORDS);
        int alarm = index(offset, NicRegisters.ALARMED, WORDS);
        if (ring >= 0) {
            receiver.acquire();
            if ((ring & 1) == 0) {
                rings.setBase(ring >> 1, value);
            } else {
                rings.setSize(ring >> 1, value);
            }
            receiver.release();
        } else if (word >= 0) {
            transmitter.clearSentBits(word, value);
        } else if (alarm >= 0) {
            oam.clearAlarmedBits(alarm, value);
        } else {
            throw none(offset);
        }
    }

    private void writeSlot(int slot, int register, long value) {
        if (register < NicRegisters.KEPT) {
            kept.set(slot * KEPT + register / 8, value);
            return;
        }
        switch (register) {
            case NicRegisters.COMMAND -> transmitter.command(slot, (int) value);
            case NicRegisters.DOORBELL -> transmitter.bell(slot, (value & NicRegisters.QUIET) != 0);
            case NicRegisters.LOOPBACK -> {
                Vc vc = vcs.get(slot);
                if (vc != null) {
                    oam.loopback(vc, (int) value);
                    transmitter.ask();
                }
            }
            default -> throw none(NicRegisters.WINDOWS + slot * NicRegisters.WINDOW + register);
        }
    }

    private static int index(int offset, int first, int count) {
        return offset >= first && offset < first + count * 8 && (offset & 7) == 0 ? offset - first >> 3 : -1;
    }

    private static IllegalArgumentException none(int offset) {
        return new IllegalArgumentException("no register at 0x" + Integer.toHexString(offset));
    }

    private final class SlotRegisters implements Transmitter.Slots {
        @Override
        public Vc.Parameters parameters(int slot) {
            int at = slot * KEPT;
            return new Vc.Parameters(kept.get(at), kept.get(at + NicRegisters.MODE / 8), kept.get(at + NicRegisters.PCR / 8),
                kept.get(at + NicRegisters.SCR / 8), kept.get(at + NicRegisters.MBS / 8), kept.get(at + NicRegisters.CDVT / 8),
                kept.get(at + NicRegisters.TIMEOUT / 8), kept.get(at + NicRegisters.TX_BASE / 8), kept.get(at + NicRegisters.TX_SIZE / 8),
                kept.get(at + NicRegisters.TOKEN / 8));
        }

        @Override
        public void status(int slot, int value) {
            status.set(slot, value);
        }
    }
}
