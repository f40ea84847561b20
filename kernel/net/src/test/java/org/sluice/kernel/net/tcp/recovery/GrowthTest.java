package org.sluice.kernel.net.tcp.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.sluice.abi.TcpInfo;

/** How the window grows, and when it must not. */
class GrowthTest {
    private static final long MS = 1_000_000;
    private static final double SECOND = 1e9;

    // ---- RFC 5681 3.1

    @Test
    void slowStartAddsWhatArrived() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(100);
        bench.pass(100);
        assertEquals(4, bench.ack(2).size());
        assertEquals(12, bench.info(TcpInfo.SND_CWND));
    }

    @Test
    void congestionAvoidanceAddsOneAWindow() {
        Window window = new Window(10);
        window.threshold = 10;
        Reno reno = new Reno();
        for (int i = 0; i < 9; i++) {
            reno.grow(window, 1, 0, 0);
        }
        assertEquals(10, window.size);
        reno.grow(window, 1, 0, 0);
        assertEquals(11, window.size);
        reno.grow(window, 22, 0, 0);
        assertEquals(13, window.size);
    }

    /** RFC 5681 3.1 and RFC 3465: acknowledging a segment in pieces (ACK division) adds one for the whole. */
    @Test
    void piecesOfASegmentAreNoSegments() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(100);
        bench.pass(100);
        for (int i = 1; i <= 1000; i++) {
            bench.ack.position = 1 + i;
            bench.recovery.acknowledged(bench.ack, bench.now);
        }
        assertEquals(11, bench.info(TcpInfo.SND_CWND));
    }

    /** What was never sent cannot be acknowledged. */
    @Test
    void optimisticAcknowledgementsAreIgnored() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(10);
        bench.pass(100);
        bench.ack.position = Bench.at(11);
        assertFalse(bench.recovery.acknowledged(bench.ack, bench.now));
        assertEquals(10, bench.info(TcpInfo.SND_CWND));
        assertEquals(10, bench.info(TcpInfo.UNACKED));
    }

    /** RFC 7661: a window that is not used does not grow. */
    @Test
    void anUnusedWindowDoesNotGrow() {
        Bench bench = new Bench(Bench.reno(), true);
        for (int i = 0; i < 20; i++) {
            bench.write(2);
            bench.pass(100);
            bench.ack(2 * i + 2);
        }
        assertEquals(10, bench.info(TcpInfo.SND_CWND));
    }

    /** In slow start a window half of which is used may double what is used. */
    @Test
    void aHalfUsedWindowGrowsInSlowStart() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(6);
        bench.pass(100);
        bench.ack(6);
        assertEquals(16, bench.info(TcpInfo.SND_CWND));
    }

    /** RFC 5681 4.1: after an idle time longer than the timeout half the window for each timeout, not below ten. */
    @Test
    void theWindowRestartsAfterIdleTime() {
        Bench bench = new Bench(Bench.reno(), true);
        int segment = 0;
        for (int window = 10; window <= 80; window *= 2) {
            bench.write(window);
            bench.pass(100);
            bench.ack(segment += window);
        }
        assertEquals(160, bench.info(TcpInfo.SND_CWND));
        long timeout = bench.recovery.timeout() / MS;
        bench.pass(timeout * 2);
        assertEquals(160, bench.info(TcpInfo.SND_CWND), "not before something is sent");
        assertEquals(40_000, bench.recovery.allowance(bench.now), "the last was sent 100 ms earlier: two timeouts are over");
    }

    @Test
    void theWindowRestartsByTheFormula() {
        Window window = new Window(10);
        window.set(160);
        assertEquals(160, window.afterIdle(300, 300));
        assertEquals(80, window.afterIdle(301, 300));
        assertEquals(40, window.afterIdle(700, 300));
        assertEquals(10, window.afterIdle(1_000_000, 300));
        window.restart(301, 300, 0);
        assertEquals(80, window.size);
        assertEquals(Window.UNLIMITED, window.threshold);
        window.set(8);
        assertEquals(8, window.afterIdle(1_000_000, 300), "never grows by it");
    }

    @Test
    void theRestartCanBeTurnedOff() {
        Recovery.Settings settings = Bench.reno();
        settings.slowStartAfterIdle = false;
        Bench bench = new Bench(settings, true);
        bench.write(10);
        bench.pass(100);
        bench.ack(10);
        bench.pass(60_000);
        assertEquals(20_000, bench.recovery.allowance(bench.now));
    }

    // ---- RFC 3168

    /** 6.1.2: once per window of data; CWR goes with the next new data. */
    @Test
    void echoedCongestionReducesOnceAWindow() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(100);
        assertFalse(bench.recovery.takeReduced());
        bench.pass(100);
        bench.marked().ack(1);
        assertEquals(TcpInfo.CWR, bench.info(TcpInfo.CA_STATE));
        assertEquals(5, bench.info(TcpInfo.SND_SSTHRESH));
        assertTrue(bench.recovery.takeReduced());
        assertFalse(bench.recovery.takeReduced());
        for (int i = 2; i <= 9; i++) {
            bench.marked().ack(i);
        }
        assertEquals(5, bench.info(TcpInfo.SND_SSTHRESH));
        assertFalse(bench.recovery.takeReduced());
        bench.pass(100);
        bench.ack(12);
        assertEquals(TcpInfo.OPEN, bench.info(TcpInfo.CA_STATE));
        assertEquals(5, bench.info(TcpInfo.SND_CWND));
        bench.pass(100);
        bench.marked().ack(13);
        assertEquals(2, bench.info(TcpInfo.SND_SSTHRESH), "another window of data");
        assertEquals(10, bench.info(TcpInfo.DELIVERED_CE));
    }

    // ---- RFC 9438

    /** 4.2 figure 2: W_max 100 and C 0.4: after a reduction to 71 the way back takes K = cbrt(29 / 0.4) = 4.1698 s. */
    @Test
    void cubicReturnsToTheOldWindowAfterK() {
        Window window = new Window(10);
        window.set(102);
        Cubic cubic = new Cubic();
        window.threshold = cubic.reduced(window);
        assertEquals(71, window.threshold, "102 * 0.7 = 71.4");
        window.set(71);
        cubic.grow(window, 1, 0, 0);
        assertEquals(StrictMath.cbrt(31 / 0.4), cubic.k(), 1e-9);
        assertEquals(4.263, cubic.k(), 0.001);
    }

    /** 4.4, 4.5: steep at first, flat around the old window, steep beyond. */
    @Test
    void cubicIsConcaveThenConvex() {
        Window window = new Window(10);
        window.set(1000);
        Cubic cubic = new Cubic();
        window.threshold = cubic.reduced(window);
        window.set(window.threshold);
        cubic.grow(window, 1, 0, 0);
        double k = cubic.k();
        assertEquals(StrictMath.cbrt(300 / 0.4), k, 1e-9);
        long round = 100 * MS;
        int[] sizes = new int[4];
        double[] marks = {0.25, 0.75, 1.25, 1.75};
        int mark = 0;
        for (long now = round; mark < 4; now += round) {
            if (now > marks[mark] * k * SECOND) {
                sizes[mark++] = window.size;
            }
            for (int left = window.size; left > 0; left--) {
                cubic.grow(window, 1, round, now);
            }
        }
        int first = sizes[1] - sizes[0];
        int middle = sizes[2] - sizes[1];
        int last = sizes[3] - sizes[2];
        assertTrue(middle < first && middle < last, first + " " + middle + " " + last);
        // C (0.25 K)^3 below W_max at 0.75 K, as much above at 1.25 K
        double off = 0.4 * Math.pow(0.25 * k, 3);
        assertEquals(1000 - off, sizes[1], 6);
        assertEquals(1000 + off, sizes[2], 6);
    }

    /** 4.7: fast convergence. */
    @Test
    void aWindowThatDidNotGetAsFarLeavesRoom() {
        Window window = new Window(10);
        Cubic cubic = new Cubic();
        window.set(100);
        cubic.reduced(window);
        assertEquals(100, cubic.maximum());
        window.set(90);
        assertEquals(63, cubic.reduced(window));
        assertEquals(90 * 0.85, cubic.maximum(), 0.05);
        window.set(90);
        cubic.reduced(window);
        assertEquals(90, cubic.maximum());
    }

    /** 4.3: over a short path it grows no slower than Reno would with the same decrease: 0.53 a round trip, one from the old window on. */
    @Test
    void cubicIsNoSlowerThanReno() {
        Window window = new Window(10);
        window.set(20);
        Cubic cubic = new Cubic();
        window.set(cubic.reduced(window));
        int begin = window.size;
        long round = MS;
        for (int i = 0; i < 20; i++) {
            int size = window.size;
            for (int j = 0; j < size; j++) {
                cubic.grow(window, 1, round, i * round);
            }
        }
        assertTrue(window.size - begin >= 8 && window.size - begin <= 15, "in 20 round trips " + (window.size - begin));
    }

    /** 4.2: at most half a window a round trip. */
    @Test
    void cubicGrowsByHalfAtMost() {
        Window window = new Window(10);
        window.set(10);
        Cubic cubic = new Cubic();
        cubic.grow(window, 1, 0, 0);
        int before = window.size;
        for (int i = 0; i < before; i++) {
            cubic.grow(window, 1, 0, 3_600_000 * MS);
        }
        assertTrue(window.size <= before + before / 2 + 1, String.valueOf(window.size));
    }

    /** 4.8: after a timeout the curve starts where congestion avoidance does. */
    @Test
    void aTimeoutForgetsTheOldWindow() {
        Window window = new Window(10);
        window.set(100);
        Cubic cubic = new Cubic();
        window.set(cubic.reduced(window));
        cubic.timedOut();
        cubic.grow(window, 1, 0, 0);
        assertEquals(0, cubic.k());
    }

    /** 5.8: time in which nothing was sent does not move the curve. */
    @Test
    void idleTimeDoesNotCount() {
        int[] sizes = new int[2];
        for (int i = 0; i < 2; i++) {
            Window window = new Window(10);
            window.set(1000);
            Cubic cubic = new Cubic();
            window.set(cubic.reduced(window));
            cubic.grow(window, 1, 0, 0);
            long now = 1000 * MS;
            if (i == 1) {
                now += 500_000 * MS;
                cubic.idle(500_000 * MS, now);
            }
            for (int j = 0; j < 700; j++) {
                cubic.grow(window, 1, 0, now);
            }
            sizes[i] = window.size;
        }
        assertEquals(sizes[0], sizes[1]);
    }

    // ---- RFC 9406

    private static void round(HyStart hystart, int number, long time) {
        for (int i = 0; i < 10; i++) {
            hystart.sample(time, number * 10 + (i == 0 ? 0 : 1), number * 10 + 10);
        }
    }

    /** 4.2: a round whose smallest round trip is an eighth longer ends slow start's speed; five rounds later slow start. */
    @Test
    void longerRoundTripsEndSlowStart() {
        HyStart hystart = new HyStart();
        round(hystart, 0, 100 * MS);
        round(hystart, 1, 112 * MS);
        assertFalse(hystart.conservative());
        round(hystart, 2, 125 * MS);
        assertFalse(hystart.conservative(), "112 / 8 = 14 ms more it would have to be");
        round(hystart, 3, 141 * MS);
        assertTrue(hystart.conservative(), "125 / 8 = 15.6 ms more");
    }

    @Test
    void conservativeSlowStartGrowsByAQuarter() {
        HyStart hystart = new HyStart();
        assertEquals(10, hystart.growth(10));
        round(hystart, 0, 100 * MS);
        round(hystart, 1, 120 * MS);
        assertTrue(hystart.conservative());
        assertEquals(2, hystart.growth(10));
        assertEquals(3, hystart.growth(10));
        for (int i = 2; i <= 5; i++) {
            round(hystart, i, 121 * MS);
            assertFalse(hystart.over());
        }
        round(hystart, 6, 121 * MS);
        assertTrue(hystart.over());
    }

    @Test
    void shorterRoundTripsResumeSlowStart() {
        HyStart hystart = new HyStart();
        round(hystart, 0, 100 * MS);
        round(hystart, 1, 120 * MS);
        round(hystart, 2, 105 * MS);
        assertFalse(hystart.conservative());
        assertEquals(10, hystart.growth(10));
    }

    /** Fewer than eight samples tell nothing; less than 4 ms is noise. */
    @Test
    void littleEvidenceIsNone() {
        HyStart hystart = new HyStart();
        round(hystart, 0, 10 * MS);
        round(hystart, 1, 13 * MS);
        assertFalse(hystart.conservative());
        for (int i = 0; i < 7; i++) {
            hystart.sample(100 * MS, 20 + (i == 0 ? 0 : 1), 30);
        }
        assertFalse(hystart.conservative());
        hystart.sample(100 * MS, 21, 30);
        assertTrue(hystart.conservative());
    }
}
