package org.sluice.kernel.net.tcp;

import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.ip.Path;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.net.tcp.recovery.Recovery;

/**
 * What leaves a connection: segments, holds that have ended, and at last the connection itself. {@link Connection} says in which order. The next segment
 * is built with the lock held, and sent without.
 */
final class Departure {
    private static final long NEVER = Recovery.NEVER;
    /** Segments sent by one caller at most; the rest is for the timers' thread. */
    private static final int AT_ONCE = 256;

    private final Connection c;
    private final Timers.Alarm alarm;
    private final Out out = new Out();
    private final Recovery.Range range = new Recovery.Range();
    private FramePart[] gone = new FramePart[4];
    private int goneCount;
    private boolean sending;
    private boolean removed;
    private long armed = NEVER;

    Departure(Connection connection) {
        c = connection;
        alarm = connection.tcp.timers.alarm(this::alarm);
    }

    /** A hold that is to end once nothing is locked. */
    void gone(FramePart part) {
        if (part == null) {
            return;
        }
        if (goneCount == gone.length) {
            FramePart[] more = new FramePart[gone.length * 2];
            for (int i = 0; i < goneCount; i++) {
                more[i] = gone[i];
            }
            gone = more;
        }
        gone[goneCount++] = part;
    }

    /** Ends what began with taking the connection's lock, as {@link Connection} says. */
    void leave() {
        boolean send = false;
        FramePart[] drop = null;
        boolean end = false;
        TimeWait left = null;
        long arm = NEVER;
        long now = c.now();
        try {
            if (!sending) {
                send = pull(now);
                sending = send;
            }
            c.sender.changed(now);
        } finally {
            drop = takeGone();
            if (c.ended && !removed) {
                removed = true;
                end = true;
                left = c.toTimeWait ? new TimeWait(c, now) : null;
            }
            arm = arm(now);
            c.lock.release();
        }
        after(drop, end, left, arm);
        if (send) {
            drain();
        }
    }

    private FramePart[] takeGone() {
        if (goneCount == 0) {
            return null;
        }
        FramePart[] taken = gone;
        gone = new FramePart[4];
        goneCount = 0;
        return taken;
    }

    private long arm(long now) {
        long at = c.state == State.CLOSED || c.state == State.TIME_WAIT ? NEVER : c.clocks.next();
        if (at < armed) {
            armed = at;
            return at;
        }
        return NEVER;
    }

    private void after(FramePart[] drop, boolean end, TimeWait left, long arm) {
        if (drop != null) {
            for (FramePart part : drop) {
                if (part != null) {
                    part.drop();
                }
            }
        }
        if (end) {
            c.tcp.ended(c, left);
            alarm.cancel();
        } else if (arm != NEVER) {
            alarm.by(arm);
        }
    }

    /** Sends what {@link #out} holds and what comes after it. Only by whoever has set {@link #sending}. */
    private void drain() {
        boolean over = false;
        try {
            for (int done = 0;; done++) {
                emit();
                c.lock.acquire();
                boolean later = false;
                FramePart[] drop;
                boolean end = false;
                TimeWait left = null;
                long arm = NEVER;
                long now = c.now();
                try {
                    if (done == AT_ONCE) {
                        later = true;
                        sending = false;
                    } else {
                        sending = pull(now);
                    }
                    over = !sending;
                    c.sender.changed(now);
                } finally {
                    drop = takeGone();
                    if (c.ended && !removed) {
                        removed = true;
                        end = true;
                        left = c.toTimeWait ? new TimeWait(c, now) : null;
                    }
                    arm = arm(now);
                    c.lock.release();
                }
                after(drop, end, left, arm);
                if (over) {
                    if (later) {
                        c.tcp.timers.after(0, this::more);
                    }
                    return;
                }
            }
        } finally {
            if (!over) {
                c.lock.acquire();
                sending = false;
                c.lock.release();
            }
        }
    }

    private void more() {
        c.lock.acquire();
        leave();
    }

    private void emit() {
        if (!c.tcp.ip.valid(c.path)) {
            reroute();
        }
        try {
            c.tcp.send(c.path, c.ports, out, c.tuning);
            c.sender.segmentsOut++;
        } catch (CallFailed e) {
            // as if it had been lost on the way; if that goes on it is what the program is told
            c.softError = e.errno();
        }
    }

    private void reroute() {
        try {
            Path way = c.tcp.path(c.local, c.remote, c.tuning.through);
            c.lock.acquire();
            c.route(way);
            c.lock.release();
        } catch (CallFailed e) {
            c.softError = e.errno();
        }
    }

    // ---- what is sent

    /** Fills in the next segment; false if there is none. Lock held. */
    private boolean pull(long now) {
        out.clear();
        switch (c.state) {
            case CLOSED -> {
                if (!c.reset) {
                    return false;
                }
                c.reset = false;
                out.sequence = sequenceNow();
                out.acknowledgement = c.receiver.nextSequence();
                out.flags = TcpHeader.RST | TcpHeader.ACK;
                c.tcp.counters.outResets.increment();
                return true;
            }
            case SYN_SENT, SYN_RECEIVED -> {
                return pullSyn(now);
            }
            default -> {
                boolean segment = c.sender.pull(out, now);
                if (!segment) {
                    if (!c.receiver.acks.owes()) {
                        return false;
                    }
                    out.sequence = sequenceNow();
                    out.flags = TcpHeader.ACK;
                }
                c.receiver.acks.fill(out, out.bytes > 0 || (out.flags & TcpHeader.FIN) != 0, now);
                return true;
            }
        }
    }

    /** Of a segment without data: what comes next, unless the window has shrunk before that. */
    private int sequenceNow() {
        long end = c.sender.una + c.sender.window;
        return c.sender.iss + (int) (c.sender.nxt <= end ? c.sender.nxt : Math.max(end, c.sender.una));
    }

    private boolean pullSyn(long now) {
        boolean again = c.sender.nxt > 0;
        if (again && !c.sender.recovery.next(range, 1, now)) {
            if (c.state == State.SYN_SENT || !c.receiver.acks.owes()) {
                return false;
            }
        }
        out.sequence = c.sender.iss;
        out.flags = TcpHeader.SYN;
        out.mss = c.receiver.offeredMss;
        out.scale = c.offeredScale;
        out.sackPermitted = c.offerSack;
        out.timestamps = c.offerTimestamps;
        out.timestamp = c.clock(now);
        if (c.state == State.SYN_RECEIVED) {
            out.flags |= TcpHeader.ACK;
            out.echo = c.receiver.recent();
            out.window = c.receiver.offerFirst();
            int window = out.window;
            boolean stamps = out.timestamps;
            c.receiver.acks.fill(out, false, now);
            out.window = window;
            out.timestamps = stamps;
        } else {
            out.echo = 0;
            out.window = c.receiver.offerFirst();
            if (c.askEcn && !again) {
                out.flags |= TcpHeader.ECE | TcpHeader.CWR;
            }
        }
        c.sender.recovery.sent(0, 1, now);
        c.sender.nxt = Math.max(c.sender.nxt, 1);
        if (again) {
            c.tcp.counters.retransmitted.increment();
        }
        return true;
    }

    private void alarm() {
        c.lock.acquire();
        armed = NEVER;
        try {
            c.clocks.run(c.now());
        } finally {
            leave();
        }
    }
}
