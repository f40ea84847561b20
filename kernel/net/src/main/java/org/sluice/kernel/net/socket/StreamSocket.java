package org.sluice.kernel.net.socket;

import java.util.Arrays;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;
import org.sluice.abi.TcpInfo;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Watcher;
import org.sluice.kernel.file.Offer;
import org.sluice.kernel.file.Taker;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.memory.FramePart;
import org.sluice.kernel.net.ip.Ip;
import org.sluice.kernel.net.tcp.Connection;
import org.sluice.kernel.net.tcp.Listen;
import org.sluice.kernel.net.tcp.Reading;
import org.sluice.kernel.net.tcp.Tcp;
import org.sluice.kernel.net.tcp.Tuning;
import org.sluice.kernel.net.tcp.Writing;
import org.sluice.kernel.network.SocketSession;
import org.sluice.kernel.network.WaitLock;

/**
 * A socket of TCP: new, then bound perhaps, then listening or with a connection. It has the lock that its connection or listener is guarded by too.
 * Errors are Linux'.
 */
final class StreamSocket extends SocketSession implements Sessions.Shown {
    /** A connection with what reads and writes it. */
    private record Stream(Connection connection, Reading reading, Writing writing) {
        Stream(Connection connection) {
            this(connection, new Reading(connection), new Writing(connection));
        }
    }

    private final Context context;
    private final Sessions sessions;
    private final Tcp tcp;
    private final long number;
    private final WaitLock lock;
    private final Tuning tuning;
    private final StreamOptions options;
    /** Guarded by the lock when they change. */
    private volatile Tcp.Claim claim;
    private volatile Stream stream;
    private volatile Listen listen;
    /** Whether the handshake was seen to have succeeded, by connect or by accept. */
    private volatile boolean connected;
    private boolean changing;
    private volatile boolean closed;

    StreamSocket(Context context, Sessions sessions, Tcp tcp) {
        this(context, sessions, tcp, context.locks().get(), new Tuning(), null);
    }

    private StreamSocket(Context context, Sessions sessions, Tcp tcp, WaitLock lock, Tuning tuning, Connection accepted) {
        this.context = context;
        this.sessions = sessions;
        this.tcp = tcp;
        this.lock = lock;
        this.tuning = tuning;
        stream = accepted == null ? null : new Stream(accepted);
        connected = accepted != null;
        super();
        options = new StreamOptions(this, tuning, lock, context, tcp);
        number = sessions.add(this);
    }

    /** Listens for others. */
    StreamSocket(Context context, Sessions sessions, Tcp tcp, Tcp.Foreign answers) {
        this(context, sessions, tcp);
        listen = tcp.foreign(answers, lock, tuning);
    }

    Connection connection() {
        Stream s = stream;
        return s == null ? null : s.connection;
    }

    Tcp.Claim claim() {
        return claim;
    }

    boolean listening() {
        return listen != null;
    }

    /** One at a time changes what the socket is; what is closed meanwhile is undone by whoever changed it. */
    private void change(Runnable change) {
        lock.acquire();
        try {
            if (closed) {
                throw new CallFailed(Errno.EBADF);
            }
            if (changing) {
                throw new CallFailed(stream == null ? Errno.EINVAL : Errno.EALREADY);
            }
            changing = true;
        } finally {
            lock.release();
        }
        boolean gone = true;
        try {
            change.run();
        } finally {
            lock.acquire();
            changing = false;
            gone = closed;
            lock.wakeAll();
            lock.release();
            if (gone) {
                unplug();
            }
        }
        if (gone) {
            throw new CallFailed(Errno.EBADF);
        }
    }

    // ---- addresses

    @Override
    public void bind(long[] address) {
        int ip = Addresses.ip(address);
        change(() -> {
            if (claim != null || stream != null || listen != null) {
                throw new CallFailed(Errno.EINVAL);
            }
            if (ip != Ip.ANY && !context.ip().interfaces().own(ip)) {
                throw new CallFailed(Errno.EADDRNOTAVAIL);
            }
            claim = tcp.bind(ip, (int) address[Sockets.PORT], tuning);
        });
    }

