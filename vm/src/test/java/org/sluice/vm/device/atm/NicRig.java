package org.sluice.vm.device.atm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.vm.device.atm.NicRegisters.WINDOW;
import static org.sluice.vm.device.atm.NicRegisters.WINDOWS;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.sluice.vm.device.Worker;
import org.sluice.vm.dma.Iommu;
import org.sluice.vm.memory.PhysicalMemory;
import org.sluice.vm.time.Clock;
import org.sluice.vm.time.VirtualClock;

/** An interface with memory, and the least a driver does, by the table of registers. */
final class NicRig implements AutoCloseable {
    static final int RING = 128;

    /** What arrived. */
    record Arrival(int type, int slot, int flags, byte[] bytes, long cookie) {
    }

    /** What became of an SDU that was sent. */
    record Sent(int slot, long cookie, int status) {
    }

    final VirtualClock clock;
    final PhysicalMemory memory = new PhysicalMemory(64 << 20);
    final Iommu iommu = new Iommu(memory, 1, 7);
    final TestLinks.End link;
    final AtmNic nic;
    int interrupts;
    boolean loseInterrupts;
    final Queue<Arrival> arrived = new ArrayDeque<>();
    final Queue<Sent> sent = new ArrayDeque<>();

    private long next = 4096;
    private final long[] ringAt = new long[3];
    private final int[] ringBytes = {NicRegisters.FREE_BYTES, NicRegisters.FREE_BYTES, NicRegisters.RECEIVE_BYTES};
    private final int[] freeTail = new int[2];
    private int receiveHead;
    private final List<Long> bufferAt = new ArrayList<>();
    private final List<Integer> bufferRing = new ArrayList<>();
    private final Map<Integer, Tx> rings = new HashMap<>();

    private static final class Tx {
        long at;
        int head;
        int tail;
        final ArrayDeque<long[]> pending = new ArrayDeque<>();
    }

    NicRig(TestLinks.End link, VirtualClock clock) {
        this(link, clock, clock);
    }

    /** @param seen the clock as the interface sees it */
    NicRig(TestLinks.End link, VirtualClock clock, Clock seen) {
        this.link = link;
        this.clock = clock;
        link.clock = clock;
        nic = new AtmNic("0", link, seen, Worker.timers(clock, 1000));
        nic.attach(iommu.port(0, "atm0"), () -> interrupts += loseInterrupts ? 0 : 1);
        start();
    }

    static NicRig loop(org.sluice.vm.device.atm.link.AtmLink.Carriage carriage) {
        return new NicRig(new TestLinks.End(carriage), new VirtualClock());
    }

    void start() {
        nic.write(NicRegisters.RESET, 1);
        run(() -> nic.read(NicRegisters.RESET) == 0);
        for (int ring = 0; ring < 3; ring++) {
            ringAt[ring] = allocate(RING * ringBytes[ring]);
            nic.write(NicRegisters.RINGS + ring * 16, bus(ringAt[ring], RING * ringBytes[ring]));
            nic.write(NicRegisters.RINGS + ring * 16 + 8, RING);
        }
        nic.write(NicRegisters.EVENT_MASK, NicRegisters.ALL_EVENTS);
        nic.write(NicRegisters.CONTROL, NicRegisters.ENABLE);
    }

    long allocate(int bytes) {
        long at = next;
        next += (bytes + 4095) / 4096 * 4096L;
        assertTrue(next < memory.size(), "the test needs more memory");
        return at;
    }

    long bus(long address, long bytes) {
        return iommu.grant(0, address, bytes, true);
    }

    /** Lets time go on until a condition holds. */
    void run(java.util.function.BooleanSupplier until) {
        for (int i = 0; !until.getAsBoolean(); i++) {
            assertTrue(i < 3_000_000 && clock.idle(), "nothing more happens");
        }
    }

    /** Lets all happen that is on its way within a time. */
    void settle(long nanos) {
        long end = clock.monotonicNanos() + nanos;
        boolean[] over = new boolean[1];
        clock.at(end, () -> over[0] = true);
        run(() -> over[0]);
    }

