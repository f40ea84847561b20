package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.network.SocketSession;

/** Which error each call of a stream has in each state; they are Linux'. */
class TcpErrorsTest {
    private static final int PORT = 80;

    /** Two machines; the second listens. */
    private static final class World {
        final Rig[] rigs = EchoTest.pair("llc");
        final Rig rig = rigs[0];
        final SocketSession listener = TcpRig.listen(rigs[1], PORT);
        SocketSession peer;

        World() {
            TcpRig.nonBlocking(listener);
        }

        SocketSession tcp() {
            SocketSession s = TcpRig.tcp(rig);
            TcpRig.nonBlocking(s);
            return s;
        }

        SocketSession connected() {
            SocketSession s = TcpRig.connect(rig, "10.1.0.2", PORT);
            TcpRig.nonBlocking(s);
            run(1);
            peer = listener.accept(0, null);
            return s;
        }

        /** From now on nothing arrives. */
        void silent() {
            for (Rig r : rigs) {
                r.atm.chance = new Random(1);
                r.atm.loss = 1;
            }
        }

        void run(long seconds) {
            rig.world.run(seconds * Rig.SECOND);
        }

        SocketSession connecting() {
            for (Rig r : rigs) {
                r.atm.loss = 0;
            }
            // the neighbour is known
            TcpRig.connect(rig, "10.1.0.2", PORT).close();
            run(1);
            silent();
            SocketSession s = tcp();
            Rig.fails(Errno.EINPROGRESS, () -> s.connect(TcpRig.at("10.1.0.2", PORT)));
            return s;
        }
    }

    private static final Map<String, Consumer<SocketSession>> CALLS = new java.util.LinkedHashMap<>();
    private static final byte[] ONE = new byte[1];

    static {
        CALLS.put("bind", s -> s.bind(TcpRig.at("10.1.0.1", 4444)));
        CALLS.put("listen", s -> s.listen(1));
        CALLS.put("accept", s -> s.accept(0, null));
        CALLS.put("connect", s -> s.connect(TcpRig.at("10.1.0.2", PORT)));
        CALLS.put("shutdown", s -> s.shutdown(Sockets.SHUT_SEND));
        CALLS.put("read", s -> s.read(ONE, 0, 1));
        CALLS.put("receive", s -> s.receive(ONE, 0, 1, Sockets.PEEK, null));
        CALLS.put("write", s -> s.write(ONE, 0, 1));
        CALLS.put("send", s -> s.send(ONE, 0, 1, Sockets.MORE, null));
        CALLS.put("peer", s -> s.name(true, new long[Sockets.ADDRESS_LENGTH]));
        CALLS.put("name", s -> s.name(false, new long[Sockets.ADDRESS_LENGTH]));
    }

    /** Of each call, in the order above; 0 where it succeeds. */
    private record State(String name, Function<World, SocketSession> make, int... errors) {
    }

    private static final List<State> STATES = List.of(
        new State("new", World::tcp, 0, 0, Errno.EINVAL, Errno.EINPROGRESS, Errno.ENOTCONN, Errno.ENOTCONN, Errno.ENOTCONN, Errno.EPIPE, Errno.EPIPE,
            Errno.ENOTCONN, 0),
        new State("bound", w -> {
            SocketSession s = w.tcp();
            s.bind(TcpRig.at("10.1.0.1", 4000));
            return s;
        }, Errno.EINVAL, 0, Errno.EINVAL, Errno.EINPROGRESS, Errno.ENOTCONN, Errno.ENOTCONN, Errno.ENOTCONN, Errno.EPIPE, Errno.EPIPE, Errno.ENOTCONN, 0),
        new State("listening", w -> {
            SocketSession s = w.tcp();
            s.listen(1);
            return s;
        }, Errno.EINVAL, 0, Errno.EAGAIN, Errno.EISCONN, 0, Errno.ENOTCONN, Errno.ENOTCONN, Errno.EPIPE, Errno.EPIPE, Errno.ENOTCONN, 0),
        new State("connecting", World::connecting, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.EALREADY, Errno.ENOTCONN, Errno.EAGAIN, Errno.EAGAIN,
            Errno.EAGAIN, Errno.EAGAIN, Errno.ENOTCONN, 0),
        new State("connected", World::connected, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.EISCONN, 0, Errno.EAGAIN, Errno.EAGAIN, 0, 0, 0, 0),
        new State("shut", w -> {
            SocketSession s = w.connected();
            s.shutdown(Sockets.SHUT_SEND);
            return s;
        }, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.EISCONN, 0, Errno.EAGAIN, Errno.EAGAIN, Errno.EPIPE, Errno.EPIPE, 0, 0),
        new State("peer has shut", w -> {
            SocketSession s = w.connected();
            w.peer.shutdown(Sockets.SHUT_SEND);
            w.run(1);
            return s;
        }, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.EISCONN, 0, 0, 0, 0, 0, 0, 0),
        new State("reset", w -> {
            SocketSession s = w.connected();
            Rig.set(w.peer, Sockets.LINGER, 0);
            w.peer.close();
            w.run(1);
            return s;
        }, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.EISCONN, Errno.ENOTCONN, Errno.ECONNRESET, Errno.ECONNRESET, Errno.ECONNRESET, Errno.ECONNRESET,
            Errno.ENOTCONN, 0),
        new State("refused", w -> {
            SocketSession s = w.tcp();
            Rig.fails(Errno.EINPROGRESS, () -> s.connect(TcpRig.at("10.1.0.2", 9)));
            w.run(1);
            return s;
        }, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.ECONNREFUSED, Errno.ENOTCONN, Errno.ECONNREFUSED, Errno.ECONNREFUSED, Errno.ECONNREFUSED,
            Errno.ECONNREFUSED, Errno.ENOTCONN, 0),
        new State("timed out", w -> {
            SocketSession s = w.connecting();
            w.run(200);
            return s;
        }, Errno.EINVAL, Errno.EINVAL, Errno.EINVAL, Errno.ETIMEDOUT, Errno.ENOTCONN, Errno.ETIMEDOUT, Errno.ETIMEDOUT, Errno.ETIMEDOUT, Errno.ETIMEDOUT,
            Errno.ENOTCONN, 0));

