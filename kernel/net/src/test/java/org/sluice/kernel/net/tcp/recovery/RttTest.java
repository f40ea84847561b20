package org.sluice.kernel.net.tcp.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.abi.TcpInfo;

/** RFC 6298, with RFC 7323's samples and Linux' lower bound. */
class RttTest {
    private static final long MS = 1_000_000;

    private static Rtt rtt() {
        return new Rtt(new Recovery.Settings());
    }

    @Test
    void oneSecondBeforeTheFirstSample() {
        assertEquals(1000 * MS, rtt().timeout());
    }

    /** RFC 6298 2.2: SRTT = R, RTTVAR = R/2, RTO = SRTT + 4 RTTVAR. */
    @Test
    void theFirstSampleCountsThreefold() {
        Rtt rtt = rtt();
        rtt.sample(400 * MS, 1, 2);
        assertEquals(400 * MS, rtt.smoothed());
        assertEquals(200 * MS, rtt.variation());
        assertEquals(1200 * MS, rtt.timeout());
    }

    /** RFC 6298 2.3: R' = 800: RTTVAR = 3/4 * 200 + 1/4 * 400 = 250, SRTT = 7/8 * 400 + 1/8 * 800 = 450, RTO = 450 + 1000. */
    @Test
    void furtherSamplesAreSmoothed() {
        Rtt rtt = rtt();
        rtt.sample(400 * MS, 1, 2);
        rtt.sample(800 * MS, 2, 3);
        assertEquals(450 * MS, rtt.smoothed());
        assertEquals(250 * MS, rtt.variation());
        assertEquals(1450 * MS, rtt.timeout());
    }

    @Test
    void neverBelowTheRoundTripAndTwoHundredMilliseconds() {
        Rtt rtt = rtt();
        for (int i = 0; i < 500; i++) {
            rtt.sample(10 * MS, i, i + 1);
        }
        assertEquals(10 * MS, rtt.smoothed());
        assertEquals(210 * MS, rtt.timeout());
    }

    /** A round trip that is shorter than usual does not make the timeout longer as one that is longer does. */
    @Test
    void aFasterPathDoesNotRaiseTheVariation() {
        Rtt faster = rtt();
        Rtt slower = rtt();
        for (int i = 0; i < 300; i++) {
            faster.sample(1000 * MS, i, i + 1);
            slower.sample(1000 * MS, i, i + 1);
        }
        faster.sample(200 * MS, 301, 302);
        slower.sample(1800 * MS, 301, 302);
        assertEquals(900 * MS, faster.smoothed());
        assertEquals(1100 * MS, slower.smoothed());
        assertEquals(800 / 4, slower.variation() / MS);
        assertEquals(800 / 32, faster.variation() / MS);
    }

    /** RFC 6298 5.5, 2.4 and 2.5. */
    @Test
    void backingOffDoublesUpToTheBound() {
        Rtt rtt = rtt();
        rtt.sample(100 * MS, 1, 2);
        for (int expected = 600; expected < 120_000; expected *= 2) {
            rtt.backOff();
            assertEquals(expected * MS, rtt.timeout());
        }
        rtt.backOff();
        rtt.backOff();
        assertEquals(120_000 * MS, rtt.timeout());
        rtt.sample(100 * MS, 2, 3);
        assertEquals(0, rtt.backoffs());
        assertEquals(100 + 200, rtt.timeout() / MS);
    }

    /** Karn (RFC 6298 section 3): what was sent twice gives no sample, unless a timestamp tells which. */
    @Test
    void whatWasSentTwiceIsMeasuredByItsTimestampOnly() {
        Bench bench = new Bench(Bench.reno(), false);
        bench.write(1);
        assertEquals(300, bench.timerIn());
        assertEquals(List.of(0), bench.timer());
        bench.pass(20);
        bench.ack(1);
        assertEquals(100_000, bench.info(TcpInfo.RTT));
        assertEquals(600_000, bench.info(TcpInfo.RTO), "the back-off stays (section 5)");
        bench.write(1);
        bench.timer();
        bench.pass(20);
        bench.echo(20).ack(2);
        assertEquals(90_000, bench.info(TcpInfo.RTT));
        assertEquals(0, bench.info(TcpInfo.BACKOFF));
    }

    /** RFC 6298 5.7. */
    @Test
    void threeSecondsIfTheSynGaveNoSample() {
        Recovery recovery = new Recovery(new Recovery.Settings());
        recovery.sent(0, 1, 0);
        recovery.timer(recovery.timerAt());
        Recovery.Range range = new Recovery.Range();
        assertEquals(true, recovery.next(range, 1, 1000 * MS));
        recovery.sent(0, 1, 1000 * MS);
        assertEquals(3000 * MS, recovery.timerAt(), "1 s, then 2 s");
        Recovery.Ack ack = new Recovery.Ack();
        ack.position = 1;
        ack.echoed = -1;
        recovery.acknowledged(ack, 1100 * MS);
        recovery.established(1000, true, false, 1100 * MS);
        assertEquals(3000 * MS, recovery.timeout());
        assertEquals(10_000, recovery.allowance(1100 * MS), "lost once: the window stays ten segments (RFC 6928 section 2)");
    }

    /** RFC 6928 section 2, RFC 5681 3.1. */
    @Test
    void oneSegmentIfTheSynWasLostTwice() {
        Recovery recovery = new Recovery(new Recovery.Settings());
        recovery.sent(0, 1, 0);
        for (int i = 0; i < 2; i++) {
            long now = recovery.timerAt();
            recovery.timer(now);
            recovery.sent(0, 1, now);
        }
        recovery.established(1000, true, false, 3100 * MS);
        Recovery.Ack ack = new Recovery.Ack();
        ack.position = 1;
        ack.echoed = -1;
        recovery.acknowledged(ack, 3100 * MS);
        assertEquals(1000, recovery.allowance(3100 * MS));
    }

    /** RFC 6069 section 4. */
    @Test
    void unreachableTakesABackOffBack() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(1);
        bench.timer();
        bench.timer();
        bench.timer();
        assertEquals(2, bench.info(TcpInfo.BACKOFF), "after the probe");
        assertEquals(1_200_000, bench.info(TcpInfo.RTO));
        bench.pass(100);
        bench.recovery.unreachable(bench.now);
        assertEquals(1, bench.info(TcpInfo.BACKOFF));
        assertEquals(600_000, bench.info(TcpInfo.RTO));
        assertEquals(500, bench.timerIn());
        bench.pass(450);
        bench.recovery.unreachable(bench.now);
        assertEquals(0, bench.timerIn(), "300 ms are over: at once");
        bench.recovery.unreachable(bench.now);
        assertEquals(0, bench.info(TcpInfo.BACKOFF));
    }

    @Test
    void theSmallestIsForgottenAfterFiveMinutes() {
        Rtt rtt = rtt();
        rtt.smallest(10 * MS, false, 0);
        rtt.smallest(30 * MS, false, 200_000 * MS);
        rtt.smallest(8 * MS, true, 200_001 * MS);
        assertEquals(8 * MS, rtt.minimum());
        rtt.smallest(30 * MS, false, 400_000 * MS);
        rtt.smallest(50 * MS, true, 400_000 * MS);
        assertEquals(8 * MS, rtt.minimum());
        rtt.smallest(40 * MS, false, 501_000 * MS);
        assertEquals(30 * MS, rtt.minimum());
    }
}
