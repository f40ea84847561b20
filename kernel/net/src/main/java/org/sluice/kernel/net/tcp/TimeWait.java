package org.sluice.kernel.net.tcp;

import org.sluice.kernel.net.ip.Protocol;

/**
 * What is left of a connection for a minute: enough to acknowledge the peer's FIN again, and to keep segments of the old connection from a new one
 * (RFC 9293 3.10.7.4, 1337, 6191). Its fields change under the lock of {@link TimeWaits} only.
 */
final class TimeWait extends Flow {
    private final Tcp tcp;
    /** What it has sent, what it expects. */
    final int sequence;
    final int expected;
    final int window;
    final boolean timestamps;
    final int clockOffset;
    /** Last timestamp of the peer. */
    int recent;
    long recentAt;
    /** When it ends. */
    long until;
    private long answeredAt = Long.MIN_VALUE / 2;

    TimeWait(Connection c, long now) {
        super(c.local, c.remote, c.ports);
        tcp = c.tcp;
        sequence = c.sender.iss + (int) c.sender.nxt;
        expected = c.receiver.nextSequence();
        window = (int) Math.min(65_535, Math.max(0, c.receiver.edge - c.receiver.next) >> c.receiver.scale);
        timestamps = c.timestampsOk;
        clockOffset = c.clockOffset;
        recent = c.receiver.recent();
        recentAt = now;
        binding = c.binding;
        until = now + TimeWaits.LIFE;
    }

    @Override
    void input(Segment s) {
        long now = tcp.timers.now();
        s.drop();
        boolean rst = s.has(TcpHeader.RST);
        boolean old = timestamps && s.timestamps && s.timestamp - recent < 0;
        boolean expectedNow = s.sequence == expected && s.span() == 0;
        if (!old && rst && s.sequence == expected && !tcp.settings.rfc1337.on()) {
            // as Linux does unless it is told of RFC 1337
            tcp.timeWaits.end(this);
            return;
        }
        if (rst) {
            return;
        }
        if (s.has(TcpHeader.SYN) && !s.has(TcpHeader.ACK) && !old
            && (s.sequence - expected > 0 || timestamps && s.timestamps && s.timestamp - recent > 0)) {
            tcp.reopen(this, s);
            return;
        }
        if (expectedNow && !old) {
            // an acknowledgement, of the FIN if anything
            touch(s, now);
            return;
        }
        if (old) {
            tcp.counters.pawsEstablished.increment();
        } else if (s.has(TcpHeader.ACK) && !s.has(TcpHeader.SYN)) {
            touch(s, now);
            tcp.timeWaits.again(this, now);
        }
        if (now - answeredAt >= tcp.settings.invalidRateLimit.get() * 1_000_000L || s.has(TcpHeader.FIN)) {
            answeredAt = now;
            tcp.acknowledge(this, now);
        } else {
            tcp.counters.acksSkipped.increment();
        }
    }

    private void touch(Segment s, long now) {
        if (timestamps && s.timestamps) {
            recent = s.timestamp;
            recentAt = now;
        }
    }

    @Override
    void failed(Protocol.Failure failure, int number, int sent) {
        // there is nobody to tell
    }
}
