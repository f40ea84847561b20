package org.sluice.drill.sim;

import java.util.List;
import java.util.Locale;
import org.sluice.kernel.network.NetServiceFactory;

/** Tables of how fast a transfer is over networks of different delay and loss. The same stack gives the same table. */
public final class Simulation {
    /** Bytes, bits a second, and packets that may wait of the networks in a table. */
    private static final long BYTES = 1L << 20;
    private static final long RATE = 20_000_000;
    private static final int QUEUE = 100;
    private static final int MTU = 1500;
    private static final double[] LOSSES = {0, 0.001, 0.01, 0.03};
    private static final long[] DELAYS_MS = {1, 5, 20, 50};
    private static final long MILLI = 1_000_000;
    private static final double SECOND = 1e9;

    private Simulation() {
    }

    /** A table for a congestion control, by its name. */
    public static String table(NetServiceFactory factory, String congestion) {
        StringBuilder text = new StringBuilder();
        text.append("# ").append(congestion).append(": ").append(BYTES >> 20).append(" MiB over ").append(RATE / 1_000_000)
            .append(" Mbit/s, MTU ").append(MTU).append(", queue of ").append(QUEUE).append(" packets.\n");
        text.append("# loss in per mille, delay one way in ms; seconds, Mbit/s, segments sent again, timeouts, packets lost of sent.\n");
        for (double loss : LOSSES) {
            for (long delay : DELAYS_MS) {
                Exchange.Result r = new Exchange(BYTES, 0, MTU, new Path.Quality(RATE, delay * MILLI, QUEUE, loss, 0, 0, 0),
                    List.of("tcp_congestion_control " + congestion), false, 42).run(factory);
                text.append(String.format(Locale.ROOT, "loss %4.1f delay %3d: %9.3f s %7.3f Mbit/s again %4d timeouts %2d lost %4d of %d%n", loss * 1000,
                    delay, r.nanos() / SECOND, BYTES * 8 / (r.nanos() / 1000.0), r.again(), r.timeouts(), r.lost(), r.sent()));
            }
        }
        return text.toString();
    }

    /**
     * Sends random numbers of random bytes both ways over a network that loses, delays, repeats and damages.
     *
     * @return how it went, in one line
     * @throws IllegalStateException if a byte is wrong, it does not end, or frames are missing at the end
     */
    public static String ordeal(NetServiceFactory factory, long seed) {
        java.util.Random chance = new java.util.Random(seed);
        double bad = chance.nextInt(3) * 0.02;
        Path.Quality quality = new Path.Quality(1_000_000L << chance.nextInt(7), chance.nextInt(1, 60) * MILLI, 20 + chance.nextInt(100), bad,
            chance.nextInt(3) * 0.05, chance.nextInt(3) * 0.05, chance.nextInt(3) * 0.01);
        int mtu = List.of(576, 1500, 9180).get(chance.nextInt(3));
        Exchange.Result r = new Exchange(chance.nextInt(600_000), chance.nextInt(600_000), mtu, quality, List.of("tcp_congestion_control "
            + (chance.nextBoolean() ? "reno" : "cubic"), "tcp_sack " + chance.nextInt(2), "tcp_timestamps " + chance.nextInt(2),
            "tcp_window_scaling " + chance.nextInt(2), "tcp_ecn " + chance.nextInt(2)), true, seed).run(factory);
        return String.format(Locale.ROOT, "seed %d: %.3f s, %d packets, %d lost, %d sent again", seed, r.nanos() / SECOND, r.sent(), r.lost(),
            r.again());
    }
}