    private static int errorOf(Runnable call) {
        try {
            call.run();
            return 0;
        } catch (CallFailed e) {
            return e.errno();
        }
    }

    private static String named(int errno) {
        return errno == 0 ? "0" : Errno.name(errno);
    }

    @TestFactory
    List<DynamicTest> everyCallInEveryState() {
        List<DynamicTest> tests = new ArrayList<>();
        for (State state : STATES) {
            World[] world = new World[1];
            int i = 0;
            for (Map.Entry<String, Consumer<SocketSession>> call : CALLS.entrySet()) {
                int expected = state.errors[i++];
                tests.add(DynamicTest.dynamicTest(state.name + ": " + call.getKey(), () -> {
                    world[0] = world[0] == null ? new World() : world[0];
                    SocketSession s = state.make.apply(world[0]);
                    assertEquals(named(expected), named(errorOf(() -> call.getValue().accept(s))));
                    s.close();
                }));
            }
            assertEquals(i, state.errors.length);
        }
        return tests;
    }

    /** What became of an attempt is told once, by whichever call comes first; after that the socket connects again. */
    @Test
    void aFailureIsToldOnce() {
        World w = new World();
        SocketSession s = w.tcp();
        for (int i = 0; i < 2; i++) {
            Rig.fails(Errno.EINPROGRESS, () -> s.connect(TcpRig.at("10.1.0.2", 9)));
            w.run(1);
            Rig.fails(Errno.ECONNREFUSED, () -> s.connect(TcpRig.at("10.1.0.2", 9)));
        }
        Rig.fails(Errno.EINPROGRESS, () -> s.connect(TcpRig.at("10.1.0.2", PORT)));
        w.run(1);
        s.connect(TcpRig.at("10.1.0.2", PORT));
        Rig.fails(Errno.EISCONN, () -> s.connect(TcpRig.at("10.1.0.2", PORT)));
        // where nobody waits, the error may be asked for; then the attempt was given up
        SocketSession t = w.tcp();
        Rig.fails(Errno.EINPROGRESS, () -> t.connect(TcpRig.at("10.1.0.2", 9)));
        w.run(1);
        long[] error = new long[1];
        t.option(Sockets.ERROR, error);
        assertEquals(Errno.ECONNREFUSED, error[0]);
        t.option(Sockets.ERROR, error);
        assertEquals(0, error[0]);
        Rig.fails(Errno.ECONNABORTED, () -> t.connect(TcpRig.at("10.1.0.2", PORT)));
    }