    @Override
    public void connect(long[] address) {
        int ip = Addresses.ip(address);
        boolean[] begun = new boolean[1];
        Stream[] attempt = new Stream[1];
        change(() -> {
            if (listen != null) {
                throw new CallFailed(Errno.EISCONN);
            }
            Stream before = stream;
            if (before != null && before.connection.opening()) {
                if (tuning.nonBlocking) {
                    throw new CallFailed(Errno.EALREADY);
                }
                attempt[0] = before;
                return;
            }
            if (before != null && connected) {
                throw new CallFailed(Errno.EISCONN);
            }
            if (before != null && !connected) {
                // what became of the attempt is told first; a new one may be made afterwards
                begun[0] = true;
                settle(before);
                return;
            }
            if (ip != Ip.ANY && !Ip.host(ip)) {
                throw new CallFailed(Errno.ENETUNREACH);
            }
            Tcp.Claim own = claim;
            stream = new Stream(tcp.connect(own, lock, tuning, ip, (int) address[Sockets.PORT]));
            attempt[0] = stream;
            connected = false;
        });
        if (begun[0]) {
            return;
        }
        Stream s = attempt[0];
        try {
            s.connection.connected(!tuning.nonBlocking);
        } catch (CallFailed e) {
            if (s.connection.over()) {
                forget(s);
            }
            throw e;
        }
        lock.acquire();
        connected |= stream == s;
        lock.release();
    }

    /** An attempt has failed and its error was told: the socket may connect again, from the port it was bound to; nothing of what had come stays. */
    private void forget(Stream s) {
        boolean there;
        lock.acquire();
        there = stream == s;
        if (there) {
            stream = null;
        }
        lock.release();
        if (there) {
            s.connection.close();
        }
    }

    /** Tells what became of an attempt to connect that nobody waited for. */
    private void settle(Stream s) {
        int error = s.connection.takeError();
        if (error != 0 || s.connection.over()) {
            forget(s);
            throw new CallFailed(error != 0 ? error : Errno.ECONNABORTED);
        }
        connected = true;
    }

    @Override
    public void listen(int backlog) {
        change(() -> {
            if (stream != null) {
                throw new CallFailed(Errno.EINVAL);
            }
            if (listen != null) {
                listen.backlog(backlog);
                return;
            }
            if (claim == null) {
                claim = tcp.bind(Ip.ANY, 0, tuning);
            }
            listen = tcp.listen(claim, lock, tuning, backlog);
        });
    }

    @Override
    public SocketSession accept(int flags, long[] address) {
        Listen from = listen;
        if (from == null) {
            throw new CallFailed(Errno.EINVAL);
        }
        Connection c = from.accept(!tuning.nonBlocking && (flags & Sockets.DONT_WAIT) == 0);
        StreamSocket made = null;
        try {
            made = new StreamSocket(context, sessions, tcp, c.lock(), c.tuning(), c);
        } finally {
            if (made == null) {
                c.abandon();
            }
        }
        made.tuning.nonBlocking = (flags & Sockets.ACCEPT_NON_BLOCKING) != 0;
        if (address != null) {
            Addresses.fill(address, Sockets.INET, c.peerPort(), 0, c.remoteAddress() & 0xffffffffL);
        }
        return made;
    }

    @Override
    public void shutdown(int how) {
        if (how < Sockets.SHUT_RECEIVE || how > Sockets.SHUT_BOTH) {
            throw new CallFailed(Errno.EINVAL);
        }
        Stream s = stream;
        if (listen != null) {
            if (how != Sockets.SHUT_SEND) {
                change(this::stopListening);
            }
            return;
        }
        if (s == null) {
            throw new CallFailed(Errno.ENOTCONN);
        }
        s.connection.shutdown(how);
    }

    private void stopListening() {
        Listen l = listen;
        listen = null;
        if (l != null) {
            l.close();
        }
    }

    @Override
    public void name(boolean peer, long[] address) {
        Connection c = connection();
        if (peer) {
            if (c == null || c.opening() || c.over()) {
                throw new CallFailed(Errno.ENOTCONN);
            }
            Addresses.fill(address, Sockets.INET, c.peerPort(), 0, c.remoteAddress() & 0xffffffffL);
            return;
        }
        Tcp.Claim bound = claim;
        int ip = c != null ? c.localAddress() : bound != null ? bound.address() : Ip.ANY;
        int port = c != null ? c.ownPort() : bound != null ? bound.port() : 0;
        Addresses.fill(address, Sockets.INET, port, 0, ip & 0xffffffffL);
    }

    // ---- bytes

    private Stream reader() {
        Stream s = stream;
        if (s == null || listen != null) {
            throw new CallFailed(Errno.ENOTCONN);
        }
        return s;
    }

