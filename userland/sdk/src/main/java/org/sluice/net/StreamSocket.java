package org.sluice.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.abi.IoVectors;
import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.TcpInfo;
import org.sluice.abi.Transfers;
import org.sluice.io.Area;
import org.sluice.io.AreaChannel;
import org.sluice.io.AreaQueue;
import org.sluice.io.Transfer;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/**
 * A TCP connection, or the socket for one. Bytes go in and out in two ways, in any order on the same connection: {@link #read} and
 * {@link #write} copy them; {@link #send} gives areas away, which are transmitted from where they lie, and {@link #receive} takes over those that
 * arrived.
 *
 * <p>What was sent belongs to the system until the peer has acknowledged it. With {@link #returnAreas} it then comes back by {@link #reclaim}, with its
 * bytes as they were; else it is released. Closing the socket loses nothing that was sent.
 *
 * <p>One thread may read while another writes; otherwise not safe for use by several threads.
 */
public final class StreamSocket extends Socket {
    private static final int ENTRIES = 64;

    private final AreaChannel out;
    private final AreaChannel in;
    private final long[] reclaimed = new long[IoVectors.size(ENTRIES)];
    private final long[] report = new long[Transfers.REPORT_LENGTH];

    /** A socket that is not connected. @throws SysException EMFILE, ENFILE */
    public StreamSocket(SystemCalls calls) throws SysException {
        super(calls, Sockets.INET, Sockets.STREAM, Sockets.TCP, "tcp socket");
        out = AreaChannel.of(calls, handle, name);
        in = AreaChannel.of(calls, handle, name);
    }

    StreamSocket(SystemCalls calls, int handle, String name) {
        super(calls, handle, name);
        out = AreaChannel.of(calls, handle, name);
        in = AreaChannel.of(calls, handle, name);
    }

    /** A connection. @throws SysException as {@link #connect} says */
    public static StreamSocket connected(SystemCalls calls, InetEndpoint peer) throws SysException {
        StreamSocket socket = new StreamSocket(calls);
        try {
            socket.connect(peer);
            return socket;
        } catch (SysException e) {
            socket.close();
            throw e;
        }
    }

    /** Chooses the own address and port, 0 for any. @throws SysException EADDRINUSE, EADDRNOTAVAIL, EINVAL */
    public void bind(InetEndpoint own) throws SysException {
        Sys.check(calls.bind(handle, own.toArray()), own.toString());
    }

    /**
     * Connects.
     *
     * @throws SysException ECONNREFUSED, ETIMEDOUT, ENETUNREACH, EHOSTUNREACH, EISCONN, EINTR; EINPROGRESS if the socket does not wait
     */
    public void connect(InetEndpoint peer) throws SysException {
        Sys.check(calls.connect(handle, peer.toArray()), peer.toString());
    }

    // ---- by copying

    /** Reads some bytes. @return how many; -1 at the end @throws SysException ECONNRESET, ETIMEDOUT, EAGAIN, EINTR */
    public int read(byte[] buffer, int offset, int length) throws SysException {
        int n = Sys.check(calls.read(handle, buffer, offset, length), name);
        return n == 0 && length > 0 ? -1 : n;
    }

    /** Writes all bytes. @throws SysException EPIPE, ECONNRESET, ETIMEDOUT, EAGAIN, EINTR: some may have been written */
    public void write(byte[] buffer, int offset, int length) throws SysException {
        for (int done = 0; done < length;) {
            done += Sys.check(calls.write(handle, buffer, offset + done, length - done), name);
        }
    }

