package org.sluice.kernel.net.tcp.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sluice.abi.TcpInfo;

/** A peer that answers anything: nothing breaks, the figures stay true, memory stays bounded, the window does not run away. */
class FuzzTest {
    private static final int MSS = 1000;

    private static void check(Recovery recovery, long now) {
        long[] info = new long[TcpInfo.LENGTH];
        recovery.fill(info, now);
        long out = info[TcpInfo.UNACKED];
        for (int field : new int[] {TcpInfo.SACKED, TcpInfo.LOST, TcpInfo.RETRANS}) {
            assertTrue(info[field] >= 0 && info[field] <= out, TcpInfo.name(field) + " " + info[field] + " of " + out);
        }
        assertTrue(info[TcpInfo.SACKED] + info[TcpInfo.LOST] <= out, "arrived " + info[TcpInfo.SACKED] + " and lost " + info[TcpInfo.LOST] + " of " + out);
        assertEquals(out > 0, recovery.timerAt() != Recovery.NEVER, "a timer runs if and only if something is under way");
        assertEquals(out > 0, recovery.oldest() != Recovery.NEVER);
        assertTrue(info[TcpInfo.SND_CWND] >= 1, "no window");
        assertTrue(info[TcpInfo.RTO] >= 200_000 && info[TcpInfo.RTO] <= 120_000_000, "RTO " + info[TcpInfo.RTO]);
        assertTrue(recovery.allowance(now) >= 0);
        count(recovery.flow);
    }

    /** The figures are what counting gives, and the ranges cover what is under way without gaps. */
    static void count(Flow flow) {
        Scoreboard board = flow.board;
        int packets = 0;
        int sacked = 0;
        int lost = 0;
        int again = 0;
        for (int i = 0; i < board.size(); i++) {
            int segments = board.segments(i);
            packets += segments;
            sacked += board.is(i, Scoreboard.SACKED) ? segments : 0;
            lost += board.is(i, Scoreboard.LOST) ? segments : 0;
            again += board.is(i, Scoreboard.AGAIN) ? segments : 0;
            assertTrue(board.from(i) < board.to(i));
            assertTrue(i == 0 || board.from(i) == board.to(i - 1), "gap");
            assertTrue(!board.is(i, Scoreboard.SACKED) || !board.is(i, Scoreboard.LOST), "arrived and lost");
        }
        assertEquals(packets, board.packets);
        assertEquals(flow.selective ? sacked : board.sacked, board.sacked);
        assertEquals(lost, board.lost);
        assertEquals(again, board.again);
        assertEquals(board.size() == 0 ? flow.acknowledged : board.to(board.size() - 1), flow.next);
        assertTrue(board.size() == 0 || board.from(0) <= flow.acknowledged && board.to(0) > flow.acknowledged, "acknowledged is kept");
    }

