package org.sluice.vm.device.atm.link;

import java.util.List;
import org.sluice.vm.device.atm.cell.CellHeader;
import org.sluice.vm.device.atm.cell.Hec;
import org.sluice.vm.time.Clock;

/**
 * A port of a switch: what comes in goes to the switch, what waits in its queue goes out, at its rate, to what is plugged in. One
 * thread at a time empties the queue, whichever finds it not being emptied; the switch's lock is not held while cells are handed over.
 */
final class SwitchPort {
    /** Cells handed over at once. */
    private static final int BATCH = 64;

    /** What became of cells that came in. */
    enum In {
        RECEIVED("cells received"), CORRECTED("headers put right"), BAD_HEADER("cells dropped, header damaged"),
        UNKNOWN("cells dropped, no such connection"), PDUS("PDUs dropped, which are not cells");

        private final String text;

        In(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Where cells go out. */
    interface Out {
        /** As {@link AtmLink#freeAt}. */
        long freeAt();

        void cells(byte[] cells, int offset, int count);
    }

    private final int number;
    private final AtmSwitch owner;
    private final Clock clock;
    /** 0 for no limit. */
    private final double nanosPerCell;
    private final SwitchQueue queue;
    private final Tally<SwitchQueue.Counted> out = new Tally<>(SwitchQueue.Counted.values());
    private final Tally<In> in = new Tally<>(In.values());
    private final Hec hec = new Hec();
    /** Used by whoever empties the queue. */
    private final byte[] batch = new byte[BATCH * CellHeader.CELL];
    /** Under the switch's lock, as what follows. */
    private Out sink;
    private boolean serving;
    private boolean timing;
    private long due;
    private double fraction;

    SwitchPort(int number, AtmSwitch owner, Clock clock, double rate, SwitchQueue.Limits limits) {
        this.number = number;
        this.owner = owner;
        this.clock = clock;
        nanosPerCell = rate == 0 ? 0 : Rates.nanosPerCell(rate);
        queue = new SwitchQueue(limits);
    }

    int number() {
        return number;
    }

    SwitchQueue queue() {
        return queue;
    }

    Hec hec() {
        return hec;
    }

    boolean plugged() {
        return sink != null;
    }

    /** Says where cells go out; null for nowhere. The switch's lock is held. */
    void plug(Out target) {
        sink = target;
        if (target == null) {
            out.add(SwitchQueue.Counted.UNPLUGGED, queue.clear());
        }
    }

    void count(SwitchQueue.Counted what, long amount) {
        out.add(what, amount);
    }

    void count(In what, long amount) {
        in.add(what, amount);
    }

    void enqueue(int header, byte[] cells, int offset) {
        if (nanosPerCell > 0 && queue.size() == 0) {
            long now = clock.monotonicNanos();
            if (due < now) {
                due = now;
                fraction = 0;
            }
        }
        queue.add(header, cells, offset);
    }

    /** Hands over what may go out now, and sets a timer for the rest. The switch's lock is not held. */
    void serve() {
        owner.lock();
        if (serving || timing || queue.size() == 0) {
            owner.unlock();
            return;
        }
        serving = true;
        owner.unlock();
        boolean more = true;
        while (more) {
            more = handOver();
        }
    }

    private boolean handOver() {
        Out target;
        int count;
        owner.lock();
        try {
            target = sink;
            long now = clock.monotonicNanos();
            long free = target == null ? now : Math.max(due, target.freeAt());
            if (queue.size() == 0 || free > now) {
                serving = false;
                if (queue.size() > 0) {
                    timing = true;
                    clock.at(free, this::timer);
                }
                return false;
            }
            count = Math.min(BATCH, queue.size());
            if (nanosPerCell > 0) {
                count = (int) Math.min(count, 1 + (long) ((now - due) / nanosPerCell));
                advance(count);
            }
            queue.remove(batch, count);
            out.add(SwitchQueue.Counted.SENT, count);
        } finally {
            owner.unlock();
        }
        boolean done = false;
        try {
            target.cells(batch, 0, count);
            done = true;
        } finally {
            if (!done) {
                stopServing();
            }
        }
        return true;
    }

    private void stopServing() {
        owner.lock();
        serving = false;
        owner.unlock();
    }

    private void advance(int cells) {
        double exact = fraction + cells * nanosPerCell;
        due += (long) exact;
        fraction = exact - (long) exact;
    }

    private void timer() {
        owner.lock();
        timing = false;
        owner.unlock();
        serve();
    }

    List<AtmLink.Counter> counters() {
        return in.followedBy(out.followedBy(List.of()));
    }
}
