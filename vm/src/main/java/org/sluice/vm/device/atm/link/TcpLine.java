package org.sluice.vm.device.atm.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.sluice.vm.device.Worker;
import org.sluice.vm.time.Clock;

/**
 * A TCP connection to one peer, made or waited for, and again when it has ended. A platform thread of its own connects and receives.
 * Sending does not wait for the peer: what it does not take at once is kept, up to {@link #BACKLOG} bytes.
 *
 * <p>States: <i>down</i>, to <i>up</i> when a connection is made; to <i>down</i> when it breaks, the peer sends what is no message, or
 * takes nothing for a while although there is something to take; to <i>closed</i> from both.
 */
final class TcpLine implements AutoCloseable {
    /** Bytes kept that the peer has not taken. Takes the longest message of any protocol, several times. */
    static final int BACKLOG = 1 << 19;
    /** With more than these in the backlog the line says that it is busy. */
    private static final int BUSY = 1 << 17;
    private static final long BUSY_NANOS = 100_000;
    /** Longest message of any protocol, and as much again so that few are cut. */
    private static final int RECEIVED = 1 << 17;
    private static final long BACK_OFF_MILLIS = 500;
    private static final long CONNECT_MILLIS = 5_000;
    private static final long PATIENCE_MILLIS = 10_000;
    /** Looks at a peer's progress within that time. */
    private static final int LOOKS = 10;

    /** What the bytes mean. All is called on the line's thread. */
    interface Protocol {
        /**
         * Takes as many whole messages as there are.
         *
         * @param bytes what has come and was not taken yet, array-backed
         */
        void received(ByteBuffer bytes) throws BadStream;

        /** The connection is there; it is gone. */
        void state(boolean up);

        /** Bytes of a message whose end did not come before the connection ended. */
        void leftOver(int bytes);
    }

    /** What became of a message. */
    enum Outcome { SENT, DOWN, FULL }

    private enum Counted {
        CONNECTIONS("connections made"), FAILURES("connections that failed"), BROKEN("connections that ended"),
        STALLED("connections ended for taking nothing"), BAD("connections ended for a wrong message"),
        DROPPED("bytes lost that a connection had not taken at its end"), REFUSED("failures of the interface on arrival");

        private final String text;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final String name;
    private final String host;
    private final int port;
    private final Clock clock;
    private final Selector selector;
    /** Null when this end connects. */
    private final ServerSocketChannel server;
    private final SelectionKey accepting;
    private final long patienceMillis;
    private final Tally<Counted> tally = new Tally<>(Counted.values());
    private final ByteBuffer incoming = ByteBuffer.allocate(RECEIVED);
    private final ReentrantLock lock = new ReentrantLock();
    /** Under the lock, as the connection is. */
    private final ByteBuffer backlog = ByteBuffer.allocateDirect(BACKLOG);
    private SelectionKey connection;
    private volatile boolean up;
    private volatile int waiting;
    private volatile boolean closed;
    private Thread thread;

    /**
     * A line that is not connected yet.
     *
     * @param name for messages and the thread
     * @throws LinkFailure if it cannot listen
     */
    TcpLine(String name, String host, int port, boolean listen, Clock clock) throws LinkFailure {
        this(name, host, port, listen, clock, PATIENCE_MILLIS);
    }

    /** A line with less patience. */
    TcpLine(String name, String host, int port, boolean listen, Clock clock, long patienceMillis) throws LinkFailure {
        this.patienceMillis = patienceMillis;
        this.name = name;
        this.host = host;
        this.port = port;
        this.clock = clock;
        ServerSocketChannel opened = null;
        SelectionKey key = null;
        try {
            selector = Selector.open();
            if (listen) {
                opened = ServerSocketChannel.open();
                opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                opened.bind(new InetSocketAddress(InetAddress.getByName(host), port));
                opened.configureBlocking(false);
                key = opened.register(selector, SelectionKey.OP_ACCEPT);
            }
        } catch (IOException e) {
            closeQuietly(opened);
            throw new LinkFailure(name + ": " + (e instanceof UnknownHostException ? "no such host" : e.getMessage()), e);
        }
        server = opened;
        accepting = key;
    }

    /** The port it listens on, also if any was asked for; or the peer's. */
    int port() {
        try {
            return server == null ? port : ((InetSocketAddress) server.getLocalAddress()).getPort();
        } catch (IOException e) {
            return port;
        }
    }

    /** Begins to connect and to receive. Called once. */
    void start(Protocol protocol) {
        thread = Thread.ofPlatform().name("sluice-" + name.replace(':', '-')).daemon().unstarted(() -> run(protocol));
        thread.start();
    }

    boolean up() {
        return up;
    }

    /** As {@link AtmLink#freeAt}. */
    long freeAt() {
        return waiting > BUSY ? clock.monotonicNanos() + BUSY_NANOS : 0;
    }

    /** Sends a whole message, or nothing of it. Any thread. @param message at most {@link #BACKLOG} bytes */
    Outcome send(ByteBuffer message) {
        lock.lock();
        try {
            if (connection == null) {
                return Outcome.DOWN;
            }
            if (backlog.position() == 0) {
                ((SocketChannel) connection.channel()).write(message);
            } else if (message.remaining() > backlog.remaining()) {
                return Outcome.FULL;
            }
            if (message.hasRemaining()) {
                keep(message);
            }
            return Outcome.SENT;
        } catch (IOException e) {
            connection.cancel();
            connection = null;
            selector.wakeup();
            return Outcome.DOWN;
        } finally {
            lock.unlock();
        }
    }

    private void keep(ByteBuffer message) {
        boolean first = backlog.position() == 0;
        backlog.put(message);
        waiting = backlog.position();
        if (first) {
            connection.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            selector.wakeup();
        }
    }

