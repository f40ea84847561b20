package org.sluice.vm.device.atm;

import java.util.Arrays;

/**
 * Who may send next, of the connections that have something to send: of those with a constant or variable rate the one that is due longest;
 * then of the others the one that has used up least of its share. Used by whoever transmits, one thread at a time.
 */
final class Schedule {
    static final long NEVER = Long.MAX_VALUE;
    private static final long SHARE = 1 << 16;
    /** A connection whose cells are later than this, in nanoseconds, does not catch up on what is before. */
    private static final long LATE = 20_000_000;

    private Outgoing[] active = new Outgoing[8];
    private int count;
    /** Those among them that have a contract. */
    private int timed;
    private long lowestShare;

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether the time matters. */
    boolean timed() {
        return timed > 0;
    }

    /** Adds one that has something to send. @param now read only if it has a contract */
    void add(Outgoing o, java.util.function.LongSupplier now) {
        if (count == active.length) {
            active = Arrays.copyOf(active, 2 * count);
        }
        active[count++] = o;
        o.active = true;
        o.share = Math.max(o.share, lowestShare);
        if (o.contract != null) {
            timed++;
            o.eligible = o.contract.earliest(now.getAsLong());
        }
    }

    void remove(Outgoing o) {
        for (int i = 0; i < count; i++) {
            if (active[i] == o) {
                active[i] = active[--count];
                active[count] = null;
                o.active = false;
                timed -= o.contract != null ? 1 : 0;
                return;
            }
        }
    }

    /** The next one, or null if none may send now. */
    Outgoing pick(long now) {
        Outgoing due = null;
        Outgoing fair = null;
        for (int i = 0; i < count; i++) {
            Outgoing o = active[i];
            if (o.contract != null && o.eligible > now) {
                continue;
            }
            if (o.vc.category != NicRegisters.UBR) {
                due = due == null || o.eligible < due.eligible ? o : due;
            } else {
                fair = fair == null || o.share < fair.share ? o : fair;
            }
        }
        return due != null ? due : fair;
    }

    /** When the first of those that may not send now may. */
    long earliest() {
        long at = NEVER;
        for (int i = 0; i < count; i++) {
            at = Math.min(at, active[i].eligible);
        }
        return at;
    }

    /** Counts cells that were sent against contract and share. They count as sent when they were due, but for what is more than LATE. */
    void charge(Outgoing o, int cells, long now) {
        if (o.contract != null) {
            long at = Math.max(o.eligible, now - LATE);
            for (int i = 0; i < cells; i++) {
                at = o.contract.earliest(at);
                o.contract.pass(at);
            }
            o.eligible = o.contract.earliest(at);
        }
        if (o.vc.category == NicRegisters.UBR) {
            lowestShare = Math.max(lowestShare, o.share);
            o.share += cells * SHARE / o.vc.weight;
        }
    }
}
