package org.sluice.kernel.net.tcp;

import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.ip.Path;
import org.sluice.kernel.net.ip.Protocol;
import org.sluice.kernel.net.tcp.recovery.Recovery;
import org.sluice.kernel.network.WaitLock;

/**
 * A connection (RFC 9293): its state, its two halves, and what a program does with it. One lock guards all of it. Nothing is sent and no memory is given
 * back under that: whoever changes something leaves by {@link #leave}, which lets go of the lock, gives back what is gone, and sends what is
 * to be sent, unless somebody is sending already, who goes on then. So segments leave in order, and an answer that comes in while its question is
 * being sent does not nest.
 */
public final class Connection extends Flow {
    static final long NEVER = Recovery.NEVER;

    final Tcp tcp;
    final WaitLock lock;
    final Tuning tuning;
    final Sender sender;
    final Receiver receiver;
    private final Input input = new Input(this);
    private final Departure departure;
    private final Status status = new Status(this);
    final Clocks clocks = new Clocks(this);

    State state = State.CLOSED;
    boolean sackOk;
    boolean timestampsOk;
    boolean ecnOk;
    /** What our SYN offers, or offered. */
    int offeredScale = -1;
    boolean offerSack;
    boolean offerTimestamps;
    boolean askEcn;
    /** Whether our SYN was acknowledged. */
    boolean handshakeAcked;
    /** Whether a listener made it. */
    boolean passive;
    /** Whether the peer's mark for ECN was seen. */
    boolean ecnSeen;
    /** Of our timestamps, in milliseconds. */
    int clockOffset;

    /** Way of what is sent; only whoever sends replaces it. */
    volatile Path path;
    int pathMtu = 576;
    int largest;

    /** Whether no program has it any more. */
    boolean orphan;
    boolean receiveShut;
    /** Whether a reset is due. */
    boolean reset;
    int error;
    int softError;

    /** What has become of it, for {@link #leave}. */
    boolean ended;
    boolean toTimeWait;
    private Listen parent;

    Connection(Tcp tcp, WaitLock lock, Tuning tuning, int local, int remote, int ports) {
        super(local, remote, ports);
        this.tcp = tcp;
        this.lock = lock;
        this.tuning = tuning;
        sender = new Sender(this, new Recovery(tcp.recoverySettings(tuning)));
        receiver = new Receiver(this);
        clockOffset = tcp.clockOffset(this);
        departure = new Departure(this);
    }

    long now() {
        return tcp.timers.now();
    }

    /** Our timestamp of a time. */
    int clock(long now) {
        return (int) (now / 1_000_000) + clockOffset;
    }

    /** A hold that is to end once nothing is locked. */
    void gone(FramePart part) {
        departure.gone(part);
    }

    // ---- beginning

    /** The way is known. Called before it is anybody else's, and by whoever sends. */
    void route(Path way) {
        path = way;
        // several segments in one piece only where the interface takes them so, not because the path is narrower than the interface
        largest = way.device().largest() > way.device().mtu() ? way.device().largest() : 0;
        pathMtu = tcp.ip.mtu(way);
        sender.resize(now());
    }

    /** Smallest MSS that a path is believed to need, however little it says. */
    int floorMss() {
        return (int) tcp.settings.minimumSendMss.get();
    }

    /** Begins a handshake. Lock held. */
    void open() {
        state = State.SYN_SENT;
        receiver.offeredMss = offeredMss();
        receiver.scale = tcp.settings.windowScaling.on() ? tcp.scale(tuning) : 0;
        offeredScale = tcp.settings.windowScaling.on() ? receiver.scale : -1;
        offerSack = tcp.settings.sack.on();
        offerTimestamps = tcp.settings.timestamps.on();
        askEcn = tcp.settings.ecn.get() == 1;
        tcp.counters.activeOpens.increment();
    }

    int offeredMss() {
        int mss = path.device().mtu() - 40;
        return Math.max(88, tuning.maxSegment > 0 ? Math.min(mss, tuning.maxSegment) : mss);
    }

    /** Made by a listener's handshake; the peer's ACK is yet to be handled. */
    void accepted(Listen by) {
        parent = by;
        passive = true;
        state = State.SYN_RECEIVED;
    }

    /** The handshake is over. Lock held. */
    void established(long now) {
        handshakeAcked = true;
        state = State.ESTABLISHED;
        sender.resize(now);
        sender.established(now);
        receiver.established(now);
        clocks.heard(now);
        lock.wakeAll();
    }

    /** The listener it came by, once. Lock held. */
    Listen takeParent() {
        Listen p = parent;
        parent = null;
        return p;
    }

    // ---- entering and leaving

    @Override
    void input(Segment s) {
        lock.acquire();
        Input.Answer answer = Input.Answer.NONE;
        try {
            answer = input.process(s, now());
        } finally {
            for (FramePart part : s.packet.take()) {
                gone(part);
            }
            Listen accept = state.synchronised() && parent != null ? takeParent() : null;
            leave();
            if (accept != null) {
                accept.completed(this);
            }
        }
        if (answer == Input.Answer.RESET) {
            tcp.reset(s);
        }
    }

