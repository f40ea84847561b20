package org.sluice.kernel.net.tcp.recovery;

/** What one acknowledgement told; reused. */
final class Progress {
    /** It moved on; it took segments off, the SYN among them. */
    boolean advanced;
    boolean acked;
    boolean syn;
    /** It sacked something that was not. */
    boolean sacked;
    /** It told of something received twice, which was sent twice; and that was the loss probe. */
    boolean duplicate;
    boolean duplicateProbe;
    /** Something that had been sent again was acknowledged; something never sent again, of before the high mark, arrived. */
    boolean repeatedAcked;
    boolean originalArrived;
    /** What is oldest now had been sacked: the receiver has thrown it away. */
    boolean reneged;
    /** Something sent again was found lost again. */
    boolean repeatLost;
    /** The segment had other reasons to come. */
    boolean carries;
    boolean congestion;
    /** The retransmission timer is to be set anew. */
    boolean setTimer;
    /** Segments acknowledged. */
    int count;
    /** When the first and last segment were sent that were acknowledged and never sent again; {@link Recovery#NEVER} if none. The same of what was sacked. */
    long firstAcked;
    long lastAcked;
    long firstSacked;
    long lastSacked;
    /** Lowest position that arrived later than something behind it, without having been sent again. */
    long reorderedAcked;
    long reorderedSacked;
    /** When what the timestamp echoes was sent, in whole milliseconds; -1 without. */
    long echoed;

    void begin(Recovery.Ack ack, long now) {
        advanced = false;
        acked = false;
        syn = false;
        sacked = false;
        duplicate = false;
        duplicateProbe = false;
        repeatedAcked = false;
        originalArrived = false;
        reneged = false;
        repeatLost = false;
        carries = ack.data || ack.windowChanged;
        congestion = ack.congestion;
        setTimer = false;
        count = 0;
        firstAcked = Recovery.NEVER;
        lastAcked = Recovery.NEVER;
        firstSacked = Recovery.NEVER;
        lastSacked = Recovery.NEVER;
        reorderedAcked = Recovery.NEVER;
        reorderedSacked = Recovery.NEVER;
        echoed = ack.echoed < 0 ? -1 : milliseconds(now - ack.echoed);
    }

    static long milliseconds(long time) {
        return Math.floorDiv(time, 1_000_000L);
    }

    /** Whether what the receiver answers to was sent before this time (RFC 3522: it cannot answer to what was sent then). */
    boolean answersBefore(long time) {
        return echoed >= 0 && time != Recovery.NEVER && echoed < milliseconds(time);
    }

    /** A pure duplicate: nothing new, and nothing else that it came for. */
    boolean pureDuplicate() {
        return !advanced && !carries && !acked && !duplicate;
    }
}
