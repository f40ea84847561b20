package org.sluice.kernel.net.socket;

import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.abi.TcpInfo;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.net.tcp.Connection;
import org.sluice.kernel.net.tcp.Settings;
import org.sluice.kernel.net.tcp.Tcp;
import org.sluice.kernel.net.tcp.Tuning;
import org.sluice.kernel.network.WaitLock;

/** The options of a socket of TCP: their ranges, and what follows from them. */
final class StreamOptions {
    private static final long LONGEST = Long.MAX_VALUE / 4;
    private static final long MOST_BUFFER = 64 << 20;
    private static final long LEAST_BUFFER = 1;
    private static final long SECOND = 1_000_000_000L;
    /** Bound of Linux for FIN-WAIT-2. */
    private static final long MOST_LINGER2 = 120 * SECOND;
    /** Bounds of Linux for keep-alive times. */
    private static final long MOST_KEEP = 32_767 * SECOND;

    private final StreamSocket socket;
    private final Tuning t;
    private final WaitLock lock;
    private final Context context;
    private final Settings settings;

    StreamOptions(StreamSocket socket, Tuning tuning, WaitLock lock, Context context, Tcp tcp) {
        this.socket = socket;
        t = tuning;
        this.lock = lock;
        this.context = context;
        settings = tcp.settings();
    }

    int get(int option, long[] values) {
        Connection c = socket.connection();
        if (option == Sockets.TCP_INFO) {
            long[] info = new long[TcpInfo.LENGTH];
            if (c == null) {
                info[TcpInfo.STATE] = socket.listening() ? TcpInfo.LISTEN : TcpInfo.CLOSED;
            } else {
                c.status().info(info);
            }
            int n = Math.min(values.length, info.length);
            for (int i = 0; i < n; i++) {
                values[i] = info[i];
            }
            return n;
        }
        values[0] = switch (option) {
            case Sockets.ERROR -> c == null ? 0 : c.takeError();
            case Sockets.ACCEPTING -> flag(socket.listening());
            case Sockets.TYPE -> Sockets.STREAM;
            case Sockets.PROTOCOL -> Sockets.TCP;
            case Sockets.DROPPED -> 0;
            case Sockets.RECEIVE_BUFFER -> c != null ? c.status().receiveBuffer() : t.receiveBuffer > 0 ? t.receiveBuffer
                : settings.receiveBuffer();
            case Sockets.SEND_BUFFER -> c != null ? c.status().sendBuffer() : t.sendBuffer > 0 ? t.sendBuffer : settings.sendBuffer();
            case Sockets.MAX_SEGMENT -> c != null ? c.status().segmentSize() : t.maxSegment > 0 ? t.maxSegment : 536;
            case Sockets.QUICK_ACK -> flag(c == null || c.status().isQuick());
            case Sockets.OUTSTANDING -> c == null ? 0 : c.status().outstanding();
            case Sockets.UNSENT -> c == null ? 0 : c.status().unsent();
            case Sockets.MTU -> {
                if (c == null || c.opening()) {
                    throw new CallFailed(Errno.ENOTCONN);
                }
                yield c.status().mtu();
            }
            default -> tuned(option);
        };
        return 1;
    }

    private static long flag(boolean on) {
        return on ? 1 : 0;
    }

    private long tuned(int option) {
        lock.acquire();
        try {
            return switch (option) {
                case Sockets.RECEIVE_TIMEOUT -> t.receiveTimeout;
                case Sockets.SEND_TIMEOUT -> t.sendTimeout;
                case Sockets.TTL -> t.ttl == 0 ? settings.ttl() : t.ttl;
                case Sockets.TOS -> t.tos;
                case Sockets.DONT_FRAGMENT -> flag(t.mtuDiscover != 0);
                case Sockets.BIND_INTERFACE -> t.through;
                case Sockets.NON_BLOCKING -> flag(t.nonBlocking);
                case Sockets.KEEP_ALIVE -> flag(t.keepAlive);
                case Sockets.KEEP_IDLE -> t.keepIdle > 0 ? t.keepIdle : settings.keepIdle();
                case Sockets.KEEP_INTERVAL -> t.keepInterval > 0 ? t.keepInterval : settings.keepInterval();
                case Sockets.KEEP_COUNT -> t.keepCount > 0 ? t.keepCount : settings.keepCount();
                case Sockets.NO_DELAY -> flag(t.noDelay);
                case Sockets.CORK -> flag(t.cork);
                case Sockets.LINGER -> t.linger;
                case Sockets.REUSE_ADDRESS -> flag(t.reuseAddress);
                case Sockets.REUSE_PORT -> flag(t.reusePort);
                case Sockets.USER_TIMEOUT -> t.userTimeout;
                case Sockets.CONGESTION -> t.congestion >= 0 ? t.congestion : settings.congestion();
                case Sockets.DEFER_ACCEPT -> flag(t.deferAccept);
                case Sockets.SYN_COUNT -> t.synCount > 0 ? t.synCount : settings.synCount();
                case Sockets.WINDOW_CLAMP -> t.windowClamp;
                case Sockets.LINGER2 -> t.linger2 != 0 ? t.linger2 : settings.linger2();
                case Sockets.POSTED -> Math.max(0, t.posted);
                case Sockets.NOT_SENT_LOW_WATER -> t.notSentLowWater;
                case Sockets.RECEIVE_LOW_WATER -> t.receiveLowWater;
                case Sockets.MTU_DISCOVER -> t.mtuDiscover;
                case Sockets.RETURN_AREAS -> flag(t.returnAreas);
                default -> throw new CallFailed(Errno.ENOPROTOOPT);
            };
        } finally {
            lock.release();
        }
    }

