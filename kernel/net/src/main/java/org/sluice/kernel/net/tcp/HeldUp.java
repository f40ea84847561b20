package org.sluice.kernel.net.tcp;

import org.sluice.abi.TcpInfo;

/** How long data were under way or waiting, and how long of that for what, as tcp_info tells it and Linux counts. Guarded by the connection's lock. */
final class HeldUp {
    /** What holds up, one at a time. */
    enum Reason { NOTHING, NETWORK, WINDOW, BUFFER }

    private static final long MICROSECOND = 1_000;

    private final long[] spent = new long[Reason.values().length];
    private Reason reason = Reason.NOTHING;
    private long since;

    /** From now on it is this. */
    void by(Reason now, long time) {
        if (now != reason) {
            spent[reason.ordinal()] += time - since;
            reason = now;
            since = time;
        }
    }

    private long micros(Reason of, long time) {
        return (spent[of.ordinal()] + (reason == of ? time - since : 0)) / MICROSECOND;
    }

    void fill(long[] info, long time) {
        info[TcpInfo.RWND_LIMITED] = micros(Reason.WINDOW, time);
        info[TcpInfo.SNDBUF_LIMITED] = micros(Reason.BUFFER, time);
        info[TcpInfo.BUSY_TIME] = micros(Reason.NETWORK, time) + info[TcpInfo.RWND_LIMITED] + info[TcpInfo.SNDBUF_LIMITED];
    }
}