    /** The bytes that arrive, as a stream. Closing it does not close the socket. */
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return length == 0 ? 0 : StreamSocket.this.read(buffer, offset, length);
            }

            @Override
            public int available() throws IOException {
                return Sys.check(calls.available(handle), name);
            }
        };
    }

    /** A stream of bytes to send. Closing it does not close the socket. */
    public OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                StreamSocket.this.write(buffer, offset, length);
            }
        };
    }

    // ---- by handing over

    /** Whether calls are to fail with ENOTSUP rather than copy. @return this */
    public StreamSocket requireZeroCopy(boolean required) {
        out.requireZeroCopy(required);
        in.requireZeroCopy(required);
        return this;
    }

    /**
     * Sends areas; waits while the send buffer is full.
     *
     * @param areas gone when this returns. When it throws, those that were not taken whole are still the caller's; their views are closed
     * @throws SysException EPIPE, ECONNRESET, ETIMEDOUT, EAGAIN, EINTR
     */
    public void send(Area... areas) throws SysException {
        out.writeAreas(areas);
    }

    /**
     * Sends of a queue what goes without waiting.
     *
     * @return bytes that went, 0 if there is no room
     * @throws SysException EPIPE, ECONNRESET, ETIMEDOUT; what did not go is still in the queue
     */
    public long send(AreaQueue queue) throws SysException {
        return queue.drain(out);
    }

    /**
     * Receives what has arrived, waiting for the first of it.
     *
     * @param most bytes at most, at least 1
     * @return areas the data lie in, in order, the caller's to close; none at the end
     * @throws SysException ECONNRESET, ETIMEDOUT, EAGAIN, EINTR; ENOMEM or EMFILE if the caller's quota has no room: then it is still there
     */
    public Area[] receive(long most) throws SysException {
        return in.readAreas(most);
    }

    /**
     * Whether areas that were sent come back by {@link #reclaim}; at first they do not. Until they are taken back the process is charged for them.
     */
    public void returnAreas(boolean now) throws SysException {
        setOption(Sockets.RETURN_AREAS, now ? 1 : 0);
    }

    /**
     * Takes back areas that the peer has acknowledged. On this machine it may still be reading one: {@link Area#mapWhenAlone} waits for the end of that.
     *
     * @param wait whether to wait for the first
     * @return the areas in the order in which they were sent; none if nothing is under way, or nothing there and not to wait
     * @throws SysException EINTR, ENOMEM, EMFILE
     */
    public Area[] reclaim(boolean wait) throws SysException {
        long n = calls.socketReclaim(handle, reclaimed, wait ? 0 : Transfers.NO_WAIT, report);
        if (!wait && n == -org.sluice.abi.Errno.EAGAIN) {
            return new Area[0];
        }
        Sys.check(n, name);
        return Area.of(calls, reclaimed);
    }

    /** Offers the peer a window of so many bytes more; from the first time on no more than was posted. @throws SysException EINVAL */
    public void post(long bytes) throws SysException {
        setOption(Sockets.POSTED, bytes);
    }

    /** What the last {@link #send} did. */
    public Transfer lastSent() {
        return out.last();
    }

    /** What the last {@link #receive} did. */
    public Transfer lastReceived() {
        return in.last();
    }

    /** What all sends did. */
    public Transfer totalSent() {
        return out.total();
    }

    /** What all receives did. */
    public Transfer totalReceived() {
        return in.total();
    }

    // ---- the rest

    /** Sends the end of the stream, after what was written. @throws SysException ENOTCONN */
    public void shutdownOutput() throws SysException {
        Sys.check(calls.shutdown(handle, Sockets.SHUT_SEND), name);
    }

    /** Takes no more: reads find the end. @throws SysException ENOTCONN */
    public void shutdownInput() throws SysException {
        Sys.check(calls.shutdown(handle, Sockets.SHUT_RECEIVE), name);
    }

    /** What the system knows of the connection, by the names of {@link TcpInfo}. */
    public Map<String, Long> info() throws SysException {
        long[] values = new long[TcpInfo.LENGTH];
        Sys.check(calls.getSocketOption(handle, Sockets.TCP_INFO, values), name);
        Map<String, Long> info = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            info.put(TcpInfo.name(i), values[i]);
        }
        return info;
    }
}
