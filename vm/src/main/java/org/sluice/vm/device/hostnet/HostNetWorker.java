package org.sluice.vm.device.hostnet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Optional;
import org.sluice.vm.device.Worker;
import org.sluice.vm.dma.DmaFault;
import org.sluice.vm.dma.DmaPort;

/**
 * The device's thread: carries out commands, waits for the host's sockets, writes completions. Every command is completed once, in the order of its
 * slot's sends and receives, and before the CLOSE that ends it; only a reset forgets commands.
 */
final class HostNetWorker implements Forward.Acceptor {
    /** Commands taken before the sockets have their turn. */
    private static final int BATCH = 256;
    private static final long BACK_OFF_MILLIS = 500;

    /** Where sockets of the host come from. */
    interface Sockets {
        /** The host's own. */
        Sockets HOST = (tcp, to, selector, slot, dma, datagrams) -> tcp ? TcpEndpoint.connecting(to, selector, slot, dma)
            : UdpEndpoint.to(to, selector, slot, datagrams);

        /** Begins to open one. @throws RuntimeException if there is no such kind of address here */
        Endpoint open(boolean tcp, InetSocketAddress to, Selector selector, Slot slot, DmaPort dma, Datagrams datagrams) throws IOException;
    }

    private final HostNetDevice device;
    private final HostNetRings rings;
    private final HostNetCounters counters;
    private final Policy policy;
    private final Sockets sockets;
    private final List<Forward> forwards;
    private final Slot[] slots;
    private final DmaPort dma;
    private final Datagrams datagrams;
    private final Selector selector;
    private final Thread thread;
    private volatile boolean closed;
    /** Whether there are completions nobody was told of. */
    private boolean completed;

    HostNetWorker(HostNetDevice device, HostNetRings rings, HostNetCounters counters, Policy policy, Sockets sockets, List<Forward> forwards,
                  int slotCount, DmaPort dma, Selector selector) {
        this.device = device;
        this.rings = rings;
        this.counters = counters;
        this.policy = policy;
        this.sockets = sockets;
        this.forwards = forwards;
        this.dma = dma;
        this.selector = selector;
        datagrams = new Datagrams(dma);
        slots = new Slot[slotCount];
        for (int i = 0; i < slotCount; i++) {
            slots[i] = new Slot(i);
        }
        thread = Thread.ofPlatform().name("sluice-hostnet").daemon().unstarted(this::run);
    }

    void start() throws IOException {
        for (Forward forward : forwards) {
            forward.start(selector, dma, datagrams);
        }
        thread.start();
    }

    /** Has it look at what the driver wants. Any thread. */
    void wake() {
        selector.wakeup();
    }

