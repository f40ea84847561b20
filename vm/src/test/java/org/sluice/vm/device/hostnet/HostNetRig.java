package org.sluice.vm.device.hostnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.sluice.vm.dma.Iommu;
import org.sluice.vm.memory.PhysicalMemory;

/** A device with its rings, driven by hand. The first megabyte of memory has the rings, the others are for data. */
final class HostNetRig implements AutoCloseable {
    static final int RING = 64;
    static final int DATA = 1 << 20;
    private static final int COMPLETIONS = 1 << 16;
    private static final long LIMIT_SECONDS = 60;

    /** A completion as the driver finds it. */
    record Completion(int operation, int status, int slot, int length, long more, long cookie) {
    }

    final PhysicalMemory memory = new PhysicalMemory(8 << 20);
    final Iommu iommu = new Iommu(memory, 1, 3);
    final HostNetDevice device;
    final Semaphore interrupts = new Semaphore(0);
    final long data;
    private final long rings;
    private int commandHead;
    private int completionHead;
    private long cookies;

    HostNetRig(HostNetDevice device) throws Exception {
        this.device = device;
        device.attach(iommu.port(0, "hostnet0"), interrupts::release);
        rings = iommu.grant(0, 0, DATA, true);
        data = iommu.grant(0, DATA, 7L << 20, true);
        enable();
    }

    HostNetRig(List<String> forwards, String... allowed) throws Exception {
        this(HostNetDevice.open(spec(forwards, allowed)));
    }

    static HostNetSpec spec(List<String> forwards, String... allowed) {
        List<HostNetSpec.Allowed> all = new ArrayList<>();
        for (String text : allowed) {
            all.addAll(HostNetSpec.Allowed.parse(text));
        }
        return new HostNetSpec(forwards.stream().map(HostNetSpec.Forward::parse).toList(), all);
    }

    /** Resets the device and starts its rings. */
    void enable() throws Exception {
        device.write(HostNetRegisters.RESET, 1);
        while (device.read(HostNetRegisters.RESET) != 0) {
            interrupt();
        }
        for (int i = 0; i < COMPLETIONS + RING * HostNetRegisters.BYTES; i += 8) {
            memory.putLong(i, 0);
        }
        commandHead = 0;
        completionHead = 0;
        device.write(HostNetRegisters.COMMAND_BASE, rings + COMPLETIONS);
        device.write(HostNetRegisters.COMMAND_SIZE, RING);
        device.write(HostNetRegisters.COMPLETION_BASE, rings);
        device.write(HostNetRegisters.COMPLETION_SIZE, RING);
        device.write(HostNetRegisters.CONTROL, HostNetRegisters.ENABLE);
    }

    private void interrupt() throws InterruptedException {
        assertTrue(interrupts.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS), "no interrupt for " + LIMIT_SECONDS + " s");
    }

    /** Puts a command and rings. @return its cookie */
    long command(int operation, int slot, int length, long operand) {
        long at = COMPLETIONS + (long) commandHead * HostNetRegisters.BYTES;
        commandHead = commandHead + 1 & RING - 1;
        assertTrue(memory.getLongAcquire(at) >= 0, "the ring is full");
        memory.putLong(at + 8, operand);
        memory.putLong(at + 16, ++cookies);
        memory.putLongRelease(at, HostNetRegisters.OWN | (long) operation << HostNetRegisters.OPERATION_SHIFT
            | (long) slot << HostNetRegisters.SLOT_SHIFT | length & 0xffffffffL);
        device.write(HostNetRegisters.DOORBELL, 1);
        return cookies;
    }

    /** Waits for the next completion. */
    Completion next() throws InterruptedException {
        long at = (long) completionHead * HostNetRegisters.BYTES;
        long head = memory.getLongAcquire(at);
        while (head >= 0) {
            interrupt();
            device.write(HostNetRegisters.EVENTS, HostNetRegisters.COMPLETED);
            head = memory.getLongAcquire(at);
        }
        Completion completion = new Completion((int) (head >>> HostNetRegisters.OPERATION_SHIFT) & 0xff,
            (int) (head >>> HostNetRegisters.STATUS_SHIFT) & 0x7f, (int) (head >>> HostNetRegisters.SLOT_SHIFT) & 0xffff, (int) head,
            memory.getLong(at + 8), memory.getLong(at + 16));
        memory.putLongRelease(at, 0);
        completionHead = completionHead + 1 & RING - 1;
        device.write(HostNetRegisters.DOORBELL, 1);
        return completion;
    }

    /** Waits for the next completion, which has to be of that operation and slot. */
    Completion expect(int operation, int slot, int status) throws InterruptedException {
        Completion completion = next();
        assertEquals(List.of(operation, slot, status), List.of(completion.operation, completion.slot, completion.status), completion::toString);
        return completion;
    }

    static long peer(int address, int port) {
        return (address & 0xffffffffL) << 16 | port;
    }

    void put(int offset, byte[] bytes) {
        memory.write(DATA + offset, bytes, 0, bytes.length);
    }

    byte[] get(int offset, int length) {
        byte[] bytes = new byte[length];
        memory.read(DATA + offset, bytes, 0, length);
        return bytes;
    }

    long counter(int counter) {
        return device.read(HostNetRegisters.COUNTER + 8 * counter);
    }

    @Override
    public void close() {
        device.close();
    }
}
