package org.sluice.kernel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.function.Executable;
import org.sluice.abi.Errno;
import org.sluice.abi.ProcessKilled;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Watcher;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.file.Taker;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.file.ViewFile;
import org.sluice.kernel.memory.FrameAllocator;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.memory.SharedFrames;
import org.sluice.kernel.network.NetServiceFactory;
import org.sluice.kernel.network.HostNetwork;
import org.sluice.kernel.network.SocketSession;
import org.sluice.kernel.network.WaitLock;
import org.sluice.vm.memory.PhysicalMemory;

/**
 * A machine's network service on one thread and in virtual time. Waiting for something lets the world go on: what is on its way
 * arrives, else time passes. Locks assert that one is held at a time, and none while frames are given back or an interface is called.
 */
final class Rig {
    static final long SECOND = 1_000_000_000L;

    /** Time and wires, which several machines have in common. */
    static final class World {
        long now = 1_000 * SECOND;
        final List<Rig> rigs = new ArrayList<>();
        private boolean moved;

        /** Delivers something, or moves time to what is due next, at most to a deadline; false if nothing is to come before. */
        boolean step(long deadline) {
            for (Rig rig : rigs) {
                if (rig.atm.deliverOne()) {
                    return true;
                }
            }
            long next = deadline;
            for (Rig rig : rigs) {
                next = Math.min(next, rig.net.runDue());
            }
            if (moved) {
                // what was due has been done, and may be what somebody waits for
                moved = false;
                return true;
            }
            for (Rig rig : rigs) {
                if (rig.atm.anythingToDeliver()) {
                    return true;
                }
            }
            if (next == WaitLock.FOREVER) {
                return false;
            }
            if (next > now) {
                now = next;
                moved = true;
            }
            return next < deadline;
        }

        /** Has everything happen that happens in a time. */
        void run(long nanos) {
            long end = now + nanos;
            while (step(end)) {
                continue;
            }
            for (Rig rig : rigs) {
                rig.net.runDue();
            }
            while (anything()) {
                step(end);
            }
        }

        private boolean anything() {
            return rigs.stream().anyMatch(r -> r.atm.anythingToDeliver());
        }
    }

    final World world;
    final PhysicalMemory memory = new PhysicalMemory(24 << 20);
    final FrameAllocator frames = new FrameAllocator(memory);
    final FakeAtm atm;
    final List<String> log = new ArrayList<>();
    private final Random entropy;
    private Lock held;
    boolean noMemory;
    boolean interrupted;
    /** Whether the process of whoever waits next ends. */
    boolean killed;
    /** What another thread does once a lock has been released so many times more. */
    Runnable meanwhile;
    int releases;
    final Net net;

    Rig(World world, String... commands) {
        this(world, 1, commands);
    }

    Rig(World world, long seed, String... commands) {
        this(world, true, seed, commands);
    }

    Rig(World world, boolean driver, long seed, String... commands) {
        this(world, Optional.empty(), driver, seed, commands);
    }

    /** A machine that may have something of its host's network. */
    Rig(World world, Optional<HostNetwork> outside, boolean driver, long seed, String... commands) {
        this.world = world;
        entropy = new Random(seed);
        atm = new FakeAtm(this, "atm0");
        atm.driver = driver;
        net = new Net(new NetServiceFactory.Resources(List.of(atm), outside, memory, this::fresh, Lock::new, () -> world.now,
            () -> world.now + 5, entropy::nextLong, this::logged, List.of(commands)));
        world.rigs.add(this);
        net.start();
    }

    /** A machine by itself: what it sends is kept in a list, or comes back by reference with {@link FakeAtm#loop}. */
    static Rig loopback(String... commands) {
        return new Rig(new World(), commands);
    }

    private void logged(String line) {
        log.add(line);
        if (line.contains("AssertionError")) {
            // the service takes errors for defects of its own and goes on; a test does not
            throw new AssertionError(line);
        }
    }

    private final class Lock implements WaitLock {
        private final List<Watcher> watchers = new ArrayList<>();

