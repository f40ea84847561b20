package org.sluice.kernel.net.gateway;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.HostNetDevice;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.file.Taker;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.tcp.Connection;
import org.sluice.kernel.net.tcp.Reading;
import org.sluice.kernel.net.tcp.Writing;
import org.sluice.kernel.network.HostNetwork;

/**
 * Passes bytes on between a connection of the machine and one of the host's. What the machine has sent is taken out of the connection as the host takes it,
 * and from the host no more is received than the connection has room for: so each end is held up by the other. An end of one direction is passed on
 * behind its bytes; a reset at once. All but the calls of {@link HostNetwork.FlowListener} is done by the network's thread.
 */
final class TcpRelay implements HostNetwork.FlowListener {
    private static final int LEAST_ROOM = 4096;
    private static final int MOST_ROOM = 65536;
    /** Bytes of one send. */
    private static final int MOST_SENT = 1 << 18;
    private static final long AGAIN = 10_000_000;

    /** What a relay belongs to. */
    interface Owner {
        /** The host's end is open, or will not be. */
        void opened(TcpRelay relay, int status, int address, int port);

        /** It is over. */
        void finished(TcpRelay relay);
    }

    private final Outside outside;
    private final Owner owner;
    private final AtomicBoolean looking = new AtomicBoolean();
    private HostNetwork.Flow host;
    private Connection connection;
    private Reading reading;
    private Writing writing;
    private boolean finished;
    private int sends;
    private boolean sentEnd;
    private int room = LEAST_ROOM;
    private boolean receiving;
    private boolean receivedEnd;
    private boolean passedEnd;
    private boolean timed;
    /** What came from the host and found no room yet. */
    private FramePart waiting;

    TcpRelay(Outside outside, Owner owner) {
        this.outside = outside;
        this.owner = owner;
    }

    /** The host's end, which is being opened. */
    void host(HostNetwork.Flow flow) {
        host = flow;
    }

    /** The machine's end, which is open or being opened; the host's is open. */
    void connection(Connection made) {
        connection = made;
        reading = new Reading(made);
        writing = new Writing(made);
        ((HookLock) made.lock()).onWake(this::lookSoon);
        look();
    }

    // ---- what the host's end tells

    @Override
    public void opened(int status, int address, int port) {
        outside.work().add(() -> {
            if (!finished) {
                owner.opened(this, status, address, port);
            }
        });
    }

    @Override
    public void sent(int status) {
        outside.work().add(() -> {
            sends--;
            if (status != HostNetDevice.DONE) {
                end(true);
            }
            look();
        });
    }

    @Override
    public void received(int status, FramePart part, int length) {
        outside.work().add(() -> {
            receiving = false;
            if (finished) {
                if (part != null) {
                    part.drop();
                }
                return;
            }
            switch (status) {
                case HostNetDevice.DONE -> {
                    waiting = part;
                    room = length >= room ? Math.min(MOST_ROOM, room * 2) : length < room / 4 ? Math.max(LEAST_ROOM, room / 2) : room;
                }
                case HostNetDevice.END -> receivedEnd = true;
                default -> end(true);
            }
            look();
        });
    }

    // ---- passing on

    private void lookSoon() {
        if (!looking.getAndSet(true)) {
            outside.work().add(this::look);
        }
    }

    private void lookLater() {
        if (!timed) {
            timed = true;
            outside.timers().after(AGAIN, () -> {
                timed = false;
                look();
            });
        }
    }

    private void look() {
        looking.set(false);
        if (finished || connection == null || connection.opening()) {
            return;
        }
        try {
            send();
            receive();
        } catch (CallFailed e) {
            end(true);
            return;
        }
        if (sentEnd && passedEnd) {
            if (sends == 0) {
                end(false);
            }
        } else if (connection.over()) {
            end(true);
        }
    }

    /** From the machine to the host. @throws CallFailed if the connection has broken */
    private void send() {
        while (!sentEnd && sends < HostNetDevice.MOST_SENDS) {
            One one = new One();
            long bytes;
            try {
                bytes = reading.readAreas(MOST_SENT, outside.transfer(), one);
            } catch (CallFailed e) {
                if (e.errno() == Errno.EAGAIN) {
                    return;
                }
                throw e;
            }
            if (bytes == 0) {
                if (connection.over() && !passedEnd) {
                    throw new CallFailed(Errno.ECONNRESET);
                }
                sentEnd = true;
                host.shutdown();
            } else {
                sends++;
                host.send(one.part);
            }
        }
    }

    /** From the host to the machine. @throws CallFailed as {@link #send} */
    private void receive() {
        // a write wakes whoever waits, this included, also when it finds no room
        if (waiting != null && !timed && (connection.status().ready() & (Poll.OUT | Poll.ERROR | Poll.HANG_UP)) != 0) {
            try {
                writing.write(new Gift(), outside.transfer());
            } catch (CallFailed e) {
                if (e.errno() == Errno.ENOBUFS || e.errno() == Errno.ENOMEM) {
                    lookLater();
                } else if (e.errno() != Errno.EAGAIN) {
                    throw e;
                }
            }
        }
        if (waiting == null && receivedEnd && !passedEnd) {
            passedEnd = true;
            connection.shutdown(Sockets.SHUT_SEND);
        }
        if (waiting == null && !receivedEnd && !receiving) {
            receiving = host.receive(room);
            if (!receiving) {
                lookLater();
            }
        }
    }

    /** Whether it has been ended. */
    boolean finished() {
        return finished;
    }

    /** Ends both. @param reset whether they are reset */
    void end(boolean reset) {
        if (finished) {
            return;
        }
        finished = true;
        if (waiting != null) {
            waiting.drop();
            waiting = null;
        }
        if (host != null) {
            host.close(reset);
        }
        if (connection != null && reset) {
            connection.abandon();
        } else if (connection != null) {
            connection.close();
        }
        owner.finished(this);
    }

    /** Gives what waits. */
    private final class Gift implements Offer {
        private final FramePart part = waiting;

        @Override
        public int count() {
            return 1;
        }

        @Override
        public FramePart part(int index) {
            return part;
        }

        @Override
        public boolean given() {
            return true;
        }

        @Override
        public FramePart take(int index) {
            waiting = null;
            return part;
        }

        @Override
        public Account account() {
            return bytes -> { };
        }
    }

    /** Takes a part. */
    private static final class One implements Taker {
        private FramePart part;

        @Override
        public int most() {
            return 1;
        }

        @Override
        public void admit(List<FramePart> parts) {
            part = parts.getFirst();
        }

        @Override
        public void commit(long bytes) {
            // it was admitted whole
        }

        @Override
        public void cancel() {
            part = null;
        }
    }
}
