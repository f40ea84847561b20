package org.sluice.vm.device.atm.link;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.sluice.vm.time.Clock;

/** Lets PDUs be overtaken: one that is held back comes behind some of the next, or after a while if not as many follow. */
final class HoldBack {
    /** PDUs that may overtake one. */
    static final int MOST = 8;
    /** Nanoseconds that one is held back at most. */
    static final long LONGEST = 5_000_000;

    private static final class Held {
        private final Pdu pdu;
        private int behind;
        private Clock.Timer timer;

        Held(Pdu pdu, int behind) {
            this.pdu = pdu;
            this.behind = behind;
        }
    }

    private final Clock clock;
    private final Consumer<Pdu> further;
    /** Held while a PDU goes further, so that one does at a time. */
    private final ReentrantLock lock = new ReentrantLock();
    /** At most {@link #MOST}, since each PDU that passes counts for all of them. */
    private final List<Held> held = new ArrayList<>();

    HoldBack(Clock clock, Consumer<Pdu> further) {
        this.clock = clock;
        this.further = further;
    }

    /**
     * Lets a PDU pass, and those that were held back until it had.
     *
     * @param pdu    keeps its bytes, if it is held back
     * @param behind how many of the next it lets go first, up to {@link #MOST}; 0 not to hold it back
     */
    void pass(Pdu pdu, int behind) {
        lock.lock();
        try {
            if (behind > 0 && held.size() < MOST) {
                Held item = new Held(pdu, behind);
                held.add(item);
                item.timer = clock.at(clock.monotonicNanos() + LONGEST, () -> expire(item));
                return;
            }
            further.accept(pdu);
            for (Held item : List.copyOf(held)) {
                if (--item.behind == 0) {
                    item.timer.cancel();
                    held.remove(item);
                    further.accept(item.pdu);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void expire(Held item) {
        lock.lock();
        try {
            if (held.remove(item)) {
                further.accept(item.pdu);
            }
        } finally {
            lock.unlock();
        }
    }
}