    void close() {
        closed = true;
        selector.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    turn();
                } catch (DmaFault fault) {
                    counters.add(HostNetCounters.FAULTS, 1);
                    device.event(HostNetRegisters.RING_FAULT);
                } catch (RuntimeException | Error e) {
                    Worker.report(e);
                }
            }
        } catch (IOException e) {
            Worker.report(e); // the selector failed: the host has nothing left to give
        } finally {
            for (Slot slot : slots) {
                if (slot.endpoint != null) {
                    slot.endpoint.close(true);
                }
            }
            forwards.forEach(Forward::close);
            Quietly.close(selector);
        }
    }

    private void turn() throws IOException {
        if (device.resetWanted()) {
            reset();
        }
        boolean more = commands();
        tell();
        boolean again = forwards.stream().anyMatch(Forward::looksAgain);
        if (more) {
            selector.selectNow();
        } else {
            selector.select(again ? BACK_OFF_MILLIS : 0);
        }
        if (again) {
            forwards.forEach(f -> f.look(this));
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof Slot slot) {
                serve(slot);
            } else if (key.attachment() instanceof Forward forward) {
                forward.look(this);
            }
        }
        selector.selectedKeys().clear();
    }

    private void tell() {
        if (completed) {
            completed = false;
            device.event(HostNetRegisters.COMPLETED);
        }
    }

    /** @return whether there may be more */
    private boolean commands() {
        try {
            for (int i = 0; i < BATCH; i++) {
                Command command = rings.take();
                if (command == null) {
                    return false;
                }
                carryOut(command);
            }
            return true;
        } finally {
            tell();
        }
    }

    private void carryOut(Command c) {
        if (c.slot >= slots.length) {
            complete(c, HostNetRegisters.INVALID, 0);
            return;
        }
        Slot slot = slots[c.slot];
        switch (c.operation) {
            case HostNetRegisters.OPEN_TCP, HostNetRegisters.OPEN_UDP -> open(slot, c);
            case HostNetRegisters.ACCEPT -> accept(slot, c);
            case HostNetRegisters.SEND, HostNetRegisters.SHUTDOWN -> queue(slot, c, slot.sends);
            case HostNetRegisters.RECEIVE -> queue(slot, c, slot.receives);
            case HostNetRegisters.CLOSE -> {
                end(slot, HostNetRegisters.CLOSED, (c.length & HostNetRegisters.CLOSE_RESETS) != 0);
                complete(c, HostNetRegisters.DONE, 0);
            }
            default -> complete(c, HostNetRegisters.INVALID, 0);
        }
    }

    private void complete(Command c, int status, long more) {
        completed = true;
        rings.complete(c, status, c.done, more);
    }

    // ---- opening

    private void open(Slot slot, Command c) {
        boolean tcp = c.operation == HostNetRegisters.OPEN_TCP;
        Optional<InetSocketAddress> target = policy.target((int) (c.operand >>> 16), (int) c.operand & 0xffff);
        if (!slot.free() || target.isEmpty()) {
            counters.add(HostNetCounters.PROHIBITED, slot.free() ? 1 : 0);
            complete(c, slot.free() ? HostNetRegisters.PROHIBITED : HostNetRegisters.INVALID, 0);
            return;
        }
        try {
            slot.endpoint = sockets.open(tcp, target.get(), selector, slot, dma, datagrams);
        } catch (IOException e) {
            counters.add(HostNetCounters.FAILED, 1);
            complete(c, Failures.opening(e), 0);
            return;
        } catch (RuntimeException e) {
            // the library refuses some addresses outright: one of version 6 on a host without that
            counters.add(HostNetCounters.FAILED, 1);
            complete(c, HostNetRegisters.NET_UNREACHABLE, 0);
            return;
        }
        slot.opening = c;
        serve(slot);
    }

    private void accept(Slot slot, Command c) {
        if (!slot.free() || c.operand < 0 || c.operand >= forwards.size()) {
            complete(c, HostNetRegisters.INVALID, 0);
            return;
        }
        slot.opening = c;
        Forward forward = forwards.get((int) c.operand);
        forward.waiting.add(slot);
        forward.look(this);
    }

    @Override
    public void accepted(Slot slot, Endpoint endpoint, long peer) {
        Command c = slot.opening;
        slot.endpoint = endpoint;
        slot.opening = null;
        counters.add(HostNetCounters.ACCEPTED, 1);
        complete(c, HostNetRegisters.DONE, peer);
    }

    @Override
    public void arrived(Slot slot) {
        serve(slot);
    }

    @Override
    public void dropped() {
        counters.add(HostNetCounters.DROPPED_DATAGRAMS, 1);
    }

    // ---- sending and receiving

    private void queue(Slot slot, Command c, java.util.Queue<Command> queue) {
        if (!slot.open()) {
            complete(c, HostNetRegisters.CLOSED, 0);
        } else if (c.length < 0 || queue.size() >= Slot.MOST || c.operation == HostNetRegisters.RECEIVE && c.length == 0) {
            complete(c, HostNetRegisters.INVALID, 0);
        } else {
            queue.add(c);
            serve(slot);
        }
    }

    /** Does what can be done now, and says what to wait for. */
    private void serve(Slot slot) {
        Endpoint endpoint = slot.endpoint;
        try {
            if (endpoint == null || slot.opening != null && !finishOpening(slot)) {
                return;
            }
            boolean reads = !drain(slot.receives, endpoint);
            boolean writes = !drain(slot.sends, endpoint);
            endpoint.interest(reads, writes);
        } catch (DmaFault e) {
            throw e; // of a ring
        } catch (RuntimeException e) {
            // the library has no use for the socket any more, and never will: what waits for it is told
            end(slot, HostNetRegisters.BROKEN, true);
        }
    }

    /** @return whether it is open now */
    private boolean finishOpening(Slot slot) {
        Command c = slot.opening;
        int status;
        try {
            if (!slot.endpoint.opened()) {
                return false;
            }
            status = HostNetRegisters.DONE;
            counters.add(HostNetCounters.OPENED, 1);
        } catch (IOException e) {
            status = Failures.opening(e);
            counters.add(HostNetCounters.FAILED, 1);
            slot.endpoint.close(true);
            slot.endpoint = null;
        }
        slot.opening = null;
        complete(c, status, 0);
        return status == HostNetRegisters.DONE;
    }

    /** @return whether none is left */
    private boolean drain(java.util.Queue<Command> queue, Endpoint endpoint) {
        for (Command c = queue.peek(); c != null; c = queue.peek()) {
            int before = c.done;
            int status = attempt(c, endpoint);
            count(c, c.done - before);
            if (status == Endpoint.LATER) {
                return false;
            }
            queue.remove();
            complete(c, status, 0);
        }
        return true;
    }

    private int attempt(Command c, Endpoint endpoint) {
        try {
            return switch (c.operation) {
                case HostNetRegisters.SEND -> endpoint.send(c);
                case HostNetRegisters.RECEIVE -> endpoint.receive(c);
                default -> endpoint.shutdown();
            };
        } catch (IOException e) {
            return Failures.open(e);
        } catch (DmaFault e) {
            counters.add(HostNetCounters.FAULTS, 1);
            return HostNetRegisters.FAULT;
        }
    }

    private void count(Command c, int bytes) {
        counters.add(c.operation == HostNetRegisters.SEND ? HostNetCounters.SENT_BYTES : HostNetCounters.RECEIVED_BYTES, bytes);
    }

    // ---- ends

    /** Makes a slot free; what it was to do is completed. */
    private void end(Slot slot, int status, boolean resets) {
        if (slot.endpoint != null) {
            slot.endpoint.close(resets);
            slot.endpoint = null;
        }
        Command opening = slot.opening;
        slot.opening = null;
        if (opening != null) {
            forwards.forEach(f -> f.waiting.remove(slot));
            complete(opening, status, 0);
        }
        for (java.util.Queue<Command> queue : List.of(slot.sends, slot.receives)) {
            while (!queue.isEmpty()) {
                complete(queue.remove(), status, 0);
            }
        }
    }

    /** All as it was at the start; nothing is told of what was under way. */
    private void reset() throws IOException {
        counters.add(HostNetCounters.RESETS, 1);
        rings.stop();
        forwards.forEach(Forward::forget);
        for (Slot slot : slots) {
            if (slot.endpoint != null) {
                slot.endpoint.close(true);
                slot.endpoint = null;
            }
            slot.opening = null;
            slot.sends.clear();
            slot.receives.clear();
        }
        selector.selectNow(); // the host closes what was closed
        selector.selectedKeys().clear();
        completed = false;
        device.resetDone();
    }
}
