package org.sluice.net.dns;

import java.util.Arrays;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;

/** Asks servers through sockets of the system. */
final class SocketTransport implements Transport {
    private static final int PORT = 53;
    private static final int LOWEST_PORT = 1024;
    private static final int PORTS = 65536 - LOWEST_PORT;
    private static final int BIND_ATTEMPTS = 16;
    private static final int LARGEST = 65535;

    private final SystemCalls calls;

    SocketTransport(SystemCalls calls) {
        this.calls = calls;
    }

    @Override
    public int random() {
        byte[] two = new byte[2];
        calls.random(two, 0, 2);
        return (two[0] & 0xff) << 8 | two[1] & 0xff;
    }

    private static long[] address(byte[] server, int port) {
        long[] address = new long[Sockets.ADDRESS_LENGTH];
        address[Sockets.FAMILY] = Sockets.INET;
        address[Sockets.PORT] = port;
        for (byte b : server) {
            address[Sockets.LOW] = address[Sockets.LOW] << 8 | b & 0xff;
        }
        return address;
    }

    /** Waits for an event. @return false after the time */
    private boolean await(int handle, int event, long deadline) {
        while (true) {
            long left = deadline - calls.clock(SystemCalls.CLOCK_MONOTONIC);
            if (left <= 0) {
                return false;
            }
            int n = calls.pollFiles(new long[] {Poll.entry(handle, event)}, 1, left);
            if (n > 0) {
                return true;
            }
            if (n < 0 && n != -Errno.EINTR) {
                return false;
            }
        }
    }

    /** A socket that does not wait; its handle, or an error. */
    private int open(int type, int protocol) {
        int handle = calls.socket(Sockets.INET, type, protocol);
        if (handle >= 0) {
            calls.setSocketOption(handle, Sockets.NON_BLOCKING, new long[] {1});
        }
        return handle;
    }

    @Override
    public byte[] datagram(byte[] server, byte[] query, long timeout, Check check) {
        int handle = open(Sockets.DGRAM, Sockets.UDP);
        if (handle < 0) {
            return null;
        }
        try {
            // Connected, so that the system drops what comes from anybody else, and tells when nobody is there.
            bindSomewhere(handle);
            if (calls.connect(handle, address(server, PORT)) < 0 || calls.write(handle, query, 0, query.length) < 0) {
                return null;
            }
            byte[] buffer = new byte[LARGEST];
            long deadline = calls.clock(SystemCalls.CLOCK_MONOTONIC) + timeout;
            while (await(handle, Poll.IN, deadline)) {
                int n = calls.read(handle, buffer, 0, buffer.length);
                if (n >= 0 && check.accepts(buffer, n)) {
                    return Arrays.copyOf(buffer, n);
                }
                if (n < 0 && n != -Errno.EAGAIN && n != -Errno.EINTR) {
                    return null;
                }
            }
            return null;
        } finally {
            calls.close(handle);
        }
    }

    /** A port of chance; the system's choice if those that were tried are taken. */
    private void bindSomewhere(int handle) {
        for (int i = 0; i < BIND_ATTEMPTS; i++) {
            if (calls.bind(handle, address(new byte[4], LOWEST_PORT + random() % PORTS)) >= 0) {
                return;
            }
        }
    }

    @Override
    public byte[] stream(byte[] server, byte[] query, long timeout) {
        int handle = open(Sockets.STREAM, Sockets.TCP);
        if (handle < 0) {
            return null;
        }
        try {
            long deadline = calls.clock(SystemCalls.CLOCK_MONOTONIC) + timeout;
            int result = calls.connect(handle, address(server, PORT));
            if (result < 0 && (result != -Errno.EINPROGRESS || !await(handle, Poll.OUT, deadline) || failed(handle))) {
                return null;
            }
            byte[] framed = new byte[query.length + 2];
            framed[0] = (byte) (query.length >>> 8);
            framed[1] = (byte) query.length;
            System.arraycopy(query, 0, framed, 2, query.length);
            if (!writeAll(handle, framed, deadline)) {
                return null;
            }
            byte[] length = readAll(handle, 2, deadline);
            return length == null ? null : readAll(handle, (length[0] & 0xff) << 8 | length[1] & 0xff, deadline);
        } finally {
            calls.close(handle);
        }
    }

    private boolean failed(int handle) {
        long[] error = new long[1];
        return calls.getSocketOption(handle, Sockets.ERROR, error) < 0 || error[0] != 0;
    }

    private boolean writeAll(int handle, byte[] bytes, long deadline) {
        for (int done = 0; done < bytes.length;) {
            int n = calls.write(handle, bytes, done, bytes.length - done);
            if (n >= 0) {
                done += n;
            } else if (n != -Errno.EAGAIN && n != -Errno.EINTR || !await(handle, Poll.OUT, deadline)) {
                return false;
            }
        }
        return true;
    }

    private byte[] readAll(int handle, int length, long deadline) {
        byte[] bytes = new byte[length];
        for (int done = 0; done < length;) {
            int n = calls.read(handle, bytes, done, length - done);
            if (n > 0) {
                done += n;
            } else if (n != -Errno.EAGAIN && n != -Errno.EINTR || !await(handle, Poll.IN, deadline)) {
                return null;
            }
        }
        return bytes;
    }
}