        @Override
        public void watch(Watcher watcher) {
            assertNothingLocked();
            watchers.add(watcher);
        }

        @Override
        public void unwatch(Watcher watcher) {
            assertNothingLocked();
            watchers.remove(watcher);
        }

        @Override
        public void acquire() {
            if (held != null) {
                throw new AssertionError("a second lock");
            }
            held = this;
        }

        @Override
        public void release() {
            if (held != this) {
                throw new AssertionError("not held");
            }
            held = null;
            if (meanwhile != null && --releases < 0) {
                Runnable other = meanwhile;
                meanwhile = null;
                other.run();
            }
        }

        @Override
        public Wake await(String reason, long deadline) {
            release();
            try {
                if (killed) {
                    killed = false;
                    throw ProcessKilled.INSTANCE;
                }
                if (interrupted) {
                    interrupted = false;
                    return Wake.INTERRUPTED;
                }
                if (world.now >= deadline) {
                    return Wake.TIMED_OUT;
                }
                if (!world.step(deadline)) {
                    if (deadline == FOREVER) {
                        throw new AssertionError("waits for ever: " + reason);
                    }
                    world.now = deadline;
                    return Wake.TIMED_OUT;
                }
                return Wake.WOKEN;
            } finally {
                acquire();
            }
        }

        @Override
        public void wakeAll() {
            if (held != this) {
                throw new AssertionError("wakes without the lock");
            }
            watchers.forEach(Watcher::changed);
        }
    }

    void assertNothingLocked() {
        if (held != null) {
            throw new AssertionError("something is locked");
        }
    }

    // ---- memory

    FramePart fresh(int bytes) {
        if (noMemory) {
            throw new CallFailed(Errno.ENOMEM);
        }
        int count = (bytes + PhysicalMemory.FRAME_SIZE - 1) / PhysicalMemory.FRAME_SIZE;
        return new FramePart(new SharedFrames(frames.allocate(count), gone -> {
            assertNothingLocked();
            frames.release(gone.run());
        }, 0), 0, bytes);
    }

    /** Frames in use. */
    int used() {
        return frames.total() - frames.free();
    }

    /** Frames in use are as many as before; the one that headers are cut from may be there or not. */
    void assertNothingKept(int before) {
        assertEquals(before, used(), 1, "frames in use");
    }

    /** Fresh memory with bytes in it, not counted as copied by the service. */
    FramePart part(byte[] bytes) {
        FramePart part = fresh(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            memory.window(part.address(), bytes.length).set(java.lang.foreign.ValueLayout.JAVA_BYTE, i, bytes[i]);
        }
        return part;
    }

    byte[] bytes(FramePart... parts) {
        int length = 0;
        for (FramePart part : parts) {
            length += part.length();
        }
        byte[] all = new byte[length];
        int at = 0;
        for (FramePart part : parts) {
            var window = memory.window(part.address(), part.length());
            for (int i = 0; i < part.length(); i++) {
                all[at++] = window.get(java.lang.foreign.ValueLayout.JAVA_BYTE, i);
            }
        }
        return all;
    }

