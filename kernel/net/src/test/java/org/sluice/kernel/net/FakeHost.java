package org.sluice.kernel.net;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.HostNetDevice;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.network.AtmInterface;
import org.sluice.kernel.network.HostNetwork;

/** A host whose sockets are moved by the test. */
final class FakeHost implements HostNetwork {
    /** A connection or flow of the host's. */
    final class Socket implements Flow {
        final boolean datagrams;
        final int address;
        final int port;
        final FlowListener listener;
        final ByteArrayOutputStream got = new ByteArrayOutputStream();
        final List<byte[]> messages = new ArrayList<>();
        final ArrayDeque<FramePart> unread = new ArrayDeque<>();
        /** Whether what is sent is taken at once. */
        boolean reads = true;
        boolean shut;
        boolean closed;
        boolean reset;
        /** Bytes of room that the machine has offered; 0 for none. */
        int room;

        Socket(boolean datagrams, int address, int port, FlowListener listener) {
            this.datagrams = datagrams;
            this.address = address;
            this.port = port;
            this.listener = listener;
        }

        void open(int status) {
            listener.opened(status, 0, 0);
        }

        /** Somebody has come by a forward. */
        void come(String from, int fromPort) {
            listener.opened(HostNetDevice.DONE, (int) org.sluice.kernel.net.ip.Ip.parse(from), fromPort);
        }

        /** Has something come; false if the machine has no room now. */
        boolean give(byte[] bytes) {
            if (room == 0) {
                return false;
            }
            int most = Math.min(room, bytes.length);
            if (datagrams && bytes.length > room) {
                room = 0;
                listener.received(HostNetDevice.TOO_SMALL, null, bytes.length);
                return false;
            }
            room = 0;
            listener.received(HostNetDevice.DONE, most == 0 ? null : rig.part(java.util.Arrays.copyOf(bytes, most)), most);
            return true;
        }

        /** The peer sends nothing more, or resets. */
        void end(int status) {
            if (room == 0) {
                throw new AssertionError("nobody would notice now");
            }
            room = 0;
            listener.received(status, null, 0);
        }

        /** Reads what waits. */
        void read() {
            while (!unread.isEmpty()) {
                take(unread.remove());
            }
        }

        private void take(FramePart part) {
            byte[] bytes = rig.bytes(part);
            part.drop();
            got.writeBytes(bytes);
            messages.add(bytes);
            listener.sent(HostNetDevice.DONE);
        }

        @Override
        public void send(FramePart part) {
            if (closed || shut || unread.size() >= HostNetDevice.MOST_SENDS) {
                throw new AssertionError("sends what it must not");
            }
            if (reads) {
                take(part);
            } else {
                unread.add(part);
            }
        }

        @Override
        public boolean receive(int bytes) {
            if (room != 0 || closed) {
                throw new AssertionError("receives twice, or when it is closed");
            }
            if (noMemory) {
                return false;
            }
            room = bytes;
            return true;
        }

        @Override
        public void shutdown() {
            shut = true;
        }

        @Override
        public void close(boolean how) {
            if (closed) {
                throw new AssertionError("closed twice");
            }
            closed = true;
            reset = how;
            while (!unread.isEmpty()) {
                unread.remove().drop();
            }
        }
    }

    private final List<Forward> forwards;
    final List<Socket> sockets = new ArrayList<>();
    final List<List<Socket>> accepting = new ArrayList<>();
    Rig rig;
    boolean driver = true;
    boolean noMemory;
    /** Whether all sockets are in use. */
    boolean full;
    private Listener listener;

    FakeHost(Forward... forwards) {
        this.forwards = List.of(forwards);
        for (Forward forward : forwards) {
            accepting.add(new ArrayList<>());
        }
    }

    /** The driver is stopped: all is broken. Another one begins. */
    void restart() {
        List<Socket> all = new ArrayList<>(sockets);
        accepting.forEach(all::addAll);
        for (Socket socket : all) {
            if (!socket.closed) {
                while (!socket.unread.isEmpty()) {
                    socket.unread.remove().drop();
                }
                socket.room = 0;
                socket.listener.opened(HostNetDevice.BROKEN, 0, 0);
                socket.listener.received(HostNetDevice.BROKEN, null, 0);
            }
        }
        accepting.forEach(List::clear);
        listener.started(forwards);
    }

    /** The first that waits for somebody to come. */
    Socket next(int forward) {
        return accepting.get(forward).removeFirst();
    }

    Socket last() {
        return sockets.getLast();
    }

    @Override
    public void start(Listener whom) {
        listener = whom;
        whom.started(forwards);
    }

    @Override
    public Flow open(boolean datagrams, int address, int port, FlowListener whom) {
        if (!driver) {
            throw new CallFailed(Errno.ENODEV);
        }
        requireRoom();
        Socket made = new Socket(datagrams, address, port, whom);
        sockets.add(made);
        return made;
    }

    @Override
    public Flow accept(int forward, FlowListener whom) {
        requireRoom();
        Socket made = new Socket(forwards.get(forward).datagrams(), 0, forwards.get(forward).port(), whom);
        accepting.get(forward).add(made);
        return made;
    }

    private void requireRoom() {
        if (full) {
            throw new CallFailed(Errno.ENOBUFS);
        }
    }

    @Override
    public AtmInterface.Counter[] counters() {
        return new AtmInterface.Counter[] {new AtmInterface.Counter("opened", sockets.size())};
    }
}
