package org.sluice.kernel.net.tcp.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.abi.TcpInfo;

/** Losses found by duplicates, by SACK and by time, and the window meanwhile; the figures are worked out by hand. */
class LossTest {
    private static Recovery.Settings counting() {
        Recovery.Settings settings = Bench.reno();
        settings.rack = false;
        return settings;
    }

    // ---- RFC 5681, 6582, 3042: without SACK

    /** RFC 3042: a new segment for the first and second duplicate; RFC 5681 3.2: the third sends the missing one again, half the window. */
    @Test
    void theThirdDuplicateSendsAgain() {
        Bench bench = new Bench(Bench.reno(), false);
        assertEquals(10, bench.write(20).size());
        bench.pass(100);
        assertEquals(List.of(10), bench.ack(0));
        assertEquals(TcpInfo.DISORDER, bench.info(TcpInfo.CA_STATE));
        assertEquals(List.of(11), bench.ack(0));
        assertEquals(List.of(0), bench.ack(0));
        assertEquals(TcpInfo.RECOVERY, bench.info(TcpInfo.CA_STATE));
        assertEquals(5, bench.info(TcpInfo.SND_SSTHRESH));
        assertEquals(12, bench.info(TcpInfo.UNACKED));
        assertEquals(3, bench.info(TcpInfo.SACKED));
        assertEquals(1, bench.info(TcpInfo.LOST));
        assertEquals(1, bench.info(TcpInfo.RETRANS));
    }

    @Test
    void withoutLimitedTransmitNothingNewIsSent() {
        Recovery.Settings settings = Bench.reno();
        settings.limitedTransmit = false;
        Bench bench = new Bench(settings, false);
        bench.write(20);
        bench.pass(100);
        assertEquals(List.of(), bench.ack(0));
        assertEquals(List.of(), bench.ack(0));
        assertEquals(List.of(0), bench.ack(0));
    }

    /** RFC 6582 3.2: a partial acknowledgement sends the next hole again and stays in recovery; a full one ends it with the window at the threshold. */
    @Test
    void partialAcknowledgementsRepairOneHoleEach() {
        Bench bench = new Bench(Bench.reno(), false);
        bench.write(10);
        bench.pass(100);
        for (int i = 0; i < 2; i++) {
            assertEquals(List.of(), bench.ack(0));
        }
        assertEquals(List.of(0), bench.ack(0));
        for (int i = 0; i < 4; i++) {
            bench.ack(0);
        }
        bench.pass(100);
        assertEquals(List.of(3), bench.ack(3));
        assertEquals(TcpInfo.RECOVERY, bench.info(TcpInfo.CA_STATE));
        bench.pass(100);
        bench.ack(10);
        assertEquals(5, bench.info(TcpInfo.SND_CWND));
        assertEquals(TcpInfo.RECOVERY, bench.info(TcpInfo.CA_STATE), "until more is acknowledged (RFC 6582 4.1)");
        bench.write(1);
        bench.pass(100);
        bench.ack(11);
        assertEquals(TcpInfo.OPEN, bench.info(TcpInfo.CA_STATE));
    }

    /** Duplicates of the old recovery do not begin another (RFC 6582 3.2 step 1). */
    @Test
    void duplicatesAfterARecoveryDoNotReduceAgain() {
        Bench bench = new Bench(Bench.reno(), false);
        bench.write(10);
        bench.pass(100);
        bench.ack(0);
        bench.ack(0);
        bench.ack(0);
        bench.pass(100);
        bench.ack(10);
        bench.write(4);
        for (int i = 0; i < 5; i++) {
            assertFalse(bench.ack(10).contains(10));
        }
        assertEquals(5, bench.info(TcpInfo.SND_SSTHRESH));
    }

    // ---- RFC 2018, 6675

    @Test
    void sackTellsWhichAreMissing() {
        Bench bench = new Bench(counting(), true);
        bench.write(10);
        bench.pass(100);
        bench.ack(0, 1, 2);
        bench.ack(0, 1, 2, 4, 5);
        assertEquals(List.of(0), bench.ack(0, 1, 2, 4, 6));
        assertEquals(3, bench.info(TcpInfo.SACKED));
        bench.ack(0, 1, 2, 4, 9);
        assertEquals(3, bench.info(TcpInfo.LOST), "0, 2 and 3 have three behind them");
        assertEquals(6, bench.info(TcpInfo.SACKED));
        assertEquals(10, bench.info(TcpInfo.UNACKED));
    }