    /** Bytes as a device would have received them: in one frame, or in runs of four. */
    FramePart[] received(byte[] bytes) {
        List<FramePart> parts = new ArrayList<>();
        int step = bytes.length <= PhysicalMemory.FRAME_SIZE ? PhysicalMemory.FRAME_SIZE : 4 * PhysicalMemory.FRAME_SIZE;
        for (int at = 0; at < bytes.length; at += step) {
            parts.add(part(java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step))));
        }
        return parts.toArray(new FramePart[0]);
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("[ |\n]", ""));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    // ---- the service's files

    void control(String command) {
        ((ViewFile) net.view().lookup("control")).accept(command.getBytes(StandardCharsets.UTF_8));
    }

    void refused(int errno, String command) {
        fails(errno, () -> control(command));
    }

    String file(String name) {
        return new String(((ViewFile) net.view().lookup(name)).text(), StandardCharsets.UTF_8);
    }

    long counter(String name) {
        return net.counters().value(name);
    }

    static void fails(int errno, Executable call) {
        CallFailed e = assertThrows(CallFailed.class, call);
        assertEquals(Errno.name(errno), Errno.name(e.errno()));
    }

    // ---- sockets

    SocketSession socket(int family, int type, int protocol) {
        return net.socket(family, type, protocol);
    }

    SocketSession ping() {
        return socket(Sockets.INET, Sockets.DGRAM, Sockets.ICMP);
    }

    SocketSession aal5() {
        return socket(Sockets.ATMPVC, Sockets.DGRAM, Sockets.AAL5);
    }

    static long[] ip(String address) {
        return new long[] {Sockets.INET, 0, 0, org.sluice.kernel.net.ip.Ip.parse(address)};
    }

    static long[] vc(int vci) {
        return new long[] {Sockets.ATMPVC, 0, 0, vci};
    }

    static void set(SocketSession socket, int option, long... values) {
        socket.setOption(option, values);
    }

    static long get(SocketSession socket, int option) {
        long[] values = new long[Sockets.TRAFFIC_LENGTH];
        socket.option(option, values);
        return values[0];
    }

    static byte[] receive(SocketSession socket) {
        byte[] buffer = new byte[70_000];
        return java.util.Arrays.copyOf(buffer, socket.receive(buffer, 0, buffer.length, 0, null));
    }

    /** An echo request with data. */
    static byte[] request(int sequence, byte[] data) {
        byte[] message = new byte[8 + data.length];
        message[0] = 8;
        message[6] = (byte) (sequence >> 8);
        message[7] = (byte) sequence;
        System.arraycopy(data, 0, message, 8, data.length);
        return message;
    }

    static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Sends a request and returns the data of the answer. */
    byte[] echo(String to, byte[] data, int throughIndex) {
        SocketSession socket = ping();
        set(socket, Sockets.RECEIVE_TIMEOUT, 5 * SECOND);
        set(socket, Sockets.BIND_INTERFACE, throughIndex);
        byte[] message = request(7, data);
        socket.send(message, 0, message.length, 0, ip(to));
        byte[] reply = receive(socket);
        socket.close();
        assertEquals(0, reply[0]);
        assertEquals(7, reply[7]);
        return java.util.Arrays.copyOfRange(reply, 8, reply.length);
    }

    Transfer transfer(int flags) {
        return new Transfer(memory, this::fresh, flags);
    }

    /** Parts that are given, and which of them were taken. */
    static final class Gift implements Offer {
        final FramePart[] parts;
        final boolean given;
        final boolean[] taken;

        Gift(boolean given, FramePart... parts) {
            this.parts = parts;
            this.given = given;
            taken = new boolean[parts.length];
        }

        @Override
        public int count() {
            return parts.length;
        }

        @Override
        public FramePart part(int index) {
            return parts[index];
        }

        @Override
        public boolean given() {
            return given;
        }

        @Override
        public FramePart take(int index) {
            if (!given || taken[index]) {
                throw new AssertionError("taken twice, or not given");
            }
            taken[index] = true;
            return parts[index];
        }

        @Override
        public Account account() {
            return bytes -> { };
        }
    }

    /** Takes what comes. */
    static final class Hand implements Taker {
        int most = 64;
        int refuse;
        List<FramePart> admitted;
        final List<FramePart> got = new ArrayList<>();

        @Override
        public int most() {
            return most;
        }

        @Override
        public void admit(List<FramePart> parts) {
            if (refuse > 0) {
                refuse--;
                throw new CallFailed(Errno.ENOMEM);
            }
            assertEquals(null, admitted);
            admitted = List.copyOf(parts);
        }

        @Override
        public void commit(long bytes) {
            long sum = 0;
            for (FramePart part : admitted) {
                got.add(part);
                sum += part.length();
            }
            assertEquals(bytes, sum);
            admitted = null;
        }

        @Override
        public void cancel() {
            admitted = null;
        }
    }
}
