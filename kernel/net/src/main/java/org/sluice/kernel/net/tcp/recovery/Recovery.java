package org.sluice.kernel.net.tcp.recovery;

/**
 * One connection's sender as far as it decides what is sent again and how much may be under way: retransmission timer (RFC 6298), NewReno (6582),
 * SACK (2018, 6675), D-SACK (2883), RACK-TLP (8985), PRR (6937), F-RTO (5682) and Eifel, limited transmit (3042), CUBIC (9438) and Reno (5681), initial
 * window (6928), HyStart++ (9406), the answer to ECN (3168), and what tcp_info tells of all that.
 *
 * <p>Positions are 64-bit places in the stream of sequence numbers: the SYN is at 0, data begins at 1, the FIN takes one behind the last byte.
 * Times are monotonic nanoseconds. It does no I/O, reads no clock, keeps no bytes and allocates nothing per segment in the steady state. Guarded by the
 * connection's lock.
 */
public final class Recovery {
    /** No time. */
    public static final long NEVER = Long.MAX_VALUE;

    /** What the connection is made with; changed before {@link #established} only. */
    public static final class Settings {
        /** RFC 6298's bounds and initial value, and the number of segments of the initial window. */
        public long minimumTimeout = 200_000_000L;
        public long maximumTimeout = 120_000_000_000L;
        public long initialTimeout = 1_000_000_000L;
        public int initialWindow = 10;
        /** 0 NewReno, 1 CUBIC, as {@link org.sluice.abi.Sockets#CONGESTION}. */
        public int congestion = 1;
        public boolean rack = true;
        public boolean lossProbe = true;
        public boolean frto = true;
        public boolean limitedTransmit = true;
        public boolean hystart = true;
        /** Whether the window starts anew after idle time (RFC 5681 4.1). */
        public boolean slowStartAfterIdle = true;
        /** Segments out of order that are taken for a loss, before anything is learned. */
        public int reordering = 3;
    }

    /** An acknowledgement, filled by the connection for each segment with an ACK that is acceptable; reused. */
    public static final class Ack {
        /** Everything before has arrived. */
        public long position;
        /** SACK blocks as positions, behind {@link #position}, not a D-SACK. */
        public int blocks;
        public final long[] from = new long[4];
        public final long[] to = new long[4];
        /** Whether the first block was a D-SACK (RFC 2883), and its range. */
        public boolean duplicate;
        public long duplicateFrom;
        public long duplicateTo;
        /** Nanoseconds since what the echoed timestamp says was sent (RFC 7323); -1 without. */
        public long echoed;
        /** Milliseconds' timestamp that was echoed; for Eifel (RFC 3522). 0 without. */
        public int timestampEcho;
        /** ECE (RFC 3168), of a connection that uses ECN. */
        public boolean congestion;
        /** Whether the segment brought data, or SYN or FIN. */
        public boolean data;
        /** Whether it changed the send window. */
        public boolean windowChanged;
    }

    /** A range of positions; reused. */
    public static final class Range {
        public long from;
        public long to;
    }

    public Recovery(Settings settings) {
        throw new UnsupportedOperationException();
    }

    // ---- what happens

    /**
     * The handshake is over: what was agreed on.
     *
     * @param mss       bytes of data of a full segment, options taken off
     * @param selective whether SACK may be used
     */
    public void established(int mss, boolean selective, boolean timestamps, long now) {
    }

    /** Segments have another length from now on (RFC 1191). */
    public void segmentSize(int mss, long now) {
    }

    /** Something was sent, for the first time or again: one segment or a run of them. */
    public void sent(long from, long to, long now) {
    }

    /**
     * An acknowledgement has come.
     *
     * @return whether it told something new: moved on, or brought a new SACK block
     */
    public boolean acknowledged(Ack ack, long now) {
        return false;
    }

    /** There was nothing more to send, although more might have been under way (RFC 7661). */
    public void applicationLimited(long now) {
    }

    /** The time that {@link #timerAt} said has come. */
    public void timer(long now) {
    }

    /** An ICMP error says that the path is not there (RFC 6069): the back-off of the last timeout may be taken back. */
    public void unreachable(long now) {
    }

    // ---- what is to be done

    /** When {@link #timer} is to be called; {@link #NEVER} if not. */
    public long timerAt() {
        return NEVER;
    }

    /**
     * What is to be sent again now, if the windows allow; at most so many bytes.
     *
     * @return false if there is nothing; else the caller sends it and says so with {@link #sent}
     */
    public boolean next(Range range, int most, long now) {
        return false;
    }

    /** Bytes of new data that may be sent now: what congestion control has left. */
    public long allowance(long now) {
        return 0;
    }

    /**
     * Whether a loss probe is wanted (RFC 8985 7.3): the caller sends one segment of new data if there is any, whatever {@link #allowance} says, else the
     * range filled in here; after {@link #sent} it is not wanted any more.
     */
    public boolean probe(Range range, int most) {
        return false;
    }

    /** Whether the next new data says CWR (RFC 3168 6.1.2); asking takes it away. */
    public boolean takeReduced() {
        return false;
    }

    // ---- what is known

    /** Retransmission timeout with its back-off, in nanoseconds. */
    public long timeout() {
        return 0;
    }

    /** Timeouts in a row without an answer. */
    public int backoffs() {
        return 0;
    }

    /** When the oldest byte not acknowledged was first sent; {@link #NEVER} if there is none. */
    public long oldest() {
        return NEVER;
    }

    /** Smoothed round-trip time and its variation; 0 before the first. */
    public long roundTrip() {
        return 0;
    }

    public long variation() {
        return 0;
    }

    /** Fills what {@link org.sluice.abi.TcpInfo} has of loss recovery and congestion control. */
    public void fill(long[] info, long now) {
    }
}
