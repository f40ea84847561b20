package org.sluice.kernel.net.tcp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.net.ip.Path;
import org.sluice.kernel.net.packet.Timers;
import org.sluice.kernel.network.WaitLock;

/**
 * A listener: handshakes under way, and connections that wait to be accepted. Guarded by its socket's lock. With more handshakes than its backlog it keeps nothing of
 * those that come and sends cookies; with more connections waiting than that it drops what comes, as Linux does.
 */
public final class Listen {
    private static final long SECOND = 1_000_000_000L;
    /** Of the time between two SYN-ACKs; the longest is reached before. */
    private static final int MOST_DOUBLINGS = 20;
    private static final long OVERFLOW_RECENT = 2 * 64 * SECOND;

    /** Whom a listener tells of handshakes that come to nothing. */
    public interface Forgotten {
        /** One that was begun will not be finished. Called with nothing locked; must not block. */
        void handshake(int local, int port, int remote, int remotePort);
    }

    private final Tcp tcp;
    private final WaitLock lock;
    private final Tuning tuning;
    private final Ports.Binding binding;
    private final Timers.Alarm alarm;
    private volatile Forgotten forgotten = (local, port, remote, remotePort) -> { };
    private final LinkedHashSet<Request> requests = new LinkedHashSet<>();
    private final ArrayDeque<Connection> waiting = new ArrayDeque<>();
    /** Connections whose handshake is being completed. */
    private int completing;
    private int backlog;
    private boolean closed;
    private long overflowAt = Long.MIN_VALUE / 2;
    private long armed = Connection.NEVER;

    Listen(Tcp tcp, WaitLock lock, Tuning tuning, Ports.Binding binding, int backlog) {
        this.tcp = tcp;
        this.lock = lock;
        this.tuning = tuning;
        this.binding = binding;
        alarm = tcp.timers.alarm(this::alarm);
        backlog(backlog);
    }

    /** @param most connections that may wait, beside one; negative for as many as there may be */
    public void backlog(int most) {
        int bound = binding == null ? Integer.MAX_VALUE : (int) tcp.settings.somaxconn.get();
        lock.acquire();
        backlog = most < 0 ? bound : Math.min(most, bound);
        lock.release();
    }

    /** Says who is told of handshakes that come to nothing. */
    public void onForgotten(Forgotten action) {
        forgotten = action;
    }

    private boolean full() {
        return waiting.size() + completing - backlog > 0;
    }

    // ---- segments

    /** A segment for which there is no connection. */
    void input(Segment s) {
        if (s.has(TcpHeader.ACK) && !s.has(TcpHeader.RST)) {
            if (s.has(TcpHeader.SYN) || !cookie(s)) {
                s.drop();
                tcp.reset(s);
            }
            return;
        }
        s.drop();
        if (s.has(TcpHeader.SYN) && !s.has(TcpHeader.RST) && !s.has(TcpHeader.FIN)) {
            syn(s, 0, false);
        }
    }