    /** RFC 6675 section 4 IsLost: what has fewer than three segments behind it is not lost. */
    @Test
    void twoSackedSegmentsAreNoLoss() {
        Bench bench = new Bench(counting(), true);
        bench.write(10);
        bench.pass(100);
        bench.ack(0, 1, 3);
        assertEquals(TcpInfo.DISORDER, bench.info(TcpInfo.CA_STATE));
        assertEquals(0, bench.info(TcpInfo.LOST));
    }

    /** RFC 2018 section 8: after a timeout what was sacked may be gone. */
    @Test
    void aTimeoutForgetsSacksThatTheReceiverTookBack() {
        Bench bench = new Bench(counting(), true);
        bench.write(10);
        bench.pass(100);
        bench.ack(0, 1, 2);
        bench.pass(10);
        bench.ack(1);
        bench.pass(1);
        assertEquals(List.of(1), bench.timer());
        assertEquals(0, bench.info(TcpInfo.SACKED));
        assertEquals(9, bench.info(TcpInfo.LOST));
    }

    /** Blocks that cover no whole segment, lie before or beyond what is out, or are turned round, tell nothing. */
    @Test
    void nonsensicalBlocksAreIgnored() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(10);
        bench.pass(100);
        for (long[] block : new long[][] {{1500, 1501}, {1001, 2000}, {5001, 4001}, {20_000, 30_000}, {9001, 11_002}, {-5, 1}, {3001, 3001}}) {
            bench.ack.position = 1;
            bench.ack.blocks = 1;
            bench.ack.from[0] = block[0];
            bench.ack.to[0] = block[1];
            assertFalse(bench.recovery.acknowledged(bench.ack, bench.now));
            assertEquals(0, bench.info(TcpInfo.SACKED), block[0] + ".." + block[1]);
        }
        bench.ack.from[0] = 1500;
        bench.ack.to[0] = 3500;
        assertTrue(bench.recovery.acknowledged(bench.ack, bench.now));
        assertEquals(1, bench.info(TcpInfo.SACKED), "the only whole segment in it");
    }

    // ---- RFC 6937

    /** cwnd 20, threshold 10: while more than that is out, one is sent for two that arrive. */
    @Test
    void reductionIsProportional() {
        Bench bench = new Bench(counting(), true);
        bench.write(10);
        bench.pass(100);
        bench.ack(10);
        assertEquals(20, bench.info(TcpInfo.SND_CWND));
        bench.write(100);
        bench.pass(100);
        bench.ack(10, 11, 12);
        bench.ack(10, 11, 13);
        assertEquals(List.of(10), bench.ack(10, 11, 14));
        assertEquals(10, bench.info(TcpInfo.SND_SSTHRESH));
        int sent = 0;
        for (int i = 15; i < 23; i++) {
            sent += bench.ack(10, 11, i).size();
        }
        // delivered since: 9, of 20 * 1/2 makes 4.5, rounded up 5, less the one sent again
        assertEquals(4, sent);
    }

    /** Many lost: below the threshold as many are sent as arrive, one more if the acknowledgement moved on. */
    @Test
    void belowTheThresholdItIsSlowStart() {
        Prr prr = new Prr();
        prr.begin(20);
        assertEquals(3, prr.window(10, 2, 1, false), "conservative: 1 arrived");
        prr.sent(1);
        assertEquals(5, prr.window(10, 3, 1, true), "moved on without further loss: 2");
        prr.sent(2);
        assertEquals(10, prr.window(10, 9, 4, true), "not above the threshold");
    }

    @Test
    void reductionAboveTheThresholdByHand() {
        Prr prr = new Prr();
        prr.begin(20);
        assertEquals(18, prr.window(10, 17, 1, false), "ceil(10 * 1 / 20) = 1: sent again at once");
        prr.sent(1);
        assertEquals(17, prr.window(10, 17, 1, false), "ceil(10 * 2 / 20) - 1 = 0");
        assertEquals(17, prr.window(10, 16, 1, false), "ceil(10 * 3 / 20) - 1 = 1");
    }

    // ---- RFC 8985

    /** 6.2: nothing seen out of order yet, three sacked: the window for reordering is 0. */
    @Test
    void timeTellsLossesOnceThreeAreSacked() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(10);
        bench.pass(100);
        bench.ack(0, 1, 2);
        bench.ack(0, 1, 3);
        assertEquals(0, bench.info(TcpInfo.LOST));
        assertEquals(List.of(0), bench.ack(0, 1, 4));
    }

    /** 6.2 step 4: a quarter of the smallest round trip, 25 ms, is waited for before a single later segment condemns an earlier one; and 2 ms more. */
    @Test
    void reorderingIsGivenAQuarterOfARoundTrip() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(3);
        bench.pass(100);
        bench.ack(0, 2, 3);
        assertEquals(27, bench.timerIn());
        assertEquals(List.of(0), bench.timer());
        assertEquals(2, bench.info(TcpInfo.LOST), "both; PRR lets one go for the one that arrived");
        assertEquals(TcpInfo.RECOVERY, bench.info(TcpInfo.CA_STATE));
    }

    @Test
    void whatArrivesMeanwhileIsReordering() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(5);
        bench.pass(100);
        bench.ack(0, 4, 5);
        bench.pass(10);
        bench.ack(0, 1, 2, 4, 5);
        assertEquals(1, bench.info(TcpInfo.REORD_SEEN));
        assertEquals(4, bench.info(TcpInfo.REORDERING), "from 1 to the end of 4 are four");
        bench.ack(5);
        assertEquals(0, bench.info(TcpInfo.TOTAL_RETRANS));
        assertEquals(TcpInfo.OPEN, bench.info(TcpInfo.CA_STATE));
    }

    /** A segment sent again that is overtaken by later ones is lost again: no timeout needed. */
    @Test
    void aLostRepetitionIsFound() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(30);
        bench.pass(100);
        assertTrue(bench.ack(0, 1, 4).contains(0));
        bench.pass(1);
        List<Integer> later = bench.ack(0, 1, 10);
        assertFalse(later.isEmpty());
        bench.pass(99);
        bench.pass(2);
        assertTrue(bench.ack(0, 1, 11).contains(0), "10 was sent after 0 was sent again");
        assertEquals(2, bench.info(TcpInfo.TOTAL_RETRANS));
    }

    /** 6.2 step 4: a D-SACK after reordering widens the window by another quarter, once a round trip. */
    @Test
    void uselessRepetitionsWidenTheWindow() {
        Rack rack = new Rack();
        long smallest = 100 * Bench.MS;
        assertEquals(25 * Bench.MS, rack.window(false, smallest, smallest));
        rack.duplicateSeen();
        rack.adapt(5, 10);
        assertEquals(50 * Bench.MS, rack.window(false, smallest, smallest));
        rack.duplicateSeen();
        rack.adapt(9, 12);
        assertEquals(50 * Bench.MS, rack.window(false, smallest, smallest), "not twice in a round trip");
        rack.duplicateSeen();
        rack.adapt(11, 20);
        assertEquals(75 * Bench.MS, rack.window(false, smallest, smallest));
        for (int i = 0; i < 5; i++) {
            rack.duplicateSeen();
            rack.adapt(100 * (i + 1), 100 * (i + 1));
        }
        assertEquals(100 * Bench.MS, rack.window(false, smallest, smallest), "no more than a round trip");
        assertEquals(0, rack.window(true, smallest, smallest));
        for (int i = 0; i < Rack.PERSIST; i++) {
            rack.adapt(10_000, 10_000);
            assertEquals(8, rack.steps());
            rack.recovered();
        }
        rack.adapt(10_001, 10_001);
        assertEquals(1, rack.steps());
    }

    // ---- RFC 8985 7

    /** 7.2: two round trips; with one segment out the receiver's delay is allowed for. 7.3: the last segment is sent again. */
    @Test
    void aProbeIsSentAfterTwoRoundTrips() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(1);
        assertEquals(300, bench.timerIn(), "400, but the timeout comes first");
        bench.ack(1);
        bench.write(3);
        assertEquals(2 * bench.recovery.roundTrip() / Bench.MS + 2, bench.timerIn());
        assertEquals(List.of(3), bench.timer());
        assertEquals(1, bench.info(TcpInfo.TOTAL_RETRANS));
        assertEquals(0, bench.info(TcpInfo.RETRANS), "not reckoned under way twice");
        assertEquals(0, bench.info(TcpInfo.BACKOFF));
    }

    @Test
    void aProbeIsNewDataIfThereIsAny() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(11);
        assertEquals(List.of(10), bench.timer());
        assertEquals(11, bench.info(TcpInfo.UNACKED));
        assertEquals(10, bench.info(TcpInfo.SND_CWND));
    }

    /** 7.4.2: the probe repaired the loss: the window is reduced as by any other. */
    @Test
    void aLossThatTheProbeRepairedReducesTheWindow() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(10);
        bench.pass(100);
        bench.ack(9);
        long window = bench.info(TcpInfo.SND_CWND);
        assertEquals(List.of(9), bench.timer());
        bench.pass(100);
        bench.ack(10);
        assertEquals(window + 1, bench.info(TcpInfo.SND_CWND), "not yet told: it might have been the first 9");
        bench.write(1);
        bench.pass(100);
        bench.ack(11);
        assertEquals((window + 1) / 2, bench.info(TcpInfo.SND_SSTHRESH));
    }

    /** 7.4.2: a D-SACK for the probe says that nothing was lost. */
    @Test
    void aProbeInVainReducesNothing() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(10);
        bench.pass(100);
        bench.ack(9);
        long window = bench.info(TcpInfo.SND_CWND);
        bench.timer();
        bench.pass(10);
        bench.ack(10);
        bench.pass(100);
        bench.duplicate(9, 10).ack(10);
        bench.write(1);
        bench.pass(100);
        bench.ack(11);
        assertEquals(Window.UNLIMITED, bench.info(TcpInfo.SND_SSTHRESH));
        assertTrue(bench.info(TcpInfo.SND_CWND) >= window);
    }

    // ---- RFC 5681 3.1: timeout

    @Test
    void aTimeoutLeavesOneSegment() {
        Recovery.Settings settings = Bench.reno();
        settings.lossProbe = false;
        Bench bench = new Bench(settings, true);
        bench.write(10);
        assertEquals(List.of(0), bench.timer());
        assertEquals(1, bench.info(TcpInfo.SND_CWND));
        assertEquals(5, bench.info(TcpInfo.SND_SSTHRESH));
        assertEquals(TcpInfo.LOSS, bench.info(TcpInfo.CA_STATE));
        assertEquals(10, bench.info(TcpInfo.LOST));
        assertEquals(1, bench.info(TcpInfo.TOTAL_RTO));
        bench.pass(100);
        assertEquals(List.of(1, 2), bench.ack(1), "slow start");
        bench.pass(100);
        assertEquals(List.of(3, 4, 5, 6), bench.ack(3));
    }

    /** RFC 5681 3.1: a second timeout of the same segment leaves the threshold. */
    @Test
    void aSecondTimeoutKeepsTheThreshold() {
        Recovery.Settings settings = Bench.reno();
        settings.lossProbe = false;
        Bench bench = new Bench(settings, true);
        bench.write(10);
        bench.timer();
        assertEquals(List.of(0), bench.timer());
        assertEquals(5, bench.info(TcpInfo.SND_SSTHRESH));
        assertEquals(2, bench.info(TcpInfo.RETRANSMITS));
        assertEquals(2, bench.recovery.backoffs());
    }

    /** RFC 1122 4.2.2.15: small segments go together when they are sent again. */
    @Test
    void smallSegmentsAreSentAgainAsOne() {
        Recovery.Settings settings = Bench.reno();
        settings.lossProbe = false;
        Bench bench = new Bench(settings, true);
        for (int i = 0; i < 4; i++) {
            bench.pass(1);
            bench.recovery.sent(1 + 300 * i, 301 + 300 * i, bench.now);
        }
        assertEquals(4, bench.info(TcpInfo.UNACKED));
        bench.recovery.timer(bench.recovery.timerAt());
        Recovery.Range range = new Recovery.Range();
        assertTrue(bench.recovery.next(range, Bench.MSS, bench.now));
        assertEquals(1, range.from);
        assertEquals(901, range.to);
        assertEquals(2, bench.info(TcpInfo.UNACKED));
    }

    /** RFC 1191: packets turn out too long; they are sent again at once in smaller ones, and the window stays. */
    @Test
    void tooLongSegmentsAreSentAgainSmaller() {
        Bench bench = new Bench(Bench.reno(), true);
        bench.write(2);
        bench.pass(10);
        bench.recovery.segmentSize(500, bench.now);
        Recovery.Range range = new Recovery.Range();
        for (int i = 0; i < 4; i++) {
            assertTrue(bench.recovery.next(range, 500, bench.now));
            assertEquals(1 + 500 * i, range.from);
            assertEquals(501 + 500 * i, range.to);
            bench.recovery.sent(range.from, range.to, bench.now);
        }
        assertFalse(bench.recovery.next(range, 500, bench.now));
        assertEquals(10, bench.info(TcpInfo.SND_CWND));
        bench.ack(2);
        assertEquals(TcpInfo.OPEN, bench.info(TcpInfo.CA_STATE));
        assertEquals(Recovery.NEVER, bench.recovery.timerAt());
    }

    /** The FIN is no data: it stays with its segment. */
    @Test
    void theFinIsPartOfTheLastSegment() {
        Recovery.Settings settings = Bench.reno();
        settings.lossProbe = false;
        Bench bench = new Bench(settings, true);
        bench.recovery.finishesAt(2001);
        bench.recovery.sent(1, 2002, bench.now);
        assertEquals(2, bench.info(TcpInfo.UNACKED));
        bench.pass(100);
        bench.ack(1);
        bench.recovery.timer(bench.recovery.timerAt());
        Recovery.Range range = new Recovery.Range();
        assertTrue(bench.recovery.next(range, Bench.MSS, bench.now));
        assertEquals(1001, range.from);
        assertEquals(2002, range.to);
    }
}
