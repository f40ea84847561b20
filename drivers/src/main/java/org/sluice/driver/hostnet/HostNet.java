package org.sluice.driver.hostnet;

import org.sluice.kernel.driver.DmaBuffer;
import org.sluice.kernel.driver.DriverContext;
import org.sluice.kernel.driver.HostNetDevice;
import org.sluice.kernel.driver.HostNetReceiver;
import org.sluice.kernel.driver.KernelLock;
import org.sluice.kernel.memory.FrameRun;

/**
 * The rings as the kernel uses them. Commands are numbered by a place in a table, which says what is to be revoked when one is completed. Each slot has a
 * bounded number of commands under way, so that neither ring is ever full.
 */
final class HostNet implements HostNetDevice {
    /** Room for all slots' commands: an open, sends, a receive, a shutdown and a close each. */
    private static final int SIZE = 1 << 15;

    private final DriverContext device;
    private final DmaBuffer commands;
    private final DmaBuffer completions;
    private final int slots;
    private final int forwards;
    /** Of the command ring and of the table. */
    private final KernelLock lock;
    private final long[] grants = new long[SIZE];
    private final long[] cookies = new long[SIZE];
    private final int[] free = new int[SIZE];
    private int freeCount = SIZE;
    private int commandHead;
    private int completionHead;
    private volatile HostNetReceiver receiver;

    HostNet(DriverContext device) {
        this.device = device;
        slots = (int) device.read(Registers.SLOTS);
        forwards = (int) device.read(Registers.FORWARDS);
        if (slots * (4L + MOST_SENDS + MOST_RECEIVES) > SIZE) {
            throw new IllegalStateException(slots + " slots: the rings are too small for as many");
        }
        lock = device.lock();
        for (int i = 0; i < SIZE; i++) {
            free[i] = i;
        }
        commands = ring(Registers.COMMAND_BASE, Registers.COMMAND_SIZE);
        completions = ring(Registers.COMPLETION_BASE, Registers.COMPLETION_SIZE);
        device.write(Registers.CONTROL, Registers.ENABLE);
    }

    private DmaBuffer ring(int base, int size) {
        DmaBuffer made = device.allocate(SIZE * Registers.BYTES);
        for (int i = 0; i < SIZE; i++) {
            made.putLong((long) i * Registers.BYTES, 0);
        }
        device.write(base, made.busAddress());
        device.write(size, SIZE);
        return made;
    }

    // ---- completions, on the driver's thread

    void interrupt() {
        long events = device.read(Registers.EVENTS);
        device.write(Registers.EVENTS, events);
        if ((events & Registers.RING_FAULT) != 0) {
            throw new IllegalStateException("a descriptor ring has stopped");
        }
        long at = (long) completionHead * Registers.BYTES;
        for (long head = completions.getLongAcquire(at); head < 0; head = completions.getLongAcquire(at)) {
            long more = completions.getLong(at + 8);
            int place = (int) completions.getLong(at + 16);
            completions.putLongRelease(at, 0);
            completionHead = completionHead + 1 & SIZE - 1;
            completed(head, more, place);
            at = (long) completionHead * Registers.BYTES;
        }
    }

    private void completed(long head, long more, int place) {
        int slot = (int) (head >>> Registers.SLOT_SHIFT) & 0xffff;
        int status = (int) (head >>> Registers.STATUS_SHIFT) & Registers.STATUS;
        lock.acquire();
        long grant = grants[place];
        long cookie = cookies[place];
        grants[place] = 0;
        free[freeCount++] = place;
        lock.release();
        if (grant != 0) {
            device.revoke(grant);
        }
        switch ((int) (head >>> Registers.OPERATION_SHIFT) & 0xff) {
            case Registers.OPEN_TCP, Registers.OPEN_UDP, Registers.ACCEPT -> receiver.opened(slot, status, (int) (more >>> 16), (int) more & 0xffff);
            case Registers.SEND -> receiver.sent(slot, cookie, status);
            case Registers.RECEIVE -> receiver.received(slot, cookie, status, (int) head);
            case Registers.CLOSE -> receiver.closed(slot);
            default -> { }
        }
    }

    // ---- commands

    private void command(int operation, int slot, int length, long operand, long grant, long cookie) {
        lock.acquire();
        try {
            long at = (long) commandHead * Registers.BYTES;
            if (freeCount == 0 || commands.getLongAcquire(at) < 0) {
                throw new IllegalStateException("more commands than a slot may have");
            }
            int place = free[--freeCount];
            grants[place] = grant;
            cookies[place] = cookie;
            commandHead = commandHead + 1 & SIZE - 1;
            commands.putLong(at + 8, operand);
            commands.putLong(at + 16, place);
            commands.putLongRelease(at, Registers.OWN | (long) operation << Registers.OPERATION_SHIFT | (long) slot << Registers.SLOT_SHIFT
                | length & 0xffffffffL);
        } finally {
            lock.release();
        }
        device.write(Registers.DOORBELL, 1);
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public int forwards() {
        return forwards;
    }

    @Override
    public boolean datagrams(int forward) {
        return (device.read(Registers.FORWARD + 8 * forward) & Registers.FORWARD_UDP) != 0;
    }

    @Override
    public int port(int forward) {
        return (int) (device.read(Registers.FORWARD + 8 * forward) >>> Registers.FORWARD_GUEST_SHIFT) & 0xffff;
    }

    @Override
    public void start(HostNetReceiver whom) {
        receiver = whom;
    }

    @Override
    public void open(int slot, boolean datagrams, int address, int port) {
        command(datagrams ? Registers.OPEN_UDP : Registers.OPEN_TCP, slot, 0, (address & 0xffffffffL) << 16 | port, 0, 0);
    }

    @Override
    public void accept(int slot, int forward) {
        command(Registers.ACCEPT, slot, 0, forward, 0, 0);
    }

    @Override
    public void send(int slot, long cookie, FrameRun run, int offset, int length) {
        long grant = length == 0 ? 0 : device.grant(run, offset, length, false);
        command(Registers.SEND, slot, length, grant, grant, cookie);
    }

    @Override
    public void receive(int slot, long cookie, FrameRun run) {
        long grant = device.grant(run, true);
        command(Registers.RECEIVE, slot, (int) run.bytes(), grant, grant, cookie);
    }

    @Override
    public void shutdown(int slot) {
        command(Registers.SHUTDOWN, slot, 0, 0, 0, 0);
    }

    @Override
    public void close(int slot, boolean reset) {
        command(Registers.CLOSE, slot, reset ? 1 : 0, 0, 0, 0);
    }

    @Override
    public String[] counterNames() {
        return Registers.COUNTERS.clone();
    }

    @Override
    public long[] counters() {
        long[] values = new long[Registers.COUNTERS.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = device.read(Registers.COUNTER + 8 * i);
        }
        return values;
    }
}
