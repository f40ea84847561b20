package org.sluice.kernel.net.tcp.recovery;

import org.sluice.abi.TcpInfo;

/**
 * The one timer of a sender and what it stands for: retransmission timeout (RFC 6298), loss probe (RFC 8985 7.2), or reordering window (RFC 8985 6.3). While
 * anything is under way one of them runs.
 */
final class Timers {
    static final int NONE = 0;
    static final int RETRANSMISSION = 1;
    static final int PROBE = 2;
    static final int REORDERING = 3;

    /** Coarseness that a wait for several segments allows for, as Linux' two ticks. */
    private static final long SLACK = 2_000_000;

    private final Flow flow;
    int kind = NONE;
    long at = Recovery.NEVER;

    Timers(Flow flow) {
        this.flow = flow;
    }

    void set(int kind, long at) {
        this.kind = kind;
        this.at = at;
    }

    void stop() {
        set(NONE, Recovery.NEVER);
    }

    /** Retransmission timeout from now on; from when the oldest was sent if another timer ran meanwhile. */
    void retransmission(long now) {
        if (flow.board.size() == 0) {
            stop();
            return;
        }
        boolean other = kind == PROBE || kind == REORDERING;
        set(RETRANSMISSION, other ? Math.max(flow.board.sent(0) + flow.rtt.timeout(), now) : now + flow.rtt.timeout());
    }

    void reordering(long wait, long now) {
        set(REORDERING, now + Math.min(wait + SLACK, flow.rtt.timeout()));
    }

    /** Loss probe if one may be sent, else retransmission timeout (RFC 6298 5.3). */
    void restart(long now) {
        if (!probe(true, now)) {
            retransmission(now);
        }
    }

    /**
     * Sets the probe's timer (RFC 8985 7.2): two round trips, with an allowance for the receiver's delay if a single segment is out.
     *
     * @param anew whether the retransmission timeout counts from now on
     */
    boolean probe(boolean anew, long now) {
        if (!flow.settings.lossProbe || !flow.selective || flow.board.size() == 0 || flow.state != TcpInfo.OPEN && flow.state != TcpInfo.CWR) {
            return false;
        }
        Rtt rtt = flow.rtt;
        long wait = rtt.known() ? 2 * rtt.smoothed() + (flow.board.packets == 1 ? rtt.lowest() : SLACK) : flow.settings.initialTimeout;
        long timeout = anew ? rtt.timeout() : flow.board.sent(0) + rtt.timeout() - now;
        set(PROBE, now + (timeout > 0 ? Math.min(wait, timeout) : wait));
        return true;
    }
}
