package org.sluice.kernel.net.tcp.recovery;

import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.TcpInfo;

/** A sender in virtual time that a test drives by hand: segments of 1000 bytes, numbered from 0; the round trip of the handshake is 100 ms. */
final class Bench {
    static final int MSS = 1000;
    static final long MS = 1_000_000;

    final Recovery recovery;
    final Recovery.Ack ack = new Recovery.Ack();
    private final Recovery.Range range = new Recovery.Range();
    private final long[] info = new long[TcpInfo.LENGTH];
    long now = 10_000 * MS;
    long next = 1;
    /** New segments that wait to be sent. */
    int unsent;

    Bench(Recovery.Settings settings, boolean selective) {
        recovery = new Recovery(settings);
        recovery.sent(0, 1, now);
        pass(100);
        ack.position = 1;
        ack.echoed = -1;
        recovery.acknowledged(ack, now);
        recovery.established(MSS, selective, true, now);
    }

    static Recovery.Settings reno() {
        Recovery.Settings settings = new Recovery.Settings();
        settings.congestion = 0;
        return settings;
    }

    void pass(long milliseconds) {
        now += milliseconds * MS;
    }

    /** Position of the segment's first byte. */
    static long at(int segment) {
        return 1 + (long) segment * MSS;
    }

    /** So many segments are written; what may be sent is sent. Returns the segments sent, again or new. */
    List<Integer> write(int segments) {
        unsent += segments;
        return pump();
    }

    /** Sends what may be sent, again first. */
    List<Integer> pump() {
        List<Integer> sent = new ArrayList<>();
        while (true) {
            if (recovery.next(range, MSS, now)) {
                sent.add((int) ((range.from - 1) / MSS));
                recovery.sent(range.from, range.to, now);
            } else if (unsent > 0 && recovery.allowance(now) >= MSS) {
                sent.add((int) ((next - 1) / MSS));
                unsent--;
                next += MSS;
                recovery.sent(next - MSS, next, now);
            } else {
                if (unsent == 0) {
                    recovery.applicationLimited(now);
                }
                if (!recovery.next(range, MSS, now)) {
                    return sent;
                }
            }
        }
    }

    /** Everything before the segment has arrived; SACK blocks as pairs of segments, the first inclusive, the second not. */
    List<Integer> ack(int segment, int... blocks) {
        ack.position = at(segment);
        ack.blocks = blocks.length / 2;
        for (int i = 0; i < ack.blocks; i++) {
            ack.from[i] = at(blocks[2 * i]);
            ack.to[i] = at(blocks[2 * i + 1]);
        }
        ack.newData = unsent > 0;
        recovery.acknowledged(ack, now);
        ack.duplicate = false;
        ack.congestion = false;
        ack.echoed = -1;
        return pump();
    }

    Bench duplicate(int from, int to) {
        ack.duplicate = true;
        ack.duplicateFrom = at(from);
        ack.duplicateTo = at(to);
        return this;
    }

    /** The next acknowledgement echoes what was sent so long ago. */
    Bench echo(long milliseconds) {
        ack.echoed = milliseconds * MS;
        return this;
    }

    Bench marked() {
        ack.congestion = true;
        return this;
    }

    /** Waits for the timer, and sends what that asks for. */
    List<Integer> timer() {
        now = recovery.timerAt();
        recovery.timer(now);
        List<Integer> sent = new ArrayList<>();
        if (recovery.probe(range, MSS)) {
            if (unsent > 0) {
                sent.add((int) ((next - 1) / MSS));
                unsent--;
                next += MSS;
                recovery.sent(next - MSS, next, now);
            } else {
                sent.add((int) ((range.from - 1) / MSS));
                recovery.sent(range.from, range.to, now);
            }
        }
        sent.addAll(pump());
        return sent;
    }

    /** Milliseconds until the timer. */
    long timerIn() {
        return (recovery.timerAt() - now) / MS;
    }

    long info(int field) {
        recovery.fill(info, now);
        return info[field];
    }
}