    @Test
    void anythingAcknowledgedLeavesItSound() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Recovery.Settings settings = new Recovery.Settings();
            settings.congestion = random.nextInt(2);
            settings.rack = random.nextBoolean();
            boolean selective = random.nextInt(4) != 0;
            Recovery recovery = new Recovery(settings);
            long now = random.nextLong(1L << 40);
            long next = 1;
            long acknowledged = 0;
            recovery.sent(0, 1, now);
            recovery.established(MSS, selective, random.nextBoolean(), now);
            Recovery.Ack ack = new Recovery.Ack();
            Recovery.Range range = new Recovery.Range();
            try {
                for (int step = 0; step < 2000; step++) {
                    now += random.nextLong(20_000_000);
                    switch (random.nextInt(8)) {
                        case 0 -> {
                            now = Math.max(now, recovery.timerAt() == Recovery.NEVER ? now : recovery.timerAt());
                            recovery.timer(now);
                            if (recovery.probe(range, MSS) && random.nextInt(4) != 0) {
                                recovery.sent(range.from, range.to, now);
                            }
                        }
                        case 1 -> {
                            long to = next + 1 + random.nextInt(random.nextBoolean() ? 20 : 20_000);
                            if (recovery.allowance(now) > 0 && acknowledged > 0) {
                                recovery.sent(next, to, now);
                                next = to;
                            }
                        }
                        case 2 -> {
                            if (recovery.next(range, 1 + random.nextInt(5000), now)) {
                                assertTrue(range.from >= acknowledged && range.to <= next && range.from < range.to,
                                    range.from + ".." + range.to + " in " + acknowledged + ".." + next);
                                recovery.sent(range.from, range.to, now);
                            }
                        }
                        case 3 -> recovery.unreachable(now);
                        case 4 -> {
                            if (random.nextInt(50) == 0 && acknowledged > 0) {
                                recovery.segmentSize(random.nextInt(10) == 0 ? 1 + random.nextInt(50) : 300 + random.nextInt(1000), now);
                            }
                            recovery.applicationLimited(now);
                        }
                        default -> {
                            fill(ack, random, acknowledged, next);
                            if (ack.position <= next) {
                                acknowledged = Math.max(acknowledged, ack.position);
                            }
                            recovery.acknowledged(ack, now);
                        }
                    }
                    check(recovery, now);
                }
            } catch (Throwable failure) {
                throw new AssertionError("seed " + seed + (selective ? " selective" : ""), failure);
            }
        }
    }

    private static long any(Random random, long acknowledged, long next) {
        return switch (random.nextInt(10)) {
            case 0 -> random.nextLong();
            case 1 -> next + random.nextInt(10) - 5;
            case 2 -> acknowledged + random.nextInt(10) - 5;
            default -> acknowledged + random.nextLong(Math.max(1, next - acknowledged) + 1);
        };
    }

    private static void fill(Recovery.Ack ack, Random random, long acknowledged, long next) {
        ack.position = random.nextInt(3) == 0 ? any(random, acknowledged, next) : acknowledged;
        ack.blocks = random.nextInt(5);
        for (int i = 0; i < 4; i++) {
            ack.from[i] = any(random, acknowledged, next);
            ack.to[i] = random.nextBoolean() ? ack.from[i] + 1 + random.nextInt(3000) : any(random, acknowledged, next);
        }
        ack.duplicate = random.nextInt(5) == 0;
        ack.duplicateFrom = any(random, 0, next);
        ack.duplicateTo = random.nextBoolean() ? ack.duplicateFrom + 1 + random.nextInt(3000) : any(random, 0, next);
        ack.echoed = random.nextInt(3) == 0 ? random.nextLong(1_000_000_000_000L) : -1;
        ack.congestion = random.nextInt(10) == 0;
        ack.data = random.nextInt(5) == 0;
        ack.windowChanged = random.nextInt(5) == 0;
        ack.newData = random.nextBoolean();
    }

    /** Blocks of a byte each split nothing: ranges end where segments do. */
    @Test
    void singleBytesSackedTakeNoMemory() {
        Flow flow = new Flow(new Recovery.Settings());
        flow.selective = true;
        flow.mss = MSS;
        flow.board.append(1, 64_001, MSS, 0, flow.rate);
        flow.next = 64_001;
        flow.acknowledged = 1;
        Arrivals arrivals = new Arrivals(flow);
        Recovery.Ack ack = new Recovery.Ack();
        for (int i = 2; i < 64_000; i += 2) {
            ack.blocks = 1;
            ack.from[0] = i;
            ack.to[0] = i + 1;
            flow.progress.begin(ack, 1);
            arrivals.blocks(ack, 1, 1);
        }
        assertEquals(1, flow.board.size());
        for (int i = 1; i < 64; i += 2) {
            ack.from[0] = 1 + i * 1000L;
            ack.to[0] = 1001 + i * 1000L;
            flow.progress.begin(ack, 1);
            arrivals.blocks(ack, 1, 1);
        }
        assertEquals(64, flow.board.size(), "every second segment: as many ranges as segments");
        for (int i = 0; i < 64; i += 2) {
            ack.from[0] = 1 + i * 1000L;
            ack.to[0] = 1001 + i * 1000L;
            flow.progress.begin(ack, 1);
            arrivals.blocks(ack, 1, 1);
        }
        assertEquals(1, flow.board.size(), "what is sacked becomes one again");
    }

    /** Nothing is allocated per segment: a million bytes' worth of transfers needs no more memory than one. */
    @Test
    void steadyStateAllocatesNothing() {
        Bench bench = new Bench(new Recovery.Settings(), true);
        Recovery recovery = bench.recovery;
        long[] info = new long[TcpInfo.LENGTH];
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long next = 1;
        long before = 0;
        long id = Thread.currentThread().threadId();
        for (int round = 0; round < 40_000; round++) {
            if (round == 20_000) {
                before = threads.getThreadAllocatedBytes(id);
            }
            for (int i = 0; i < 10; i++) {
                recovery.sent(next, next + 1000, bench.now + i);
                next += 1000;
            }
            bench.now += 1_000_000;
            bench.ack.position = next - 9000;
            bench.ack.blocks = 1;
            bench.ack.from[0] = next - 5000;
            bench.ack.to[0] = next - 3000;
            recovery.acknowledged(bench.ack, bench.now);
            bench.ack.blocks = 0;
            bench.ack.position = next;
            recovery.acknowledged(bench.ack, bench.now);
            recovery.fill(info, bench.now);
        }
        long allocated = threads.getThreadAllocatedBytes(id) - before;
        assertTrue(allocated < 20_000, allocated + " bytes in 200,000 segments");
    }
}