    void enter() {
        lock.acquire();
    }

    /** Ends what began with taking the lock: see above. */
    void leave() {
        departure.leave();
    }

    // ---- ending

    /** It is over, for a reason. Lock held. @param errno 0 without an error */
    void end(int errno, boolean sendReset) {
        if (state == State.CLOSED) {
            return;
        }
        if (state == State.SYN_SENT || state == State.SYN_RECEIVED) {
            tcp.counters.attemptFails.increment();
        } else if ((sendReset || errno == Errno.ECONNRESET) && (state == State.ESTABLISHED || state == State.CLOSE_WAIT)) {
            tcp.counters.establishedResets.increment();
        }
        if (errno != 0) {
            error = errno;
        }
        reset = sendReset && state != State.SYN_SENT;
        state = State.CLOSED;
        ended = true;
        sender.clear();
        if (orphan) {
            receiver.clear();
        }
        lock.wakeAll();
    }

    /** Both FINs have been acknowledged or are about to be: what is left is a {@link TimeWait}. Lock held. */
    void timeWait() {
        state = State.TIME_WAIT;
        ended = true;
        toTimeWait = true;
        sender.clear();
        lock.wakeAll();
    }

    /** The FIN was acknowledged: wait for the peer's, though not for ever if nobody is there to wait. Lock held. */
    void finWait2(long now) {
        state = State.FIN_WAIT_2;
        if (orphan) {
            expireFinWait2(now);
        }
        lock.wakeAll();
    }

    private void expireFinWait2(long now) {
        if (tuning.linger2 < 0) {
            tcp.counters.abortOnLinger.increment();
            end(0, true);
        } else {
            clocks.expireAt = now + (tuning.linger2 > 0 ? tuning.linger2 : tcp.settings.finTimeout.get() * 1_000_000_000L);
        }
    }

    /** Ends the sending direction behind what was written. Lock held. */
    private void sendFin() {
        if (!sender.fin && (state == State.ESTABLISHED || state == State.CLOSE_WAIT || state == State.SYN_RECEIVED)) {
            sender.fin = true;
            sender.push();
            if (state != State.SYN_RECEIVED) {
                // there it is sent once the SYN is acknowledged (RFC 9293 3.10.4)
                state = state == State.CLOSE_WAIT ? State.LAST_ACK : State.FIN_WAIT_1;
            }
        }
    }

    /**
     * Ends one direction or both.
     *
     * @throws CallFailed ENOTCONN
     */
    public void shutdown(int how) {
        enter();
        try {
            if (state == State.CLOSED || state == State.TIME_WAIT) {
                throw new CallFailed(Errno.ENOTCONN);
            }
            if (state == State.SYN_SENT) {
                if (how != Sockets.SHUT_RECEIVE) {
                    end(Errno.ECONNRESET, false);
                }
                throw new CallFailed(Errno.ENOTCONN);
            }
            receiveShut |= how != Sockets.SHUT_SEND;
            if (how != Sockets.SHUT_RECEIVE) {
                sendFin();
            }
            lock.wakeAll();
        } finally {
            leave();
        }
    }

    /** The program has closed it; waits as LINGER says. */
    public void close() {
        enter();
        boolean unread = !receiver.queue.isEmpty();
        try {
            if (tuning.linger > 0 && !unread && !tuning.nonBlocking) {
                sendFin();
                leave();
                lock.acquire();
                lingering();
            }
        } finally {
            // also if the process ends while it waits
            closed(unread);
        }
    }

    /** No program has it any more. Lock held, which is released. @param unread whether something came that nobody will read */
    private void closed(boolean unread) {
        try {
            long now = now();
            orphan = true;
            clocks.orphanSince = Math.min(clocks.orphanSince, now);
            if (state != State.CLOSED && state != State.TIME_WAIT) {
                if (unread) {
                    // RFC 2525 2.17: the peer is to know that its data got lost
                    tcp.counters.abortOnClose.increment();
                    end(0, true);
                } else if (tuning.linger == 0) {
                    tcp.counters.abortOnData.increment();
                    end(0, true);
                } else if (state == State.SYN_SENT) {
                    end(0, false);
                } else {
                    sendFin();
                    if (state == State.FIN_WAIT_2) {
                        expireFinWait2(now);
                    }
                    if (!tcp.orphan(this)) {
                        tcp.counters.abortOnMemory.increment();
                        end(0, true);
                    }
                }
            }
            receiver.clear();
            sender.forgetReturned();
            lock.wakeAll();
        } finally {
            leave();
        }
    }

    /** How it is. */
    public Status status() {
        return status;
    }

    public WaitLock lock() {
        return lock;
    }

    public Tuning tuning() {
        return tuning;
    }

    /** Resets it: whoever accepted it cannot have it. */
    public void abandon() {
        abort();
    }

    /** Resets it: nobody will have it. */
    void abort() {
        enter();
        try {
            orphan = true;
            end(0, true);
            receiver.clear();
        } finally {
            leave();
        }
    }