    @Test
    void addresses() {
        World w = new World();
        SocketSession s = w.tcp();
        SocketSession t = w.tcp();
        Rig.fails(Errno.EADDRNOTAVAIL, () -> s.bind(TcpRig.at("10.1.0.2", 1)));
        Rig.fails(Errno.EAFNOSUPPORT, () -> s.bind(new long[] {Sockets.PACKET, 0, 0, 0}));
        Rig.fails(Errno.EINVAL, () -> s.bind(TcpRig.at("10.1.0.1", 65_536)));
        Rig.fails(Errno.EINVAL, () -> s.bind(new long[] {Sockets.INET}));
        Rig.fails(Errno.ENETUNREACH, () -> s.connect(TcpRig.at("192.0.2.1", 1)));
        Rig.fails(Errno.ENETUNREACH, () -> s.connect(TcpRig.at("224.0.0.1", 1)));
        s.bind(TcpRig.at("10.1.0.1", 4000));
        Rig.fails(Errno.EADDRINUSE, () -> t.bind(TcpRig.at("0.0.0.0", 4000)));
        Rig.set(s, Sockets.REUSE_ADDRESS, 1);
        Rig.set(t, Sockets.REUSE_ADDRESS, 1);
        t.bind(TcpRig.at("10.1.0.1", 4000));
        s.listen(1);
        Rig.fails(Errno.EADDRINUSE, () -> t.listen(1));
        // one port, two sockets, one peer: the second has no address left
        SocketSession[] both = {w.tcp(), w.tcp()};
        for (SocketSession one : both) {
            Rig.set(one, Sockets.REUSE_ADDRESS, 1);
            one.bind(TcpRig.at("10.1.0.1", 4001));
        }
        Rig.fails(Errno.EINPROGRESS, () -> both[0].connect(TcpRig.at("10.1.0.2", PORT)));
        Rig.fails(Errno.EADDRNOTAVAIL, () -> both[1].connect(TcpRig.at("10.1.0.2", PORT)));
        Rig.fails(Errno.EINVAL, () -> s.shutdown(3));
        s.close();
        Rig.fails(Errno.EBADF, () -> s.bind(TcpRig.at("10.1.0.1", 4000)));
    }

    /** Options with the least and the most they take; one less and one more is EINVAL. */
    private static final long[][] RANGES = {{Sockets.TTL, 1, 255}, {Sockets.TOS, 0, 255}, {Sockets.DONT_FRAGMENT, 0, 1}, {Sockets.NON_BLOCKING, 0, 1},
        {Sockets.KEEP_ALIVE, 0, 1}, {Sockets.KEEP_IDLE, 1_000_000_000L, 32_767_000_000_000L}, {Sockets.KEEP_INTERVAL, 1_000_000_000L, 32_767_000_000_000L}, {Sockets.KEEP_COUNT, 1, 127},
        {Sockets.NO_DELAY, 0, 1}, {Sockets.CORK, 0, 1}, {Sockets.LINGER, -1, Long.MAX_VALUE / 4}, {Sockets.REUSE_ADDRESS, 0, 1}, {Sockets.REUSE_PORT, 0, 1},
        {Sockets.USER_TIMEOUT, 0, Long.MAX_VALUE / 4}, {Sockets.MAX_SEGMENT, 88, 32_767}, {Sockets.CONGESTION, 0, 1}, {Sockets.DEFER_ACCEPT, 0, 1},
        {Sockets.SYN_COUNT, 1, 127}, {Sockets.WINDOW_CLAMP, 0, 64 << 20}, {Sockets.LINGER2, -1, Long.MAX_VALUE / 4}, {Sockets.MTU_DISCOVER, 0, 3},
        {Sockets.RETURN_AREAS, 0, 1}, {Sockets.RECEIVE_BUFFER, 1, 64 << 20}, {Sockets.SEND_BUFFER, 1, 64 << 20}, {Sockets.QUICK_ACK, 0, 1},
        {Sockets.RECEIVE_TIMEOUT, 0, Long.MAX_VALUE / 4}, {Sockets.SEND_TIMEOUT, 0, Long.MAX_VALUE / 4}};

    @Test
    void optionsOutOfRange() {
        World w = new World();
        for (long[] range : RANGES) {
            SocketSession s = w.tcp();
            for (long good : new long[] {range[1], range[2]}) {
                s.setOption((int) range[0], new long[] {good});
            }
            for (long wrong : new long[] {range[1] - 1, range[2] + 1}) {
                assertEquals(named(Errno.EINVAL), named(errorOf(() -> s.setOption((int) range[0], new long[] {wrong}))), "option " + range[0] + ": " + wrong);
            }
            s.close();
        }
        SocketSession s = w.tcp();
        Rig.fails(Errno.ENODEV, () -> s.setOption(Sockets.BIND_INTERFACE, new long[] {77}));
        Rig.fails(Errno.ENOPROTOOPT, () -> s.setOption(Sockets.TCP_INFO, new long[] {1}));
        Rig.fails(Errno.ENOPROTOOPT, () -> s.setOption(33, new long[] {1}));
        Rig.fails(Errno.ENOPROTOOPT, () -> s.option(33, new long[1]));
        Rig.fails(Errno.ENOTCONN, () -> s.option(Sockets.MTU, new long[1]));
    }
}
