package org.sluice.drill.sim;

import java.util.Random;
import org.sluice.abi.Sockets;
import org.sluice.abi.TcpInfo;
import org.sluice.drill.world.Machine;
import org.sluice.drill.world.World;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.network.NetServiceFactory;
import org.sluice.kernel.network.SocketSession;

/**
 * Two machines, and what programs on them send each other over one connection.
 *
 * @param there    bytes from the one that connects
 * @param back     bytes from the other
 * @param settings of both stacks, "NAME VALUE" each
 * @param any      whether programs write and read any number of bytes at once, by the seed; else as many as they can
 */
record Exchange(long there, long back, int mtu, Path.Quality quality, java.util.List<String> settings, boolean any, long seed) {
    private static final long MEMORY = 64L << 20;
    private static final long START = 1000 * World.SECOND;
    /** Longest that an exchange may take; all connections are forgotten that long after their end. */
    private static final long LONGEST = 7200 * World.SECOND;
    private static final long AFTER = 400 * World.SECOND;
    private static final int PORT = 5001;
    /** The frame that headers are cut from may be there or not. */
    private static final int HEADERS = 1;

    /**
     * How it went.
     *
     * @param nanos    from connecting until both ends have read everything
     * @param again    segments sent more than once, of the one that connects
     * @param timeouts of it
     * @param lost     packets that did not arrive, both ways
     */
    record Result(long nanos, long again, long timeouts, long sent, long lost) {
    }

    /** Carries it out. @throws IllegalStateException if a byte is wrong, it does not end, or frames are missing at the end */
    Result run(NetServiceFactory factory) {
        try (World world = new World(START)) {
            Machine a = new Machine(world, factory, MEMORY, seed);
            Machine b = new Machine(world, factory, MEMORY, seed + 1);
            a.connect("10.0.0.1", 24, mtu);
            b.connect("10.0.0.2", 24, mtu);
            for (String setting : settings) {
                a.control("set " + setting);
                b.control("set " + setting);
            }
            Path ab = new Path(a, b, quality, seed + 2);
            Path ba = new Path(b, a, quality, seed + 3);
            world.settle();
            int usedA = a.used();
            int usedB = b.used();
            long begun = world.now();
            SocketSession listener = b.socket(Sockets.INET, Sockets.STREAM, 0);
            listener.bind(new long[] {Sockets.INET, PORT, 0, 0x0a000002L});
            listener.listen(1);
            listener.setOption(Sockets.NON_BLOCKING, new long[] {1});
            SocketSession client = a.socket(Sockets.INET, Sockets.STREAM, 0);
            End one = null;
            End other = null;
            try {
                client.connect(new long[] {Sockets.INET, PORT, 0, 0x0a000002L});
                one = new End(client, there, seed, ~seed, any ? new Random(seed + 4) : null);
            } catch (CallFailed e) {
                throw new IllegalStateException("connect: " + e.getMessage(), e);
            }
            Random sizes = any ? new Random(seed + 5) : null;
            while (other == null || !one.done() || !other.done()) {
                if (other == null) {
                    SocketSession accepted = accept(listener);
                    other = accepted == null ? null : new End(accepted, back, ~seed, seed, sizes);
                }
                one.pump();
                if (other != null) {
                    other.pump();
                }
                if (!(one.done() && other != null && other.done()) && !world.advance(begun + LONGEST)) {
                    throw new IllegalStateException("does not end: " + one + "; " + other);
                }
                defects(a);
                defects(b);
            }
            long nanos = world.now() - begun;
            long[] info = one.info();
            one.close();
            other.close();
            listener.close();
            world.runUntil(world.now() + AFTER);
            defects(a);
            defects(b);
            if (a.used() - usedA > HEADERS || b.used() - usedB > HEADERS) {
                throw new IllegalStateException("frames are kept: " + (a.used() - usedA) + " and " + (b.used() - usedB));
            }
            return new Result(nanos, info[TcpInfo.TOTAL_RETRANS], info[TcpInfo.TOTAL_RTO], ab.sent() + ba.sent(), ab.lost() + ba.lost());
        }
    }

    private static SocketSession accept(SocketSession listener) {
        try {
            return listener.accept(0, null);
        } catch (CallFailed e) {
            if (e.errno() == org.sluice.abi.Errno.EAGAIN) {
                return null;
            }
            throw e;
        }
    }

    private static void defects(Machine machine) {
        for (String line : machine.log()) {
            if (line.startsWith("while handling")) {
                throw new IllegalStateException("the network service fails " + line);
            }
        }
    }
}
