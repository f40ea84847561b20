package org.sluice.drill.sim;

import java.util.Random;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.abi.TcpInfo;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Watcher;
import org.sluice.kernel.network.SocketSession;

/** A program at one end of a connection: writes so many bytes and ends its direction, and reads to the end of the other. Every byte is checked. */
final class End {
    private static final int MOST = 64 << 10;

    private final SocketSession socket;
    private final long toWrite;
    private final long seed;
    private final long peerSeed;
    private final Random sizes;
    private final byte[] buffer = new byte[MOST];
    private final Watcher watcher = this::changed;
    private boolean changed = true;
    private boolean written;
    private boolean ended;
    private long out;
    private long in;

    /**
     * An end that does not block.
     *
     * @param toWrite bytes
     * @param seed    what the bytes are made from; the other end is given it as its peer's
     * @param sizes   how much is written and read at once, or null for as much as possible
     */
    End(SocketSession socket, long toWrite, long seed, long peerSeed, Random sizes) {
        this.socket = socket;
        this.toWrite = toWrite;
        this.seed = seed;
        this.peerSeed = peerSeed;
        this.sizes = sizes;
        socket.setOption(Sockets.NON_BLOCKING, new long[] {1});
        socket.watch(watcher);
    }

    private void changed() {
        changed = true;
    }

    /** The byte at a place of a stream. */
    private static byte at(long seed, long place) {
        long x = (place + 1) * 0x9e3779b97f4a7c15L + seed;
        return (byte) (x ^ x >>> 29);
    }

    private int size(long most) {
        return (int) Math.min(most, sizes == null ? MOST : 1 + sizes.nextInt(sizes.nextInt(10) == 0 ? MOST : 3000));
    }

    /** Does what can be done now. @throws IllegalStateException if a byte is not what was written there */
    void pump() {
        if (!changed) {
            return;
        }
        changed = false;
        write();
        read();
    }

    private void write() {
        while (!written) {
            int length = size(toWrite - out);
            for (int i = 0; i < length; i++) {
                buffer[i] = at(seed, out + i);
            }
            try {
                out += length == 0 ? 0 : socket.write(buffer, 0, length);
            } catch (CallFailed e) {
                if (e.errno() == Errno.EAGAIN) {
                    return;
                }
                throw failed("writing", e);
            }
            if (out == toWrite) {
                socket.shutdown(Sockets.SHUT_SEND);
                written = true;
            }
        }
    }

    private void read() {
        while (!ended) {
            int n;
            try {
                n = socket.read(buffer, 0, size(MOST));
            } catch (CallFailed e) {
                if (e.errno() == Errno.EAGAIN) {
                    return;
                }
                throw failed("reading", e);
            }
            for (int i = 0; i < n; i++) {
                if (buffer[i] != at(peerSeed, in + i)) {
                    throw new IllegalStateException("byte " + (in + i) + " is not what was written there");
                }
            }
            in += n;
            ended = n == 0;
        }
    }

    private IllegalStateException failed(String doing, CallFailed e) {
        return new IllegalStateException(doing + " at " + out + " out, " + in + " in: " + Errno.name(e.errno()), e);
    }

    /** Whether everything was written and read. */
    boolean done() {
        return written && ended;
    }

    /** Bytes that were read. */
    long received() {
        return in;
    }

    long[] info() {
        long[] info = new long[TcpInfo.LENGTH];
        socket.option(Sockets.TCP_INFO, info);
        return info;
    }

    void close() {
        socket.unwatch(watcher);
        socket.close();
    }

    @Override
    public String toString() {
        return out + " of " + toWrite + " written, " + in + " read" + (ended ? " to the end" : "");
    }
}