    /** A SYN. @param iss the number to begin with if it must be a particular one */
    void syn(Segment s, int iss, boolean particular) {
        long now = tcp.timers.now();
        int ports = Flow.ports(s.destinationPort, s.sourcePort);
        int local = s.ip.destination();
        int remote = s.ip.source();
        boolean cookie;
        lock.acquire();
        try {
            if (closed) {
                return;
            }
            if (full()) {
                tcp.counters.listenOverflows.increment();
                tcp.counters.listenDrops.increment();
                return;
            }
            long wanted = tcp.settings.syncookies.get();
            boolean overflow = requests.size() >= Math.max(1, Math.min(backlog, tcp.settings.maxSynBacklog.get()));
            cookie = wanted == 2 || overflow;
            if (overflow) {
                tcp.counters.requestDrops.increment();
                if (wanted == 0) {
                    tcp.counters.listenDrops.increment();
                    return;
                }
            }
            overflowAt = cookie ? now : overflowAt;
        } finally {
            lock.release();
        }
        int first = cookie ? tcp.cookies.make(local, remote, ports, s.sequence, s.mss == 0 ? 536 : s.mss, now)
            : particular ? iss : tcp.isn(local, remote, ports, now);
        Request r = new Request(this, local, remote, ports, first, s.sequence);
        r.agree(s, tcp.settings, tcp.scale(tuning));
        if (cookie) {
            tcp.counters.cookiesSent.increment();
            if (!r.timestamps) {
                r.peerScale = -1;
                r.scale = 0;
                r.sack = false;
                r.ecn = false;
            }
            answer(r, now, true);
            return;
        }
        if (!tcp.flows.add(r, null)) {
            return;
        }
        r.firstSent = now;
        r.lastSent = now;
        r.due = now + tcp.settings.initialTimeout.get() * 1_000_000L;
        boolean kept;
        lock.acquire();
        try {
            kept = !closed;
            if (kept) {
                requests.add(r);
            }
        } finally {
            lock.release();
        }
        if (!kept) {
            tcp.flows.remove(r);
            return;
        }
        arm(r.due);
        answer(r, now, false);
    }

    private void arm(long at) {
        boolean earlier;
        lock.acquire();
        earlier = at < armed;
        if (earlier) {
            armed = at;
        }
        lock.release();
        if (earlier) {
            alarm.by(at);
        }
    }

    /** Sends the SYN-ACK. */
    private void answer(Request r, long now, boolean cookie) {
        Out out = new Out();
        out.clear();
        out.sequence = r.iss;
        out.acknowledgement = r.irs + 1;
        out.flags = TcpHeader.SYN | TcpHeader.ACK | (r.ecn ? TcpHeader.ECE : 0);
        out.scale = r.peerScale < 0 ? -1 : r.scale;
        out.sackPermitted = r.sack;
        out.timestamps = r.timestamps;
        out.timestamp = tcp.clock(r, now);
        if (cookie && r.timestamps) {
            out.timestamp = SynCookies.timestamp(out.timestamp, r);
        }
        out.echo = r.recent;
        try {
            Path path = tcp.path(r.local, r.remote, tuning.through);
            out.mss = mss(path);
            r.window = firstWindow(out.mss);
            out.window = r.window;
            tcp.send(path, r.ports, out, tuning);
        } catch (CallFailed e) {
            // it is sent again
            tcp.counters.listenDrops.increment();
        }
    }

    private int mss(Path path) {
        int mss = path.device().mtu() - 40;
        return Math.max(88, tuning.maxSegment > 0 ? Math.min(mss, tuning.maxSegment) : mss);
    }

    private int firstWindow(int mss) {
        long buffer = tuning.receiveBuffer > 0 ? tuning.receiveBuffer : tcp.settings.rmem.get(1) / 2;
        if (tuning.windowClamp > 0) {
            buffer = Math.min(buffer, tuning.windowClamp);
        }
        int window = (int) Math.min(65_535, buffer);
        return window > mss && tuning.receiveBuffer == 0 ? window / mss * mss : window;
    }

    /** A segment of a handshake. */
    void input(Request r, Segment s) {
        long now = tcp.timers.now();
        boolean old = r.timestamps && s.timestamps && s.timestamp - r.recent < 0;
        int at = s.sequence - (r.irs + 1);
        boolean inWindow = at + s.span() >= 0 && (at < r.window || at == r.window && s.span() == 0);
        if (s.has(TcpHeader.SYN) && s.sequence == r.irs && !s.has(TcpHeader.ACK) && !s.has(TcpHeader.RST) && !old) {
            s.drop();
            if (mayAnswer(r, now)) {
                tcp.counters.retransmitted.increment();
                answer(r, now, false);
            }
            return;
        }
        if (s.has(TcpHeader.RST)) {
            s.drop();
            if (inWindow && at == 0) {
                tcp.counters.attemptFails.increment();
                give(r);
            }
            return;
        }
        if (old || !inWindow || s.has(TcpHeader.SYN)) {
            s.drop();
            if (old) {
                tcp.counters.pawsEstablished.increment();
            }
            if (mayAnswer(r, now)) {
                tcp.acknowledge(r, r.iss + 1, r.irs + 1, r.window >> r.scale, r.timestamps, r.recent, now);
            }
            return;
        }
        if (!s.has(TcpHeader.ACK)) {
            s.drop();
            return;
        }
        if (s.acknowledgement != r.iss + 1) {
            s.drop();
            tcp.reset(s);
            return;
        }
        complete(r, s, now);
    }

