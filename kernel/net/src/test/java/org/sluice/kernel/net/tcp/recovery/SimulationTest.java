package org.sluice.kernel.net.tcp.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sluice.abi.TcpInfo;

/**
 * Sender, network and receiver in virtual time, seeded: what is asked is that every byte arrives whatever the network does, that nothing is kept after the
 * last acknowledgement, and that a timer runs while anything is under way.
 */
class SimulationTest {
    static final long MS = 1_000_000;

    /** What the network does to a packet. */
    record Network(double loss, double reorder, double duplicate, double ackLoss, long delay) {
    }

    /** What the two ends can do. */
    record Ends(boolean selective, boolean duplicateSack, boolean timestamps, boolean delayedAcks, boolean reneges, Recovery.Settings settings) {
    }

    private record Event(long at, long order, long from, long to, boolean toReceiver, Recovery.Ack ack, long stamp) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    /** One transfer. */
    static final class Transfer {
        private static final int MSS = 1000;
        private static final int WINDOW = 400_000;
        final Network network;
        final Ends ends;
        final Random random;
        final Recovery recovery;
        final PriorityQueue<Event> events = new PriorityQueue<>();
        final long end;
        long now = 1_000_000_000L;
        long order;
        long next = 1;
        long acknowledged = 1;
        int sent;
        // receiver
        long expected = 1;
        final TreeMap<Long, Long> early = new TreeMap<>();
        final List<Long> recent = new ArrayList<>();
        int pending;
        long recentStamp;

        Transfer(long bytes, long seed, Network network, Ends ends) {
            this.network = network;
            this.ends = ends;
            this.random = new Random(seed);
            this.recovery = new Recovery(ends.settings);
            this.end = 1 + bytes;
            recovery.sent(0, 1, now);
            now += network.delay * 2;
            recovery.acknowledged(acknowledgement(1), now);
            recovery.established(MSS, ends.selective, ends.timestamps, now);
        }

        private static Recovery.Ack acknowledgement(long position) {
            Recovery.Ack ack = new Recovery.Ack();
            ack.position = position;
            ack.echoed = -1;
            return ack;
        }

        void run() {
            pump();
            long limit = now + 40_000_000_000_000L;
            while (acknowledged < end) {
                long timer = recovery.timerAt();
                assertTrue(next == acknowledged || timer != Recovery.NEVER, "no timer while " + acknowledged + ".." + next + " is under way");
                if (!events.isEmpty() && events.peek().at <= timer) {
                    Event event = events.poll();
                    now = Math.max(now, event.at);
                    if (event.toReceiver) {
                        receive(event);
                    } else {
                        acknowledged = Math.max(acknowledged, event.ack.position);
                        event.ack.echoed = ends.timestamps ? (now / MS - event.stamp) * MS : -1;
                        event.ack.newData = next < end && next - acknowledged < WINDOW;
                        recovery.acknowledged(event.ack, now);
                        pump();
                    }
                } else {
                    now = Math.max(now, timer);
                    recovery.timer(now);
                    Recovery.Range range = new Recovery.Range();
                    if (recovery.probe(range, MSS)) {
                        if (next < end && next - acknowledged < WINDOW) {
                            long to = Math.min(end, next + MSS);
                            send(next, to);
                            next = to;
                        } else {
                            send(range.from, range.to);
                        }
                    }
                    pump();
                }
                assertTrue(now < limit, "took too long: " + acknowledged + " of " + end);
            }
            assertEquals(end, expected, "received");
            assertEquals(Recovery.NEVER, recovery.timerAt(), "a timer runs after the end");
            assertEquals(Recovery.NEVER, recovery.oldest());
            long[] info = new long[TcpInfo.LENGTH];
            recovery.fill(info, now);
            for (int field : new int[] {TcpInfo.UNACKED, TcpInfo.SACKED, TcpInfo.LOST, TcpInfo.RETRANS}) {
                assertEquals(0, info[field], TcpInfo.name(field));
            }
        }

        private void pump() {
            Recovery.Range range = new Recovery.Range();
            for (int turn = 0; turn < 2; turn++) {
                while (recovery.next(range, 4 * MSS, now)) {
                    assertTrue(range.from >= acknowledged && range.to <= next && range.from < range.to, "sends again " + range.from + ".." + range.to);
                    send(range.from, range.to);
                }
                while (next < end && next - acknowledged < WINDOW) {
                    long most = Math.min(recovery.allowance(now), 4 * MSS);
                    if (most == 0) {
                        break;
                    }
                    long to = Math.min(end, next + (random.nextInt(8) == 0 ? 1 + random.nextInt(MSS) : most));
                    long from = next;
                    next = to;
                    send(from, to);
                }
                if (next == end || next - acknowledged >= WINDOW) {
                    recovery.applicationLimited(now);
                }
            }
        }

        private void send(long from, long to) {
            recovery.sent(from, to, now);
            sent++;
            assertTrue(sent < 500 + 60 * (end / MSS + 10), "sends without end");
            for (long at = from; at < to; at += MSS) {
                transmit(at, Math.min(to, at + MSS), true, null, now / MS);
            }
        }

