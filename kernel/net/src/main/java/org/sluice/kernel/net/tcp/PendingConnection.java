package org.sluice.kernel.net.tcp;

import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.ip.Protocol;
import org.sluice.kernel.net.packet.Packet;
import org.sluice.kernel.net.packet.Parts;
import org.sluice.kernel.net.packet.Timers;

/**
 * A SYN that somebody answers for others: see {@link Tcp#foreign}. It is answered once, by {@link #accept} or {@link #refuse}, on any thread and with nothing locked;
 * until then repetitions of the SYN are passed over. One that is not answered for a minute is forgotten.
 */
public final class PendingConnection extends Flow {
    private static final long LIFE = 60_000_000_000L;

    private final Tcp tcp;
    private final Listen listen;
    private final Segment syn;
    /** The beginning of the packet, for an error that quotes it. */
    private final FramePart[] quote;
    private final Timers.Timer expiry;
    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile Runnable forgotten = () -> { };

    PendingConnection(Tcp tcp, Listen listen, Segment syn, FramePart[] quote) {
        super(syn.ip.destination(), syn.ip.source(), Flow.ports(syn.destinationPort, syn.sourcePort));
        this.tcp = tcp;
        this.listen = listen;
        this.syn = syn;
        this.quote = quote;
        expiry = tcp.timers.after(LIFE, this::forget);
    }

    /** Says what is to be done if the peer gives up, or it is not answered in time. Called before the SYN's way in is over; it must not block. */
    public void onForgotten(Runnable action) {
        forgotten = action;
    }

    private void forget() {
        if (take()) {
            forgotten.run();
        }
    }

    /** Whom the peer wants to reach. */
    public int localAddress() {
        return local;
    }

    public int ownPort() {
        return localPort();
    }

    /** The peer. */
    public int remoteAddress() {
        return remote;
    }

    public int peerPort() {
        return remotePort();
    }

    /** Whether it is this call's to answer; then what is quoted is the caller's. */
    private boolean claim() {
        if (!answered.compareAndSet(false, true)) {
            return false;
        }
        tcp.timers.cancel(expiry);
        tcp.flows.remove(this);
        tcp.pending.decrementAndGet();
        return true;
    }

    /** Forgets it. */
    boolean take() {
        boolean ours = claim();
        if (ours) {
            Parts.drop(quote);
        }
        return ours;
    }

    /**
     * Goes on with the handshake; the connection is accepted from the listening socket when it is over, or its listener tells that it never will be
     * ({@link Listen#onForgotten}).
     */
    public void accept() {
        if (take()) {
            listen.syn(syn, 0, false);
        }
    }

    /** Resets it: nobody listens there. */
    public void refuse() {
        if (take()) {
            tcp.reset(syn);
        }
    }

    /** Says that its destination is not reached. @param code of ICMP's destination unreachable, 0 to 15 */
    public void unreachable(int code) {
        if (claim()) {
            Packet packet = new Packet(tcp.memory, quote);
            tcp.ip.unreachable(syn.arrival, syn.ip, packet, code);
            packet.drop();
        }
    }

    @Override
    void input(Segment segment) {
        segment.drop();
        if (segment.has(TcpHeader.RST) && segment.sequence == syn.sequence + 1) {
            forget();
        }
    }

    @Override
    void failed(Protocol.Failure failure, int sequence, int sent) {
        // nothing was sent
    }
}