    private boolean mayAnswer(Request r, long now) {
        lock.acquire();
        try {
            if (now - r.answeredAt < tcp.settings.invalidRateLimit.get() * 1_000_000L) {
                tcp.counters.acksSkipped.increment();
                return false;
            }
            r.answeredAt = now;
            return true;
        } finally {
            lock.release();
        }
    }

    /** The handshake's last segment. */
    private void complete(Request r, Segment s, long now) {
        boolean refuse = false;
        boolean go = false;
        lock.acquire();
        try {
            if (!closed && !r.over) {
                if (tuning.deferAccept && s.length == 0 && !s.has(TcpHeader.FIN)) {
                    r.acknowledged = true;
                } else if (full()) {
                    tcp.counters.listenOverflows.increment();
                    r.acknowledged = true;
                    refuse = tcp.settings.abortOnOverflow.on();
                } else {
                    go = true;
                    r.over = true;
                    requests.remove(r);
                    completing++;
                }
            }
        } finally {
            lock.release();
        }
        if (go) {
            open(r, s, now, r);
        } else {
            s.drop();
            if (refuse) {
                give(r);
                tcp.reset(s);
            }
        }
    }

    /** Whether a segment brings a cookie back; then the connection is made, and has the segment. */
    private boolean cookie(Segment s) {
        long now = tcp.timers.now();
        lock.acquire();
        try {
            if (closed || tcp.settings.syncookies.get() == 0 || tcp.settings.syncookies.get() == 1 && now - overflowAt > OVERFLOW_RECENT) {
                return false;
            }
        } finally {
            lock.release();
        }
        int ports = Flow.ports(s.destinationPort, s.sourcePort);
        int mss = tcp.cookies.check(s.ip.destination(), s.ip.source(), ports, s.sequence - 1, s.acknowledgement - 1, now);
        if (mss == 0) {
            tcp.counters.cookiesFailed.increment();
            return false;
        }
        tcp.counters.cookiesReceived.increment();
        Request r = new Request(this, s.ip.destination(), s.ip.source(), ports, s.acknowledgement - 1, s.sequence - 1);
        r.peerMss = mss;
        r.timestamps = s.timestamps && tcp.settings.timestamps.on();
        r.recent = s.timestamp;
        r.window = firstWindow(536);
        if (r.timestamps) {
            SynCookies.options(r, s.echo, tcp.settings, tcp.scale(tuning));
        }
        r.firstSent = -1;
        boolean go;
        lock.acquire();
        try {
            go = !closed && !full();
            completing += go ? 1 : 0;
        } finally {
            lock.release();
        }
        if (go) {
            open(r, s, now, null);
        } else {
            s.drop();
            tcp.counters.listenOverflows.increment();
        }
        return true;
    }

