package org.sluice.kernel.net.tcp.recovery;

import org.sluice.abi.TcpInfo;

/** What the parts of one sender share. Positions and times as in {@link Recovery}. */
final class Flow {
    private static final int DEFAULT_MSS = 536;

    final Recovery.Settings settings;
    final Scoreboard board = new Scoreboard();
    final DeliveryRate rate = new DeliveryRate();
    final Rack rack = new Rack();
    final Prr prr = new Prr();
    final Undo undo = new Undo();
    final HyStart hystart = new HyStart();
    final Progress progress = new Progress();
    final Rtt rtt;
    final Window window;
    Congestion congestion;

    int mss = DEFAULT_MSS;
    boolean selective;
    /** Everything before is acknowledged; what is new begins here. */
    long acknowledged;
    long next;

    /** One of {@link TcpInfo#OPEN} to {@link TcpInfo#LOSS}. */
    int state = TcpInfo.OPEN;
    /** What was next when the state was entered: it ends when this is acknowledged. */
    long high;
    int reordering;
    int reorderings;
    /** Timeouts since something was acknowledged. */
    int timeouts;
    /** Whether the peer is to be told that the window shrank. */
    boolean reduced;

    /** The loss probe (RFC 8985 7): asked for; what was next when it was sent, 0 if none is out; whether it was something sent before. */
    boolean probeWanted;
    long probeEnd;
    boolean probeRepeats;

    /** Whether a timestamp told that the SYN sent first was answered, so that none was lost. */
    boolean synInTime;

    int totalRepeats;
    long repeatedBytes;
    int duplicates;
    int totalTimeouts;
    int timeoutRecoveries;
    long timeoutTime;
    long timeoutSince = Recovery.NEVER;

    Flow(Recovery.Settings settings) {
        this.settings = settings;
        rtt = new Rtt(settings);
        window = new Window(settings.initialWindow);
        congestion = control(settings.congestion);
        reordering = settings.reordering;
    }

    private static Congestion control(int number) {
        return number == 0 ? new Reno() : new Cubic();
    }

    /** Another congestion control from now on; window and threshold stay. */
    void choose(int number) {
        if (number != congestion.number()) {
            congestion = control(number);
        }
    }

    /** Segments in the network, as far as can be told (RFC 6675's pipe). */
    int inFlight() {
        boolean limited = state == TcpInfo.DISORDER && !settings.limitedTransmit;
        return board.packets - board.lost + board.again - (limited ? 0 : board.sacked);
    }

    /** Whether losses are found by time rather than by counting. */
    boolean timed() {
        return settings.rack && selective;
    }

    /** Whether the window is being reduced. */
    boolean shrinking() {
        return state == TcpInfo.CWR || state == TcpInfo.RECOVERY;
    }

    /** RFC 8985 6.2 step 4: nanoseconds by which segments may overtake each other. */
    long reorderingWindow() {
        boolean eager = reorderings == 0 && (state >= TcpInfo.RECOVERY || board.sacked >= reordering);
        return rack.window(eager, rtt.minimum(), rtt.smoothed());
    }

    /** Something arrived that lies before what had arrived already and was not sent again. */
    void reordered(long position) {
        long distance = board.highestSacked(acknowledged) - position;
        if (distance <= 0) {
            return;
        }
        if (distance > (long) reordering * mss) {
            reordering = (int) Math.min((distance + mss - 1) / mss, settings.mostReordering);
        }
        reorderings++;
    }

    /** Without SACK: more duplicates came than segments can be missing. */
    void reordered(int segments) {
        reordering = Math.max(reordering, Math.min(segments, settings.mostReordering));
        reorderings++;
    }
}