    private void lingering() {
        long deadline = now() + tuning.linger;
        while (state != State.CLOSED && state != State.TIME_WAIT && !sender.allAcknowledged()) {
            if (lock.await("socket", deadline) != WaitLock.Wake.WOKEN) {
                return;
            }
        }
    }

    /** Whether it counted as an orphan. */
    private boolean counted;

    boolean takeCounted() {
        boolean was = counted;
        counted = false;
        return was;
    }

    void setCounted() {
        counted = true;
    }

    // ---- what ICMP says

    @Override
    void failed(Protocol.Failure failure, int sequence, int sent) {
        enter();
        try {
            long now = now();
            long at = sender.position(sequence);
            if (state == State.CLOSED || at < sender.una || at >= Math.max(sender.nxt, 1)) {
                // RFC 5927 4: nothing that is under way
                tcp.counters.icmpIgnored.increment();
            } else if (failure.type() == 3 && failure.code() == 4) {
                smaller(sent, failure.mtu(), now);
            } else if (state == State.SYN_SENT || state == State.SYN_RECEIVED && parent == null) {
                end(failure.errno(), false);
            } else {
                softError = failure.errno();
                if (failure.type() == 3 && failure.code() < 2) {
                    sender.recovery.unreachable(now);
                }
            }
        } finally {
            leave();
        }
    }

    /** RFC 1191: what is under way and was longer is sent anew in smaller segments. @param told the path's MTU; 0 if the router does not know */
    private void smaller(int sent, int told, long now) {
        if (tuning.mtuDiscover == 1 || tuning.mtuDiscover == 2) {
            tcp.ip.tooBig(remote, sent, told == 0 ? 0 : Math.max(told, floorMss() + 40));
            int known = tcp.ip.mtu(path);
            if (known < pathMtu) {
                pathMtu = known;
                sender.resize(now);
            }
        }
    }

    void heard(long now) {
        clocks.heard(now);
    }

    // ---- what sockets ask

    /** Waits until it is established. Lock held. @throws CallFailed what went wrong; EINPROGRESS, EINTR */
    private void awaitEstablished(long deadline) {
        while (state == State.SYN_SENT || state == State.SYN_RECEIVED) {
            switch (lock.await("connect", deadline)) {
                case TIMED_OUT -> throw new CallFailed(Errno.EINPROGRESS);
                case INTERRUPTED -> throw new CallFailed(Errno.EINTR);
                case WOKEN -> { }
            }
        }
        throwError();
        if (state == State.CLOSED) {
            throw new CallFailed(Errno.ECONNABORTED);
        }
    }

    /** Waits for the handshake. @param wait whether to wait at all */
    public void connected(boolean wait) {
        enter();
        try {
            if (!wait && (state == State.SYN_SENT || state == State.SYN_RECEIVED)) {
                throw new CallFailed(Errno.EINPROGRESS);
            }
            awaitEstablished(tuning.sendTimeout == 0 ? WaitLock.FOREVER : now() + tuning.sendTimeout);
        } finally {
            leave();
        }
    }

    /** Whether it is still being opened. */
    public boolean opening() {
        lock.acquire();
        try {
            return state == State.SYN_SENT || state == State.SYN_RECEIVED && parent == null && !orphan;
        } finally {
            lock.release();
        }
    }

    /** Whether it is over and nothing is left of it but perhaps bytes to read. */
    public boolean over() {
        lock.acquire();
        try {
            return state == State.CLOSED;
        } finally {
            lock.release();
        }
    }

    /** Throws the error that waits, once. Lock held. */
    void throwError() {
        if (error != 0) {
            int errno = error;
            error = 0;
            throw new CallFailed(errno);
        }
    }

    boolean hasError() {
        return error != 0;
    }

    /** The error that waits, which is taken away. */
    public int takeError() {
        lock.acquire();
        try {
            int errno = error;
            error = 0;
            return errno;
        } finally {
            lock.release();
        }
    }

    /** Options have changed: does what follows from that. @param push whether what is kept back is to go */
    public void tuned(boolean push) {
        enter();
        try {
            if (push) {
                sender.push();
            }
            if (tuning.sendBuffer > 0) {
                sender.buffer = tuning.sendBuffer;
            }
            if (tuning.receiveBuffer > 0) {
                receiver.buffer = tuning.receiveBuffer;
            }
            if (tuning.congestion >= 0) {
                sender.recovery.congestion(tuning.congestion);
            }
            sender.resize(now());
            receiver.moreRoom();
            clocks.heard(clocks.lastHeard);
        } finally {
            leave();
        }
    }

    public void quickAck(boolean on) {
        enter();
        try {
            receiver.acks.setQuick(on);
        } finally {
            leave();
        }
    }

    public int localAddress() {
        return local;
    }

    public int remoteAddress() {
        return remote;
    }

    public int ownPort() {
        return localPort();
    }

    public int peerPort() {
        return remotePort();
    }
}
