package org.sluice.kernel.net.ip;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Longest packets that get to destinations uncut, where routers have told of one (RFC 1191). What was told is forgotten after 10 minutes. */
final class PathMtus {
    /** Shortest that is believed, so that nobody can have data sent in crumbs; longer ones are cut on their way. */
    static final int LEAST = 552;
    private static final long LIFETIME = 600_000_000_000L;
    /** Destinations remembered at most; with more, what was learned first is forgotten. */
    private static final int MOST = 4096;
    /** What routers that tell no number have (RFC 1191 7.1). */
    private static final int[] PLATEAUS = {32000, 17914, 8166, 4352, 2002, 1492, 1006, 508};

    private record Known(int mtu, long until) {
    }

    private final LongSupplier clock;
    private final Map<Integer, Known> known = new ConcurrentHashMap<>();

    PathMtus(LongSupplier clock) {
        this.clock = clock;
    }

    /** The longest packet to a destination that is known to get there, at most so many bytes. */
    int get(int destination, int most) {
        if (known.isEmpty()) {
            return most;
        }
        Known entry = known.get(destination);
        if (entry == null) {
            return most;
        }
        if (clock.getAsLong() >= entry.until) {
            known.remove(destination, entry);
            return most;
        }
        return Math.min(entry.mtu, most);
    }

    /**
     * A router says that a packet was too long.
     *
     * @param sent bytes the packet had
     * @param told what the router says gets through; 0 if it says nothing
     * @return whether that is less than what was known
     */
    boolean learn(int destination, int sent, int told, int most) {
        int mtu = told;
        if (mtu == 0) {
            for (int plateau : PLATEAUS) {
                if (plateau < sent) {
                    mtu = plateau;
                    break;
                }
            }
        }
        mtu = Math.max(mtu, LEAST);
        if (mtu >= get(destination, most)) {
            return false;
        }
        if (known.size() >= MOST) {
            long now = clock.getAsLong();
            known.values().removeIf(entry -> now >= entry.until);
            while (known.size() >= MOST && forgetOldest()) {
                // others may be learning too
            }
        }
        known.put(destination, new Known(mtu, clock.getAsLong() + LIFETIME));
        return true;
    }

    /** Full tables are for those who poison them: a walk for each that is learned then is what it costs. */
    private boolean forgetOldest() {
        Map.Entry<Integer, Known> oldest = null;
        for (Map.Entry<Integer, Known> entry : known.entrySet()) {
            if (oldest == null || entry.getValue().until < oldest.getValue().until) {
                oldest = entry;
            }
        }
        return oldest != null && known.remove(oldest.getKey(), oldest.getValue());
    }
}
