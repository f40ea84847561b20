package org.sluice.vm.device.atm.link;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.vm.device.Worker;

/**
 * The other end is a TUN device of a Linux host. On one connection each SDU is an IP packet of the host's, without a header before it, which is
 * what VC multiplexing has for routed IP (RFC 2684, 6.1). Other SDUs and cells are dropped and counted.
 *
 * <p>A thread of its own reads. Sending never waits: what the host does not take is lost. A device that is removed takes the link down; it is looked
 * for again every 0.5 s.
 */
public final class TunLink implements AtmLink {
    private static final int BACK_OFF_MILLIS = 500;
    /** Packets read before the thread looks whether it is to end. */
    private static final int BATCH = 64;
    private static final long END_MILLIS = 2_000;

    private enum Counted {
        SENT("packets sent"), RECEIVED("packets received"), LOST("PDUs lost with the device down"), OVERRUN("PDUs lost to a slow host"),
        INVALID("PDUs dropped that are no IP packets"), UNREADABLE("PDUs whose memory was out of reach"),
        OTHER("PDUs of other connections dropped"), CELLS("cells dropped, which this link cannot carry"),
        ATTACHED("times the device was attached"), REFUSED("failures of the interface on arrival");

        private final String text;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final String name;
    private final int vpi;
    private final int vci;
    private final Tally<Counted> tally = new Tally<>(Counted.values());
    /** Keeps a device open that is being written to, or woken. */
    private final ReentrantLock lock = new ReentrantLock();
    private TunDevice device;
    private volatile boolean up;
    private volatile boolean closed;
    private Thread thread;

    private TunLink(String name, int vpi, int vci, TunDevice device) {
        this.name = name;
        this.vpi = vpi;
        this.vci = vci;
        this.device = device;
        tally.add(Counted.ATTACHED, 1);
    }

    /**
     * A link to a device of the host.
     *
     * @param name    of a device that is there
     * @param vpi,vci the connection its packets travel on
     * @throws LinkFailure if the device is missing or in use, or attaching to it is not permitted
     */
    public static TunLink open(String name, int vpi, int vci) throws LinkFailure {
        return new TunLink(name, vpi, vci, TunDevice.open(name));
    }

    @Override
    public Carriage carriage() {
        return Carriage.PDUS;
    }

    @Override
    public void connect(Arrivals arrivals) {
        thread = Thread.ofPlatform().name("sluice-tun-" + name).daemon().unstarted(() -> run(arrivals));
        thread.start();
    }

    @Override
    public boolean up() {
        return up;
    }

    @Override
    public long freeAt() {
        return 0;
    }

    @Override
    public void send(byte[] cells, int offset, int count) {
        tally.add(Counted.CELLS, count);
    }

    @Override
    public void send(Pdu pdu) {
        if (pdu.vpi() != vpi || pdu.vci() != vci) {
            tally.add(Counted.OTHER, 1);
            return;
        }
        lock.lock();
        try {
            tally.add(device == null ? Counted.LOST : write(pdu), 1);
        } finally {
            lock.unlock();
        }
    }

    private Counted write(Pdu pdu) {
        if (!pdu.copyTo(0, device.outgoing(), 0, pdu.length())) {
            return Counted.UNREADABLE;
        }
        return switch (device.write(pdu.length())) {
            case 0 -> Counted.SENT;
            case TunDevice.WOULD_BLOCK -> Counted.OVERRUN;
            case TunDevice.INVALID -> Counted.INVALID;
            default -> Counted.LOST;
        };
    }

    @Override
    public List<Counter> counters() {
        return tally.followedBy(List.of());
    }

    @Override
    public String describe() {
        return "tun:" + name;
    }

    @Override
    public void close() {
        closed = true;
        lock.lock();
        try {
            if (thread == null) {
                detach();
            } else if (device != null) {
                device.wake();
            } else {
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
        try {
            if (thread != null && thread != Thread.currentThread()) {
                thread.join(END_MILLIS); // so that whoever comes next finds the device free
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ------------------------------------------------------------------ the link's thread

    private void run(Arrivals arrivals) {
        try {
            while (!closed) {
                if (device == null && !attach()) {
                    continue;
                }
                up = true;
                arrivals.state(true);
                receive(arrivals);
                up = false;
                detach();
                arrivals.state(false);
            }
        } finally {
            up = false;
            detach();
        }
    }

    /** Until the device is gone, or the link is closed. */
    private void receive(Arrivals arrivals) {
        while (!closed && device.await()) {
            int length = 0;
            for (int i = 0; i < BATCH && length >= 0; i++) {
                length = device.read();
                if (length > 0) {
                    tally.add(Counted.RECEIVED, 1);
                    handOver(arrivals, length);
                }
            }
            if (length == TunDevice.DOWN) {
                return;
            }
        }
    }

    private void handOver(Arrivals arrivals, int length) {
        try {
            arrivals.pdu(BytesPdu.plain(vpi, vci, device.incoming().asSlice(0, length)));
        } catch (RuntimeException | Error e) {
            // an interface that fails on what arrives must not end the link
            tally.add(Counted.REFUSED, 1);
            Worker.report(e);
        }
    }

    /** Whether the device is there again; waits for a while if it is not. */
    private boolean attach() {
        try {
            TunDevice found = TunDevice.open(name);
            lock.lock();
            try {
                device = found;
            } finally {
                lock.unlock();
            }
            tally.add(Counted.ATTACHED, 1);
            return true;
        } catch (LinkFailure e) {
            java.util.concurrent.locks.LockSupport.parkNanos(this, BACK_OFF_MILLIS * 1_000_000L);
            return false;
        }
    }

    private void detach() {
        lock.lock();
        try {
            if (device != null) {
                device.close();
                device = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