    private Stream writer() {
        Stream s = stream;
        if (s == null || listen != null) {
            throw new CallFailed(Errno.EPIPE);
        }
        return s;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return reader().reading.read(buffer, offset, length, 0);
    }

    @Override
    public long read(FramePart[] targets, Transfer transfer) {
        return reader().reading.read(targets, transfer);
    }

    @Override
    public long readAreas(long bytes, Transfer transfer, Taker taker) {
        return reader().reading.readAreas(bytes, transfer, taker);
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int flags, long[] message) {
        Stream s = reader();
        int n = s.reading.read(buffer, offset, length, flags);
        if (message != null) {
            Addresses.fill(message, Sockets.INET, s.connection.peerPort(), 0, s.connection.remoteAddress() & 0xffffffffL);
            if (message.length > Sockets.MESSAGE_BYTES) {
                message[Sockets.MESSAGE_BYTES] = n;
            }
        }
        return n;
    }

    @Override
    public int write(byte[] buffer, int offset, int length) {
        return writer().writing.write(buffer, offset, length, 0);
    }

    @Override
    public int send(byte[] buffer, int offset, int length, int flags, long[] address) {
        return writer().writing.write(buffer, offset, length, flags);
    }

    @Override
    public long write(Offer offer, Transfer transfer) {
        return writer().writing.write(offer, transfer);
    }

    @Override
    public long reclaim(Transfer transfer, Taker taker) {
        Stream s = stream;
        if (s == null) {
            throw new CallFailed(Errno.ENOTCONN);
        }
        return s.writing.reclaim(transfer, taker);
    }

    @Override
    public int available() {
        Connection c = connection();
        return c == null ? 0 : (int) Math.min(Integer.MAX_VALUE, c.status().unread());
    }

    @Override
    public int ready() {
        Listen l = listen;
        if (l != null) {
            return l.waiting() > 0 ? Poll.IN : 0;
        }
        Connection c = connection();
        return c == null ? Poll.OUT | Poll.HANG_UP : c.status().ready();
    }

    @Override
    public void watch(Watcher watcher) {
        lock.watch(watcher);
    }

    @Override
    public void unwatch(Watcher watcher) {
        lock.unwatch(watcher);
    }

    // ---- options and the rest

    @Override
    public int option(int option, long[] values) {
        return options.get(option, values);
    }

    @Override
    public void setOption(int option, long[] values) {
        options.set(option, values);
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public String line() {
        Connection c = connection();
        Listen l = listen;
        Tcp.Claim bound = claim;
        StringBuilder text = new StringBuilder("family=inet type=tcp local=");
        if (c == null) {
            text.append(bound == null ? "0.0.0.0:0" : Ip.format(bound.address()) + ":" + bound.port()).append(" peer=- state=")
                .append(l == null ? "closed" : "listen").append(" receive=").append(l == null ? 0 : l.waiting()).append(" send=")
                .append(l == null ? 0 : l.backlog());
            return text.toString();
        }
        long[] info = new long[TcpInfo.LENGTH];
        c.status().info(info);
        text.append(Ip.format(c.localAddress())).append(':').append(c.ownPort()).append(" peer=").append(Ip.format(c.remoteAddress())).append(':')
            .append(c.peerPort()).append(" state=").append(c.status().stateName()).append(" receive=").append(c.status().unread()).append(" send=")
            .append(c.status().outstanding()).append("\n ");
        for (int i = 0; i < info.length; i++) {
            text.append(i == 0 ? "" : " ").append(TcpInfo.name(i)).append('=').append(info[i]);
        }
        return text.toString();
    }

    @Override
    public void stat(long[] stat) {
        Arrays.fill(stat, 0);
        stat[FileFlags.ST_MODE] = FileFlags.S_IFSOCK | 0600;
        stat[FileFlags.ST_INO] = number;
        stat[FileFlags.ST_NLINK] = 1;
    }

    @Override
    public String path() {
        return "socket:[" + number + "]";
    }

    @Override
    public void close() {
        sessions.remove(this);
        boolean plugged;
        lock.acquire();
        closed = true;
        plugged = !changing;
        lock.wakeAll();
        lock.release();
        if (plugged) {
            unplug();
        }
    }

    private void unplug() {
        stopListening();
        Stream s = stream;
        Tcp.Claim bound = claim;
        claim = null;
        if (bound != null) {
            bound.release();
        }
        if (s != null) {
            s.connection.close();
        }
    }
}
