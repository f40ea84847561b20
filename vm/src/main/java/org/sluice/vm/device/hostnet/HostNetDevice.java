package org.sluice.vm.device.hostnet;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.vm.bus.Device;
import org.sluice.vm.bus.Registers;
import org.sluice.vm.dma.DmaPort;

/**
 * Sockets of the host, up to {@link #SLOT_COUNT} at once, by two descriptor rings. What each register and descriptor means, and what is allowed, is
 * in {@code docs/devices.md}.
 */
public final class HostNetDevice implements Device, Registers {
    /** The kind of this device. */
    public static final String KIND = "hostnet";
    /** Connections and flows at once. */
    public static final int SLOT_COUNT = 2048;

    private static final Path RESOLVERS = Path.of("/etc/resolv.conf");

    private final List<Forward> forwards;
    private final Policy policy;
    private final HostNetWorker.Sockets sockets;
    private final HostNetRings rings = new HostNetRings();
    private final HostNetCounters counters = new HostNetCounters();
    private final Selector selector;
    private final AtomicLong events = new AtomicLong();
    private final long[] bases = new long[2];
    private final long[] sizes = new long[2];
    private volatile boolean enabled;
    private volatile boolean resetting;
    private volatile Runnable interrupt = () -> { };
    private HostNetWorker worker;

    private HostNetDevice(List<Forward> forwards, Policy policy, HostNetWorker.Sockets sockets, Selector selector) {
        this.forwards = forwards;
        this.policy = policy;
        this.sockets = sockets;
        this.selector = selector;
    }

    /** A device that may do what the specification says. @throws HostNetFailure if a port of the host cannot be had; none is kept then */
    public static HostNetDevice open(HostNetSpec spec) throws HostNetFailure {
        return open(spec, RESOLVERS, HostNetWorker.Sockets.HOST);
    }

    /** A device that finds name servers, and sockets, elsewhere. */
    static HostNetDevice open(HostNetSpec spec, Path resolvers, HostNetWorker.Sockets sockets) throws HostNetFailure {
        List<Forward> opened = new ArrayList<>();
        try {
            for (HostNetSpec.Forward forward : spec.forwards()) {
                opened.add(Forward.open(forward));
            }
            return new HostNetDevice(List.copyOf(opened), new Policy(spec.allowed(), resolvers), sockets, Selector.open());
        } catch (HostNetFailure e) {
            opened.forEach(Forward::close);
            throw e;
        } catch (IOException e) {
            opened.forEach(Forward::close);
            throw new HostNetFailure("the host's network cannot be used: " + e.getMessage(), e);
        }
    }

    /** The host's port of a forward, also if any was asked for. */
    public int hostPort(int forward) {
        return forwards.get(forward).hostPort();
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
    public void attach(DmaPort dma, Runnable line) {
        interrupt = line;
        rings.attach(dma);
        worker = new HostNetWorker(this, rings, counters, policy, sockets, forwards, SLOT_COUNT, dma, selector);
        try {
            worker.start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e); // a channel that was just opened cannot be watched
        }
    }

    @Override
    public void close() {
        if (worker == null) {
            forwards.forEach(Forward::close);
            Quietly.close(selector);
        } else {
            worker.close();
        }
    }

    // ---- the worker's side

    void event(long bits) {
        events.getAndUpdate(e -> e | bits);
        interrupt.run();
    }

    boolean resetWanted() {
        return resetting;
    }

    void resetDone() {
        enabled = false;
        events.set(0);
        resetting = false;
        event(HostNetRegisters.RESET_DONE);
    }

    // ---- registers

    @Override
    public long read(int offset) {
        return switch (offset) {
            case HostNetRegisters.CONTROL -> enabled ? HostNetRegisters.ENABLE : 0;
            case HostNetRegisters.SLOTS -> SLOT_COUNT;
            case HostNetRegisters.FORWARDS -> forwards.size();
            case HostNetRegisters.RESET -> resetting ? 1 : 0;
            case HostNetRegisters.COMMAND_BASE, HostNetRegisters.COMPLETION_BASE -> bases[ring(offset)];
            case HostNetRegisters.COMMAND_SIZE, HostNetRegisters.COMPLETION_SIZE -> sizes[ring(offset)];
            case HostNetRegisters.DOORBELL -> 0;
            case HostNetRegisters.EVENTS -> events.get();
            case HostNetRegisters.COUNTERS -> HostNetCounters.COUNT;
            default -> readArray(offset);
        };
    }

    private static int ring(int offset) {
        return offset < HostNetRegisters.COMPLETION_BASE ? 0 : 1;
    }

    private long readArray(int offset) {
        int forward = (offset - HostNetRegisters.FORWARD) / 8;
        int counter = (offset - HostNetRegisters.COUNTER) / 8;
        if ((offset & 7) == 0 && offset >= HostNetRegisters.FORWARD && forward < HostNetSpec.MOST_FORWARDS) {
            if (forward >= forwards.size()) {
                return 0;
            }
            Forward f = forwards.get(forward);
            return (f.spec.udp() ? HostNetRegisters.FORWARD_UDP : 0) | (long) f.spec.guestPort() << HostNetRegisters.FORWARD_GUEST_SHIFT
                | (long) f.hostPort() << HostNetRegisters.FORWARD_HOST_SHIFT;
        }
        if ((offset & 7) == 0 && offset >= HostNetRegisters.COUNTER && counter < HostNetCounters.COUNT) {
            return counters.get(counter);
        }
        throw none(offset);
    }

    @Override
    public void write(int offset, long value) {
        switch (offset) {
            case HostNetRegisters.CONTROL -> enable((value & HostNetRegisters.ENABLE) != 0);
            case HostNetRegisters.RESET -> {
                resetting = true;
                worker.wake();
            }
            case HostNetRegisters.COMMAND_BASE, HostNetRegisters.COMPLETION_BASE -> bases[ring(offset)] = value;
            case HostNetRegisters.COMMAND_SIZE, HostNetRegisters.COMPLETION_SIZE -> sizes[ring(offset)] = value;
            case HostNetRegisters.DOORBELL -> worker.wake();
            case HostNetRegisters.EVENTS -> events.getAndUpdate(e -> e & ~value);
            default -> throw none(offset);
        }
    }

    /** Begins with the rings that were named; a device that is enabled already, or being reset, goes on. */
    private void enable(boolean wanted) {
        if (!wanted || enabled || resetting) {
            return;
        }
        enabled = true;
        if (rings.start(bases, sizes)) {
            worker.wake();
        } else {
            event(HostNetRegisters.RING_FAULT);
        }
    }

    private static IllegalArgumentException none(int offset) {
        return new IllegalArgumentException("no register at 0x" + Integer.toHexString(offset));
    }
}