    void set(int option, long[] values) {
        long v = values[0];
        boolean push = false;
        if (option == Sockets.BIND_INTERFACE) {
            in(v, 0, Integer.MAX_VALUE);
            if (v != 0 && context.ip().interfaces().numbered((int) v).isEmpty()) {
                throw new CallFailed(Errno.ENODEV);
            }
        }
        Connection c = socket.connection();
        if (option == Sockets.QUICK_ACK) {
            in(v, 0, 1);
            if (c != null) {
                c.quickAck(v == 1);
            }
            return;
        }
        lock.acquire();
        try {
            push = change(option, v);
        } finally {
            lock.release();
        }
        Tcp.Claim claim = socket.claim();
        if (claim != null && (option == Sockets.REUSE_ADDRESS || option == Sockets.REUSE_PORT)) {
            claim.reuse(t.reuseAddress, t.reusePort);
        }
        if (c != null) {
            c.tuned(push);
        }
    }

    /** Returns whether what was kept back is to be sent. */
    private boolean change(int option, long v) {
        switch (option) {
            case Sockets.RECEIVE_TIMEOUT -> t.receiveTimeout = in(v, 0, LONGEST);
            case Sockets.SEND_TIMEOUT -> t.sendTimeout = in(v, 0, LONGEST);
            case Sockets.RECEIVE_BUFFER -> t.receiveBuffer = in(v, LEAST_BUFFER, MOST_BUFFER);
            case Sockets.SEND_BUFFER -> t.sendBuffer = in(v, LEAST_BUFFER, MOST_BUFFER);
            case Sockets.TTL -> t.ttl = (int) in(v, 1, 255);
            case Sockets.TOS -> t.tos = (int) in(v, 0, 255);
            case Sockets.DONT_FRAGMENT -> t.mtuDiscover = in(v, 0, 1) == 1 ? 1 : 0;
            case Sockets.BIND_INTERFACE -> t.through = (int) v;
            case Sockets.NON_BLOCKING -> t.nonBlocking = in(v, 0, 1) == 1;
            case Sockets.KEEP_ALIVE -> t.keepAlive = in(v, 0, 1) == 1;
            case Sockets.KEEP_IDLE -> t.keepIdle = in(v, SECOND, MOST_KEEP);
            case Sockets.KEEP_INTERVAL -> t.keepInterval = in(v, SECOND, MOST_KEEP);
            case Sockets.KEEP_COUNT -> t.keepCount = (int) in(v, 1, 127);
            case Sockets.NO_DELAY -> {
                t.noDelay = in(v, 0, 1) == 1;
                return t.noDelay;
            }
            case Sockets.CORK -> {
                t.cork = in(v, 0, 1) == 1;
                return !t.cork;
            }
            case Sockets.LINGER -> t.linger = in(v, -1, LONGEST);
            case Sockets.REUSE_ADDRESS -> t.reuseAddress = in(v, 0, 1) == 1;
            case Sockets.REUSE_PORT -> t.reusePort = in(v, 0, 1) == 1;
            case Sockets.USER_TIMEOUT -> t.userTimeout = in(v, 0, LONGEST);
            case Sockets.MAX_SEGMENT -> t.maxSegment = (int) in(v, 88, 32_767);
            case Sockets.CONGESTION -> t.congestion = (int) in(v, 0, 1);
            case Sockets.DEFER_ACCEPT -> t.deferAccept = in(v, 0, 1) == 1;
            case Sockets.SYN_COUNT -> t.synCount = (int) in(v, 1, 127);
            case Sockets.WINDOW_CLAMP -> t.windowClamp = in(v, 0, MOST_BUFFER);
            case Sockets.LINGER2 -> t.linger2 = Math.min(in(v, -1, LONGEST), MOST_LINGER2);
            case Sockets.POSTED -> t.posted = Math.max(0, t.posted) + in(v, 0, 1L << 40);
            case Sockets.NOT_SENT_LOW_WATER -> t.notSentLowWater = in(v, 0, Long.MAX_VALUE);
            case Sockets.RECEIVE_LOW_WATER -> t.receiveLowWater = Math.max(1, in(v, 0, Integer.MAX_VALUE));
            case Sockets.MTU_DISCOVER -> t.mtuDiscover = (int) in(v, 0, 3);
            case Sockets.RETURN_AREAS -> t.returnAreas = in(v, 0, 1) == 1;
            default -> throw new CallFailed(Errno.ENOPROTOOPT);
        }
        return false;
    }

    private static long in(long value, long least, long most) {
        return MessageSocket.inRange(value, least, most);
    }
}