    void settle() {
        settle(50_000_000);
        poll();
    }

    private int window(int slot, int register) {
        return WINDOWS + slot * WINDOW + register;
    }

    long slot(int slot, int register) {
        return nic.read(window(slot, register));
    }

    void slot(int slot, int register, long value) {
        nic.write(window(slot, register), value);
    }

    static long mode(int more, int maxSdu) {
        return NicRegisters.MODE_AAL5 | NicRegisters.MODE_TRANSMIT | NicRegisters.MODE_RECEIVE | more
            | 1L << NicRegisters.MODE_WEIGHT_SHIFT | (long) maxSdu << NicRegisters.MODE_MAX_SDU_SHIFT;
    }

    int open(int slot, int vci, long mode, long pcr, long scr, long mbs, long cdvt, long timeout) {
        Tx tx = new Tx();
        tx.at = allocate(RING * NicRegisters.TRANSMIT_BYTES);
        rings.put(slot, tx);
        slot(slot, NicRegisters.ADDRESS, vci);
        slot(slot, NicRegisters.MODE, mode);
        slot(slot, NicRegisters.PCR, pcr);
        slot(slot, NicRegisters.SCR, scr);
        slot(slot, NicRegisters.MBS, mbs);
        slot(slot, NicRegisters.CDVT, cdvt);
        slot(slot, NicRegisters.TIMEOUT, timeout);
        slot(slot, NicRegisters.TX_BASE, bus(tx.at, RING * NicRegisters.TRANSMIT_BYTES));
        slot(slot, NicRegisters.TX_SIZE, RING);
        slot(slot, NicRegisters.TOKEN, 1000 + slot);
        return command(slot, NicRegisters.OPEN);
    }

    int command(int slot, int command) {
        slot(slot, NicRegisters.COMMAND, command);
        run(() -> slot(slot, NicRegisters.SLOT_STATUS) != NicRegisters.BUSY);
        return (int) slot(slot, NicRegisters.SLOT_STATUS);
    }

    void open(int slot, int vci) {
        assertEquals(NicRegisters.OPENED, open(slot, vci, mode(NicRegisters.MODE_LARGE, 65535), 0, 0, 1, 0, 0));
    }

    /** Gives free buffers. */
    void supply(int ring, int count) {
        for (int i = 0; i < count; i++) {
            int bytes = Rings.bufferBytes(ring);
            long at = allocate(bytes);
            bufferAt.add(at);
            bufferRing.add(ring);
            supply(ring, bufferAt.size() - 1, bus(at, bytes));
        }
    }

    void supply(int ring, int cookie, long bus) {
        long at = ringAt[ring] + (freeTail[ring]++ & RING - 1) * (long) NicRegisters.FREE_BYTES;
        assertTrue(memory.getLong(at) >= 0, "ring is full");
        memory.putLong(at + 8, bus);
        memory.putLongRelease(at, NicRegisters.OWN | cookie);
    }

    /** Sends an SDU in parts of so many bytes. @return false without room */
    boolean send(int slot, byte[] sdu, long cookie, int flags, int partBytes) {
        int parts = Math.max(1, (sdu.length + partBytes - 1) / partBytes);
        long[] addresses = new long[parts];
        int[] lengths = new int[parts];
        for (int i = 0; i < parts; i++) {
            lengths[i] = Math.min(partBytes, sdu.length - i * partBytes);
            long at = allocate(lengths[i] + 64) + (cookie + i) % 57;
            memory.write(at, sdu, i * partBytes, lengths[i]);
            addresses[i] = bus(at, Math.max(1, lengths[i]));
        }
        return send(slot, addresses, lengths, cookie, flags);
    }

