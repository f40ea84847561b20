package org.sluice.kernel.net.tcp;

/**
 * SYN cookies (RFC 4987 3.6): the initial sequence number holds what is needed to go on without having kept anything: a minute's number, an index of the MSS, and a
 * hash of the rest. Window scale, SACK and ECN go into the lowest bits of the timestamp, which comes back.
 */
final class SynCookies {
    private static final int[] SIZES = {216, 536, 1220, 1300, 1440, 1460, 4312, 9140};
    private static final long MINUTE = 64_000_000_000L;
    /** Minutes that a cookie is good for. */
    private static final int LIFE = 2;
    private static final int OPTION_BITS = 6;
    private static final int NO_SCALE = 15;

    private final SipHash first;
    private final SipHash second;

    SynCookies(SipHash first, SipHash second) {
        this.first = first;
        this.second = second;
    }

    private static int minute(long now) {
        return (int) (now / MINUTE);
    }


    private int hash(int local, int remote, int ports, int irs, int minute) {
        return (int) (second.of((long) local << 32 | remote & 0xffffffffL, (long) ports << 32 | minute & 0xffffffffL) ^ irs) & 0xffffff;
    }

    /** The sequence number for a request's SYN-ACK. */
    int make(int local, int remote, int ports, int irs, int mss, long now) {
        int size = 0;
        while (size + 1 < SIZES.length && SIZES[size + 1] <= mss) {
            size++;
        }
        int minute = minute(now);
        return (int) first.of(local, remote, ports, 0) + irs + (minute << 24) + (hash(local, remote, ports, irs, minute) + size & 0xffffff);
    }

    /** MSS that a cookie was made for; 0 if it is none, or too old. */
    int check(int local, int remote, int ports, int irs, int cookie, long now) {
        int rest = cookie - (int) first.of(local, remote, ports, 0) - irs;
        int age = (byte) minute(now) - (byte) (rest >>> 24) & 0xff;
        if (age >= LIFE) {
            return 0;
        }
        int minute = minute(now) - age;
        int size = (rest & 0xffffff) - hash(local, remote, ports, irs, minute) & 0xffffff;
        return size < SIZES.length ? SIZES[size] : 0;
    }

    /** A timestamp, not later than the given one, that says which options were agreed on. */
    static int timestamp(int clock, Request r) {
        int options = (r.peerScale < 0 ? NO_SCALE : r.peerScale) | (r.sack ? 16 : 0) | (r.ecn ? 32 : 0);
        int with = clock & -1 << OPTION_BITS | options;
        return with - clock > 0 ? with - (1 << OPTION_BITS) : with;
    }

    /** Reads them back. */
    static void options(Request r, int echo, Settings settings, int ownScale) {
        int scale = echo & 15;
        r.peerScale = scale == NO_SCALE || !settings.windowScaling.on() ? -1 : Math.min(scale, TcpOptions.MOST_SCALE);
        r.scale = r.peerScale < 0 ? 0 : ownScale;
        r.sack = (echo & 16) != 0 && settings.sack.on();
        r.ecn = (echo & 32) != 0 && settings.ecn.get() != 0;
    }
}