        private void transmit(long from, long to, boolean toReceiver, Recovery.Ack ack, long stamp) {
            double loss = toReceiver ? network.loss : network.ackLoss;
            for (int copies = random.nextDouble() < network.duplicate ? 2 : 1; copies > 0; copies--) {
                if (random.nextDouble() >= loss) {
                    long delay = network.delay + (random.nextDouble() < network.reorder ? random.nextLong(3 * network.delay + 1) : 0);
                    events.add(new Event(now + delay, order++, from, to, toReceiver, ack, stamp));
                }
            }
        }

        private void receive(Event segment) {
            long duplicateFrom = 0;
            long duplicateTo = 0;
            if (segment.to <= expected) {
                duplicateFrom = segment.from;
                duplicateTo = segment.to;
            } else {
                long from = Math.max(segment.from, expected);
                var before = early.floorEntry(from);
                if (before != null && before.getValue() >= segment.to) {
                    duplicateFrom = segment.from;
                    duplicateTo = segment.to;
                }
                insert(from, segment.to);
            }
            if (segment.from <= expected) {
                recentStamp = segment.stamp;
            }
            var first = early.firstEntry();
            boolean moved = false;
            if (first != null && first.getKey() <= expected) {
                expected = first.getValue();
                early.pollFirstEntry();
                moved = true;
            }
            if (ends.reneges && random.nextInt(50) == 0) {
                early.clear();
                recent.clear();
            }
            if (moved && early.isEmpty() && ends.delayedAcks && duplicateTo == 0 && ++pending < 2 && expected < end && random.nextInt(4) != 0) {
                return;
            }
            pending = 0;
            Recovery.Ack ack = acknowledgement(expected);
            if (ends.selective) {
                if (ends.duplicateSack && duplicateTo > 0) {
                    ack.duplicate = true;
                    ack.duplicateFrom = duplicateFrom;
                    ack.duplicateTo = duplicateTo;
                }
                recent.removeIf(start -> !early.containsKey(start));
                for (int i = recent.size() - 1; i >= 0 && ack.blocks < 3; i--) {
                    ack.from[ack.blocks] = recent.get(i);
                    ack.to[ack.blocks++] = early.get(recent.get(i));
                }
            }
            transmit(0, 0, false, ack, recentStamp);
        }

        private void insert(long from, long to) {
            long low = from;
            long high = to;
            var entry = early.floorEntry(high);
            while (entry != null && entry.getValue() >= low) {
                low = Math.min(low, entry.getKey());
                high = Math.max(high, entry.getValue());
                early.remove(entry.getKey());
                entry = early.floorEntry(high);
            }
            early.put(low, high);
            recent.remove((Long) low);
            recent.add(low);
        }
    }

    private static Ends ends(Random random) {
        Recovery.Settings settings = new Recovery.Settings();
        settings.congestion = random.nextInt(2);
        settings.rack = random.nextInt(4) != 0;
        settings.frto = random.nextInt(4) != 0;
        settings.lossProbe = random.nextInt(4) != 0;
        settings.limitedTransmit = random.nextInt(4) != 0;
        return new Ends(random.nextInt(3) != 0, random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), random.nextInt(8) == 0, settings);
    }

    @Test
    void everyByteArrivesWhateverTheNetworkDoes() {
        for (int seed = 0; seed < 1500; seed++) {
            Random random = new Random(seed);
            double[] losses = {0, 0.001, 0.01, 0.05, 0.2, 0.4};
            double loss = losses[random.nextInt(losses.length)];
            Network network = new Network(loss, random.nextInt(2) * random.nextDouble() / 3, random.nextInt(3) == 0 ? 0.1 : 0,
                losses[random.nextInt(losses.length)], 1 + random.nextLong(100 * MS));
            long bytes = 1 + random.nextInt(loss > 0.1 ? 40_000 : 300_000);
            try {
                new Transfer(bytes, seed, network, ends(random)).run();
            } catch (Throwable failure) {
                throw new AssertionError("seed " + seed + " " + network, failure);
            }
        }
    }

    @Test
    void withoutLossNothingIsSentAgain() {
        for (int seed = 0; seed < 50; seed++) {
            Recovery.Settings settings = new Recovery.Settings();
            settings.congestion = seed % 2;
            Transfer transfer = new Transfer(500_000, seed, new Network(0, 0, 0, 0, 20 * MS), new Ends(seed % 3 != 0, true, true, true, false, settings));
            transfer.run();
            long[] info = new long[TcpInfo.LENGTH];
            transfer.recovery.fill(info, transfer.now);
            assertEquals(0, info[TcpInfo.TOTAL_RETRANS]);
            assertEquals(TcpInfo.OPEN, info[TcpInfo.CA_STATE]);
            assertNotEquals(10, info[TcpInfo.SND_CWND]);
        }
    }

    /** Loss of one in a hundred must be repaired by what the receiver says, hardly ever by the timer. */
    @Test
    void smallLossIsRepairedWithoutTimeout() {
        int timeouts = 0;
        for (int seed = 0; seed < 40; seed++) {
            Transfer transfer = new Transfer(2_000_000, seed, new Network(0.01, 0, 0, 0, 20 * MS),
                new Ends(true, true, true, true, false, new Recovery.Settings()));
            transfer.run();
            long[] info = new long[TcpInfo.LENGTH];
            transfer.recovery.fill(info, transfer.now);
            timeouts += (int) info[TcpInfo.TOTAL_RTO];
        }
        assertTrue(timeouts <= 8, timeouts + " timeouts in 80 MB");
    }
}