    boolean send(int slot, long[] addresses, int[] lengths, long cookie, int flags) {
        Tx tx = rings.get(slot);
        int parts = addresses.length;
        if (tx.tail - tx.head + parts > RING) {
            return false;
        }
        for (int i = parts - 1; i >= 0; i--) {
            long at = tx.at + (tx.tail + i & RING - 1) * (long) NicRegisters.TRANSMIT_BYTES;
            memory.putLong(at + 8, addresses[i]);
            memory.putLong(at + 16, cookie);
            memory.putLongRelease(at, NicRegisters.OWN | (i == parts - 1 ? NicRegisters.LAST : 0)
                | (long) lengths[i] << NicRegisters.LENGTH_SHIFT | flags);
        }
        tx.tail += parts;
        tx.pending.add(new long[] {cookie, parts});
        slot(slot, NicRegisters.DOORBELL, 0);
        return true;
    }

    int pending(int slot) {
        return rings.get(slot).pending.size();
    }

    /** Looks at all rings, gives buffers back. */
    void poll() {
        nic.write(NicRegisters.EVENTS, NicRegisters.ALL_EVENTS);
        rings.forEach((slot, tx) -> {
            long[] oldest;
            while ((oldest = tx.pending.peek()) != null) {
                long word = memory.getLongAcquire(tx.at + (tx.head & RING - 1) * (long) NicRegisters.TRANSMIT_BYTES);
                if (word < 0) {
                    break;
                }
                tx.pending.poll();
                tx.head += (int) oldest[1];
                sent.add(new Sent(slot, oldest[0], (int) word & 0xff));
            }
        });
        java.io.ByteArrayOutputStream sdu = new java.io.ByteArrayOutputStream();
        while (true) {
            long at = ringAt[2] + (receiveHead & RING - 1) * (long) NicRegisters.RECEIVE_BYTES;
            long head = memory.getLongAcquire(at);
            if (head >= 0) {
                break;
            }
            receiveHead++;
            int length = (int) memory.getLong(at + 8);
            long cookie = memory.getLong(at + 16);
            long token = memory.getLong(at + 24);
            memory.putLongRelease(at, 0);
            int type = (int) (head >>> NicRegisters.TYPE_SHIFT) & 3;
            int slot = (int) (head >>> NicRegisters.SLOT_SHIFT) & 0xffff;
            if (type != NicRegisters.TYPE_UNUSED) {
                assertEquals(1000 + slot, token);
            }
            if (type == NicRegisters.TYPE_SDU) {
                byte[] part = new byte[length];
                memory.read(bufferAt.get((int) cookie), part, 0, length);
                sdu.writeBytes(part);
                int ring = bufferRing.get((int) cookie);
                supply(ring, (int) cookie, bus(bufferAt.get((int) cookie), Rings.bufferBytes(ring)));
            }
            if ((head & NicRegisters.LAST) != 0) {
                arrived.add(new Arrival(type, slot, (int) head & 0xffffff, sdu.toByteArray(), cookie));
                sdu.reset();
            }
        }
        assertEquals(0, sdu.size(), "an SDU without its last buffer");
    }

    long counter(int counter) {
        return nic.read(NicRegisters.COUNTER + 8 * counter);
    }

    String counters() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < NicCounters.COUNT; i++) {
            if (counter(i) != 0) {
                text.append(NicCounters.NAMES.get(i)).append('=').append(counter(i)).append(' ');
            }
        }
        return text.toString();
    }

    /** Is every cell that came accounted for, when no PDU is under way? */
    void assertCellsAddUp() {
        long sum = 0;
        for (int c : new int[] {NicCounters.RX_DELIVERED_CELLS, NicCounters.RX_DROPPED_CELLS, NicCounters.RX_OAM, NicCounters.DROP_OAM,
            NicCounters.RX_EMPTY, NicCounters.DROP_HEC, NicCounters.DROP_UNKNOWN, NicCounters.DROP_DISABLED, NicCounters.DROP_RESERVED,
            NicCounters.DROP_NOT_RECEIVING, NicCounters.DROP_POLICED}) {
            sum += counter(c);
        }
        assertEquals(counter(NicCounters.RX_CELLS), sum, counters());
    }

    @Override
    public void close() {
        nic.close();
        memory.close();
    }
}
