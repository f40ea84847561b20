package org.sluice.kernel.net.tcp;

import org.sluice.abi.Errno;

/**
 * What a connection does when time passes: acknowledges, retransmits and probes by its halves, and gives up: after too many retransmissions (RFC 9293 3.8.3, RFC 5482),
 * without an answer to keep-alives (RFC 1122 4.2.3.6), or with nobody to wait any more. Guarded by the connection's lock.
 */
final class Clocks {
    private static final long SECOND = 1_000_000_000L;
    /** Retransmissions of a connection without a program, where the setting says nothing, as Linux has it. */
    private static final int ORPHAN_RETRIES = 8;

    private final Connection c;
    /** When a connection that nobody has any more goes. */
    long expireAt = Connection.NEVER;
    long lastHeard;
    /** Since when nobody has it. */
    long orphanSince = Connection.NEVER;
    private long keepAt = Connection.NEVER;

    Clocks(Connection connection) {
        c = connection;
    }

    private long keepIdle() {
        return c.tuning.keepIdle > 0 ? c.tuning.keepIdle : c.tcp.settings.keepaliveTime.get() * SECOND;
    }

    private long keepInterval() {
        return c.tuning.keepInterval > 0 ? c.tuning.keepInterval : c.tcp.settings.keepaliveInterval.get() * SECOND;
    }

    /** Something came, or options have changed. */
    void heard(long now) {
        lastHeard = now;
        if (c.tuning.keepAlive && c.state.synchronised()) {
            long at = now + keepIdle();
            if (keepAt == Connection.NEVER || at < keepAt) {
                keepAt = at;
            }
        } else {
            keepAt = Connection.NEVER;
        }
    }

    long next() {
        return Math.min(Math.min(c.sender.timerAt(), c.receiver.acks.timerAt()), Math.min(expireAt, keepAt));
    }

    void run(long now) {
        if (c.state == State.CLOSED || c.state == State.TIME_WAIT) {
            return;
        }
        if (now >= expireAt) {
            c.end(0, false);
            return;
        }
        if (now >= c.sender.timerAt() && givesUp(now)) {
            c.end(c.softError != 0 ? c.softError : Errno.ETIMEDOUT, false);
            c.tcp.counters.abortOnTimeout.increment();
            return;
        }
        if (c.orphan && now >= c.sender.timerAt() && c.tcp.outOfResources(c.sender.stuckSince() != Connection.NEVER)) {
            c.tcp.counters.abortOnMemory.increment();
            c.end(0, true);
            return;
        }
        c.receiver.acks.timer(now);
        c.sender.timer(now);
        if (now >= keepAt) {
            keepAlive(now);
        }
    }

    /** Whether the other end has not answered for too long. */
    private boolean givesUp(long now) {
        if (c.state == State.SYN_SENT || c.state == State.SYN_RECEIVED) {
            int most = c.state == State.SYN_RECEIVED ? (int) c.tcp.settings.synAckRetries.get()
                : c.tuning.synCount > 0 ? c.tuning.synCount : (int) c.tcp.settings.synRetries.get();
            return now >= c.sender.recovery.timerAt() && (c.sender.recovery.backoffs() >= most
                || c.tuning.userTimeout > 0 && now - c.sender.recovery.oldest() >= c.tuning.userTimeout);
        }
        int retries = (int) c.tcp.settings.retries2.get();
        if (c.orphan) {
            int orphans = (int) c.tcp.settings.orphanRetries.get();
            retries = Math.min(retries, orphans == 0 ? ORPHAN_RETRIES : orphans);
            if (c.sender.stuckSince() != Connection.NEVER && now - Math.max(c.sender.stuckSince(), orphanSince) >= span(retries)) {
                // answers to probes keep it for a program only
                return true;
            }
        }
        long oldest = c.sender.unansweredSince();
        if (oldest != Connection.NEVER && now >= c.sender.recovery.timerAt() && c.sender.recovery.backoffs() > 0) {
            long bound = c.tuning.userTimeout > 0 ? c.tuning.userTimeout : span(retries);
            if (c.sender.window == 0 && !c.orphan && c.tuning.userTimeout == 0) {
                // the window was closed over what is under way: while the peer answers that is no reason to end (RFC 1122 4.2.2.16)
                return now - oldest >= bound && now - lastHeard >= 2 * c.tcp.settings.maximumTimeout.get() * 1_000_000L;
            }
            return now - oldest >= bound;
        }
        if (c.sender.probes > 0 && c.sender.una == c.sender.nxt) {
            return c.tuning.userTimeout > 0 ? now - lastHeard >= c.tuning.userTimeout : c.sender.probes >= retries;
        }
        return false;
    }

    /** How long so many retransmissions take from the least timeout on, doubled each time: as Linux reckons it. */
    private long span(int retries) {
        long least = c.tcp.settings.minimumTimeout.get() * 1_000_000L;
        long most = c.tcp.settings.maximumTimeout.get() * 1_000_000L;
        long sum = 0;
        long step = least;
        for (int i = 0; i <= retries; i++) {
            sum += step;
            step = Math.min(most, step * 2);
        }
        return sum;
    }

    private void keepAlive(long now) {
        long quiet = now - lastHeard;
        long idle = keepIdle();
        if (!c.sender.allAcknowledged() || quiet < idle) {
            // what is under way has a timer of its own
            keepAt = c.sender.allAcknowledged() ? lastHeard + idle : now + idle;
            return;
        }
        int most = c.tuning.keepCount > 0 ? c.tuning.keepCount : (int) c.tcp.settings.keepaliveProbes.get();
        boolean silent = c.tuning.userTimeout > 0 ? quiet >= c.tuning.userTimeout && c.sender.probes > 0 : c.sender.probes >= most;
        if (silent) {
            c.tcp.counters.abortOnTimeout.increment();
            c.end(c.softError != 0 ? c.softError : Errno.ETIMEDOUT, true);
            return;
        }
        c.tcp.counters.keepAlives.increment();
        c.sender.keepAlive();
        keepAt = now + keepInterval();
    }

}