    List<AtmLink.Counter> counters(List<AtmLink.Counter> more) {
        return tally.followedBy(more);
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        if (thread == null) {
            shut();
        }
    }

    // ------------------------------------------------------------------ the line's thread

    private void run(Protocol protocol) {
        try {
            while (!closed) {
                try {
                    meet(protocol);
                } catch (RuntimeException | Error e) {
                    tally.add(Counted.FAILURES, 1);
                    Worker.report(e);
                    pause(BACK_OFF_MILLIS);
                }
            }
        } catch (IOException e) {
            // the selector failed: the host has nothing left to give, and the line stays down
            tally.add(Counted.FAILURES, 1);
        } finally {
            shut();
        }
    }

    /** Makes or waits for a connection, and serves it to its end. */
    private void meet(Protocol protocol) throws IOException {
        SocketChannel channel = server == null ? connect() : accept();
        if (channel != null) {
            converse(channel, protocol);
            if (server == null) {
                pause(BACK_OFF_MILLIS);
            }
        }
    }

    private void shut() {
        closeQuietly(server);
        closeQuietly(selector);
    }

    /** Waits for a peer; null when closed meanwhile, or if it was gone at once. */
    private SocketChannel accept() throws IOException {
        SocketChannel channel;
        do {
            channel = null;
            try {
                channel = server.accept();
            } catch (IOException e) {
                tally.add(Counted.FAILURES, 1);
                // the peer stays there to be accepted, and the selector would not wait
                accepting.interestOps(0);
                pause(BACK_OFF_MILLIS);
                accepting.interestOps(SelectionKey.OP_ACCEPT);
            }
            if (channel == null && !closed) {
                selector.select();
                selector.selectedKeys().clear();
            }
        } while (channel == null && !closed);
        return channel;
    }

    /** Tries to connect, and waits if that fails; null then. */
    private SocketChannel connect() throws IOException {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            if (channel.connect(new InetSocketAddress(InetAddress.getByName(host), port))) {
                return channel;
            }
            channel.register(selector, SelectionKey.OP_CONNECT);
            selector.select(CONNECT_MILLIS);
            selector.selectedKeys().clear();
            if (!closed && channel.finishConnect()) {
                return channel;
            }
        } catch (IOException e) {
            // counted and tried again below
        }
        closeQuietly(channel);
        tally.add(Counted.FAILURES, 1);
        pause(BACK_OFF_MILLIS);
        return null;
    }

    private void pause(long millis) throws IOException {
        if (!closed) {
            // also takes the closed connection out of the selector
            selector.select(millis);
            selector.selectedKeys().clear();
        }
    }

    private void converse(SocketChannel channel, Protocol protocol) {
        boolean told = false;
        try (channel) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            begin(key);
            tally.add(Counted.CONNECTIONS, 1);
            told = true;
            try {
                protocol.state(true);
                serve(key, protocol);
            } finally {
                end(); // before the channel is closed, so that no sender meets a key that is not valid
            }
        } catch (BadStream e) {
            incoming.clear();
            tally.add(Counted.BAD, 1);
        } catch (IOException | CancelledKeyException e) {
            // the peer is gone, perhaps as a sender found out first; counted below
        } catch (RuntimeException | Error e) {
            // an interface that fails on what arrives must not end the line
            tally.add(Counted.REFUSED, 1);
            Worker.report(e);
        }
        if (told) {
            tally.add(Counted.BROKEN, 1);
            if (incoming.position() > 0) {
                protocol.leftOver(incoming.position());
            }
            protocol.state(false);
        }
        incoming.clear();
    }

    private void begin(SelectionKey key) {
        lock.lock();
        try {
            if (accepting != null) {
                accepting.interestOps(0); // the next peer waits
            }
            connection = key;
            up = true;
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            up = false;
            connection = null;
            if (accepting != null && accepting.isValid()) {
                accepting.interestOps(SelectionKey.OP_ACCEPT);
            }
            tally.add(Counted.DROPPED, backlog.position());
            backlog.clear();
            waiting = 0;
        } finally {
            lock.unlock();
        }
    }

    private void serve(SelectionKey key, Protocol protocol) throws IOException, BadStream {
        SocketChannel channel = (SocketChannel) key.channel();
        long since = clock.monotonicNanos();
        while (!closed && key.isValid()) {
            boolean waits = waiting > 0;
            selector.select(waits ? patienceMillis / LOOKS : 0);
            selector.selectedKeys().clear();
            if (closed || !key.isValid()) {
                return;
            }
            if (key.isReadable()) {
                int count = channel.read(incoming);
                incoming.flip();
                try {
                    protocol.received(incoming);
                } finally {
                    incoming.compact();
                }
                if (count < 0) {
                    return;
                }
            }
            long now = clock.monotonicNanos();
            if (!waits || key.isWritable() && flush(key, channel)) {
                since = now;
            } else if (now - since > TimeUnit.MILLISECONDS.toNanos(patienceMillis)) {
                tally.add(Counted.STALLED, 1);
                return;
            }
        }
    }

    /** Whether the peer has taken something. */
    private boolean flush(SelectionKey key, SocketChannel channel) throws IOException {
        lock.lock();
        try {
            backlog.flip();
            int taken = channel.write(backlog);
            backlog.compact();
            waiting = backlog.position();
            if (waiting == 0) {
                key.interestOps(SelectionKey.OP_READ);
            }
            return taken > 0;
        } finally {
            lock.unlock();
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            if (resource != null) {
                resource.close();
            }
        } catch (Exception e) {
            // nothing more is expected of it
        }
    }
}
