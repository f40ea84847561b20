package org.sluice.drill.sim;

import java.util.ArrayDeque;
import java.util.Random;
import org.sluice.drill.world.Machine;
import org.sluice.drill.world.World;

/** One direction of a network: a queue before a line of some rate, and the way behind that. */
final class Path {
    /**
     * What a direction is like.
     *
     * @param bitsPerSecond of the line
     * @param delay         nanoseconds on the way, besides the time on the line
     * @param queue         packets that may wait for the line; more are dropped
     * @param loss          share of packets that are lost, 0 to 1; likewise the next
     * @param late          share that is kept back for up to ten times the delay, or 10 ms if that is more
     * @param twice         share that arrives twice
     * @param damaged       share of which a bit is changed
     */
    record Quality(long bitsPerSecond, long delay, int queue, double loss, double late, double twice, double damaged) {
    }

    private static final long BIT_NANOS = 8_000_000_000L;
    private static final long LEAST_LATE = 10_000_000L;
    private static final int LATE_FACTOR = 10;

    private final World world;
    private final Quality quality;
    private final Machine to;
    private final Random chance;
    private final ArrayDeque<Long> departures = new ArrayDeque<>();
    private long free;
    private long sent;
    private long lost;

    Path(Machine from, Machine to, Quality quality, long seed) {
        world = from.world();
        this.quality = quality;
        this.to = to;
        chance = new Random(seed);
        from.atm().onSend(this::send);
    }

    /** Packets sent, and those of them that did not arrive. */
    long sent() {
        return sent;
    }

    long lost() {
        return lost;
    }

    private void send(byte[] packet) {
        sent++;
        long now = world.now();
        while (!departures.isEmpty() && departures.peek() <= now) {
            departures.poll();
        }
        if (departures.size() > quality.queue) {
            lost++;
            return;
        }
        free = Math.max(free, now) + packet.length * BIT_NANOS / quality.bitsPerSecond;
        departures.add(free);
        if (chance.nextDouble() < quality.loss) {
            lost++;
            return;
        }
        byte[] arriving = packet;
        if (chance.nextDouble() < quality.damaged) {
            arriving = packet.clone();
            arriving[chance.nextInt(arriving.length)] ^= (byte) (1 << chance.nextInt(8));
        }
        arrive(arriving);
        if (chance.nextDouble() < quality.twice) {
            arrive(arriving);
        }
    }

    private void arrive(byte[] packet) {
        long late = chance.nextDouble() < quality.late ? chance.nextLong(Math.max(LEAST_LATE, LATE_FACTOR * quality.delay)) : 0;
        world.at(free + quality.delay + late, () -> to.atm().deliver(Machine.VCI, packet));
    }
}
