package org.sluice.kernel.net.tcp;

import org.sluice.abi.Poll;
import org.sluice.abi.TcpInfo;

/** What sockets ask of a connection: how it is. */
public final class Status {
    private final Connection c;

    Status(Connection connection) {
        c = connection;
    }

    /** Events, as {@link Poll} numbers them and Linux tells them. */
    public int ready() {
        c.lock.acquire();
        try {
            int events = c.error != 0 ? Poll.ERROR : 0;
            boolean inEnd = c.receiveShut || c.receiver.finReceived() || c.state == State.CLOSED || c.state == State.TIME_WAIT;
            boolean outEnd = c.sender.fin || c.state == State.CLOSED || c.state == State.TIME_WAIT;
            if (inEnd && outEnd) {
                events |= Poll.HANG_UP;
            }
            if (inEnd) {
                events |= Poll.IN | Poll.PEER_CLOSED;
            }
            if (c.state == State.SYN_SENT || c.state == State.SYN_RECEIVED) {
                return events;
            }
            if (c.receiver.queue.bytes() >= Math.max(1, Math.min(c.tuning.receiveLowWater, c.receiver.buffer)) || c.error != 0) {
                events |= Poll.IN;
            }
            if (outEnd || c.sender.writable()) {
                events |= Poll.OUT;
            }
            return events;
        } finally {
            c.lock.release();
        }
    }

    public boolean isQuick() {
        return c.receiver.acks.isQuick();
    }

    public long unread() {
        c.lock.acquire();
        try {
            return c.receiver.queue.bytes();
        } finally {
            c.lock.release();
        }
    }

    /** Bytes written and not acknowledged. */
    public long outstanding() {
        c.lock.acquire();
        try {
            return c.sender.queue.end() - Math.min(c.sender.queue.end(), Math.max(1, c.sender.una));
        } finally {
            c.lock.release();
        }
    }

    /** Bytes written and not sent. */
    public long unsent() {
        c.lock.acquire();
        try {
            return Math.max(0, c.sender.queue.end() - Math.max(1, c.sender.nxt));
        } finally {
            c.lock.release();
        }
    }

    public long sendBuffer() {
        return c.sender.buffer;
    }

    public long receiveBuffer() {
        return c.receiver.buffer;
    }

    /** Bytes of data in a full segment. */
    public int segmentSize() {
        return c.sender.mss;
    }

    public int mtu() {
        return c.pathMtu;
    }

    /** Fills what {@link TcpInfo} lists. */
    public void info(long[] info) {
        c.lock.acquire();
        try {
            long now = c.now();
            c.sender.fill(info, now);
            c.receiver.fill(info, now);
            info[TcpInfo.STATE] = c.state == State.TIME_WAIT ? TcpInfo.CLOSED : c.state.number;
            info[TcpInfo.OPTIONS] = (c.timestampsOk ? TcpInfo.OPTION_TIMESTAMPS : 0) | (c.sackOk ? TcpInfo.OPTION_SACK : 0)
                | (c.sender.scale > 0 || c.receiver.scale > 0 ? TcpInfo.OPTION_WINDOW_SCALE : 0) | (c.ecnOk ? TcpInfo.OPTION_ECN : 0)
                | (c.ecnSeen ? TcpInfo.OPTION_ECN_SEEN : 0);
            info[TcpInfo.PMTU] = c.pathMtu;
            info[TcpInfo.LAST_ACK_RECV] = (now - c.clocks.lastHeard) / 1_000_000;
        } finally {
            c.lock.release();
        }
    }

    /** Its state's name, as {@code /proc/net/sockets} has it. */
    public String stateName() {
        return (c.state == State.TIME_WAIT ? State.CLOSED : c.state).name().toLowerCase(java.util.Locale.ROOT);
    }
}
