package org.sluice.kernel.net.tcp;

/** What a program has asked of a socket. Guarded by the socket's lock; a connection that is accepted gets a copy of its listener's. */
public final class Tuning {
    /** Bytes; 0 as the system tunes it. */
    public long receiveBuffer;
    public long sendBuffer;
    public int ttl;
    public int tos;
    /** Index of the interface; 0 for as routed. */
    public int through;
    /** As {@link org.sluice.abi.Sockets#MTU_DISCOVER}. */
    public int mtuDiscover = 1;
    public boolean nonBlocking;
    public boolean keepAlive;
    /** Nanoseconds and a number; 0 as the system has it. */
    public long keepIdle;
    public long keepInterval;
    public int keepCount;
    public boolean noDelay;
    public boolean cork;
    /** Nanoseconds; -1 in the background. */
    public long linger = -1;
    public boolean reuseAddress;
    public boolean reusePort;
    public long userTimeout;
    /** 0 for what the path takes. */
    public int maxSegment;
    /** -1 as the system has it. */
    public int congestion = -1;
    public boolean deferAccept;
    public int synCount;
    public long windowClamp;
    /** Nanoseconds; 0 as the system has it, -1 not at all. */
    public long linger2;
    public long notSentLowWater = Long.MAX_VALUE;
    public long receiveLowWater = 1;
    public long receiveTimeout;
    public long sendTimeout;
    public boolean returnAreas;
    /** Bytes the receiver was posted and has not got; -1 if never. */
    public long posted = -1;

    public Tuning() {
    }

    /** What an accepted connection inherits. */
    Tuning inherited() {
        Tuning t = new Tuning();
        t.receiveBuffer = receiveBuffer;
        t.sendBuffer = sendBuffer;
        t.ttl = ttl;
        t.tos = tos;
        t.through = through;
        t.mtuDiscover = mtuDiscover;
        t.keepAlive = keepAlive;
        t.keepIdle = keepIdle;
        t.keepInterval = keepInterval;
        t.keepCount = keepCount;
        t.noDelay = noDelay;
        t.cork = cork;
        t.linger = linger;
        t.reuseAddress = reuseAddress;
        t.reusePort = reusePort;
        t.userTimeout = userTimeout;
        t.maxSegment = maxSegment;
        t.congestion = congestion;
        t.synCount = synCount;
        t.windowClamp = windowClamp;
        t.linger2 = linger2;
        t.notSentLowWater = notSentLowWater;
        t.receiveLowWater = receiveLowWater;
        t.receiveTimeout = receiveTimeout;
        t.sendTimeout = sendTimeout;
        t.returnAreas = returnAreas;
        return t;
    }
}