    /** Makes the connection, and has it take the segment. */
    private void open(Request r, Segment s, long now, Flow instead) {
        Connection c = null;
        boolean added = false;
        try {
            c = tcp.child(r, tuning, binding, now);
            // before others can find it
            c.accepted(this);
            added = tcp.flows.add(c, instead);
        } catch (CallFailed e) {
            tcp.counters.listenDrops.increment();
        } finally {
            if (!added) {
                if (c != null && c.binding != null) {
                    tcp.ports.release(c.binding);
                }
                if (instead != null) {
                    tcp.flows.remove(instead);
                }
                s.drop();
                lock.acquire();
                completing--;
                lock.release();
            }
        }
        if (!added) {
            return;
        }
        tcp.counters.passiveOpens.increment();
        c.input(s);
        c.lock.acquire();
        boolean lost = c.takeParent() != null;
        c.lock.release();
        if (lost) {
            // the segment did not complete it after all
            c.abort();
            lock.acquire();
            completing--;
            lock.release();
        }
    }

    /** A connection's handshake is over. */
    void completed(Connection c) {
        boolean lost;
        lock.acquire();
        try {
            completing--;
            lost = closed;
            if (!lost) {
                waiting.add(c);
                lock.wakeAll();
            }
        } finally {
            lock.release();
        }
        if (lost) {
            c.abort();
        }
    }

    /** Forgets a handshake. */
    void give(Request r) {
        lock.acquire();
        r.over = true;
        requests.remove(r);
        lock.release();
        tcp.flows.remove(r);
        forgotten.handshake(r.local, r.localPort(), r.remote, r.remotePort());
    }

    private void alarm() {
        long now = tcp.timers.now();
        List<Request> again = new ArrayList<>();
        List<Request> over = new ArrayList<>();
        long next = Connection.NEVER;
        lock.acquire();
        try {
            armed = Connection.NEVER;
            for (Request r : requests) {
                if (r.due <= now) {
                    if (r.again >= tcp.settings.synAckRetries.get()) {
                        over.add(r);
                        continue;
                    }
                    r.again++;
                    r.lastSent = now;
                    r.due = now + Math.min(tcp.settings.maximumTimeout.get() * 1_000_000L,
                        tcp.settings.initialTimeout.get() * 1_000_000L << Math.min(r.again, MOST_DOUBLINGS));
                    again.add(r);
                }
                next = Math.min(next, r.due);
            }
        } finally {
            lock.release();
        }
        over.forEach(this::give);
        for (Request r : again) {
            tcp.counters.retransmitted.increment();
            answer(r, now, false);
        }
        if (next != Connection.NEVER) {
            arm(next);
        }
    }

    // ---- the program

    /**
     * Takes a connection that is open.
     *
     * @throws CallFailed EAGAIN, EINTR; EINVAL if it is closed meanwhile
     */
    public Connection accept(boolean wait) {
        lock.acquire();
        try {
            long deadline = tuning.receiveTimeout == 0 ? WaitLock.FOREVER : tcp.timers.now() + tuning.receiveTimeout;
            while (waiting.isEmpty()) {
                if (closed) {
                    throw new CallFailed(Errno.EINVAL);
                }
                if (!wait) {
                    throw new CallFailed(Errno.EAGAIN);
                }
                switch (lock.await("accept", deadline)) {
                    case TIMED_OUT -> throw new CallFailed(Errno.EAGAIN);
                    case INTERRUPTED -> throw new CallFailed(Errno.EINTR);
                    case WOKEN -> { }
                }
            }
            return waiting.poll();
        } finally {
            lock.release();
        }
    }

    /** Connections that wait. */
    public int waiting() {
        lock.acquire();
        try {
            return waiting.size();
        } finally {
            lock.release();
        }
    }

    public int backlog() {
        return backlog;
    }

    /** Stops listening: handshakes are forgotten, connections that wait are reset. */
    public void close() {
        List<Request> open;
        List<Connection> reset;
        lock.acquire();
        try {
            closed = true;
            open = new ArrayList<>(requests);
            reset = new ArrayList<>(waiting);
            requests.clear();
            waiting.clear();
            lock.wakeAll();
        } finally {
            lock.release();
        }
        if (binding != null) {
            tcp.ports.listen(binding, null);
        }
        alarm.cancel();
        open.forEach(tcp.flows::remove);
        reset.forEach(Connection::abort);
    }
}
