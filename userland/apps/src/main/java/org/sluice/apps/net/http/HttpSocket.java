package org.sluice.apps.net.http;

import java.io.IOException;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.apps.Failure;
import org.sluice.apps.Io;
import org.sluice.apps.net.Hosts;
import org.sluice.net.InetEndpoint;
import org.sluice.net.Poller;
import org.sluice.net.StreamSocket;
import org.sluice.sys.SysException;

/** A client's connection: reads with a buffer, and never waits past a deadline. */
final class HttpSocket {
    private static final double MILLI = 1e6;

    private final Io io;
    private final StreamSocket socket;
    private final Url url;
    private final InetEndpoint peer;
    private final long since;
    private final long deadline;
    private final byte[] buffer = new byte[65536];
    private int start;
    private int end;

    private HttpSocket(Io io, StreamSocket socket, Url url, InetEndpoint peer, long since, long deadline) {
        this.io = io;
        this.socket = socket;
        this.url = url;
        this.peer = peer;
        this.since = since;
        this.deadline = deadline;
    }

    /**
     * Connects.
     *
     * @param connectBy when that must be done, by the monotonic clock
     * @param deadline  when all must be done
     * @throws HttpFailure RESOLVE, CONNECT, TIMEOUT
     */
    static HttpSocket connect(Io io, Url url, long connectBy, long deadline) throws IOException {
        int address;
        try {
            address = Hosts.address(io, url.host());
        } catch (Failure e) {
            throw new HttpFailure(HttpFailure.RESOLVE, "Could not resolve host: " + url.host());
        }
        InetEndpoint peer = InetEndpoint.ipv4(address, url.port());
        long now = now(io);
        StreamSocket socket = new StreamSocket(io.calls());
        boolean done = false;
        try {
            socket.nonBlocking(true);
            HttpSocket made = new HttpSocket(io, socket, url, peer, now, deadline);
            made.connect(Math.min(connectBy, deadline));
            done = true;
            return made;
        } finally {
            if (!done) {
                socket.close();
            }
        }
    }

    private void connect(long by) throws IOException {
        try {
            socket.connect(peer);
        } catch (SysException e) {
            if (e.errno() != Errno.EINPROGRESS) {
                throw refused(e.errno());
            }
            await(Poll.OUT, by, "Connection timed out");
            int errno = (int) socket.option(Sockets.ERROR);
            if (errno != 0) {
                throw refused(errno);
            }
        }
    }

    private HttpFailure refused(int errno) {
        int code = errno == Errno.ETIMEDOUT ? HttpFailure.TIMEOUT : HttpFailure.CONNECT;
        return new HttpFailure(code, "Failed to connect to " + url.host() + " port " + url.port() + ": " + Errno.message(errno));
    }

    private static long now(Io io) {
        return io.calls().clock(SystemCalls.CLOCK_MONOTONIC);
    }

    private void await(int events, long by, String late) throws IOException {
        Poller poller = new Poller(io.calls());
        poller.add(socket.handle(), events);
        long left;
        do {
            left = by == Long.MAX_VALUE ? -1 : Math.max(0, by - now(io));
        } while (poller.await(left) == 0 && (left < 0 || now(io) < by));
        if (poller.ready(0) == 0) {
            throw new HttpFailure(HttpFailure.TIMEOUT, late + " after " + (long) ((now(io) - since) / MILLI) + " milliseconds");
        }
    }

    /** Sends bytes. @throws HttpFailure SEND, TIMEOUT */
    void send(byte[] bytes, int length) throws IOException {
        for (int done = 0; done < length;) {
            int n = io.calls().write(socket.handle(), bytes, done, length - done);
            if (n == -Errno.EAGAIN) {
                await(Poll.OUT, deadline, "Operation timed out");
            } else if (n < 0) {
                throw new HttpFailure(HttpFailure.SEND, "Send failure: " + Errno.message(-n));
            } else {
                done += n;
            }
        }
    }

    /** Reads more into the buffer. @return false at the end @throws HttpFailure RECEIVE, TIMEOUT */
    boolean fill() throws IOException {
        if (start == end) {
            start = 0;
            end = 0;
        }
        while (true) {
            try {
                int n = socket.read(buffer, end, buffer.length - end);
                end += Math.max(0, n);
                return n >= 0;
            } catch (SysException e) {
                if (e.errno() != Errno.EAGAIN) {
                    throw new HttpFailure(HttpFailure.RECEIVE, "Recv failure: " + Errno.message(e.errno()));
                }
                await(Poll.IN, deadline, "Operation timed out");
            }
        }
    }

    /** Reads a head. @return null if the peer ended without a byte of it @throws HttpFailure WEIRD, RECEIVE, TIMEOUT */
    ResponseHead head() throws IOException {
        byte[] head = new byte[1024];
        int length = 0;
        while (true) {
            if (start == end && !fill()) {
                if (length == 0) {
                    return null;
                }
                throw new HttpFailure(HttpFailure.RECEIVE, "the peer closed the connection within the answer's head");
            }
            if (length == head.length) {
                if (length >= ResponseHead.MOST) {
                    throw new HttpFailure(HttpFailure.WEIRD, "the answer's head is longer than " + ResponseHead.MOST + " bytes");
                }
                head = java.util.Arrays.copyOf(head, 2 * length);
            }
            int before = length;
            int n = Math.min(head.length - length, end - start);
            System.arraycopy(buffer, start, head, length, n);
            int found = HeadText.end(head, Math.max(0, before - 3), length + n);
            if (found >= 0) {
                start += found - before;
                try {
                    return ResponseHead.parse(head, 0, found);
                } catch (IOException e) {
                    throw new HttpFailure(HttpFailure.WEIRD, e.getMessage());
                }
            }
            if (before < 5 && length + n >= 5 && !new String(head, 0, 5, java.nio.charset.StandardCharsets.ISO_8859_1).equals("HTTP/")) {
                throw new HttpFailure(HttpFailure.WEIRD, "the answer is not HTTP/1");
            }
            start += n;
            length += n;
        }
    }

    /** What {@link #fill} has brought; {@link #consume} says how much was used. */
    byte[] buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    int available() {
        return end - start;
    }

    void consume(int bytes) {
        start += bytes;
    }

    InetEndpoint peer() {
        return peer;
    }

    InetEndpoint local() throws SysException {
        return socket.local();
    }

    /** Whether a request to an address can go over this connection. */
    boolean leadsTo(Url other) {
        return other.host().equals(url.host()) && other.port() == url.port();
    }

    void close() throws SysException {
        socket.close();
    }
}
