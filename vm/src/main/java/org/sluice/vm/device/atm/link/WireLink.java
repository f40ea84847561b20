package org.sluice.vm.device.atm.link;

import java.util.List;

/** One end of a wire between two interfaces of one process: what is sent at one end arrives at the other, on the sending thread. */
public final class WireLink implements AtmLink {
    private enum Counted {
        LOST;

        @Override
        public String toString() {
            return "sent with nobody at the other end";
        }
    }

    private final Carriage carriage;
    private final Tally<Counted> tally = new Tally<>(Counted.values());
    private WireLink other;
    private volatile Arrivals arrivals;
    private volatile boolean closed;

    private WireLink(Carriage carriage) {
        this.carriage = carriage;
    }

    /** Both ends of a new wire. It is up while an interface is plugged in at each. @param carriage cells or PDUs */
    public static List<WireLink> pair(Carriage carriage) {
        if (carriage == Carriage.REFERENCES) {
            throw new IllegalArgumentException("references mean nothing at another interface");
        }
        WireLink left = new WireLink(carriage);
        WireLink right = new WireLink(carriage);
        left.other = right;
        right.other = left;
        return List.of(left, right);
    }

    @Override
    public Carriage carriage() {
        return carriage;
    }

    @Override
    public void connect(Arrivals target) {
        arrivals = target;
        if (up()) {
            other.arrivals.state(true);
            target.state(true);
        }
    }

    @Override
    public boolean up() {
        return arrivals != null && other.arrivals != null && !closed && !other.closed;
    }

    @Override
    public long freeAt() {
        return 0;
    }

    @Override
    public void send(byte[] cells, int offset, int count) {
        if (up()) {
            other.arrivals.cells(cells, offset, count);
        } else {
            tally.add(Counted.LOST, count);
        }
    }

    @Override
    public void send(Pdu pdu) {
        if (carriage == Carriage.CELLS) {
            throw new IllegalStateException("this link carries cells");
        }
        if (up()) {
            other.arrivals.pdu(pdu);
        } else {
            tally.add(Counted.LOST, 1);
        }
    }

    @Override
    public List<Counter> counters() {
        return tally.followedBy(List.of());
    }

    @Override
    public String describe() {
        return "wire";
    }

    @Override
    public void close() {
        boolean wasUp = up();
        closed = true;
        if (wasUp) {
            other.arrivals.state(false);
        }
    }
}
