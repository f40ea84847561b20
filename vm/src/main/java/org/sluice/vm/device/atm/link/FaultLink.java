package org.sluice.vm.device.atm.link;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.vm.device.atm.cell.Aal5;
import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.time.Clock;

/**
 * Lets things go wrong on a link, the same ones for the same seed. On a link that carries cells they happen to cells; on one that carries
 * PDUs a PDU is lost if AAL5 would not have brought it through, or they happen to PDUs as a whole. On the way back from a loopback nothing happens.
 */
public final class FaultLink extends LinkWrapper {
    /** For the direction of arrival, so that the two have nothing in common. */
    private static final long OTHER_WAY = 0x9e3779b97f4a7c15L;

    private final Faults faults;
    private final boolean oneWay;
    private final Tally<FaultDirection.Counted> tally = new Tally<>(FaultDirection.Counted.values());
    private final FaultDirection out;
    private final FaultDirection in;
    /** Null unless cells are delayed. */
    private final DelayLine outLine;
    private final DelayLine inLine;
    /** What arrives late comes from another thread than the state. */
    private final ReentrantLock arriving = new ReentrantLock();
    private final PduFaults outPdus;
    private final PduFaults inPdus;
    private byte[] outRoom = {};
    private byte[] inRoom = {};

    /**
     * A link with faults.
     *
     * @param below  carries cells or PDUs, no references
     * @param faults may be such of PDUs only if the link carries these
     * @param oneWay whether only what is sent meets faults
     */
    public FaultLink(AtmLink below, Faults faults, boolean oneWay, Clock clock) {
        super(below);
        if (below.carriage() == Carriage.REFERENCES) {
            throw new IllegalArgumentException("nothing can go wrong with references");
        }
        if (below.carriage() == Carriage.CELLS && faults.perPdu()) {
            throw new IllegalArgumentException("there are no PDUs, only cells");
        }
        this.faults = faults;
        this.oneWay = oneWay;
        out = new FaultDirection(faults, faults.seed(), tally);
        in = new FaultDirection(faults, faults.seed() ^ OTHER_WAY, tally);
        outLine = faults.delays() ? new DelayLine(clock) : null;
        inLine = faults.delays() && !oneWay ? new DelayLine(clock) : null;
        outPdus = new PduFaults(faults, out, tally, outLine, clock, below::send);
        inPdus = new PduFaults(faults, in, tally, inLine, clock, this::arrive);
    }

    @Override
    public long freeAt() {
        // what is under way does not wait for the link below, the sender does
        return Math.max(below.freeAt(), outLine == null ? 0 : outLine.freeAt());
    }

    @Override
    public void send(byte[] cells, int offset, int count) {
        if (faults.perPdu()) {
            below.send(cells, offset, count);
            return;
        }
        byte[] room = outRoom.length < FaultDirection.room(count) ? new byte[FaultDirection.room(count)] : outRoom;
        outRoom = new byte[0]; // a loopback may lead back here
        int left = out.damage(cells, offset, count, room);
        if (outLine != null) {
            delay(outLine, out, room, left, below::send);
        } else if (left > 0) {
            below.send(room, 0, left);
        }
        outRoom = room;
    }

    @Override
    public void cells(byte[] cells, int offset, int count) {
        if (oneWay || faults.perPdu()) {
            above.cells(cells, offset, count);
            return;
        }
        byte[] room = inRoom.length < FaultDirection.room(count) ? new byte[FaultDirection.room(count)] : inRoom;
        inRoom = room;
        int left = in.damage(cells, offset, count, room);
        if (inLine != null) {
            delay(inLine, in, room, left, this::arrive);
        } else if (left > 0) {
            above.cells(room, 0, left);
        }
    }

    private interface Further {
        void cells(byte[] cells, int offset, int count);
    }

    /** Each cell takes its own time if there is jitter. */
    private void delay(DelayLine line, FaultDirection direction, byte[] cells, int count, Further further) {
        int step = faults.jitter() > 0 ? 1 : Math.max(1, count);
        for (int i = 0; i < count; i += step) {
            byte[] kept = Arrays.copyOfRange(cells, i * CellHeader.CELL, (i + step) * CellHeader.CELL);
            if (!line.add(direction.delay(), step, () -> further.cells(kept, 0, step))) {
                tally.add(FaultDirection.Counted.OVERRUN, step);
            }
        }
    }

    private void arrive(byte[] cells, int offset, int count) {
        arriving.lock();
        try {
            above.cells(cells, offset, count);
        } finally {
            arriving.unlock();
        }
    }

    @Override
    public void send(Pdu pdu) {
        outPdus.take(pdu);
    }

    @Override
    public void pdu(Pdu pdu) {
        if (oneWay) {
            above.pdu(pdu);
        } else {
            inPdus.take(pdu);
        }
    }

    private void arrive(Pdu pdu) {
        arriving.lock();
        try {
            above.pdu(pdu);
        } finally {
            arriving.unlock();
        }
    }

    @Override
    public void state(boolean up) {
        arriving.lock();
        try {
            above.state(up);
        } finally {
            arriving.unlock();
        }
    }

    @Override
    public List<Counter> counters() {
        return tally.followedBy(below.counters());
    }

    @Override
    public String describe() {
        return "faults(" + faults.describe() + "," + below.describe() + ")";
    }
}
