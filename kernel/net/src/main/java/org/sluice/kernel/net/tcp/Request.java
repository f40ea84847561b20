package org.sluice.kernel.net.tcp;

import org.sluice.kernel.net.ip.Protocol;

/** A handshake that a listener has answered: SYN-RECEIVED, as little as is needed until the peer's ACK comes. Guarded by the listener's lock. */
final class Request extends Flow {
    final Listen listen;
    final int iss;
    final int irs;
    int peerMss;
    /** -1 if scaling was not agreed on. */
    int peerScale = -1;
    int scale;
    boolean sack;
    boolean timestamps;
    boolean ecn;
    int recent;
    int window;
    int peerWindow;
    /** When the SYN-ACK was sent first and last, and how often again. */
    long firstSent;
    long lastSent;
    int again;
    long due;
    /** Whether the ACK has come, but no data as the listener wants them, or no room. */
    boolean acknowledged;
    boolean over;
    long answeredAt = Long.MIN_VALUE / 2;

    Request(Listen listen, int local, int remote, int ports, int iss, int irs) {
        super(local, remote, ports);
        this.listen = listen;
        this.iss = iss;
        this.irs = irs;
    }

    /** What the SYN offers is used as far as we offer it too. */
    void agree(Segment s, Settings settings, int ownScale) {
        peerMss = s.mss == 0 ? 536 : s.mss;
        if (settings.windowScaling.on() && s.scale >= 0) {
            peerScale = s.scale;
            scale = ownScale;
        }
        sack = settings.sack.on() && s.sackPermitted;
        timestamps = settings.timestamps.on() && s.timestamps;
        recent = s.timestamp;
        peerWindow = s.window;
        ecn = settings.ecn.get() != 0 && (s.flags & (TcpHeader.ECE | TcpHeader.CWR)) == (TcpHeader.ECE | TcpHeader.CWR) && !s.ecnCapable();
    }

    @Override
    void input(Segment s) {
        listen.input(this, s);
    }

    @Override
    void failed(Protocol.Failure failure, int sequence, int sent) {
        if (sequence == iss && !(failure.type() == 3 && failure.code() == 4)) {
            listen.give(this);
        }
    }
}
